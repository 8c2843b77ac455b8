"""Blocks, postings and shards: what is written is what is read; a change stays where it is."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.search_files import files_of, sizes
from bulletin.render.search import codes
from bulletin.render.search.blocks import join
from bulletin.render.search.codes import BLOCK, LOW, chunks, titles, varint
from bulletin.render.search.entries import Reader, decode, head_end
from bulletin.render.search.layout import Layout
from bulletin.render.search.partition import Partition
from bulletin.render.search.reading import Bits, held, lows, lows_size, places, title_places
from bulletin.render.search.sheaves import SHEAF, Text, bind
from bulletin.render.search.standing import Source, Standing
from bulletin.render.search.terms import occurrences

TEXTS = st.lists(st.text(alphabet="工会职代表abc1 ，\n𠮷", max_size=60), max_size=8)


def text(one: str) -> Text:
    return (one,), (one,)


def files(texts: Sequence[Text], parts: Partition | None = None) -> dict[str, bytes]:
    return files_of(texts, parts)[1]


def found(texts: Sequence[Text]) -> dict[str, dict[int, list[int]]]:
    """All terms, read back from the shards."""
    out: dict[str, dict[int, list[int]]] = {}
    firsts = Layout(sizes(len(texts)), 10).firsts
    for data in files(texts).values():
        terms = decode(data[: head_end(data)])
        assert list(terms) == sorted(terms)
        source = source_of(data)
        out |= {term: Standing(entry, source, firsts).exactly_all() for term, entry in terms.items()}
    return out


def source_of(data: bytes) -> Source:
    return Source(lambda begin, end: data[begin:end])


def expected(texts: Sequence[Text]) -> dict[str, dict[int, list[int]]]:
    out: dict[str, dict[int, list[int]]] = {}
    for number, one in enumerate(texts):
        terms, at, _ = occurrences(*one)
        for term, place in zip(terms, at, strict=True):
            out.setdefault(term, {}).setdefault(number, []).append(place)
    return out


@given(TEXTS)
def test_written_is_read(texts: list[str]) -> None:
    assert found(list(map(text, texts))) == expected(list(map(text, texts)))


@pytest.mark.parametrize("count", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3])
def test_several_blocks(count: int) -> None:
    texts = [text(f"第{number}号" if number % 3 else "工会") for number in range(count)]
    assert found(texts) == expected(texts)


def test_a_text_of_more_than_65536_units() -> None:
    texts = [text("工会，" * 40000), text("会"), text("工会" * 200)]
    assert found(texts) == expected(texts)


def test_no_more_sheaves_than_a_block_holds() -> None:
    with pytest.raises(ValueError, match="9 sheaves"):
        join(0, [bind(0, [text("工")])] * (BLOCK // SHEAF + 1))


@given(st.lists(st.integers(0, 2**40)))
def test_varints(numbers: list[int]) -> None:
    data = b"".join(map(varint, numbers))
    reader, bits = Reader(data), Bits(data)
    assert [reader.number() for _ in numbers] == numbers == [bits.varint() for _ in numbers]


FIRSTS = range(0, 500 * BLOCK, BLOCK)
OCCURRENCES = st.sets(st.tuples(st.integers(0, BLOCK - 1), st.integers(0, 2**20) | st.integers(0, 300)), min_size=1)


def chunks_of(block: int, terms: Iterable[Iterable[tuple[int, int]]]) -> list[tuple[bytes, bytes, bytes]]:
    """``terms``: article and place of each occurrence of each."""
    ordered = [sorted(one) for one in terms]
    flat = [both for one in ordered for both in one]
    lows = bytes(place & 255 for _, place in flat)
    return list(chunks(block, map(len, ordered), [article for article, _ in flat], lows, [at >> 8 for _, at in flat]))


@given(st.lists(OCCURRENCES, min_size=1, max_size=5), st.integers(0, 300))
def test_chunks(terms: list[set[tuple[int, int]]], block: int) -> None:
    made = chunks_of(block, terms)
    assert len(made) == len(terms)
    for one, (holders, low, high) in zip(terms, made, strict=True):
        wanted = [(block * BLOCK + article, place) for article, place in sorted(one)]
        assert list(places(holders, low + high, FIRSTS)) == wanted
        assert list(lows(holders, low, FIRSTS)) == [(article, place % LOW) for article, place in wanted]
        assert lows_size(holders, FIRSTS) == len(low)
        (chunk,) = held(holders, FIRSTS)
        assert chunk == ([article for article, _ in wanted], wanted[0][1] if len(wanted) == 1 else -1)


@pytest.mark.parametrize("count", [BLOCK, 767, 768, 769, 5000, 40000])
def test_chunks_of_frequent_terms(count: int) -> None:
    lot = random.Random(count)
    drawn = {(lot.randrange(BLOCK), lot.randrange(2000)) for _ in range(2 * count)} | {(3, n) for n in range(count)}
    wanted = sorted(lot.sample(sorted(drawn), count))
    ((holders, low, high),) = chunks_of(2, [wanted])
    assert len(low) == lows_size(holders, FIRSTS) == -(-7 * count // 8)
    assert list(places(holders, low + high, FIRSTS)) == [(2 * BLOCK + article, place) for article, place in wanted]
    assert len(holders) < 3 + (2 * count if count < 800 else BLOCK * 8) // 8 + 64


@given(OCCURRENCES, OCCURRENCES, st.integers(0, 99))
def test_chunks_follow_one_another(some: set[tuple[int, int]], others: set[tuple[int, int]], gap: int) -> None:
    made = [chunk for block, one in ((3, some), (4 + gap, others)) for chunk in chunks_of(block, [one])]
    wanted = [(3 * BLOCK + article, place) for article, place in sorted(some)]
    wanted += [((4 + gap) * BLOCK + article, place) for article, place in sorted(others)]
    holders, low, high = map(b"".join, zip(*made, strict=True))
    assert list(places(holders, low + high, FIRSTS)) == wanted
    assert list(lows(holders, low, FIRSTS)) == [(article, place % LOW) for article, place in wanted]


@given(OCCURRENCES)
def test_titles(found: set[tuple[int, int]]) -> None:
    data = varint(7) + titles(sorted(found))
    first = {article: min(place for one, place in found if one == article) for article, _ in found}
    wanted = {7 * BLOCK + article: int(place > 0) for article, place in sorted(first.items())}
    assert title_places(data + data, FIRSTS) == wanted


def test_bytes_that_are_missing() -> None:
    ((holders, low, high),) = chunks_of(0, [[(article, 300) for article in range(20)]])
    data = low + high
    for some, others in ((holders[:-1], data), (holders, data[:-1]), (holders[:2], data), (holders, b"")):
        with pytest.raises((ValueError, IndexError)):
            list(places(some, others, FIRSTS))
    with pytest.raises(ValueError, match="cut short"):
        list(lows(holders, low[:-1], FIRSTS))


@pytest.mark.parametrize(("count", "k"), [(1, 8), (2, 7), (90, 1), (300, 0), (BLOCK, 0)])
def test_width(count: int, k: int) -> None:
    assert codes.gap_width(count) == k


def corpus(count: int) -> list[Text]:
    """Texts of a few hundred characters drawn by lot, always the same."""
    lot = random.Random(7)
    han = [chr(0x4E00 + n * 7) for n in range(400)]
    texts = ["".join(lot.choices(han, weights=range(400, 0, -1), k=300)) for _ in range(count)]
    return [((text[:12],), (text,)) for text in texts]


def test_shards_are_of_a_handy_size() -> None:
    sizes = [len(data) for data in files(corpus(300)).values()]
    assert len(sizes) > 40
    assert 800 < sum(sizes) / len(sizes) < 4000
    assert max(sizes) < 16000


@pytest.mark.parametrize("place", [0, 40, 79])
def test_a_changed_article_leaves_the_shards_of_other_terms_alone(place: int) -> None:
    """None of which has become large enough for more shards, or so small that it needs fewer."""
    texts = corpus(80)
    parts = files_of(texts)[0].parts
    before = files(texts, parts)
    terms = set(occurrences(*texts[place])[0])
    texts[place] = ("改过的标题",), ("改过的正文，很短。",)
    after = files(texts, parts)
    terms |= set(occurrences(*texts[place])[0])
    touched = {f"shards/{parts.shard(term)}.bin" for term in terms}
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} <= touched


def test_a_short_new_article_changes_few_shards() -> None:
    texts = corpus(80)
    before = files(texts)
    after = files([*texts, (("短讯",), ("完",))])
    assert sum(after.get(name) != data for name, data in before.items()) <= 5


def test_nothing_at_all() -> None:
    assert list(files([])) == ["shards/h0.bin", "shards/w0.bin"]
    assert found([(("，",), ("",))]) == {}
