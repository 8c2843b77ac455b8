"""The desk on a site of its own: what it shows, what it writes into files, and what it refuses to."""

from __future__ import annotations

import json
import os
import time
from datetime import date as Date
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check.arranging import arranged
from bulletin.desk import publication
from bulletin.desk.issue import read_lists, write_wish
from bulletin.desk.item import digest_of_item, make_ready
from bulletin.desk.overview import Opened, arrange, create, desk_of, open_site, place_of_file, twin
from bulletin.errors import BulletinError, ConfigError, WriteError
from bulletin.model.desk import Desk, Draft, Publication
from bulletin.model.page import Report
from bulletin.pipeline import Options, build
from bulletin.write.lock import locked

NOW = datetime(2026, 11, 20, 9)
SETTINGS = """标题: 简报
网址: https://example.org/
栏目:
  - {名称: 要闻, 网址: news}
期刊: {截止: 周五}
"""
ISSUE = """---
期: 2026-47
# 主编定
篇目:
  - 2026/丙.md
  # 二条
  - 甲的标题
  - 还没写的.md
责任编辑: 余雁秋
---

本期按语。
"""


def put(site: Path, path: str, text: str) -> Path:
    file = site / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site.yaml", SETTINGS)
    put(tmp_path, "unions.yaml", "- {名称: 临江市总工会, 标识: lj}\n")
    for number, name in enumerate("甲乙丙"):
        source = "来源: 临江市总工会\n栏目: 要闻\n" if name == "甲" else ""
        head = f"标题: {name}的标题\n日期: 2026-11-{18 + number}\n{source}"
        put(tmp_path, f"2026/{name}.md", f"---\n{head}---\n\n正文。\n")
    put(tmp_path, "2026/草.md", "---\n标题: 草稿\n日期: 2026-11-20\n草稿: 是\n---\n\n正文。\n")
    put(tmp_path, "2026/等.md", "---\n标题: 等着的\n日期: 2026-11-18\n发布: 2026-11-21 08:30\n---\n\n正文。\n")
    return tmp_path


def look(site: Path, issue: str = "") -> tuple[Opened, Desk]:
    opened = open_site(site, NOW)
    return opened, desk_of(opened, issue)


def order(site: Path) -> str:
    return "".join(row.path[5] for row in look(site)[1].issue.rows)


def wish(site: Path, what: str, name: str, before: str = "") -> bool:
    opened, desk = look(site)
    issue = desk.issue
    return arrange(opened, issue.id, issue.digest, what, f"2026/{name}.md", before and f"2026/{before}.md")


def test_what_is_shown(site: Path) -> None:
    put(site, "2026/坏.md", "---\n标题: 坏\n日期: 2026-11-31\n---\n\n正文。\n")
    put(site, "issues/2026-46.md", "---\n期: 2026-46\n日期: 2026-11-13\n---\n\n按语。\n")
    _, desk = look(site)
    issue = desk.issue
    assert (desk.name, issue.id, issue.path, issue.digest) == ("简报", "2026-47", "issues/2026-47.md", "")
    assert [row.path for row in desk.issue.rows] == ["2026/甲.md", "2026/丙.md", "2026/乙.md"]  # by section, then date
    first = desk.issue.rows[0]
    assert (first.title, first.section, first.source, first.is_pinned) == ("甲的标题", "要闻", "临江市总工会", False)
    assert first.url.startswith("/2026/11/")
    assert [(one.path, one.why, str(one.at or "")) for one in desk.waiting] == [
        ("2026/等.md", "waiting", "2026-11-21 08:30:00+08:00"), ("2026/草.md", "draft", ""),
    ]  # fmt: skip
    assert desk.held == 2
    assert ("2026/坏.md", 3, "E402") in [(one.path, one.line, one.code) for one in desk.problems]
    assert (desk.sections, desk.unions, desk.issues) == (("要闻",), ("临江市总工会",), ("2026-47", "2026-46"))


def test_a_week_without_items(site: Path) -> None:
    opened = open_site(site, datetime(2026, 12, 25, 9))
    assert desk_of(opened).issue.id == "2026-52"
    assert desk_of(opened).issue.rows == ()
    assert desk_of(opened, "2026-47").issue.id == "2026-47"
    assert desk_of(opened, "../../x").issue.id == "2026-52"


def test_faults_of_texts_are_told_as_well(site: Path) -> None:
    put(site, "2026/丁.md", "---\n标题: 丁\n日期: 2026-11-20\n---\n\n::: 附件\n没有结束\n")
    assert "W611" in [one.code for one in look(site)[1].problems]


