"""Where blocks end, and where an article stands: an article that comes or goes leaves other blocks as they were."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import Remembering, items_of, search_pages, sites
from test_search_cutting import small

from bulletin.model.article import Article, Site
from bulletin.render.search import layout
from bulletin.render.search.codes import BLOCK, BLOCK_BITS
from bulletin.render.search.layout import PACKS, Layout, sheaves_of, sizes_of
from bulletin.render.search.texts import PACK

COUNTS = st.integers(0, 3 * BLOCK)
PATHS = [f"2026/{number:05}.md" for number in range(6000)]


def blocks_of(paths: list[str]) -> list[list[str]]:
    firsts = Layout(sizes_of(paths), BLOCK_BITS + 1).firsts
    return [paths[begin:end] for begin, end in pairwise(firsts)]


@given(COUNTS, st.integers(0, 1000))
def test_blocks_have_as_many_sheaves_as_there_is_room_for(count: int, first: int) -> None:
    sizes = sizes_of(PATHS[first : first + count])
    assert sum(sizes) == count
    assert all(BLOCK - PACK < size <= BLOCK for size in sizes[:-1])
    assert all(0 < size <= BLOCK for size in sizes[-1:])
    sheaves = list(sheaves_of(sizes))
    assert [number for begin, end in sheaves for number in range(begin, end)] == list(range(count))
    assert all(0 < end - begin <= PACK for begin, end in sheaves)
    assert len(sheaves) == PACKS * max(len(sizes) - 1, 0) + (-(-sizes[-1] // PACK) if sizes else 0)


@given(COUNTS, st.integers(BLOCK_BITS + 1, BLOCK_BITS + 3))
def test_where_an_article_stands(count: int, group: int) -> None:
    sizes = sizes_of(PATHS[:count])
    made = Layout(sizes, group)
    stands = {made.pack(number): number for number in range(count)}
    assert stands == {
        (pack, number - begin): number
        for pack, (begin, end) in enumerate(sheaves_of(sizes))
        for number in range(begin, end)
    }
    of_groups = [list(made.among(at, at + 1)) for at in range(made.groups)]
    assert [number for some in of_groups for number in some] == list(range(count))
    assert all(made.group(number) == at for at, some in enumerate(of_groups) for number in some)
    assert len(of_groups) == -(-len(sizes) // (1 << group - BLOCK_BITS))


@pytest.mark.parametrize("what", ["comes", "goes"])
def test_one_article_changes_its_own_block(what: str) -> None:
    """But for one in thirty, which is a candidate for the beginning of the next block."""
    lot, before, changed = random.Random(7), blocks_of(PATHS), []
    for _ in range(200):
        at = lot.randrange(len(PATHS))
        paths = PATHS[:at] + PATHS[at + 1 :] if what == "goes" else [*PATHS[:at], f"{lot.random()}.md", *PATHS[at:]]
        after = blocks_of(paths)
        changed.append(sum(one != other for one, other in zip(before, after, strict=False)))
    assert changed.count(1) > 180
    assert sum(changed) < 300


def test_an_article_in_the_middle_costs_its_own_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the steps that are remembered."""
    small(monkeypatch)
    monkeypatch.setattr(layout, "crc32", lambda path: path not in BEGINNING)  # there are two candidates, not 64
    numbers = [*range(30)]
    memory = Remembering()
    for place in (None, 7, 14, 22):
        numbers = [*numbers[:place], 100 + place, *numbers[place:]] if place else numbers
        memory.made.clear()
        bulletin = tuple(chosen(site, numbers) for site in sites())
        pages = {page.path: page.key for page in search_pages(bulletin, items_of(bulletin), memory)}
        assert pages == {page.path: page.key for page in search_pages(bulletin, items_of(bulletin))}
        if place:
            assert memory.made.count("block") == 1
            assert memory.made.count("sheaf") <= 2


BEGINNING = {f"old{number}.md".encode() for number in range(2, 30, 3)}  # of blocks: each has three articles


def chosen(site: Site, numbers: list[int]) -> Site:
    """The articles of these numbers, newest first; each is itself, whatever others there are."""
    articles = tuple(itself(site.articles[number % len(site.articles)], number) for number in numbers)
    return replace(site, articles=articles, listings=(), issues=())


def itself(one: Article, number: int) -> Article:
    path = f"{'new' if number >= 100 else 'old'}{number}.md"
    return replace(one, card=replace(one.card, path=path), digest=f"{number} {one.card.url}")
