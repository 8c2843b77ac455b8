from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W437", "W438", "W439"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


# Made up: checksums are right, the places and days are nobody's
QUIET = [
    "身份证号码11010519491231002Y",
    "编号110105194912310021",
    "编号110105194913310029",
    "订单4111111111111111号",
    "卡号6222021234567890120",
    "电话：13800138000",
    "手机：138-0013-8000、13900139000",
    "联系人：金某 13800138000",
    "联系人：金某，13800138000；闵某，13900139000；佟某，13700137000",
    "合计13800138000元",
    "::: 联系方式\n金某 13800138000\n:::",
    "热线0571-87654321，12351",
    "网址 https://example.org/13800138000",
    "`13800138000`",
    "面积13800138000.5平方米",
    "20261014123456789",
    "浙公网安备 33010202000228号",
]
SPEAKS = [
    ("身份证号码11010519491231002X，已核对", "W437", 6, "11**************2X"),
    ("110105 19491231 002x", "W437", 1, "11**************2x"),
    ("请与13800138000联系", "W438", 3, "13*******00"),
    ("金某，+86 138 0013 8000", "W438", 4, "86*********00"),
    ("| 联系电话 |\n|---|\n| 13800138000 |", "W438", 3, "13*******00"),
    ("卡号6222021234567890128", "W439", 3, "62***************28"),
    ("捐款账户：4111 1111 1111 1111", "W439", 6, "41************11"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "code", "column", "number"), SPEAKS)
def test_speaks(body: str, code: str, column: int, number: str) -> None:
    (problem,) = found(body)
    assert (problem.code, problem.column) == (code, column)
    assert problem.values == (("number", number),)


def test_in_a_summary() -> None:
    (problem,) = found("正文。", "摘要: 11010519491231002X")
    assert problem.code == "W437"
