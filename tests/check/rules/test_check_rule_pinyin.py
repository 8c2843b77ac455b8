from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W433"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


QUIET = [
    "荥(xíng)阳市总工会",
    "浚(xùn)县、莘（shēn）县",
    "长(zhǎng)子县",
    "六(lù)安市",
    "邛崃(qióng lái)市",
    "{業|yè}務",
    "`業(yè)`",
    "選項甲(A)、乙(B)",
    "各乡镇(街道)工会，局(办)，场(花卉)",
    "工会(以下简称市总)",
    "他(he)们、河(he)边",
    "演示文稿(PPT)和表格(et)",
    "統（total）計",
]
SPEAKS = [
    ("工會系統(tǒng)的工作", 1, 5, "工會系統的工作"),
    ("各企业（yè）的职工", 1, 4, "各企业的职工"),
    ("全市发（fa1）放", 1, 4, "全市发放"),
    ("發 ( fā ) 放", 1, 2, "發 放"),
    ("荥(xíng)阳、荥(xíng)阳、荥(xíng)阳", 3, 2, "荥阳、荥(xí"),
    ("系统(tong)、各区(qu)、企业(ye)", 3, 3, "系统、各区(qu"),
    ("律(lv4)师、律（lǜ）师", 2, 2, "律师、律（lǜ"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "count", "column", "fix"), SPEAKS)
def test_speaks(body: str, count: int, column: int, fix: str) -> None:
    problems = found(body)
    assert len(problems) == count
    assert (problems[0].line, problems[0].column) == (6, column)
    assert dict(problems[0].values)["fix"] == fix


def test_in_a_title_too() -> None:
    (problem,) = found("正文。", "标题: 工會系統(tǒng)會議\n日期: 2026-10-14")
    assert (problem.line, problem.column) == (2, 9)
