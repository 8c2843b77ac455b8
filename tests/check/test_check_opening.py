from __future__ import annotations

from datetime import UTC

import pytest

from bulletin.check.opening import find_date_line, find_title, trim, without


@pytest.mark.parametrize(
    ("text", "date", "rest"),
    [
        ("发布时间：2026年9月30日", "2026-09-30", ""),
        ("\n标题\n2026-9-30\n正文", "2026-09-30", ""),
        ("| 2017-03-16", "2017-03-16", ""),
        ("\u3000发布日期:2026/9/30\xa0", "2026-09-30", ""),
        ("发布时间：2026-09-30 09:05 来源：市总工会 浏览次数：5", "2026-09-30", "来源：市总工会 浏览次数：5"),
        ("发布时间：2026-09-30 | 来源：市总", "2026-09-30", "来源：市总"),
        ("二〇二六年九月三十日", "2026-09-30", ""),
    ],
)
def test_date_lines(text: str, date: str, rest: str) -> None:
    found = find_date_line(text.split("\n"), UTC)
    assert found is not None
    assert found.moment is not None
    assert f"{found.moment.at:%Y-%m-%d}" == date
    assert found.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "会议时间：2026年9月30日",
        "时间：2026年9月30日",
        "2026年9月30日，市总工会召开会议。",
        "截止2026年9月30日",
        "一\n二\n三\n2026-09-30",
        "9月30日",
        "2017年 月 日",
        "64650989",
        "发布时间：",
        "发布时间：近日",
        "",
    ],
)
def test_what_is_no_date_line(text: str) -> None:
    assert find_date_line(text.split("\n"), UTC) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 标题\n正文", "标题"),
        ("### 标题 ###\n正文", "标题"),
        ("标题\n正文", "标题"),
        ("\n\u3000\u3000标题\n\n正文", "标题"),
        ("**标题**\n正文", "标题"),
        ("标题\n---\n正文", "标题"),
        ("“一函两书”护航 职工点赞\n正文", "“一函两书”护航 职工点赞"),
        ("# 只有标题", "只有标题"),
    ],
)
def test_titles(text: str, title: str) -> None:
    found = find_title(text.split("\n"))
    assert found is not None
    assert found.text == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "正文是一句完整的话。\n第二段",
        "- 列表\n正文",
        "| 表 |\n正文",
        "![图](a.jpg)\n正文",
        "一、指导思想\n正文",
        "（一）甲\n正文",
        "只有一行",
        "字" * 61 + "\n正文",
        "https://example.org\n正文",
        "<div>\n正文",
        "> 引文\n正文",
        "1. 条\n正文",
        "各基层工会：\n正文",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert find_title(text.split("\n")) is None


def test_other_lines_keep_their_numbers() -> None:
    lines = ["标题", "===", "", "正文"]
    found = find_title(lines)
    assert found is not None
    left = without(lines, found)
    assert left == ["", "", "", "正文"]
    assert trim(left, 7) == ("正文", 10)
    assert trim(["", " "], 7) == ("", 7)
