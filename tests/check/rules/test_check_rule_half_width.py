from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W436"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


QUIET = [
    "近日，市总工会召开会议。",
    "占65.37%，9:30开始，1,000元，3:1。",
    "见 https://example.org/a,b 和 [办法](办法(试行).pdf)。",
    "`召开,会上`",
    "::: 联系方式\n电话：12351\n:::",
    "1. 甲\n2. 乙",
    "Hello, world!",
]
SPEAKS = [
    ("近日,市总工会召开会议.", 1, 3, "2", "近日，市总工会召开"),
    ("各乡镇(街道)工会:", 1, 4, "3", "各乡镇（街道）工会："),
    ("第一段,甲。\n\n第二段,乙,丙。", 2, 4, "1", "第一段，甲。"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "lines", "column", "count", "fix"), SPEAKS)
def test_speaks(body: str, lines: int, column: int, count: str, fix: str) -> None:
    problems = found(body)
    assert len(problems) == lines
    assert problems[0].column == column
    assert dict(problems[0].values)["count"] == count
    assert dict(problems[0].values)["fix"] == fix


def test_in_a_title_with_its_column() -> None:
    (problem,) = found("正文。", "标题: 快讯:开工\n日期: 2026-10-14")
    assert (problem.line, problem.column) == (2, 7)
