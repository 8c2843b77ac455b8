from __future__ import annotations

import pytest
from check.factory_check import bulletin, text

QUIET = [
    pytest.param("正文。", "", id="none"),
    pytest.param("附件：1.报名表", "附件: 报名表.docx", id="a field"),
    pytest.param("名单见附件。", "附件: [名单]", id="a field without a file"),
    pytest.param("附件：[报名表](报名表.docx)", "", id="a link"),
    pytest.param("附件：报名表\n\n::: 附件 报名表\n空表\n:::", "", id="an annex"),
    pytest.param("附件：报名表\n\n附件\n\n报名表如下", "", id="an annex in plain text"),
    pytest.param("附件：报名表\n\n| 姓名 | 单位 |\n|---|---|\n| | |", "", id="a table"),
    pytest.param("领导干部要看附件里的数字。", "", id="no promise"),
    pytest.param("`附件：报名表`", "", id="code"),
    pytest.param("附件：报名表\n\n<!-- bulletin: off W479 -->", "", id="opted out"),
]
SPEAKS = [
    ("正文。\n\n附件：1.报名表", "a.md:9 W479"),
    ("　　附 件：报名表", "a.md:7 W479"),
    ("附件1：名单", "a.md:7 W479"),
    ("名单（详见附件）。", "a.md:7 W479"),
    ("請見附件2。", "a.md:7 W479"),
    ("正文\n\n![附件：表](照片1.jpg)\n\n见附件", "a.md:11 W479"),
]


def said(body: str, front: str = "") -> list[str]:
    found = bulletin({"a.md": text("甲", front, body)}, ["照片1.jpg", "报名表.docx"]).problems
    return [f"{one.path}:{one.line} {one.code}" for one in found if one.code == "W479"]


@pytest.mark.parametrize(("body", "front"), QUIET)
def test_quiet(body: str, front: str) -> None:
    assert said(body, front) == []


@pytest.mark.parametrize(("body", "expected"), SPEAKS)
def test_speaks(body: str, expected: str) -> None:
    assert said(body) == [expected]
