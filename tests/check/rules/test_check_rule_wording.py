from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.check.rules.wording import _ALL, _SLIPS

QUIET = [
    "中国人民站起来了，全国人民代表大会召开。",
    "志愿者走进民间，深入民心，融入民族乐团，进入民政府大楼旧址。",
    "革命烈士墓前。",
    "他在炽热烈土地上耕种。",
    "共产党员带头。",
    "合唱代表大合唱比赛。",
    "帮职工出主意，社会主义核心价值观。",
    "`中国入民`",
    "[中国人民](https://example.org/烈土)",
    "中国入民 <!-- bulletin: off W448 -->",
]
SPEAKS = [
    ("为中国入民谋幸福", 4, "入民", "人民"),
    ("市入民政府", 2, "入民", "人民"),
    ("祭扫烈土陵园", 3, "烈土", "烈士"),
    ("中国共产觉", 3, "共产觉", "共产党"),
    ("中國共產覺", 3, "共產覺", "共產黨"),
    ("社會主意", 1, "社會主意", "社會主義"),
    ("坚持社会主意方向", 3, "社会主意", "社会主义"),
    ("全国劳动模犯", 3, "劳动模犯", "劳动模范"),
    ("党委书纪", 1, "党委书纪", "党委书记"),
    ("不忘初新，牢记使命", 1, "不忘初新", "不忘初心"),
    ("职工代表大合召开", 3, "代表大合", "代表大会"),
    ("國務願發文", 1, "國務願", "國務院"),
    ("总书纪强调", 1, "总书纪", "总书记"),
    ("人民共和围成立", 3, "共和围", "共和国"),
    ("马克思主意", 1, "马克思主意", "马克思主义"),
    ("习进平", 1, "习进平", "习近平"),
    ("五一劳动将章", 3, "劳动将章", "劳动奖章"),
    ("工人阶极", 1, "工人阶极", "工人阶级"),
    ("牢记使名", 1, "牢记使名", "牢记使命"),
    ("全国总工汇", 1, "全国总工汇", "全国总工会"),
]


def found(body: str) -> list[tuple[int, str, str]]:
    problems = [one for one in document("", body).problems if one.code == "W448"]
    return [(one.column, dict(one.values)["typed"], dict(one.values)["fix"]) for one in problems]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(("body", "column", "typed", "right"), SPEAKS)
def test_speaks(body: str, column: int, typed: str, right: str) -> None:
    assert found(body) == [(column, typed, right)]


def test_every_slip_is_shown() -> None:
    """And each of them has one of the cores, without which a text is not looked at."""
    matches = [_ALL.search(body) for body, *_ in SPEAKS]
    assert {match.lastindex for match in matches if match} == set(range(1, len(_SLIPS) + 1))


def test_titles_are_read() -> None:
    assert [one.code for one in document("标题: 祭扫烈土墓").problems if one.code == "W448"] == ["W448"]
