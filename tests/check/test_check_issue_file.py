from __future__ import annotations

from datetime import date

import pytest
from check.factory_check import codes, text_document

from bulletin.check.issue_file import IssueFile

WHOLE = """\
---
期: 46
总期: 总第1184期
日期: 2026年11月13日
标题: 特刊
主办: 临江市总工会
编印: 编辑部
主编: 祝怀清
责任编辑: [余雁秋, 闵青]
报: 省总工会办公室
送: 市委办公室、市政府办公室
发: 各区（县）总工会
篇目:
  - 2026/46/甲.md
  - 乙
置顶: 2026/46/丙
不收:
  - 文件: 丁.md
---

本期按语。
"""


def test_everything_an_editor_may_say() -> None:
    checked = text_document(WHOLE, "issues/2026-46.md")
    issue = checked.issue
    assert issue is not None
    assert checked.item is None
    assert codes(checked) == []
    assert (issue.id, issue.year, issue.number, issue.total) == ("2026-46", 2026, "46", "1184")
    assert (issue.date, issue.title, issue.note) == (date(2026, 11, 13), "特刊", "本期按语。")
    assert (issue.publisher, issue.compiler, issue.chief_editor) == ("临江市总工会", "编辑部", "祝怀清")
    assert issue.editor == "余雁秋、闵青"
    assert issue.distribution == (
        ("报", "省总工会办公室"),
        ("送", "市委办公室、市政府办公室"),
        ("发", "各区（县）总工会"),
    )
    assert [entry.name for entry in issue.items] == ["2026/46/甲.md", "乙"]
    assert [entry.name for entry in issue.pinned] == ["2026/46/丙"]
    assert [entry.name for entry in issue.omitted] == ["丁.md"]


@pytest.mark.parametrize(
    ("path", "front", "id_", "number", "found"),
    [
        ("issues/2026-46.md", "标题: 甲", "2026-46", "46", []),
        ("issues/2026-6.md", "标题: 甲", "2026-06", "6", []),
        ("issues/2026-46.md", "期: 12", "2026-46", "12", []),
        ("issues/2026-46.md", "期: 2026-46", "2026-46", "46", []),
        ("issues/国庆.md", "期: 2026-40", "2026-40", "40", []),
        ("issues/国庆.md", "期: 增刊1\n年: 2026", "2026-s1", "增刊1", []),
        ("issues/2026-增刊1.md", "标题: 甲", "2026-s1", "增刊1", []),
        ("issues/2026-46.md", "期: 042", "2026-46", "042", []),
        ("issues/2026-46.md", "年: 2025", "2026-46", "46", ["W441"]),
        ("issues/2026-46.md", "期: 本周", "2026-46", "46", ["E409"]),
        ("issues/2026-46.md", "总期: 很多", "2026-46", "46", ["E443"]),
        ("issues/2026-46.md", "日期: 2026-11-31", "2026-46", "46", ["E402"]),
        ("issues/2026-46.md", "年: 去年", "2026-46", "46", ["E442"]),
        ("issues/2026-46.md", "篇幕: [a]", "2026-46", "46", ["W427"]),
    ],
)
def test_which_issue_it_is(path: str, front: str, id_: str, number: str, found: list[str]) -> None:
    checked = text_document(f"---\n{front}\n---\n\n按语\n", path)
    assert isinstance(checked.issue, IssueFile)
    assert (checked.issue.id, checked.issue.number) == (id_, number)
    assert codes(checked) == found


@pytest.mark.parametrize("front", ["期: 42", "期: 本周", "期: 无\n年: 2026"])
def test_an_issue_nobody_can_tell_is_left_out(front: str) -> None:
    checked = text_document(f"---\n{front}\n---\n\n按语\n", "issues/国庆.md")
    assert (checked.issue, checked.item) == (None, None)
    assert "E440" in codes(checked)


@pytest.mark.parametrize("path", ["2026/2026-46.md", "issues/2026-46/a.md", "issues/说明.md", "a/issues/2026-46.md"])
def test_other_documents_are_items(path: str) -> None:
    checked = text_document("---\n标题: 甲\n日期: 2026-10-14\n---\n\n正文\n", path)
    assert checked.item is not None
    assert checked.issue is None


def test_a_note_in_the_front_matter_keeps_its_paragraphs() -> None:
    checked = text_document("---\n按语: |\n  一。\n\n  二。\n---\n", "issues/2026-46.md")
    assert checked.issue is not None
    assert checked.issue.note == "一。\n\n二。"


@pytest.mark.parametrize(
    ("text", "note", "line"),
    [
        pytest.param("---\n标题: 甲\n---\n\n\n正文按语。\n", "正文按语。", 6, id="the body"),
        pytest.param("---\n按语: 一句。\n---\n", "一句。", 2, id="one line of front matter"),
        pytest.param("---\n按语: |\n  一句。\n---\n", "一句。", 3, id="a block of front matter"),
        pytest.param("---\n按语: |\n\n  一。\n  二。\n期: 1\n---\n\n三。\n", "一。\n二。\n\n\n\n三。", 4, id="both"),
    ],
)
def test_a_note_keeps_the_lines_of_its_file(text: str, note: str, line: int) -> None:
    issue = text_document(text, "issues/2026-46.md").issue
    assert issue is not None
    assert (issue.note, issue.note_line) == (note, line)
    assert all(text.split("\n")[line - 1 + number].endswith(one) for number, one in enumerate(note.split("\n")))
