"""Folding, units and entries."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import COUNT, hans_text, to_hant

from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition
from bulletin.render.search.fold import fold, table
from bulletin.render.search.question import ask
from bulletin.render.search.terms import LONGEST, TITLE_END, is_han, occurrences, units

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "expected"), VECTORS["units"])
def test_units(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(("text", "expected"), VECTORS["written"])
def test_as_typed(text: str, expected: list[list[str]]) -> None:
    assert [list(one.written) for one in ask(text).phrases] == expected


@pytest.mark.parametrize(
    ("text", "expected", "has_fields"),
    [*((*one, True) for one in VECTORS["questions"]), *((*one, False) for one in VECTORS["words"])],
)
def test_questions(text: str, expected: list[Any], has_fields: bool) -> None:
    asked = ask(text, has_fields)
    phrases = [[list(one.units), one.kind, one.value] for one in asked.phrases]
    without = [list(one) for one in asked.without]
    assert [phrases, without, [list(f) for f in asked.filters], [list(f) for f in asked.barred]] == expected


@pytest.mark.parametrize(
    "hant", ["工會", "國慶", "後來", "裡面", "裏面", "着", "著", "衞生", "衛生", "爲", "為", "覆蓋"]
)
def test_scripts_fold_alike(hant: str) -> None:
    assert fold(hant) == fold(Converter("Hant", Edition("zh-Hans", "", "", "curly")).text(hant))


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hant-TW", "zh-Hant-HK"])
@pytest.mark.parametrize("number", range(0, COUNT, 5))
def test_a_converted_text_folds_as_the_text(number: int, tag: str) -> None:
    converter = Converter("Hans", Edition(tag, "", "", "corner"))
    assert units(converter.text(hans_text(number))) == units(hans_text(number))


def test_table_leads_nowhere_but_to_its_end() -> None:
    source, target = table()
    assert len(source) == len(target) == len(set(source)) > 4000
    assert not set(source) & set(target)
    assert all(unicodedata.normalize("NFKC", one).lower() == one for one in set(target))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Not of every character there is (some fold to capitals or marks), but of all that units are made of."""
    again = units("\n".join(units(text)))
    assert units("\n".join(again)) == again


@given(st.text(), st.text())
def test_folding_goes_by_code_points(one: str, other: str) -> None:
    assert fold(one) + fold(other) == fold(one + other)


@given(st.text())
def test_questions_of_any_text(text: str) -> None:
    asked = ask(text)
    assert all(phrase.units and all(phrase.units) for phrase in asked.phrases)
    assert all(value for _, value in (*asked.filters, *asked.barred))


def places(titles: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    terms, at, _ = occurrences(titles, texts)
    for term, place in zip(terms, at, strict=True):
        found.setdefault(term, []).append(place)
    return found


def test_terms_of_an_article() -> None:
    start = TITLE_END
    assert places(("工会，报",), ("第42期 PPT\n完",)) == {
        "工会": [0], "会报": [1], "报": [2],
        "第": [start], "42": [start + 1], "42期": [start + 1], "期": [start + 2], "ppt": [start + 3],
        "完": [start + 5],
    }  # fmt: skip


def test_editions_that_fold_alike_are_indexed_once() -> None:
    assert places(("工会", "工會"), ("职工代表\n大会", "職工代表\n大會")) == places(("工会",), ("职工代表\n大会",))


def test_of_another_edition_only_what_differs() -> None:
    found = places(("甲",), ("安装软件\n职工代表", "安裝軟體\n職工代表"))
    assert len(found["代表"]) == len(found["软件"]) == len(found["软体"]) == 1
    assert len(found["安装"]) == 2


def test_a_repeated_block_counts_twice() -> None:
    assert len(places(("甲",), ("工会\n工会", "工會\n工會"))["工会"]) == 2


def test_a_phrase_ends_with_its_block() -> None:
    found = places(("甲",), ("职工\n代表",))
    assert "工代" not in found
    assert found["代表"][0] - found["职工"][0] > 2


def test_a_very_long_title_is_still_a_title_at_its_beginning() -> None:
    found = places(("标题" * 200,), ("正文",))
    assert found["标题"][0] == 0
    assert found["正文"][0] > 400


@pytest.mark.parametrize("count", [1, 2, 126, 16500, 40000])
def test_a_very_frequent_word(count: int) -> None:
    found = places(("甲",), ("会 " * count,))
    assert len(found["会会"] if count > 1 else found["会"]) == max(count - 1, 1)


@given(st.text(alphabet="工会𠮷ー42aé ，_\n\u200b"), st.text(alphabet="工会a4 ，"), st.integers(0, 3))
def test_every_unit_is_where_it_is_counted(text: str, title: str, article: int) -> None:
    """A pair where a Han unit follows, each unit that no pair of its own begins with alone, a word always."""
    expected: list[tuple[str, int]] = []
    for block, begin in ((title, 0), *zip(text.split("\n"), _begins(text), strict=True)):
        found = units(block)
        for at, unit in enumerate(found):
            is_paired = at + 1 < len(found) and is_han(found[at + 1])
            expected += [(unit + found[at + 1], begin + at)] if is_paired else []
            expected += [(unit, begin + at)] if not (is_paired and is_han(unit)) else []
    terms, at_places, in_title = occurrences((title,), (text,), article << 32)
    assert sorted(zip(terms, at_places, strict=True)) == sorted((one, (article << 32) + at) for one, at in expected)
    assert in_title == sum(at < TITLE_END for _, at in expected)
    ascending: dict[str, int] = {}
    for term, place in zip(terms, at_places, strict=True):
        assert ascending.get(term, -1) < place
        ascending[term] = place


def _begins(text: str) -> list[int]:
    begins = [TITLE_END]
    for block in text.split("\n"):
        begins.append(begins[-1] + (len(units(block)) + 1 if units(block) else 0))
    return begins[:-1]


def test_a_very_long_word_is_cut_alike_everywhere() -> None:
    assert [len(unit) for unit in units("x" * 1000)] == [LONGEST] * 15 + [1000 - 15 * LONGEST]


@given(st.text(alphabet=st.characters(categories=["L", "N"])))
def test_letters_are_never_lost(text: str) -> None:
    kept = {c for c in fold(text) if c.isalnum()}
    assert set("".join(units(text))) == kept


@pytest.mark.parametrize(("unit", "expected"), [("工", True), ("ー", True), ("𠮷", True), ("a", False), ("8", False)])
def test_is_han(unit: str, expected: bool) -> None:
    assert is_han(unit) is expected


def test_the_library_has_both_scripts() -> None:
    assert "工會" in to_hant().text("工会")


def test_editions_that_differ_in_their_quotes_are_indexed_once() -> None:
    hans = "他说：“这是‘小事’，不难。”\n完"
    assert places(("甲",), (hans,)) == places(("甲", "甲"), (hans, "他說：「這是『小事』，不難。」\n完"))
