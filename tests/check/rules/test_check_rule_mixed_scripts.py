from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W435", "W447"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


HANS = "近日，市总工会召开会议，传达学习上级精神，部署下一步工作。今年以来，各级工会为职工办了许多实事。"
HANT = "近日，市總工會召開會議，傳達學習上級精神，部署下一步工作。今年以來，各級工會為職工辦了許多實事。"
QUIET = [
    HANS,
    HANT,
    HANS + "他说：“各區總工會主席參加會議。”",
    HANS + "《臺灣勞動權益與關係學報》刊登了文章。",
    HANS + "主持人張學麗到场。",
    HANS + "（各區總工會主席參加會議）",
    HANS + "\n\n> 各區總工會主席參加會議\n",
    HANS + "\n\n::: 原文\n各區總工會主席參加會議\n:::\n",
    HANS + "与台湾鐵路產業工會聯合會代表会谈。",
    HANT + "『各区总工会主席参加会议』。",
    "各區總工會主席參加會議，各区总工会主席参加会议。",
    "",
]
SPEAKS = [
    (HANS + "各區總工會主席參加會議，会后合影。", "W435", 49, "各區總工會主席參加會議"),
    (HANT + "各区总工会主席参加会议，會後合影。", "W447", 49, "各区总工会主席参加会议"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "code", "column", "clause"), SPEAKS)
def test_speaks(body: str, code: str, column: int, clause: str) -> None:
    (problem,) = found(body)
    assert (problem.code, problem.column, dict(problem.values)["text"]) == (code, column, clause)