def test_settings_that_cannot_be_used(site: Path) -> None:
    put(site, "site.yaml", "标题: [\n")
    with pytest.raises(ConfigError):
        open_site(site, NOW)


# --- the order of an issue --------------------------------------------------------------------------------------------


def test_a_file_is_made(site: Path) -> None:
    assert wish(site, "up", "乙")
    text = (site / "content/issues/2026-47.md").read_text(encoding="utf-8")
    assert text == "---\n期: 2026-47\n篇目:\n  - 2026/甲.md\n  - 2026/乙.md\n---\n"
    assert order(site) == "甲乙丙"


def test_everything_else_stays(site: Path) -> None:
    file = put(site, "issues/2026-47.md", ISSUE)
    assert order(site) == "丙甲乙"
    assert wish(site, "up", "甲")
    assert order(site) == "甲丙乙"
    assert file.read_text(encoding="utf-8") == ISSUE.replace(
        "  - 2026/丙.md\n  # 二条\n  - 甲的标题\n  - 还没写的.md\n",
        "  # 二条\n  - 甲的标题\n  - 还没写的.md\n  - 2026/丙.md\n",
    )


def test_pinned_left_out_and_back(site: Path) -> None:
    file = put(site, "issues/2026-47.md", ISSUE)
    assert wish(site, "pin", "乙")
    assert order(site) == "乙丙甲"
    assert [row.is_pinned for row in look(site)[1].issue.rows] == [True, False, False]
    assert wish(site, "unpin", "乙")
    assert order(site) == "丙甲乙"
    assert wish(site, "omit", "丙")
    assert order(site) == "甲乙"
    assert [row.title for row in look(site)[1].issue.omitted] == ["丙的标题"]
    assert wish(site, "include", "丙")
    assert order(site) == "甲丙乙"
    text = file.read_text(encoding="utf-8")
    assert "# 主编定\n" in text
    assert "  # 二条\n  - 甲的标题\n" in text
    assert text.endswith("责任编辑: 余雁秋\n---\n\n本期按语。\n"), "lists that came and went leave nothing behind"


def test_nothing_to_do_writes_nothing(site: Path) -> None:
    assert not wish(site, "up", "甲")
    assert not (site / "content/issues").exists()


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"),
     ("gb18030", b"")],
    ids=["UTF-8", "BOM", "UTF-16 LE", "UTF-16 BE", "GB18030"],
)  # fmt: skip
def test_the_encoding_and_line_ends_stay(site: Path, encoding: str, mark: bytes) -> None:
    file = put(site, "issues/2026-47.md", "")
    file.write_bytes(mark + ISSUE.replace("\n", "\r\n").encode(encoding))
    assert wish(site, "move", "乙", "丙")
    data = file.read_bytes()
    assert data.startswith(mark)
    text = data.removeprefix(mark).decode(encoding)
    assert text == ISSUE.replace("\n", "\r\n").replace("篇目:\r\n", "篇目:\r\n  - 2026/乙.md\r\n")
    assert order(site) == "乙丙甲"


def test_an_issue_file_of_another_name(site: Path) -> None:
    file = put(site, "issues/国庆特刊.md", ISSUE)
    assert wish(site, "up", "甲")
    assert "2026-47.md" not in os.listdir(file.parent)
    assert order(site) == "甲丙乙"


@pytest.mark.parametrize("changed", [ISSUE + "又一句。\n", ""], ids=["changed", "emptied"])
def test_refused_where_the_file_changed_meanwhile(site: Path, changed: str) -> None:
    file = put(site, "issues/2026-47.md", ISSUE)
    opened, desk = look(site)
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(BulletinError) as raised:
        arrange(opened, desk.issue.id, desk.issue.digest, "up", "2026/甲.md")
    assert raised.value.code == "E932"
    assert file.read_text(encoding="utf-8") == changed


def test_refused_where_the_file_came_meanwhile(site: Path) -> None:
    opened, desk = look(site)
    put(site, "issues/2026-47.md", ISSUE)
    with pytest.raises(BulletinError) as raised:
        arrange(opened, desk.issue.id, desk.issue.digest, "up", "2026/乙.md")
    assert raised.value.code == "E932"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("---\n篇目:\n  - 2026/丙.md\n篇目:\n  - 2026/甲.md\n---\n", "E991", id="two lists"),
        pytest.param(b"---\n\xff\xfe\xfa\n---\n", "E991", id="no text"),
        pytest.param("---\n期: 2026-47\n篇目: {a: b}\n---\n", "E991", id="no list at all"),
    ],
)
def test_refused_where_the_form_does_not_allow_for_it(site: Path, text: str | bytes, code: str) -> None:
    file = put(site, "issues/2026-47.md", "")
    data = text if isinstance(text, bytes) else text.encode()
    file.write_bytes(data)
    with pytest.raises(BulletinError) as raised:
        wish(site, "move", "乙", "甲")
    assert raised.value.code == code
    assert file.read_bytes() == data


