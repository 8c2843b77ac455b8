"""``bulletin convert`` and an author's marks ``-{ … }-``: read as the build reads them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from convert.factory_convert import HANS, HANT, HONG_KONG, TAIWAN, convert, make_context, make_item
from hypothesis import given
from hypothesis import strategies as st

from bulletin.cli.main import main
from bulletin.jobs.convert_site import understood_with_marks
from bulletin.jobs.convert_text import converted, converters_to
from bulletin.model.content import Edition

ROOT = Path(__file__).parent.parent.parent
BODIES = (
    "-{里}-面的头发",
    "头-{}-发",
    "\\-{里}-面",
    "-{zh-hans:甲;zh-hant:乙}-头发",
    "-{zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-",
    "-{zh-hans:里面}-",
    "-{zh-hant:裡面}-",
    "-{里=>zh-hk:裏}-",
    "“-{里}-”",
    "甲\n-{里}-\n乙",
    "-{**里**面，[发](x.md)}-",
    "-{R|里}-",
    "-{X|里}-面",
    "没有结束-{里面",
    "-{里-{面}-}-",
    "网络\n\n-{H|网络=>zh-hant-tw:網路}-\n\n再说网络",
    "博客-{H|zh-hans:博客;zh-hant:部落格}-",
    "里弄-{H|里弄}-，里面",
    "博客：-{A|zh-hans:博客;zh-hk:網誌}-",
    "-{T|zh-hant:新題}-\n\n正文里面",
    "-{zh-hans:甲\n;zh-hant:乙}-\n\n里面",
    "- 里面-{里}-\n- “-{zh-hans:;zh-hant:（臺灣）}-完”\n\n> 头-{发}-",
)
PIECES = ("-{", "}-", "里面", "|", "H|", "zh-hant:", ";", "网络", "=>zh-tw:", "網路", "“", "”", "\n\n", "\n", " ", "\\")


def _converted(body: str, edition: Edition) -> str:
    one, _ = understood_with_marks(body, "-", edition, converters_to(edition), "Hans")
    return "".join(converted(one.text, one.converter, one.marks))


def _built(body: str, edition: Edition, *, as_typed: bool = False) -> str:
    item = make_item(body=body, title="简体标题", script="Hans", convert=not as_typed)
    return convert(item, make_context(edition))[0].text


@pytest.mark.parametrize("edition", [HANS, HANT, TAIWAN, HONG_KONG], ids=lambda one: one.tag)
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_built_body_is_what_convert_writes(body: str, edition: Edition) -> None:
    """What is written for the edition, published without conversion, reads as the text converted by the build."""
    assert _built(_converted(body, edition), edition, as_typed=True) == _built(body, edition)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_whatever_stands_in_marks(body: str) -> None:
    after = _converted(body, TAIWAN)
    assert not re.search("[\U000f0000-\U0010ffff]", after)
    assert after.count("\n") == body.count("\n")


def test_an_edition_of_the_same_script_has_its_own_forms() -> None:
    assert _converted("-{zh-hans:甲;zh-hant:乙}-头发", HANS) == "甲头发"


def test_longer_than_any_body() -> None:
    text = "头发里面\n\n" * 60_000 + "-{里}-面\n"
    assert _converted(text, TAIWAN) == "頭髮裡面\n\n" * 60_000 + "里面\n"


def _run(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> tuple[int, str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    monkeypatch.setattr(sys, "stdout", out)
    code = main(["convert", *arguments])
    out.flush()
    out.buffer.seek(0)
    return code, out.buffer.read().decode()


def test_what_is_wrong_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "头发\n\n甲-{里面\n") == (0, "頭髮\n\n甲-{裡面\n")
    assert "-:3 [W720]" in capsys.readouterr().err


def test_columns_of_doubtful_places_are_those_of_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "头\n-{zh-hans:甲;zh-hant:乙}-参与制造。\n"
    code, out = _run(monkeypatch, text, "--json", "--review", "--from", "zh-Hans")
    found = json.loads(out)["files"][0]
    assert code == 0
    assert found["text"] == "頭\n乙參與製造。\n"
    place = next(one for one in found["doubtful"] if one["chosen"] == "製")
    assert (place["line"], place["column"]) == (2, len("-{zh-hans:甲;zh-hant:乙}-参与") + 1)
    assert (place["before"], place["after"]) == ("乙參與", "造。")


def test_a_built_site_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    content.mkdir()
    site = """标题: 简报
网址: https://example.org/
版本: [{标识: zh-Hans}, {标识: zh-Hant-TW, 路径: hant/}]
栏目: [{名称: 要闻, 网址: news}]
"""
    (content / "site.yaml").write_text(site, encoding="utf-8")
    (content / "glossary.yaml").write_text("- 云塘: 雲塘\n", encoding="utf-8")
    body = "云塘的网络和-{里}-面，“头-{zh-hans:发;zh-tw:髪}-”。-{H|网络=>zh-tw:網路}-"
    (content / "甲.md").write_text(f"---\n标题: 简体标题\n日期: 2026-11-20\n---\n\n{body}\n", encoding="utf-8")
    assert main(["build", str(tmp_path), "--no-cache", "--now", "2026-11-21T00:00:00+08:00"]) == 0
    for tag, folder in (("zh-Hans", ""), ("zh-Hant-TW", "hant/")):
        (page,) = sorted((tmp_path / "public").glob(f"{folder}2026/11/*/index.html"))
        built = re.search(r"<p>([云雲]塘.*?)</p>", page.read_text(encoding="utf-8"))
        assert built is not None
        code, out = _run(monkeypatch, body, "--site", str(tmp_path), "--to", tag, "--from", "zh-Hans")
        assert (code, out) == (0, unescape(re.sub("<[^>]*>", "", built[1])))


def test_without_marks_nothing_more_is_loaded() -> None:
    code = (
        "import sys; from bulletin.cli.main import main; main(['convert']); "
        "print([name for name in sys.modules if 'manual' in name or 'convert_site' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="头发\n".encode(), capture_output=True, check=True, cwd=ROOT
    )
    assert done.stdout.decode() == "頭髮\n[]\n"
