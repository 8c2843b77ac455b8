from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text

WEEK = {
    week: text(f"第{week}周", f"日期: 2026-{month}-{day}")
    for week, month, day in (
        (40, "10", "02"),
        (41, "10", "09"),
        (42, "10", "16"),
        (43, "10", "23"),
        (45, "11", "06"),
        (47, "11", "20"),
    )
}


@pytest.mark.parametrize(
    "documents",
    [
        {},
        {"a.md": WEEK[42]},
        {"a.md": WEEK[41], "b.md": WEEK[42], "c.md": WEEK[43]},
        {
            "a.md": WEEK[41],
            "b.md": WEEK[42],
            "issues/2026-41.md": "---\n总期: 5\n---\n",
            "issues/2026-42.md": "---\n总期: 9\n---\n",
        },
        {"a.md": WEEK[42], "b.md": text("特", "期: 增刊1")},
        {"a.md": text("旧", "日期: 2025-10-02"), "b.md": WEEK[42]},
    ],
)
def test_quiet(documents: dict[str, str]) -> None:
    assert not said(bulletin({"x.md": text("页", "类型: 页面"), **documents}).problems)


@pytest.mark.parametrize(
    ("documents", "found", "value"),
    [
        ({"a.md": WEEK[41], "b.md": WEEK[43]}, "issues/2026-43:0 I481", "42"),
        ({"a.md": WEEK[40], "b.md": WEEK[45]}, "issues/2026-45:0 I481", "41–44"),
        (
            {"a.md": WEEK[40], "b.md": WEEK[42], "issues/2026-42.md": "---\n标题: 特\n期: 42\n---\n"},
            "issues/2026-42.md:3 I481",
            "41",
        ),
        (
            {"a.md": WEEK[41], "b.md": WEEK[42], "issues/2026-42.md": "---\n期: 41\n---\n"},
            "issues/2026-42.md:2 W480",
            "41",
        ),
        (
            {"a.md": WEEK[42], "issues/2026-42.md": "---\n---\n\n按", "issues/国庆.md": "---\n期: 2026-42\n---\n"},
            "issues/国庆.md:2 E482",
            "issues/2026-42.md",
        ),
        (
            {"a.md": WEEK[41], "b.md": WEEK[42], "issues/2026-42.md": "---\n总期: 1179\n---\n"},
            "issues/2026-42.md:0 W483",
            "1179",
        ),
    ],
)
def test_speaks(documents: dict[str, str], found: str, value: str) -> None:
    problems = bulletin(documents).problems
    assert said(problems) == [found]
    assert value in dict(problems[0].values).values()


def test_the_second_file_of_an_issue_is_left_out() -> None:
    found = bulletin(
        {"a.md": WEEK[42], "issues/2026-42.md": "---\n---\n\n甲", "issues/x.md": "---\n期: 2026-42\n---\n\n乙"}
    )
    assert found.left_out == ("issues/x.md",)
    assert found.issues[0].note == "甲"


@pytest.mark.parametrize(
    ("name", "front", "spoken"),
    [
        pytest.param("2026-64", "标题: 特刊", True, id="no week has the number"),
        pytest.param("2026-39", "标题: 特刊", True, id="no item in its week"),
        pytest.param("2026-39", "标题: 特刊\n按语: 说说", False, id="a note alone"),
        pytest.param("2026-64", "标题: 特刊\n按语: 说说\n日期: 2026-10-01", False, id="a note of a day"),
        pytest.param("2099-40", "标题: 特刊", False, id="a week to come"),
        pytest.param("2026-42", "标题: 特刊", False, id="it has items"),
        pytest.param("2026-64", "篇目: [没有.md]", False, id="what it lists says why"),
    ],
)
def test_a_file_without_an_issue(name: str, front: str, spoken: bool) -> None:
    found = bulletin({"a.md": WEEK[42], f"issues/{name}.md": f"---\n{front}\n---\n"}).problems
    assert bool(said(found, "W478")) is spoken
