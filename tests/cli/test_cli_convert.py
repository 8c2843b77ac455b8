"""``bulletin convert`` as a filter: every line, line end and byte that is no Chinese comes out as it went in."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from subprocess import PIPE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.cli.main import main
from bulletin.jobs.convert_text import converted, converters_to, edition_of

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "bulletin", "convert"]
WORDS = ("职工", "头发", "制造", "“", "”", "里面", "abc", " ", "\t", "\n", "\r\n", "\n\n", "\x0b", "\u2028", "\0", "𠮶")


def run(monkeypatch: pytest.MonkeyPatch, data: bytes, *arguments: str) -> tuple[int, bytes]:
    """The exit code and the bytes written."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", out)
    code = main(["convert", *arguments])
    out.flush()
    out.buffer.seek(0)
    return code, out.buffer.read()


@pytest.mark.parametrize(
    ("before", "arguments", "after"),
    [
        ("职工参与制造\n", (), "職工參與製造\n"),
        ("职工\r\n\r\n头发", (), "職工\r\n\r\n頭髮"),
        ("", (), ""),
        ("\n", (), "\n"),
        ("里面", ("--to", "zh-Hant-TW"), "裡面"),
        ("里面", ("--to", "zh-hant-hk"), "裏面"),
        ("里面", ("--to", "zh-Hant-HK", "--style", "press"), "裡面"),
        ("裡面的頭髮", ("--to", "zh-Hans"), "里面的头发"),
        ("「頭髮」", ("--to", "zh-Hans"), "“头发”"),
        ("干部", ("--to", "zh-Hant", "--from", "zh-Hant"), "干部"),
        ("职工", ("-",), "職工"),
    ],
    ids=str,
)
def test_text(
    monkeypatch: pytest.MonkeyPatch, before: str, arguments: tuple[str, ...], after: str
) -> None:
    assert run(monkeypatch, before.encode(), *arguments) == (0, after.encode())


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(monkeypatch: pytest.MonkeyPatch, codec: str) -> None:
    """Whatever the reader of items knows; a byte order mark is no part of the text."""
    text = "县总工会召开职工代表大会，\r\n通过了集体合同草案。\r\n"
    after = "縣總工會召開職工代表大會，\r\n通過了集體合同草案。\r\n"
    assert run(monkeypatch, text.encode(codec)) == (0, after.encode())


@given(st.lists(st.sampled_from(WORDS)).map("".join))
def test_nothing_is_lost(text: str) -> None:
    converter = converters_to(edition_of("zh-Hant-TW", ""))["Hans"]
    after = "".join(converted(text, converter))
    assert len(after) == len(text)
    assert [c for c in after if c in "\r\n\t\x0b\u2028\0 "] == [c for c in text if c in "\r\n\t\x0b\u2028\0 "]
    assert after == converter.text(text)


def test_large_input_in_pieces() -> None:
    """Pieces end with lines, so a text of many pieces is what it is in one."""
    converter = converters_to(edition_of("zh-Hant", ""))["Hans"]
    text = "".join(f"第{number}行：“职工头发”里面干部\n" for number in range(30_000)) + "没有行尾" + "发" * 250_000
    parts = list(converted(text, converter))
    assert len(parts) > 2
    assert "".join(parts) == converter.text(text)


def test_files_and_what_can_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, missing = tmp_path / "a.txt", tmp_path / "b.doc", tmp_path / "c.txt"
    good.write_text("头发\n", encoding="utf-8")
    bad.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(range(256)))
    assert run(monkeypatch, b"", str(good), str(good)) == (0, "頭髮\n頭髮\n".encode())
    assert run(monkeypatch, b"", str(good), str(bad), str(missing)) == (1, "頭髮\n".encode())
    err = capsys.readouterr().err
    assert "b.doc [E204]" in err
    assert "E930" in err
    assert run(monkeypatch, b"", str(missing))[0] == 2