def test_refused_where_the_encoding_does_not(site: Path) -> None:
    put(site, "2026/☃.md", "---\n标题: 雪\n日期: 2026-11-20\n---\n\n正文。\n")
    file = put(site, "issues/2026-47.md", "")
    file.write_bytes(ISSUE.replace("余雁秋", "余雁秋、鍾裡").encode("big5hkscs", "ignore"))
    before = file.read_bytes()
    with pytest.raises(BulletinError) as raised:
        wish(site, "pin", "☃")
    assert raised.value.code == "E992"
    assert file.read_bytes() == before


def test_a_folder_that_leads_elsewhere(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site / "content/issues").symlink_to(elsewhere)
    with pytest.raises(BulletinError):
        wish(site, "up", "乙")
    assert os.listdir(elsewhere) == []


TITLES = {f"2026/{name}.md": f"{name}的标题" for name in "甲乙丙丁"}
entry = st.sampled_from([*TITLES, *TITLES.values(), "../2026/甲.md", "没有的.md", "a: b"])
STYLES = ("block", "indented", "commented", "brackets", "line", "mapping")


def typed_list(key: str, names: list[str], style: str) -> list[str]:
    if not names:
        return []
    if style == "brackets":
        return [f"{key}: [{', '.join(json.dumps(name, ensure_ascii=False) for name in names)}]"]
    if style == "line" and not any(":" in name for name in names):
        return [f"{key}：{'、'.join(names)}"]
    indent = "" if style == "block" else "    "
    rows = [f"{key}:"]
    for number, name in enumerate(names):
        rows += [f"{indent}# 注{key}{number}"] if style == "commented" else []
        quoted = json.dumps(name, ensure_ascii=False)
        rows.append(f"{indent}- 文件: {quoted}" if style == "mapping" else f"{indent}- {quoted}")
    return rows


@given(
    st.tuples(*[st.lists(entry, max_size=4, unique=True)] * 3),
    st.tuples(*[st.sampled_from(STYLES)] * 3),
    st.sampled_from(["\n", "\r\n"]),
    st.permutations(list(TITLES)),
    st.sampled_from(["up", "down", "move", "pin", "unpin", "omit", "include"]),
    st.sampled_from(list(TITLES)),
)
def test_only_the_lists_change_whatever_the_file_is_like(
    tmp_path_factory: pytest.TempPathFactory,
    lists: tuple[list[str], ...],
    styles: tuple[str, ...],
    end: str,
    shown: list[str],
    wish: str,
    path: str,
) -> None:
    rows = ["---", "# 头", "期: 2026-47", *typed_list("目录", lists[0], styles[0]), "责任编辑: 余雁秋"]
    rows += [*typed_list("置顶", lists[1], styles[1]), "# 中", *typed_list("不收", lists[2], styles[2])]
    rows += ["---", "", "按语。"]
    site = tmp_path_factory.mktemp("site", numbered=True)
    file = put(site, "issues/2026-47.md", end.join(rows))
    before = read_lists(site, "2026-47", "issues/2026-47.md", TITLES)
    wanted = arranged(shown, before.lists, wish, path, shown[0])
    assert write_wish(site, before, shown, wish, path, shown[0]) == (wanted is not None)
    text = file.read_bytes().decode()
    after = read_lists(site, "2026-47", "issues/2026-47.md", TITLES)
    assert after.lists == (wanted or before.lists)
    assert text.endswith(f"---{end}{end}按语。")
    assert f"责任编辑: 余雁秋{end}" in text
    assert end == "\n" or "\n" not in text.replace(end, "")
    comments = [row.strip() for row in rows if row.strip().startswith("#")]
    assert sorted(row.strip() for row in text.split(end) if row.strip().startswith("#")) == sorted(comments)


