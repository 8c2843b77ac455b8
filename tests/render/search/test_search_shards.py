"""Postings and shards: what is written is what is read; a change stays where it is."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.search.codes import Gaps, coded, places, width
from bulletin.render.search.partition import partition
from bulletin.render.search.shards import Reader, decode, merge, put, shards, sizes
from bulletin.render.search.terms import Entry, entry

TEXTS = st.lists(st.text(alphabet="工会职代表abc1 ，\n𠮷", max_size=60), max_size=8)


def files(entries: list[Entry]) -> dict[str, bytes]:
    postings = merge(entries, len(entries))
    return dict(shards(postings, partition(sizes(postings))))


def found(entries: list[Entry]) -> dict[str, dict[int, list[int]]]:
    """All terms, read back from the shards."""
    out: dict[str, dict[int, list[int]]] = {}
    for data in files(entries).values():
        terms = decode(data)
        assert list(terms) == sorted(terms)
        out |= {term: dict(postings.places(len(entries))) for term, postings in terms.items()}
    return out


@given(TEXTS)
def test_written_is_read(texts: list[str]) -> None:
    entries = [entry((text,), (text,)) for text in texts]
    expected: dict[str, dict[int, list[int]]] = {}
    for number, one in enumerate(entries):
        for term, at in found([one]).items():
            expected.setdefault(term, {})[number] = at[0]
    assert found(entries) == expected


@given(st.lists(st.integers(0, 2**40)))
def test_varints(numbers: list[int]) -> None:
    out = bytearray()
    for number in numbers:
        put(out, number)
    reader = Reader(bytes(out))
    assert [reader.number() for _ in numbers] == numbers


POSTINGS = st.dictionaries(st.integers(0, 10**6), st.lists(st.integers(0, 2**20), min_size=1, unique=True), min_size=1)


def bits_of(found: dict[int, list[int]], count: int) -> bytes:
    numbers = sorted(found)
    steps = [b - a for n in numbers for a, b in pairwise(sorted(found[n]))]
    times, firsts = ([len(found[n]) - 1 for n in numbers], [min(found[n]) for n in numbers])
    return coded(numbers, times, firsts, steps, Gaps()[width(len(numbers), count)])


@given(POSTINGS, st.integers(0, 10))
def test_bits(found: dict[int, list[int]], more: int) -> None:
    count = max(found) + 1 + more
    expected = [(number, sorted(found[number])) for number in sorted(found)]
    assert list(places(bits_of(found, count), len(found), count)) == expected


def test_bits_that_are_missing() -> None:
    data = bits_of({number: [300] for number in range(20)}, 20)
    with pytest.raises(ValueError, match="cut short"):
        list(places(data[:-2], 20, 20))


@pytest.mark.parametrize(("holding", "count", "k"), [(1, 1, 0), (1, 10000, 13), (10000, 10000, 0), (900, 10000, 3)])
def test_width(holding: int, count: int, k: int) -> None:
    assert width(holding, count) == k == width(holding, count + 7 if count > 7 else count)


def corpus(count: int) -> list[Entry]:
    """Texts of a few hundred characters drawn by lot, always the same."""
    lot = random.Random(7)
    han = [chr(0x4E00 + n * 7) for n in range(400)]
    texts = ["".join(lot.choices(han, weights=range(400, 0, -1), k=300)) for _ in range(count)]
    return [entry((text[:12],), (text,)) for text in texts]


def test_shards_are_of_a_handy_size() -> None:
    sizes = [len(data) for data in files(corpus(300)).values()]
    assert len(sizes) > 40
    assert 1500 < sum(sizes) / len(sizes) < 5000
    assert max(sizes) < 20000


@pytest.mark.parametrize("place", [0, 40, 79])
def test_a_changed_article_leaves_the_shards_of_other_terms_alone(place: int) -> None:
    entries = corpus(80)
    before = files(entries)
    terms = set(entries[place].terms.split("\n"))
    entries[place] = entry(("改过的标题",), ("改过的正文，很短。",))
    after = files(entries)
    terms |= set(entries[place].terms.split("\n"))
    parts = partition(sizes(merge(entries, 80)))
    touched = {parts.shard(term) for term in terms}
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} <= touched


def test_a_short_new_article_changes_few_shards() -> None:
    entries = corpus(80)
    before = files(entries)
    after = files([*entries, entry(("短讯",), ("完",))])
    assert sum(after.get(name) != data for name, data in before.items()) <= 5


def test_nothing_at_all() -> None:
    assert list(files([])) == ["h0", "w0"]
    assert found([entry(("，",), ("",))]) == {}
