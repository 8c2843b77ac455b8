from __future__ import annotations

import pytest
from check.factory_check import UNIONS, document
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check.body import MOST_OF_A_KIND, check_text
from bulletin.model.content import Field

PIECES = [
    "工会召开会议",
    "統(tǒng)",
    "区(qu1)",
    "濱??h總",
    "?!?/p>",
    "ç»„ç»‡",
    "&nbsp;",
    "</p>",
    "各區總工會參與會議",
    "近日,",
    "(街道)",
    "11010519491231002X",
    "13800138000",
    "6222021234567890128",
    "市总工全",
    "鹭州区总工会",
    "<!-- bulletin: off W433 -->",
    "<!-- bulletin: off X -->",
    "\n",
    "\n\n",
    "::: 联系方式\n",
    ":::\n",
    "`",
    "```\n",
    "“",
    "”",
    "。",
    " ",
    "\ud800",
    "\0",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=100)


@given(body=TEXTS, title=TEXTS.map(lambda text: text.replace("\n", " ")))
def test_any_text_is_checked_and_every_place_is_within_it(body: str, title: str) -> None:
    lines = body.split("\n")
    for problem in check_text("a.md", body, 5, [Field("标题", title, 2, 5)], UNIONS):
        assert problem.severity == "warning"
        if problem.line >= 5:
            assert 1 <= problem.column <= len(lines[problem.line - 5]) + 1
        else:
            assert (problem.line, problem.column) >= (2, 5)


@given(TEXTS)
def test_no_number_is_ever_printed_whole(body: str) -> None:
    for problem in check_text("a.md", body, 1, [], ()):
        if problem.code in {"W437", "W438", "W439"}:
            (number,) = (value for _, value in problem.values)
            assert number.count("*") >= 7


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("系統(tǒng)", 6, 3),
        ("第一段。\n\n第二段的系統(tǒng)", 8, 7),
        ("# 标题\n\n> 系統(tǒng)", 8, 5),
    ],
)
def test_places_are_those_of_the_file(body: str, line: int, column: int) -> None:
    (problem,) = document("", body).problems
    assert (problem.line, problem.column) == (line, column)


def test_a_page_of_damage_does_not_bury_all_else() -> None:
    body = "各企業(yè)的工會。" * (MOST_OF_A_KIND + 50) + "\n\n近日,市总工会。"
    codes = [problem.code for problem in check_text("a.md", body, 1, [], ())]
    assert codes.count("W433") == MOST_OF_A_KIND
    assert codes.count("W436") == 1


def test_a_document_that_is_left_out_hears_of_its_text_too() -> None:
    checked = document("日期: 2026-09-31", "近日,市总工会召开会议。")
    assert checked.item is None
    assert [problem.code for problem in checked.problems] == ["E402", "W436"]