# --- new items, files to open, editions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["推进会", '"一函"护航', "[动态] 开工", "a: b #1", "{甲}", "'乙'", "<script>alert(1)</script>", "../../逃"]
)
def test_a_new_item_reads_as_it_was_typed(site: Path, title: str) -> None:
    path = create(site, Draft(title, Date(2026, 11, 20), "要闻", "临江市总工会"))
    assert path.startswith("2026/47/")
    assert (site / "content" / path).resolve().is_relative_to(site / "content/2026/47")
    waits = {one.path: one for one in look(site)[1].waiting}
    assert (waits[path].title, waits[path].why) == (title, "draft")
    text = (site / "content" / path).read_text(encoding="utf-8")
    assert "日期: 2026-11-20\n来源: 临江市总工会\n栏目: 要闻\n草稿: 是\n" in text


def test_a_new_item_overwrites_nothing(site: Path) -> None:
    draft = Draft("推进会", Date(2026, 11, 20))
    assert [create(site, draft) for _ in range(3)] == [f"2026/47/推进会{more}.md" for more in ("", "-2", "-3")]


def test_a_title_of_nothing(site: Path) -> None:
    with pytest.raises(BulletinError) as raised:
        create(site, Draft(" / ", Date(2026, 11, 20)))
    assert raised.value.code == "E905"


DRAFT = "标题：草稿 # 一\n# 注\n草稿 : 是\n日期: 2026-11-20\n\n正文，草稿: 是。\n"


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b"")], ids=str)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_ready(site: Path, encoding: str, mark: bytes, end: str) -> None:
    file = put(site, "2026/草.md", "")
    file.write_bytes(mark + DRAFT.replace("\n", end).encode(encoding))
    wait = next(one for one in look(site)[1].waiting if one.why == "draft")
    make_ready(site, wait.path, wait.digest)
    assert file.read_bytes() == mark + DRAFT.replace("草稿 : 是", "草稿 : 否").replace("\n", end).encode(encoding)
    assert "2026/草.md" in [row.path for row in look(site)[1].issue.rows]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("---\n标题: 甲\n草稿: 是\n---\n", "E932", id="changed meanwhile"),
        pytest.param("---\n标题: 甲\n---\n\n草稿: 是\n", "E996", id="no draft"),
        pytest.param("---\n标题: 甲\n草稿: [是]\n---\n", "E996", id="in brackets"),
        pytest.param("---\n标题: 甲\n草稿: 是\n草稿: 否\n---\n", "E996", id="said twice"),
    ],
)
def test_not_ready(site: Path, text: str, code: str) -> None:
    file = put(site, "2026/草.md", text)
    digest = "x" if code == "E932" else digest_of_item(site, "2026/草.md")
    with pytest.raises(BulletinError) as raised:
        make_ready(site, "2026/草.md", digest)
    assert raised.value.code == code
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", ["../site.md", "2026/没有.md", "", "a\0.md", "x" * 5000 + ".md"], ids=range(5))
def test_nothing_to_make_ready(site: Path, path: str) -> None:
    with pytest.raises(BulletinError) as raised:
        make_ready(site, path, "")
    assert raised.value.code == "E215"


@pytest.mark.parametrize("issue", ["x" * 300, "a\0b", "../../x"], ids=range(3))
def test_an_issue_of_no_possible_name(site: Path, issue: str) -> None:
    (site / "content" / "issues").mkdir(exist_ok=True)
    before = sorted((site / "content").rglob("*"))
    assert not arrange(open_site(site, NOW), issue, "", "pin", "2026/甲.md")
    assert sorted((site / "content").rglob("*")) == before


@pytest.mark.parametrize("path", ["2026/甲.md", "site.yaml"])
def test_files_that_may_be_opened(site: Path, path: str) -> None:
    assert place_of_file(site, path) == (site / "content" / path).resolve()


@pytest.mark.parametrize(
    "path",
    ["../secret.md", "2026/../../secret.md", "/etc/passwd", "/secret.md", "", "2026", "2026/没有.md", "a\0.md",
     "run.bat", "2026/x.desktop", "out.md", "inside/secret.md", "pipe.md", "..\\secret.md"],
)  # fmt: skip
def test_files_that_may_not(site: Path, path: str) -> None:
    (site / "secret.md").write_text("geheim", encoding="utf-8")
    put(site, "run.bat", "del *")
    put(site, "2026/x.desktop", "[Desktop Entry]")
    (site / "content/out.md").symlink_to(site / "secret.md")
    (site / "content/inside").symlink_to(site)
    os.mkfifo(site / "content/pipe.md")
    with pytest.raises(BulletinError) as raised:
        place_of_file(site, path)
    assert raised.value.code == "E990"


