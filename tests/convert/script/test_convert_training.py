"""Patterns that stand for words, and what experience adds to a margin: parts of how the table is made."""

from __future__ import annotations

import pytest

from benchmarks.script_doubts import doubts, places
from benchmarks.script_patterns import expanded
from bulletin.convert.script.choices import choices, load
from bulletin.convert.script.table import read_table


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("卷 卷首 試卷", {"卷首": "卷", "試卷": "卷"}),
        ("= 件 試 考\n卷 {件}卷", {"試卷": "卷", "考卷": "卷"}),
        ("= 前 被 再\n= 後 入 起\n捲 {前}捲{後}", {"被捲入": "捲", "被捲起": "捲", "再捲入": "捲", "再捲起": "捲"}),
        ("= 後 內\n制 編制{後}\n= 後 表\n製 編製{後} 編制內", {"編制內": "制製", "編製表": "製"}),
        ("# 卷 試卷\n\n", {}),
    ],
)
def test_a_class_stands_for_its_members(text: str, words: dict[str, str]) -> None:
    assert expanded(text) == words


def test_a_class_must_have_been_named() -> None:
    with pytest.raises(KeyError):
        expanded("卷 {件}卷\n= 件 試")


TABLE = read_table("prior 10\nopen 甲 乙丙 0,0\n1 0 1 甲丁 40\nopen 子 丑寅 0,0 7,-5\n1 0 1 子丁 12\n")


def test_the_choices_of_a_table_beside_what_is_right() -> None:
    known = [("甲", "甲丁", 0, "乙", 1), ("甲", "戊甲", 1, "乙", 1), ("甲", "甲丁", 0, "己", 0)]
    assert list(places(TABLE, known)) == [("甲", 1, 1, 30), ("甲", 1, 0, 10)]


def test_what_errs_oftener_than_its_margin_says_is_more_doubtful() -> None:
    found = [("甲", 1, 0, 60)] * 30 + [("甲", 0, 0, 60)] * 30 + [("甲", 1, 1, 20)] * 600 + [("子", 0, 0, 90)]
    said = doubts(found)
    assert said["甲", 0] > 10
    assert said["甲", 1] < -10
    assert said["子", 0] == 0
    assert doubts([("甲", 1, 0, 150)] * 999) == {("甲", 0): 20}


def test_a_table_says_how_doubtful_its_forms_are() -> None:
    assert (TABLE.rules["甲"].doubts, TABLE.rules["子"].doubts) == ((0, 0), (7, -5))
    (choice,) = choices("鹂卷鹂", "鸝卷鸝")
    assert choice.certainty == choice.margin - load().rules["卷"].doubts[1]
