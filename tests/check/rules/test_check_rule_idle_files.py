from __future__ import annotations

import pytest
from check.factory_check import bulletin, text

# files, the text of 2026/a.md (front matter, body)
QUIET = [
    ("2026/表.docx", "附件: 表.docx", "正文。"),
    ("2026/表.docx", "附件:\n  - 名称: 报名表\n    文件: 表.docx", "正文。"),
    ("2026/表.docx", "", "见[表](表.docx)。"),
    ("2026/表 1.docx", "", "见[表](表%201.docx)。"),
    ("2026/表.docx", "草稿: 是\n附件: 表.docx", "正文。"),
    ("2026/表.docx", "发布: 2099-01-01\n附件: 表.docx", "正文。"),
    ("2026/a.docx", "", "正文。"),
    ("2026/A.DOCX", "", "正文。"),
    ("2026/照片.jpg", "", "正文。"),
    ("2026/表.docx", "附件: 表.docx\n置顶: 是\n置顶: 否", "正文。"),
    ("2026/附件/表.docx", "附件: 附件/表.docx\n日期: 2026-13-01", "正文。"),
    ("2026/声音.mp3", "", "正文。"),
]
SPEAKS = [
    ("2026/推进会.docx", "", "正文。", "W440"),
    ("推进会.doc", "", "正文。", "W440"),
    ("2026/推进会.wps", "", "推进会的正文。", "W440"),
    ("2026/名单.xlsx", "", "正文。", "I440"),
    ("2026/通知.pdf", "附件: 别的.pdf", "正文。", "I440"),
]


@pytest.mark.parametrize(("path", "front", "body"), QUIET)
def test_stays_quiet(path: str, front: str, body: str) -> None:
    found = bulletin({"2026/a.md": text("甲", front, body)}, [path]).problems
    assert [one for one in found if one.code.endswith("440")] == []


@pytest.mark.parametrize(("path", "front", "body", "code"), SPEAKS)
def test_speaks(path: str, front: str, body: str, code: str) -> None:
    found = bulletin({"2026/a.md": text("甲", front, body)}, [path]).problems
    assert [(one.path, one.code) for one in found if one.code.endswith("440")] == [(path, code)]


def test_what_was_imported_into_a_folder_of_its_name_stays_quiet() -> None:
    found = bulletin({"来稿/慰问/慰问.md": text("甲")}, ["来稿/慰问.docx"]).problems
    assert [one.code for one in found if one.code == "W440"] == []
