from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W475"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


QUIET = [
    "临江市总工会召开会议，鹭洲区总工会参加。",
    "市总工会",
    "临江市总工程师、总商会、总公司会议",
    "新吴区总工会来访",
    "鹭江区总工会来访",
    "全市总工时合计",
    "忠工会干部",
    "臨江市總工會",
    "`临江市总工全`",
]
SPEAKS = [
    ("临江市总工全召开会议", 1, "临江市总工全", "临江市总工会"),
    ("今天市总工全召开", 3, "市总工全", "市总工会"),
    ("某县总公会", 2, "县总公会", "县总工会"),
    ("鹭洲区综工会", 1, "鹭洲区综工会", "鹭洲区总工会"),
    ("由鹭州区总工会主办", 2, "鹭州区总工会", "鹭洲区总工会"),
    ("臨江市總工匯", 1, "臨江市總工匯", "臨江市總工會"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "column", "typed", "name"), SPEAKS)
def test_speaks(body: str, column: int, typed: str, name: str) -> None:
    (problem,) = found(body)
    assert problem.column == column
    assert (dict(problem.values)["typed"], dict(problem.values)["name"]) == (typed, name)
