from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text

BODY = "".join(f"第{number}项工作已经在全市各级工会里安排下去。" for number in "一二三四五六七八九十")
OTHER = "".join(f"本周第{number}次职工活动在工人文化宫照常举行。" for number in "一二三四五六七八九十")
ONE = (
    "下周一起全市各级工会的职工服务中心照常开门，窗口服务时间改为上午九点到下午五点，中午不休息，"
    "周末只开一楼大厅，其余楼层仍然关闭，请大家互相转告。"
)
QUIET = [
    {"a.md": text("甲", "", BODY), "b.md": text("乙", "", OTHER)},
    {"a.md": text("甲", "", BODY), "b.md": text("乙", "草稿: 是", BODY)},
    {"a.md": text("甲", "", BODY), "b.md": text("乙", "撤稿: 是", BODY)},
    {"a.md": text("甲", "", BODY), "a.zh-Hant.md": text("甲", "", BODY)},
    {"a.md": text("甲", "", BODY), "b.md": text("甲", "", BODY)},  # W472 says it
    {"a.md": text("甲", "", "短讯一则。"), "b.md": text("乙", "", "短讯一则。")},
    {"a.md": text("甲", "", BODY[:80] + OTHER[:120]), "b.md": text("乙", "", BODY[80:] + OTHER[:60])},
]
SPEAKS = [
    ({"a.md": text("甲", "", BODY), "b.md": text("乙", "", BODY)}, "100"),
    ({"a.md": text("甲", "", BODY), "b.md": text("甲", "日期: 2026-10-15", BODY)}, "100"),
    ({"a.md": text("甲", "", BODY), "b.md": text("乙", "", BODY.replace("第三项", "第3项") + "完。")}, ""),
    ({"a.md": text("甲", "", BODY), "b.md": text("乙", "", "**" + BODY.replace("。", "。\n\n") + "**")}, "100"),
    ({"a.md": text("甲", "", ONE), "b.md": text("乙", "", ONE)}, "100"),
]


@pytest.mark.parametrize("documents", QUIET, ids=range(len(QUIET)))
def test_quiet(documents: dict[str, str]) -> None:
    assert not said(bulletin(documents).problems, "W473")


@pytest.mark.parametrize(("documents", "percent"), SPEAKS, ids=range(len(SPEAKS)))
def test_speaks(documents: dict[str, str], percent: str) -> None:
    (problem,) = [one for one in bulletin(documents).problems if one.code == "W473"]
    assert (problem.path, problem.line) == ("b.md", 2)
    assert dict(problem.values)["other"] == "a.md"
    assert not percent or dict(problem.values)["percent"] == percent


def test_a_hundred_of_one_formula_are_not_compared_for_ever() -> None:
    documents = {f"{number:03}.md": text(f"第{number}篇", "", BODY) for number in range(100)}
    assert len(said(bulletin(documents).problems, "W473")) == 99
