"""The names by which a line is known for a field are those that check knows, all of them and no other."""

from __future__ import annotations

import re

import pytest

from bulletin.check import keys
from bulletin.read.front_matter import is_known_line, is_title_line, may_be_field
from bulletin.read.known import KNOWN


def test_all_names_of_check() -> None:
    tables = (*keys.ITEM_KEYS, *keys.ISSUE_KEYS)
    names = {re.sub(r"[\s_-]+", "", name).casefold() for key in tables for name in key.names}
    titles = [name for name in KNOWN if keys.title_edition(name)]
    assert names | set(titles) == KNOWN
    assert titles


@pytest.mark.parametrize("line", ["标题：甲", "  Title: a", "**题目：**甲", "标 题：甲", "大标题:甲"])
def test_titles(line: str) -> None:
    assert is_title_line(line)
    assert is_known_line(line)


@pytest.mark.parametrize("line", ["标题.zh-Hant: 甲", "联系电话：1", "publish-at: 2026", "ＤＡＴＥ：1", "栏木：要闻"])
def test_may_be_fields(line: str) -> None:
    assert may_be_field(line)
    assert not is_title_line(line)


@pytest.mark.parametrize(
    "line",
    ["正文。", "各基层工会：", "主席说：大家好", "会议指出：好。", "这里有一句很长的话：好", "甲：" + "很长" * 40, ""],
)
def test_sentences(line: str) -> None:
    assert not may_be_field(line)