def test_twin(site: Path) -> None:
    opened, _ = look(site)
    url = opened.bulletin.items[0].url
    found = twin(opened, opened.bulletin.items[0].path, {f"{url}index.html", f"hant/{url}index.html"}.__contains__)
    assert [(tag, url) for tag, _, url in found.editions] == [("zh-Hans", f"/{url}"), ("zh-Hant", f"/hant/{url}")]


@pytest.mark.parametrize("path", ["2026/草.md", "2026/没有.md", "../x.md", "", "site.yaml", "a\0.md"])
def test_no_twin(site: Path, path: str) -> None:
    with pytest.raises(BulletinError) as raised:
        twin(look(site)[0], path, lambda _: False)
    assert raised.value.code == "E994"


# --- publishing -------------------------------------------------------------------------------------------------------


class Publishing:
    def __init__(self, site: Path) -> None:
        self.site = site
        self.proof, self.output = site / ".bulletin/preview", site / "public"

    def build(self, output: Path) -> Report:
        return build(Options(self.site, NOW, output=output, jobs=1), lambda *_: None, lambda _: None)

    def plan(self) -> Publication:
        return publication.plan(look(self.site)[0].bulletin, self.build, self.proof, self.output)

    def publish(self, digest: str) -> Report:
        bulletin = look(self.site)[0].bulletin
        return publication.publish(bulletin, self.build, self.proof, self.output, digest)


def test_what_publishing_changes(site: Path) -> None:
    ours = Publishing(site)
    first = ours.plan()
    assert first.is_first
    assert [one.title for one in first.added] == ["丙的标题", "乙的标题", "甲的标题"]
    assert not ours.output.exists(), "looking publishes nothing"
    assert ours.publish(first.digest).items == 3
    again = ours.plan()
    assert again.is_empty
    assert not again.is_first
    put(site, "2026/丁.md", "---\n标题: 丁\n日期: 2026-11-20\n---\n\n新的。\n")
    put(site, "2026/甲.md", "---\n标题: 甲的标题\n日期: 2026-11-18\n---\n\n改过了。\n")
    (site / "content/2026/乙.md").unlink()
    put(site, "2026/坏.md", "---\n标题: 坏\n日期: 2026-11-31\n---\n\n正文。\n")
    plan = ours.plan()
    assert [one.title for one in plan.added] == ["丁"]
    assert [one.title for one in plan.changed] == ["甲的标题"], "丙 has other neighbours, and reads as before"
    assert [one.title for one in plan.removed] == ["乙的标题"]
    assert ("changed", "index.html") in plan.pages
    assert (plan.left_out, plan.errors) == (("2026/坏.md",), 1)
    assert len({path for _, path in plan.pages}) == len(plan.pages)


def test_a_release_of_the_preview_is_not_taken_for_one_of_readers(site: Path) -> None:
    """Though it has the same number, and holds what is to be published."""
    ours = Publishing(site)
    file = site / "content/2026/甲.md"
    text = file.read_text(encoding="utf-8")
    for number, output in enumerate((ours.output, ours.output, ours.proof, ours.proof)):
        file.write_text(text + f"第{number}次。\n", encoding="utf-8")
        ours.build(output)
    plan = ours.plan()
    assert [one.title for one in plan.changed] == ["甲的标题"]
    ours.publish(plan.digest)
    assert ours.plan().is_empty
    assert any("第3次" in page.read_text(encoding="utf-8") for page in ours.output.glob("2026/11/*/index.html"))


def test_publishes_what_was_shown_or_nothing(site: Path) -> None:
    ours = Publishing(site)
    digest = ours.plan().digest
    put(site, "2026/丁.md", "---\n标题: 丁\n日期: 2026-11-20\n---\n\n新的。\n")
    with pytest.raises(BulletinError) as raised:
        ours.publish(digest)
    assert raised.value.code == "E993"
    assert not ours.output.exists()


def test_waits_for_another_build(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Publishing(site)
    digest = ours.plan().digest
    lock = site / ".bulletin/.preview.releases/lock"
    tries = []

    def sleep(seconds: float) -> None:
        tries.append(seconds)
        if len(tries) == 2:
            held.__exit__(None, None, None)

    monkeypatch.setattr(time, "sleep", sleep)
    held = locked(lock)
    held.__enter__()
    assert ours.publish(digest).published
    assert len(tries) == 2


def test_does_not_wait_for_ever(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Publishing(site)
    ours.plan()
    monkeypatch.setattr(publication, "_LONGEST_WAIT", -1.0)
    with locked(site / ".bulletin/.preview.releases/lock"), pytest.raises(WriteError):
        ours.plan()
