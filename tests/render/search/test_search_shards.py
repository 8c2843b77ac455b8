"""Postings and shards: what is written is what is read; a change stays where it is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.search.shards import Reader, articles, decode, file_name, merge, shards
from bulletin.render.search.terms import Entry, entry, put

TEXTS = st.lists(st.text(alphabet="工会职代表abc1 ，\n𠮷", max_size=60), max_size=8)


def found(entries: list[Entry]) -> dict[str, dict[int, list[int]]]:
    """All terms, read back from the shards."""
    out: dict[str, dict[int, list[int]]] = {}
    firsts = []
    for shard in shards(merge(entries)):
        terms = decode(shard.data)
        assert next(iter(terms)) == shard.first
        firsts.append(shard.first)
        out |= {term: dict(articles(postings)) for term, postings in terms.items()}
    assert firsts == sorted(firsts)
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
    assert reader.is_done


def corpus(count: int) -> list[Entry]:
    """Texts of a few hundred characters drawn by lot, always the same."""
    lot = random.Random(7)
    han = [chr(0x4E00 + n * 7) for n in range(400)]
    texts = ["".join(lot.choices(han, weights=range(400, 0, -1), k=300)) for _ in range(count)]
    return [entry((text[:12],), (text,)) for text in texts]


def test_shards_are_of_a_handy_size() -> None:
    sizes = [len(shard.data) for shard in shards(merge(corpus(80)))]
    assert len(sizes) > 20
    assert all(800 < size < 16000 for size in sizes[:-1])
    assert 2500 < sum(sizes) / len(sizes) < 6500


@pytest.mark.parametrize("place", [0, 40, 79])
def test_a_changed_article_leaves_most_shards_alone(place: int) -> None:
    entries = corpus(80)
    before = {shard.name: shard.data for shard in shards(merge(entries))}
    entries[place] = entry(("改过的标题",), ("改过的正文，很短。",))
    after = {shard.name: shard.data for shard in shards(merge(entries))}
    # nearly every shard held a term of the old text, but the borders between them stay
    assert len(before.keys() & after.keys()) >= 0.8 * len(before)


def test_a_new_article_moves_no_border_far() -> None:
    entries = corpus(80)
    before = {shard.name: shard.data for shard in shards(merge(entries))}
    after = {shard.name: shard.data for shard in shards(merge([*entries, entry(("短讯",), ("完",))]))}
    same = [name for name in before if after.get(name) == before[name]]
    assert len(same) >= len(before) - 6


def test_names_of_files_fit_any_disk() -> None:
    names = [file_name(term) for term in ("工", "a" * 64, "\U0001d4d0" * 64, "工" * 2)]
    assert len(set(names)) == 4
    assert all(len(name) <= 60 for name in names)


def test_nothing_at_all() -> None:
    assert list(shards(merge([]))) == []
    assert found([entry(("，",), ("",))]) == {}
