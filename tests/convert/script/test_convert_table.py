"""The table of neighbours: what is read, what is added up, and that looking at fewer neighbours changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.script_eval import pairs
from bulletin.convert.script.choices import load
from bulletin.convert.script.table import REACH, SHAPES, read_table

SMALL = """# note
prior 30
same 台臺
alone 甲丙
open 甲 乙丙 0,5
1 0 1 甲丁 40 甲戊 0
1 1 0 己甲 3
1 0 2 甲丁戊 -20 甲戊丁 36
1 0 3 甲丁戊庚 -60
1 1 1 己甲丁 1
1 1 2 己甲丁戊 7
1 2 1 庚己甲丁 9
rare 子 丑寅卯 0,0,0
"""


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("甲", [30, 5]),
        ("甲丁", [30, 45]),
        ("甲丁戊", [30, 25]),
        ("甲丁戊庚", [30, -35]),
        ("甲戊丁", [30, 41]),
        ("己甲丁", [30, 49]),
        ("己甲丁戊", [30, 36]),
        ("庚己甲丁", [30, 58]),
    ],
)
def test_scores(text: str, scores: list[int]) -> None:
    table = read_table(SMALL, "x")
    assert table.scores(f"   {text}   ", REACH + text.index("甲"), "乙") == ("乙丙", scores)
    assert table.decide(f"   {text}   ", REACH + text.index("甲"), "乙") == ("丙" if scores[1] > 30 else "乙")


@pytest.mark.parametrize(
    ("text", "form"),
    [("（甲）", "丙"), ("、甲、", "丙"), ("甲", "乙"), ("（甲", "乙"), ("（甲戊", "乙"), ("己甲）", "乙")],
)
def test_a_character_between_punctuation_marks_may_have_a_form_of_its_own(text: str, form: str) -> None:
    table = read_table(SMALL)
    padded, at = f"   {text}   ", REACH + text.index("甲")
    assert table.decide(padded, at, "乙") == form
    assert table.decide_near(padded[at - 1 : at + 2], "乙") in (form, "")


def test_what_the_table_does_not_know_is_left_alone() -> None:
    table = read_table(SMALL, "x")
    assert table.digest == "x"
    assert table.scores("   甲   ", 3, "丙") == ("乙丙", [0, 35])
    assert table.scores("   甲   ", 3, "癸") is None
    assert table.scores("   癸   ", 3, "癸") is None
    assert table.decide("   癸   ", 3, "癸") == "癸"
    assert table.decide_near(" 癸 ", "癸") == "癸"


@pytest.mark.parametrize(
    ("near", "form"),
    [
        (" 甲 ", "乙"),
        ("己甲 ", "乙"),
        (" 甲丁", ""),  # 丙, but 乙 before 戊
        (" 甲戊", ""),  # 乙, but 丙 before 丁
        ("己甲丁", ""),
    ],
)
def test_two_neighbours_decide_where_no_other_could(near: str, form: str) -> None:
    assert read_table(SMALL).decide_near(near, "乙") == form


@given(st.text(alphabet="甲乙丙丁戊己庚 ", min_size=7, max_size=7), st.sampled_from("乙丙癸"))
def test_near_and_far_agree_in_a_small_table(window: str, proposal: str) -> None:
    table = read_table(SMALL)
    window = window[:3] + "甲" + window[4:]
    assert table.decide_near(window[2:5], proposal) in ("", table.decide(window, 3, proposal))


def test_near_and_far_agree_in_the_table_that_ships() -> None:
    table = load()
    near = far = 0
    for line in pairs("tw_sentences_cc0")[0]:
        padded = f"   {line}   "
        for position, character in enumerate(line):
            for proposal in table.rules[character].candidates if character in table.rules else ():
                full = table.decide(padded, position + REACH, proposal)
                decided = table.decide_near(padded[position + 2 : position + 5], proposal)
                assert decided in ("", full)
                near, far = near + (decided != ""), far + (decided == "")
    assert near > 5 * far > 0


def test_the_table_holds_what_the_reader_relies_on() -> None:
    table = load()
    for character, rule in table.rules.items():
        assert len(rule.candidates) == len(rule.start) >= 2
        assert len(table.votes(character)) == len(rule.candidates) - 1
        for votes in table.votes(character):
            for (before, after), runs in zip(SHAPES, votes.runs, strict=True):
                assert all(len(run) == before + after + 1 and run[before] == character for run in runs)
                for shorter, known in zip(SHAPES, votes.runs, strict=True):
                    if shorter[0] <= before and shorter[1] <= after:
                        cut = slice(before - shorter[0], before + shorter[1] + 1)
                        assert all(run[cut] in known for run in runs)
