from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.script import quotes
from bulletin.convert.script.quotes import to_corner, to_curly


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他说“好”", "他说「好」"),
        ("“甲‘乙’丙”，“丁”", "「甲『乙』丙」，「丁」"),
        ("点亮‘微心愿’2026年行动", "点亮『微心愿』2026年行动"),
        ("“甲”“乙”", "「甲」「乙」"),
        ("主题是“don’t stop”的活动", "主题是「don’t stop」的活动"),
        ("“甲‘乙”丙", "「甲‘乙」丙"),
    ],
)
def test_speaks(before: str, after: str) -> None:
    assert to_corner(before, "\n") == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有引号",
        "“只有开头",
        "只有结尾”",
        "先结尾”后开头“",
        "上世纪 ’90s 的事",
        "工会 rock ’n’ roll 晚会",
        "He said “hello” to ‘them’",
        "“第一段\n第二段”",
    ],
)
def test_stays_quiet(text: str) -> None:
    assert to_corner(text, "\n") == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他說「好『嗎』」", "他说“好‘吗’”".replace("说", "說").replace("吗", "嗎")),
        ("「甲」「乙」", "“甲”“乙”"),
        ("「甲", "「甲"),
        ("甲」", "甲」"),
    ],
)
def test_back(before: str, after: str) -> None:
    assert to_curly(before, "\n") == after


def test_there_and_back_again() -> None:
    text = "“甲‘乙’丙”\n“丁”，“don’t戊”"
    assert to_curly(to_corner(text, "\n"), "\n") == text


@given(st.lists(st.sampled_from([*"“”‘’「」甲乙a，", "\n", "\x1e", "don’t", "“甲”", "“OK”"]), max_size=14).map("".join))
def test_quick_answers_are_those_of_each_block(text: str) -> None:
    def marked(block: str, marks: re.Pattern[str], new: Mapping[str, str]) -> str:
        return quotes._block(block, marks, new) if quotes._HAN().search(block) else block

    def each(marks: re.Pattern[str], new: Mapping[str, str]) -> str:
        parts = re.split("([\n\x1e])", text)
        return "".join(marked(one, marks, new) for one in parts)

    assert to_corner(text, "\n\x1e") == each(quotes._CURLY, quotes._TO_CORNER)
    assert to_curly(text, "\n\x1e") == each(quotes._CORNER, quotes._TO_CURLY)
