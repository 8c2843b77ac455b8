from __future__ import annotations

import pytest
from check.factory_check import document

from bulletin.model.problem import Problem

CODES = {"W434", "W444"}


def found(body: str, front: str = "") -> list[Problem]:
    return [one for one in document(front, body).problems if one.code in CODES]


QUIET = [
    "真的吗??大家都问。",
    "真的?!工会来了。",
    "谁来办?工会来办。",
    "什么？！",
    "café, naïve, Ünïversität, Ærøskøbing",
    "x² + y² = 25 m², 30 °C, § 5, ½",
    "熊熊烈火，烫烫的茶",
    "鐨鍜銆都是少见的字",
    "`锟斤拷`",
    "有没有?",
    "第二行",
]
SPEAKS = [
    ("江苏濱??h總工會", "W444", 4, ""),
    ("我们的锟斤拷工会", "W444", 4, ""),
    ("烫烫烫烫工会", "W444", 1, ""),
    ("甲\ue168乙", "W444", 2, ""),
    ("第一段。\n\n?\n\n第二段。", "W444", 1, ""),
    ("ç»„ç»‡å·¥ä½œ", "W434", 1, "组织工作"),
    ("会议：宸ヤ細宸ヤ綔", "W434", 4, "会议：工会工作"),
    ("生活?!?/p>", "W434", 3, "生活。”"),
    ("評選出來?;顒訌?015 年", "W434", 5, "評選出來。活動□015 年"),
    ("變?yōu)椤袄щy職工", "W434", 2, "變為“困難職工"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert not found(body)


@pytest.mark.parametrize(("body", "code", "column", "fix"), SPEAKS)
def test_speaks(body: str, code: str, column: int, fix: str) -> None:
    (problem,) = found(body)
    assert (problem.code, problem.column) == (code, column)
    assert dict(problem.values).get("fix", "") == fix


def test_a_character_without_a_shape_is_named() -> None:
    (problem,) = found("甲\ue168乙")
    assert dict(problem.values)["text"] == "甲〔U+E168〕乙"
