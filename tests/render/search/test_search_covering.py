"""Which terms cover a phrase: all of it, in the order of the phrase, at the least weight there is."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.search.covering import Part, cover
from bulletin.render.search.terms import is_han


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("工", [(0, "工")]),
        ("工会", [(0, "工会")]),
        ("集体合同", [(0, "集体"), (2, "合同")]),
        ("工会会员", [(0, "工会"), (2, "会员")]),
        ("工会主", [(0, "工会"), (1, "会主")]),
        ("职工代表会", [(0, "职工"), (2, "代表"), (3, "表会")]),
        (["第", "42", "期"], [(0, "第"), (1, "42期")]),
        (["ppt"], [(0, "ppt")]),
        ([], []),
    ],
)
def test_without_heavy_ones(words: list[str], terms: list[tuple[int, str]]) -> None:
    assert [(part.offset, part.term) for part in cover(words, {})] == terms


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("职工代表会", ["职工", "工代", "表会"]),  # 代表 is left out
        ("集代表体", ["集代", "表体"]),
        ("代表", ["代表"]),
        ("代表代表", ["代表", "代表"]),  # dearer any other way: the ends must be covered
        ("集体代表合同", ["集体", "体代", "表合", "合同"]),
    ],
)
def test_around_heavy_ones(words: str, terms: list[str]) -> None:
    assert [part.term for part in cover(words, {"代表": 90})] == terms


@given(st.lists(st.sampled_from("甲乙丙"), min_size=3, max_size=9), st.dictionaries(
    st.sampled_from([a + b for a in "甲乙丙" for b in "甲乙丙"]), st.integers(1, 40)))  # fmt: skip
def test_nothing_is_lighter(words: list[str], heavy: dict[str, int]) -> None:
    def weight(offsets: tuple[int, ...]) -> int:
        return sum(2 + heavy.get(words[at] + words[at + 1], 0) for at in offsets)

    made = cover(words, heavy)
    assert all(part == Part(part.offset, words[part.offset] + words[part.offset + 1], False) for part in made)
    ways = [
        offsets
        for count in range(1, len(words))
        for offsets in combinations(range(len(words) - 1), count)
        if {at + step for at in offsets for step in (0, 1)} == set(range(len(words)))
    ]
    assert tuple(part.offset for part in made) in ways
    assert weight(tuple(part.offset for part in made)) == min(map(weight, ways))
    assert all(map(is_han, words))
