from __future__ import annotations

import pytest
from check.factory_check import codes, document

FOLDED = "近日,市总工会召开会议。"
# body, codes that remain
CASES = [
    (FOLDED, ["W436"]),
    (FOLDED + "<!-- bulletin: off W436 -->", []),
    (FOLDED + " <!--bulletin：不检查 w436、W433-->", []),
    ("<!-- bulletin: off W436 -->\n\n" + FOLDED, []),
    (FOLDED + "\n\n<!-- bulletin: off W436 -->", []),
    ("第一段。<!-- bulletin: off W436 -->\n\n" + FOLDED, ["W436"]),
    (FOLDED + "<!-- bulletin: off W433 -->", ["W436"]),
    (FOLDED + "<!-- off W436 -->", ["W436"]),
    (FOLDED + "`<!-- bulletin: off W436 -->`", ["W436"]),
    ("```\n<!-- bulletin: off W436 -->\n```\n\n" + FOLDED, ["W436"]),
    (FOLDED + "<!-- bulletin: off W999 -->", ["W436", "W446"]),
    ("<!-- bulletin: off E402 W436 -->\n\n" + FOLDED, ["W446"]),
    ("<!-- bulletin: off -->\n\n" + FOLDED, ["W436"]),
]


@pytest.mark.parametrize(("body", "left"), CASES)
def test_opt_out(body: str, left: list[str]) -> None:
    assert codes(document("", body)) == left


def test_alone_on_a_line_it_speaks_for_the_title_too() -> None:
    assert codes(document("标题: 快讯:开工\n日期: 2026-10-14", "正文。\n\n<!-- bulletin: off W436 -->")) == []


def test_an_unknown_code_is_named_with_its_place_and_the_known_ones() -> None:
    (problem,) = document("", "正文。<!-- bulletin: off W1 -->").problems
    assert (problem.line, problem.column) == (6, 4)
    assert dict(problem.values)["value"] == "W1"
    assert "W436" in dict(problem.values)["known"]
