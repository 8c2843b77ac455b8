"""Plain text of an article."""

from __future__ import annotations

import pytest

from bulletin.convert.markup.render import render_markup
from bulletin.convert.markup.text import plain_text

TEXTS = [
    ("甲\n\n乙", "甲\n乙"),
    ("甲**乙**[丙](https://a.cn)", "甲乙丙"),
    ("{荥阳|xíng|yáng}市", "荥阳市"),
    ("甲[^1]乙\n\n[^1]: 丙", "甲乙\n丙"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
    ("- 甲\n  - 乙", "甲\n乙"),
    ("甲  \n乙", "甲\n乙"),
    ("5 < 6 & 7", "5 < 6 & 7"),
    ("`<b>` \"x\"", '<b> "x"'),
    ('<span title="a>b">甲</span>', "甲"),
    ("# 甲\n乙\n> 丙", "甲\n乙\n丙"),
    ("H<sub>2</sub>O", "H2O"),
    ("甲\nABC", "甲 ABC"),
    ("::: 附件 甲\n乙\n:::", "甲\n乙"),
    ("", ""),
]


@pytest.mark.parametrize(("body", "expected"), TEXTS)
def test_plain_text(body: str, expected: str) -> None:
    markup = render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=())
    assert plain_text(markup.html) == expected
