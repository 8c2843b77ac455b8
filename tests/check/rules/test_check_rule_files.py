from __future__ import annotations

import pytest
from check.factory_check import bulletin, file, said, text

from bulletin.model.problem import Problem

FILES = ["a/照片 1.jpg", "a/报名表.docx", "b/海报.png"]

QUIET = [
    ("![](照片 1.jpg)", ""),
    ("[表](报名表.docx)", ""),
    ("![](/b/海报.png) [](../b/海报.png)", ""),
    ("![](https://example.org/x.jpg)", ""),
    ("`![](没有.jpg)`", ""),
    ("正文", "封面: ../b/海报.png\n附件: 报名表.docx"),
    ("正文", "附件: 情况统计表"),
]
SPEAKS = [
    ("![](照片1.jpg)", "", "E450", "照片 1.jpg"),
    ("![](海报.png)", "", "E450", "/b/海报.png"),
    ("![](没有这张.jpg)", "", "E451", ""),
    ("[表](报名.docx)", "", "E452", "报名表.docx"),
    ("[表](花名册.xlsx)", "", "E453", ""),
    ("![](照片 1.JPG)", "", "W456", "照片 1.jpg"),
    ("[表](../A/报名表.docx)", "", "W456", "报名表.docx"),
    ("![](../../etc/passwd.jpg)", "", "E457", ""),
    (r"![](C:\Users\me\照片.jpg)", "", "E457", ""),
    ("[表](file:///etc/passwd)", "", "E457", ""),
    ("![](报名表.docx)", "", "E458", ""),
    ("![](坏.jpg)", "", "E459", ""),
    ("正文", "封面: 没有.jpg", "E451", ""),
    ("正文", "封面: 报名表.docx", "E458", ""),
    ("正文", "封面: https://example.org/a.jpg", "E457", ""),
    ("正文", "附件: 花名册.xlsx", "E453", ""),
    ("正文", "附件:\n  - 名称: 表\n    文件: 报名.docx", "E452", "报名表.docx"),
]


def problems(body: str, front: str) -> tuple[Problem, ...]:
    broken = Problem("a/坏.jpg", 0, 0, "E228")
    found = bulletin({"a/a.md": text("甲", front, body)}, [file(one) for one in FILES], problems=(broken,)).problems
    return tuple(one for one in found if one.code not in {"E228", "W440"})


@pytest.mark.parametrize(("body", "front"), QUIET)
def test_quiet(body: str, front: str) -> None:
    assert not said(problems(body, front))


@pytest.mark.parametrize(("body", "front", "code", "other"), SPEAKS)
def test_speaks(body: str, front: str, code: str, other: str) -> None:
    found = problems(body, front)
    assert [problem.code for problem in found] == [code]
    assert dict(found[0].values).get("other", "") == other
    assert found[0].line == (7 if not front else 6 if "文件:" in front else 5 if "\n" in front else 4)


def test_in_another_case_it_is_published_all_the_same() -> None:
    found = bulletin({"a/a.md": text("甲", "", "![](照片 1.JPG) [x](报名表.DOCX)")}, FILES)
    assert [photo.path for _, photo in found.items[0].photos] == ["a/照片 1.jpg"]
    assert [one.path for one in found.files] == ["a/报名表.docx"]


def test_named_once_for_each_place() -> None:
    found = bulletin({"a.md": text("甲", "", "![](x.jpg)\n\n![](x.jpg)\n")}).problems
    assert said(found) == ["a.md:7 E451", "a.md:9 E451"]
