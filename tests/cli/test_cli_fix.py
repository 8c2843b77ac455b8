"""``bulletin check --fix``: what is written, what is left alone, how it is taken back."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.check.item import check_document
from bulletin.check.keys import ISSUE, ITEM
from bulletin.cli.difference import difference
from bulletin.cli.main import main
from bulletin.errors import BulletinError
from bulletin.jobs import fixing
from bulletin.jobs.fixing import Wish, bare, fix_site, fixed, undo_fix
from bulletin.model.content import Config, Edition, Section
from bulletin.read.document import parse_document
from bulletin.write.undo import FOLDER, KEPT, keep

SITE = "标题: 简报\n网址: https://example.org/\n栏目:\n  - {名称: 要闻, 网址: news}\n"
GBK = "标题：市总工会召开推进会\r\n发布时间：２０２６年11月20日\r\n\r\n11月20日,市总工会召开推进会。\r\n"
MENDED = "---\r\n标题: 市总工会召开推进会\r\n日期: ２０２６年11月20日\r\n---\r\n\r\n11月20日,市总工会召开推进会。\r\n"
NORMAL = "---\n标题: 甲\n日期: 2026-11-20\n---\n\n正文。\n"
NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
FORM = Wish(form=True)
CONFIG = Config("简报", "https://example.org/", (Edition("zh-Hans", "", "简体", "curly"),), (Section("news", "要闻"),))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795500000")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    content = tmp_path / "site" / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    (content / "甲.md").write_text(NORMAL, encoding="utf-8")
    (content / "来稿.txt").write_bytes(GBK.encode("gb18030"))
    return tmp_path / "site"


def tree(site: Path) -> dict[str, bytes]:
    return {str(one.relative_to(site)): one.read_bytes() for one in (site / "content").rglob("*") if one.is_file()}


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["check", *arguments, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return code, found


def test_there_and_back(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(site)
    assert main(["check", str(site), "--fix"]) == 0
    told = capsys.readouterr()
    assert "--- content/来稿.txt\tGB18030\n+++ content/来稿.txt\tUTF-8\n@@ -1,4 +1,6 @@\n-标题：" in told.out
    assert "+日期: ２０２６年11月20日\n+---\n \n 11月20日,市总" in told.out
    assert "甲.md\tUTF-8" not in told.out
    assert "改好了 1 个文件" in told.err
    assert tree(site) == before | {"content/来稿.txt": MENDED.encode()}
    fixed_once = tree(site)
    assert main(["check", str(site), "--fix"]) == 0
    assert "没有要改的文件" in capsys.readouterr().err
    assert tree(site) == fixed_once
    assert main(["check", str(site), "--undo"]) == 0
    assert tree(site) == before
    assert not os.listdir(site / FOLDER)
    assert main(["check", str(site), "--undo"]) == 2
    assert "[E980]" in capsys.readouterr().err


def test_dry_run_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(site)
    assert main(["check", str(site), "--fix", "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "+标题: 市总工会召开推进会" in told.out
    assert "会改 1 个文件" in told.err
    assert tree(site) == before
    assert not (site / FOLDER).exists()


def test_json_is_a_contract(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content" / "坏.md").write_text("---\n标题: 一\n标题: 二\n---\n", encoding="utf-8")
    code, found = asked(capsys, str(site), "--fix")
    assert code == 1
    assert list(found) == ["items", "problems", "fix"]
    fix = found["fix"]
    assert list(fix) == ["dry_run", "kept", "files"]
    assert (fix["dry_run"], fix["kept"]) == (False, f"{FOLDER}/20261124T060000Z")
    left, done = fix["files"]
    assert list(done) == ["path", "status", "encoding", "code", "message", "diff"]
    assert (done["path"], done["status"], done["encoding"], done["code"]) == ("来稿.txt", "fixed", "gb18030", "")
    assert done["diff"].startswith("@@ -1,4 +1,6 @@\n-标题：市总")
    assert (left["path"], left["status"], left["code"], left["diff"]) == ("坏.md", "skipped", "I980", "")
    assert "E105" in left["message"]
    code, found = asked(capsys, str(site), "--undo")
    assert (code, found["fix"]["files"][0]["status"], found["fix"]["kept"]) == (0, "restored", "")


@pytest.mark.parametrize(
    ("words", "code"), [(["--undo", "--fix"], "E982"), (["--dry-run"], "E983"), (["--undo", "--fix-punct"], "E982")]
)
def test_words_that_do_not_go_together(
    site: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: str
) -> None:
    before = tree(site)
    assert main(["check", str(site), *words]) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert tree(site) == before


def test_faulty_settings_change_nothing(site: Path) -> None:
    (site / "content" / "site.yaml").write_text("标题: 简报\n网址: 不是网址\n", encoding="utf-8")
    before = tree(site)
    assert main(["check", str(site), "--fix"]) == 2
    assert tree(site) == before


def test_undo_leaves_what_was_edited_since(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = site / "content"
    (content / "乙.md").write_text("---\ntitle：乙\n---\n正文\n", encoding="utf-8")
    before = tree(site)
    assert len(fix_site(site, FORM, False, NOW).files) == 2
    (content / "乙.md").write_text("后来改的\n", encoding="utf-8")
    assert main(["check", str(site), "--undo"]) == 1
    told = capsys.readouterr().err
    assert "content/乙.md [E932]" in told
    assert f"{FOLDER}/20261122T010203Z" in told
    assert tree(site) == before | {"content/乙.md": "后来改的\n".encode()}
    assert main(["check", str(site), "--undo"]) == 2
    (content / "乙.md").write_bytes(before["content/乙.md"])
    assert undo_fix(site, False).is_whole
    assert not os.listdir(site / FOLDER)


def test_each_undo_takes_one_fix_back(site: Path) -> None:
    first = tree(site)
    fix_site(site, FORM, False, NOW)
    second = tree(site)
    earlier = NOW.replace(year=2020)  # a clock that went back
    assert fix_site(site, Wish(False, punctuation=True), False, earlier).kept == f"{FOLDER}/20261122T010203Z-01"
    assert tree(site) != second
    undo_fix(site, False)
    assert tree(site) == second
    undo_fix(site, False)
    assert tree(site) == first


def test_old_records_go(site: Path) -> None:
    for number in range(KEPT + 3):
        (site / "content" / "甲.md").write_text(f"---\n标题：甲{number}\n---\n正文\n", encoding="utf-8")
        fix_site(site, FORM, False, NOW.replace(hour=number))
    names = sorted(os.listdir(site / FOLDER))
    assert (len(names), names[0]) == (KEPT, "20261122T030203Z")


def test_damaged_record_puts_nothing_back(site: Path) -> None:
    fix_site(site, FORM, False, NOW)
    after = tree(site)
    (site / FOLDER / "20261122T010203Z" / "0.bin").write_bytes(b"other")
    with pytest.raises(BulletinError, match="E981"):
        undo_fix(site, False)
    assert tree(site) == after


@pytest.mark.parametrize("path", ["../逃.md", "/逃.md", "a/../../逃.md"])
def test_a_forged_record_reaches_no_other_file(site: Path, path: str) -> None:
    fix_site(site, FORM, False, NOW)
    (site / "逃.md").write_bytes(MENDED.encode())
    manifest = site / FOLDER / "20261122T010203Z" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("来稿.txt", path), encoding="utf-8")
    assert not undo_fix(site, False).is_whole
    assert (site / "逃.md").read_bytes() == MENDED.encode()


def test_links_stay(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "外.md"
    outside.write_text("标题：外\n\n正文\n", encoding="utf-8")
    (site / "content" / "外.md").symlink_to(outside)
    (site / "content" / "里.md").symlink_to("来稿.txt")
    report = fix_site(site, FORM, False, NOW)
    assert [(one.path, one.status, one.code) for one in report.files] == [
        ("来稿.txt", "fixed", ""),
        ("里.md", "skipped", "I982"),
    ]
    assert outside.read_text("utf-8") == "标题：外\n\n正文\n"
    assert (site / "content" / "里.md").is_symlink()


def test_changed_meanwhile(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def late(*arguments: Any) -> object:
        (site / "content" / "来稿.txt").write_text("标题：别人刚存的\n", encoding="utf-8")
        return keep(*arguments)

    monkeypatch.setattr(fixing, "keep", late)
    assert main(["check", str(site), "--fix"]) == 1
    assert "content/来稿.txt [E932]" in capsys.readouterr().err
    assert (site / "content" / "来稿.txt").read_text("utf-8") == "标题：别人刚存的\n"
    assert not os.listdir(site / FOLDER)


def test_what_was_not_written_is_not_taken_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = site / "content"
    (content / "乙.md").write_text("---\ntitle：乙\n---\n正文\n", encoding="utf-8")
    before = tree(site)

    def late(*arguments: Any) -> object:
        (content / "乙.md").write_text("标题：别人刚存的\n", encoding="utf-8")
        return keep(*arguments)

    monkeypatch.setattr(fixing, "keep", late)
    report = fix_site(site, FORM, False, NOW)
    assert [(one.path, one.status) for one in report.files] == [("乙.md", "refused"), ("来稿.txt", "fixed")]
    assert os.listdir(site / FOLDER) == [report.kept.rpartition("/")[2]]
    assert undo_fix(site, False).is_whole
    assert tree(site) == before | {"content/乙.md": "标题：别人刚存的\n".encode()}


def test_a_guessed_encoding_is_shown(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "市总工会召开推进会\n\n十一月二十日，市总召开推进会。\n\n会议强调，要把服务做实。\n\n第四行的话。\n"
    (site / "content" / "来稿.txt").write_bytes(text.encode("gb18030"))
    assert main(["check", str(site), "--fix"]) == 0
    out = capsys.readouterr().out
    assert "\tUTF-8\n 市总工会召开推进会\n 十一月二十日，市总召开推进会。\n 会议强调，要把服务做实。\ncontent/" in out
    assert (site / "content" / "来稿.txt").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"\xef\xbb\xbf" + NORMAL.encode(), NORMAL.encode(), id="BOM"),
        pytest.param(NORMAL.encode("utf-16"), NORMAL.encode(), id="UTF-16"),
        pytest.param(GBK.encode("gb18030"), MENDED.encode(), id="GBK"),
        pytest.param("標題：會議\n發布時間：2026-11-20\n\n昨天開會".encode("utf-8-sig"),
                     "---\n标题: 會議\n日期: 2026-11-20\n---\n\n昨天開會".encode(), id="traditional keys"),
        pytest.param("---\n作者：甲\n通讯员：乙\n标题:丙\n---\n".encode(),
                     "---\n作者: 甲\n通讯员: 乙\n标题: 丙\n---\n".encode(), id="two keys of one field"),
        pytest.param("---\n标题:甲\ntitle.zh-hant：乙\n---\n".encode(),
                     "---\n标题: 甲\n标题.zh-Hant: 乙\n---\n".encode(), id="title of an edition"),
        pytest.param("---\n标题:甲\nabstract：[乙]\n---\n".encode(),
                     "---\n标题: 甲\nabstract: [乙]\n---\n".encode(), id="a name that changes how it is read"),
        pytest.param("---\n\u3000标题：甲\n---\n\u3000\u3000段首。 \n\t制表符。\u3000\n\xa0\xa0不断行。\n".encode(),
                     "---\n标题: 甲\n---\n\u3000\u3000段首。 \n\t制表符。\u3000\n\xa0\xa0不断行。\n".encode(),
                     id="indents of paragraphs are the author's"),
        pytest.param("正文第一行\n\n正文，第二段。\n".encode("utf-8-sig"), "正文第一行\n\n正文，第二段。\n".encode(),
                     id="no front matter"),
    ],
)  # fmt: skip
def test_files(before: bytes, after: bytes) -> None:
    fix = fixed("a.md", before, FORM)
    assert fix is not None
    assert (fix.status, fix.after.encode()) == ("fixed", after)
    assert fixed("a.md", after, FORM) is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(NORMAL.encode(), id="normal"),
        pytest.param("没有字段\r\n\r\n正文".encode(), id="no front matter"),
        pytest.param(b"", id="empty"),
    ],
)
def test_nothing_to_do(data: bytes) -> None:
    assert fixed("a.md", data, FORM) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"PK\x03\x04", "E204", id="Word"),
        pytest.param("---\n标题：甲\n标题：乙\n---\n".encode(), "E105", id="a key twice"),
        pytest.param(("---\n标题：" + "甲" * 9000 + "\n---\n").encode(), "E107", id="too long"),
    ],
)
def test_what_is_wrong_stays(data: bytes, code: str) -> None:
    fix = fixed("a.md", data, FORM)
    assert fix is not None
    assert (fix.status, fix.code, fix.reason) == ("skipped", "I980", code)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("召开会议,会上说", "召开会议，会上说"),
        ("了65.37%,浙ICP备11032011号-1,甲", "了65.37%，浙ICP备11032011号-1，甲"),
        ("见https://a.cn/b,c 的9:30,甲", "见https://a.cn/b,c 的9:30，甲"),
        ("第一行,甲\r\n第二行,乙\r\n`代码,不动`", "第一行，甲\r\n第二行，乙\r\n`代码,不动`"),
        ("甲说,好 <!-- bulletin: off W436 -->\n乙说,好", "甲说,好 <!-- bulletin: off W436 -->\n乙说，好"),
        ("<!-- bulletin: off W436 -->\n\n甲说,好", None),
        ("没有,\x0b要改,的", "没有，\x0b要改，的"),
    ],
)  # fmt: skip
def test_punctuation(before: str, after: str | None) -> None:
    fix = fixed("a.md", before.encode(), Wish(False, punctuation=True))
    assert (fix.after if fix else None) == after
    assert fixed("a.md", (after or before).encode(), Wish(False, punctuation=True)) is None


def test_punctuation_of_fields() -> None:
    text = "---\n标题：甲说,乙说\n来源:丙,丁\n摘要: \"戊说,己说\"\n---\n正文\n"
    fix = fixed("a.md", text.encode(), Wish(False, punctuation=True))
    assert fix is not None
    assert fix.after == "---\n标题：甲说，乙说\n来源:丙,丁\n摘要: \"戊说，己说\"\n---\n正文\n"
    off = text + "\n<!-- bulletin: off W436 -->\n"
    assert fixed("a.md", off.encode(), Wish(False, punctuation=True)) is None


def test_damage() -> None:
    text = "---\n标题：甲\n---\n市总工会的系統(tǒng)建&amp;ldquo;家&amp;rdquo;\r\n工会的組織(zhī)\r\n"
    fix = fixed("a.md", text.encode(), Wish(False, damage=True))
    assert fix is not None
    assert fix.after == "---\n标题：甲\n---\n市总工会的系統建“家”\r\n工会的組織\r\n"
    assert fixed("a.md", fix.after.encode(), Wish(False, damage=True)) is None


@pytest.mark.parametrize("keys", [ITEM, ISSUE], ids=["items", "issues"])
def test_canonical_names_name_their_fields(keys: Any) -> None:
    assert all(keys.find(key.chinese) == key for key in keys.keys)


KEYS = [*(name for key in ITEM.keys for name in key.names if name != "标题"), "栏木", "标题.zh-Hant", "ｔｉｔｌｅ"]
PIECES = ["甲", "召开,会", "2026年11月20日", "[a，b]", "a: b", "会 #1", "“一”", '"乙"', "'", "|", "{单位: 丙}", ""]
FRONT = st.lists(
    st.tuples(st.sampled_from(KEYS),
              st.sampled_from([":", ": ", "：", " :\t", "：\u3000"]),
              st.one_of(st.sampled_from(PIECES), st.text(alphabet="甲ab:：#-\"'[]{}|,，\\ \u200b", max_size=8),
                        st.sampled_from(["\n  - 丁\n  - 戊：己", "\n\t名称：庚", " |\n\t辛：壬"]))),
    max_size=6,
    unique_by=lambda one: one[0],
)  # fmt: skip


@settings(max_examples=150)
@given(
    FRONT,
    st.sampled_from([("---\n", "---\n"), ("———\n", "\n"), ("", "\n"), ("\n---\n", "...\n")]),
    st.text(alphabet="甲乙,。:\n\r\t-#|(a)\u200b \x0b", max_size=30),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_the_same_item_is_read(
    pairs: list[tuple[str, str, str]], fences: tuple[str, str], body: str, end: str, encoding: str
) -> None:
    head = "标题：市总工会召开会议\n" + "".join(f"{key}{mark}{value}\n" for key, mark, value in pairs)
    data = ((fences[0] + head + fences[1]).replace("\n", end) + body).encode(encoding)
    fix = fixed("a.md", data, FORM)
    if fix is None or fix.status != "fixed":
        return
    new = fix.after.encode()
    assert fixed("a.md", new, FORM) is None
    old_document, new_document = parse_document("a.md", data), parse_document("a.md", new)
    assert [bare(one.value) for one in old_document.fields] == [bare(one.value) for one in new_document.fields]
    assert old_document.body == new_document.body
    old, again = (check_document(one, CONFIG, ()).item for one in (old_document, new_document))
    assert (old is None) == (again is None)
    for name in (one.name for one in (fields(old) if old is not None else ())):
        if name not in ("digest", "body_line", "lines", "references"):
            assert getattr(old, name) == getattr(again, name), name


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("a\n", "a\n", []),
        ("a\nb\n", "a\nc\n", ["@@ -1,2 +1,2 @@", " a", "-b", "+c"]),
        ("", "a", ["@@ -1,1 +1,1 @@", "-", "+a"]),
        ("a\x1b[31m", "b\u202e", ["@@ -1,1 +1,1 @@", "-a\\u001b[31m", "+b\\u202e"]),
        ("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n7\n", ["@@ -3,4 +3,4 @@", " 3", " 4", " 5", "-6", "+7"]),
    ],
)
def test_difference(before: str, after: str, lines: list[str]) -> None:
    assert difference(before, after) == lines


def test_difference_of_long_texts_is_bounded() -> None:
    before = "".join(f"{number % 7}\n" for number in range(20_000))
    after = "".join(f"{number % 5}\n" for number in range(20_000))
    lines = difference(before, after)
    assert sum(line[0] == "-" for line in lines) - sum(line[0] == "+" for line in lines) == 0
    assert len(difference(before, before + "1\n")) == 5


MARKS = "标题甲乙系統：:,.()\"'#-—[]{}|\n\r\t \u3000\u200b\x0b\x85\ufeff\ufffd&;pnbtgǒ<>!/e\u0301"
HOSTILE = st.one_of(
    st.binary(max_size=60),
    st.text(alphabet=MARKS, max_size=80).map(lambda text: f"---\n标题：{text}".encode()),
    st.text(alphabet=MARKS, max_size=80).map(lambda text: f"标题：甲\n\n{text}".encode("utf-16")),
)
WISHES = (FORM, Wish(False, punctuation=True), Wish(False, damage=True), Wish(form=True, punctuation=True, damage=True))


@settings(max_examples=150)
@given(HOSTILE, st.sampled_from(range(len(WISHES))))
def test_any_file_is_mended_once(data: bytes, wish: int) -> None:
    fix = fixed("a.md", data, WISHES[wish])
    if fix is not None and fix.status == "fixed":
        assert fixed("a.md", fix.after.encode(), WISHES[wish]) is None