def test_json_and_doubtful_places(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(monkeypatch, "第一行\n参与制造。\n".encode(), "--json", "--review")
    found = json.loads(out)
    assert code == 0
    assert found["to"] == "zh-Hant"
    assert found["files"][0]["text"] == "第一行\n參與製造。\n"
    place = found["files"][0]["doubtful"][0]
    assert (place["line"], place["column"], place["chosen"], place["alternatives"]) == (2, 3, "製", ["制"])
    assert (place["before"], place["after"]) == ("參與", "造。")
    assert capsys.readouterr().err == ""
    assert run(monkeypatch, "参与制造。\n".encode(), "--review")[1] == "參與製造。\n".encode()
    assert "參與【製】造。" in capsys.readouterr().err


def test_pipe_that_nobody_reads() -> None:
    with subprocess.Popen(COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT) as one:
        assert one.stdin
        assert one.stdout
        assert one.stderr
        one.stdout.close()
        one.stdin.write("头发\n".encode() * 100_000)
        one.stdin.close()
        assert one.stderr.read() == b""


def test_starts_without_the_pipeline() -> None:
    code = (
        "import sys; from bulletin.cli.main import main; main(['convert']); "
        "print(sorted({'yaml', 'markdown', 'jinja2', 'PIL', 'nh3', 'sqlite3', 'chardet'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input="头发\n".encode(), capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.decode().split("\n") == ["頭髮", "[]", ""]


SITE = """标题: 简报
网址: https://example.org/
版本:
  - {标识: zh-Hans}
  - {标识: zh-Hant-TW, 路径: hant/, 风格: government}
栏目:
  - {名称: 要闻, 网址: news}
"""
BODY = """县总工会**召开**职工代表大会，“参与制造”的2000名[职工](https://example.org/制)讨论了《计划》。他说：“里面有
头**发**和`头发`。”

## 云塘厂的头发

- 老娘舅、娘家人余浦
- 干桂芬 <span lang="en">发</span>

| 工种 | 人数 |
|---|---|
| 制造 | 5000人参与 |
"""
ITEM = f"---\n标题: 甲\n日期: 2026-11-20\n---\n\n{BODY}\n余杭区总工会报道。\n"
GLOSSARY = "- 余浦\n- 云塘: 雲塘\n- 干桂芬\n- 职工代表大会: 職工代表大會（職代會）\n"


def test_body_of_built_pages_is_what_convert_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tags of the simplified page taken away, converted with ``--site``: the text of the traditional page."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    (content / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    (content / "unions.yaml").write_text("- {名称: 余杭区总工会, 网址: yh}\n", encoding="utf-8")
    (content / "甲.md").write_text(ITEM, encoding="utf-8")
    assert main(["build", str(tmp_path), "--no-cache", "--now", "2026-11-21T00:00:00+08:00"]) == 0
    pages = sorted((tmp_path / "public").glob("2026/11/*/index.html"))
    assert len(pages) == 1
    hans = _body(pages[0])
    hant = _body(tmp_path / "public" / "hant" / pages[0].relative_to(tmp_path / "public"))
    assert "職工代表大會（職代會）" in hant
    assert "餘杭區總工會" in hant
    code, out = run(monkeypatch, _without_barriers(hans).encode(), "--site", str(tmp_path), "--to", "zh-Hant-TW")
    assert code == 0
    assert out.decode() == _without_barriers(hant)


def _body(page: Path) -> str:
    """From the first words of the body to its last."""
    text = page.read_text(encoding="utf-8")
    text = text[text.index("</header", text.index("<article")) :]
    start = re.search("<p>[县縣]", text)
    end = re.search("[报報][道導]。</p>", text)
    assert start is not None
    assert end is not None
    return text[start.start() : end.end()]


def _without_barriers(html: str) -> str:
    """What is read, a block a line; code and other languages, which are never converted, left out."""
    html = re.sub(r"<code>.*?</code>|<span lang.*?</span>", "", html.replace("\n", " "))
    html = re.sub(r"</?(?:p|div|section|footer|aside|h\d|ul|ol|li|table|thead|tbody|tr|th|td)\b[^>]*>", "\n", html)
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_environment_does_not_matter() -> None:
    """A pipe under LANG=C is UTF-8 all the same."""
    environment = {**os.environ, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(COMMAND, input="头发".encode(), capture_output=True, check=True, cwd=ROOT, env=environment)
    assert done.stdout == "頭髮".encode()
