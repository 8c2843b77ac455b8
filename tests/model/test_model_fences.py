from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.markup.render import render_markup
from bulletin.model.fences import closes_fence, fenced, opening_fence


@pytest.mark.parametrize(
    ("bare", "found"),
    [
        ("```", ("```", "")),
        ("``` python", ("```", "python")),
        ("~~~~", ("~~~~", "")),
        ("``", None),
        ("``` a`b", None),
        ("```甲``` 乙", None),
        ("甲 ```", None),
    ],
)
def test_what_opens(bare: str, found: tuple[str, str] | None) -> None:
    assert opening_fence(bare) == found


@pytest.mark.parametrize(
    ("line", "is_end"),
    [("```", True), ("  ````  ", True), ("\t```", True), ("``` a", False), ("``", False), ("~~~", False), ("", False)],
)
def test_what_closes(line: str, is_end: bool) -> None:
    assert closes_fence(line, "```") == is_end


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("甲", []),
        ("甲\n```\n乙\n```\n丙", ["```\n乙\n```"]),
        ("　```\n乙\n```", ["　```\n乙\n```"]),
        ("```\n~~~\n```\n丁", ["```\n~~~\n```"]),
        ("```\n乙", ["```\n乙"]),
        ("> ```\n> 乙\n> ```\n丁", ["> ```\n> 乙\n> ```"]),
        ("> ```\n> 乙\n丁\n```\n戊", ["> ```\n> 乙", "```\n戊"]),
        ("```\n> ```\n```\n丁", ["```\n> ```\n```"]),
        ("````\n```\n````", ["````\n```\n````"]),
        ("```\n乙\n```\n```\n丁\n```", ["```\n乙\n```", "```\n丁\n```"]),
    ],
)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert [text[start:end] for start, end in fenced(text)] == blocks


LINES = ["```", "~~~", "````", "``` a", "甲", "", "> ```", "> 乙", ">> ~~~", "> > 丙", ">", "　```", "``` a`b"]


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
def test_what_is_passed_over_is_what_is_rendered_as_code(text: str) -> None:
    html = render_markup("a.md", text, first_line=1, links={}, photos={}, image_hosts=()).html
    assert len(fenced(text)) == len(re.findall("<pre>", html))
