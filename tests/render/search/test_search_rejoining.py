"""A block of which some sheaves are otherwise is what joining them all gives, whatever was there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import Remembering, items_of, search_pages, sites

from bulletin.render.search.blocks import Block, Columns, Piece, Titled, columns, join
from bulletin.render.search.partition import STRIPS, place_in_order, strip_of, strips_of
from bulletin.render.search.rejoining import rejoin
from bulletin.render.search.sheaves import Sheaf, Text, bind

# Words that begin alike stand at one place in order; 裡 makes terms of its own, 𠮷 takes four bytes
TEXT = st.text(alphabet="工会职代表 abc12，\n𠮷里裡個們", max_size=40)
SHEAF = st.lists(TEXT, max_size=3)
SHEAVES = st.lists(SHEAF, min_size=1, max_size=5)
SIZE = 3  # articles


def bound(at: int, some: Sequence[str]) -> Sheaf:
    texts: list[Text] = [((one[:6], one[:6]), (one[2:], f"{one}\n會計里")) for one in some]
    return bind(at * SIZE, texts)


def rejoined(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> tuple[Block, Block]:
    """And joined."""
    was, now = ([bound(at, some) for at, some in enumerate(all_)] for all_ in (before, after))
    others = {at: one for at, (one, other) in enumerate(zip_longest(was, now)) if one != other}
    return rejoin(4, now, join(4, was), others), join(4, now)


@given(SHEAVES, SHEAVES)
def test_from_any_block_to_any_other(before: list[list[str]], after: list[list[str]]) -> None:
    found, wanted = rejoined(before, after)
    assert found == wanted


@given(SHEAVES, st.integers(0, 4), st.integers(0, 2), TEXT)
def test_one_article(sheaves: list[list[str]], at: int, place: int, text: str) -> None:
    at %= len(sheaves)
    some = [*sheaves[at][:place], text, *sheaves[at][place + 1 :]]
    found, wanted = rejoined(sheaves, [*sheaves[:at], some, *sheaves[at + 1 :]])
    assert found == wanted


def test_places_of_more_than_two_bytes_beside_others() -> None:
    """What a sheaf has of them is put away in another form."""
    short, long = ["工会，职代会"], ["工会，" * 40000]
    for before, after in (([short, short], [short, long]), ([long, short], [short, short])):
        found, wanted = rejoined(before, after)
        assert found == wanted


def test_terms_that_stay_are_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[str] = []

    def spied(number: int, found: Mapping[str, Sequence[Piece]], in_titles: Titled) -> Columns:
        joined.extend(found)
        return columns(number, found, in_titles)

    was, now, other = (bind(0, [(("",), (text,))]) for text in ("工会职代表", "工会职代表个", "表代职会工"))
    known, wanted = join(0, [was, other]), join(0, [now, other])
    monkeypatch.setattr("bulletin.render.search.rejoining.columns", spied)
    assert rejoin(0, [now, other], known, {0: was}) == wanted
    assert set(joined) == {"表个", "个"}  # and 表 is no more


@given(st.sets(st.text(alphabet="工会职代表一二abc12𠮷々", min_size=1, max_size=5)))
def test_strips_follow_one_another(words: set[str]) -> None:
    ranks = sorted(map(place_in_order(), words))
    begins = strips_of(ranks)
    assert len(begins) == STRIPS + 1
    assert [strip_of(rank) for rank in ranks] == [
        strip for strip in range(STRIPS) for _ in range(begins[strip], begins[strip + 1])
    ]
    assert all(0 <= strip < STRIPS for strip in map(strip_of, ranks))
    firsts = {word[0]: strip_of(place_in_order()(word)) for word in words if word[0] not in "abc12"}
    assert all(firsts[word[0]] == strip_of(place_in_order()(word)) for word in words if word[0] in firsts)


@pytest.mark.parametrize("step", ["block", "sheaf", "joined", ""])
def test_what_is_known_no_more(step: str) -> None:
    """Forgotten between two builds: joined from nothing then."""
    memory, wanted = Remembering(), list(search_pages(sites(), items_of(sites())))
    fewer = tuple(replace(site, articles=site.articles[1:], listings=(), issues=()) for site in sites())
    list(search_pages(fewer, items_of(fewer), memory))
    memory.known = {key: value for key, value in memory.known.items() if key[0] != step}
    assert list(search_pages(sites(), items_of(sites()), memory)) == wanted
