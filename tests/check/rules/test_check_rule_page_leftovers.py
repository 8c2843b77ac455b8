from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W445"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


QUIET = [
    "<p>一段</p>",
    "<table><tr><td>甲</td></tr></table>",
    "甲 &lt; 乙，&copy; 2026，&amp;",
    "`&nbsp;`",
    "```\n</p>\n```",
    "<!-- </p> -->",
    "见 https://example.org/p>",
    "和/或",
    "<table><tr><td>&nbsp;</td></tr></table>",
    "<details><summary>甲</summary>乙</details>",
]
SPEAKS = [
    ("活动&nbsp;开始", 3, "活动开始"),
    ("Li&nbsp;Ming", 3, "Li Ming"),
    ("甲&amp;nbsp;乙", 2, "甲乙"),
    ("甲&amp;lt;乙", 2, "甲&lt;乙"),
    ("甲&amp;ldquo;乙", 2, "甲“乙"),
    ("甲nbsp;乙", 2, "甲乙"),
    ("结束。</p>", 4, "结束。"),
    ("结束。/p>", 4, "结束。"),
    ("<p>甲</p></p>", 9, ">甲</p>"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "column", "fix"), SPEAKS)
def test_speaks(body: str, column: int, fix: str) -> None:
    (problem,) = found(body)
    assert (problem.line, problem.column) == (6, column)
    assert dict(problem.values)["fix"] == fix
