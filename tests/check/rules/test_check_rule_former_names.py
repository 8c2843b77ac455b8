from __future__ import annotations

import pytest
from check.factory_check import CONFIG, NOW

from bulletin.check.bulletin import check_bulletin
from bulletin.check.item import check_document
from bulletin.model.content import Content, Glossary, Union
from bulletin.read.document import parse_document

UNIONS = (
    Union("qy", "清漪县总工会", ("清漪县总",), former=(("清漪县工会联合会", ""), ("清漪工会", "2019-03-20"))),
    Union("xqy", "新清漪工会"),
)


def said(body: str, front: str = "日期: 2026-10-14") -> list[str]:
    data = f"---\n标题: 甲\n{front}\n---\n\n{body}\n".encode()
    checked = check_document(parse_document("a.md", data), CONFIG, UNIONS)
    found = check_bulletin(Content(CONFIG, UNIONS, Glossary(), (), ()), (checked,), NOW, drafts=False).problems
    return [f"{one.line}:{one.column} {dict(one.values)['typed']}→{dict(one.values)['name']}" for one in found
            if one.code == "W476"]  # fmt: skip


QUIET = [
    ("清漪县总工会召开会议。", "日期: 2026-10-14"),
    ("清漪县总工会（原清漪县工会联合会）召开会议。", "日期: 2026-10-14"),
    ("清漪县总工会前身是清漪县工会联合会。", "日期: 2026-10-14"),
    ("清漪县工会联合会更名为清漪县总工会。", "日期: 2026-10-14"),
    ("清漪县工会联合会（现清漪县总工会）召开会议。", "日期: 2026-10-14"),
    ("清漪工会召开会议。", "日期: 2018-10-14"),
    ("新清漪工会召开会议。", "日期: 2026-10-14"),
    ("`清漪县工会联合会`", "日期: 2026-10-14"),
    ("正文。", "日期: 2018-10-14\n来源: 清漪工会"),
    ("清漪县工会联合会举办晚会。<!-- bulletin: off W476 -->", "日期: 2026-10-14"),
]
SPEAKS = [
    ("今天，清漪县工会联合会召开会议。", "日期: 2026-10-14", "6:4 清漪县工会联合会→清漪县总工会"),
    ("正文。\n\n由清漪工会主办。", "日期: 2026-10-14", "8:2 清漪工会→清漪县总工会"),
    ("清漪县工会联合会现有会员两万人。", "日期: 2026-10-14", "6:1 清漪县工会联合会→清漪县总工会"),
    ("正文。", "日期: 2026-10-14\n来源: 清漪工会", "4:5 清漪工会→清漪县总工会"),
    ("正文。", "日期: 2026-10-14\n来源: 清漪县总、清漪县工会联合会", "4:5 清漪县工会联合会→清漪县总工会"),
]


@pytest.mark.parametrize(("body", "front"), QUIET)
def test_quiet(body: str, front: str) -> None:
    assert said(body, front) == []


@pytest.mark.parametrize(("body", "front", "expected"), SPEAKS)
def test_speaks(body: str, front: str, expected: str) -> None:
    assert said(body, front) == [expected]


def test_a_former_name_is_the_same_union() -> None:
    data = "---\n标题: 甲\n日期: 2026-10-14\n来源: 清漪工会\n---\n\n正文。\n".encode()
    item = check_document(parse_document("a.md", data), CONFIG, UNIONS).item
    assert item is not None
    assert item.source == ("qy",)
