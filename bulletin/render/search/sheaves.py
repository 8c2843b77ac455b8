"""Titles and texts of some articles that follow one another -> where each of their terms stands.

A block is joined from eight of these, which a build remembers: after a change the words of 64 articles are looked at,
not those of 512.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from bulletin.model.making import frozen
from bulletin.render.search.literal import literal_terms
from bulletin.render.search.terms import TITLE_END, occurrences
from bulletin.render.search.texts import PACK

SHEAF = PACK  # articles: as many as one of their texts' packs has, so that both go by one key
Text = tuple[Sequence[str], Sequence[str]]  # titles and texts of an article in each edition
_ARTICLE = 32  # bits of a place below the number of its article


@frozen
class Sheaf:
    """Numbers are of this machine, those of articles count in the block."""

    terms: bytes  # UTF-8, a line break behind each
    counts: bytes  # of each, how often it stands here; four bytes a number
    articles: bytes  # where it does, term after term, ascending; two bytes a number
    lows: bytes  # of each place the lowest eight bits
    uppers: bytes  # place >> 8: one byte a number, or four each where one needs more
    titled: bytes  # terms that stand in titles, once for each article, as ``terms``
    titles: bytes  # of each of these twice the article, 1 more if its title begins so; two bytes a number
    keys: tuple[str, ...] = ()  # say all of each article


def bind(first: int, texts: Sequence[Text], keys: tuple[str, ...] = ()) -> Sheaf:
    """``first``: number in its block of the first of ``texts``."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    titled: list[str] = []
    titles = array("H")
    for article, (title, text) in enumerate(texts, first):
        base = article << _ARTICLE
        terms, places, in_titles = occurrences(title, text, base)
        for term, place in zip(terms, places, strict=True):
            found[term].append(place)
        for term in literal_terms(map("\n".join, zip(title, text, strict=True))):
            found[term].append(base)
        some: dict[str, int] = {}
        for term, place in zip(terms[:in_titles], places, strict=False):
            if place < base + TITLE_END:
                some.setdefault(term, place)
        titled += some
        titles.extend(article << 1 | (place == base) for place in some.values())
    counts = array("I", map(len, found.values()))
    columns = _columns(array("Q", list(chain.from_iterable(found.values()))))
    return Sheaf(spelt(found), counts.tobytes(), *columns, spelt(titled), titles.tobytes(), keys)


def _columns(places: array[int]) -> tuple[bytes, bytes, bytes]:
    """Articles, lows and uppers."""
    if sys.byteorder == "big":
        places.byteswap()
    data = places.tobytes()
    articles = bytearray(2 * len(places))
    articles[::2], articles[1::2] = data[4::8], data[5::8]
    uppers = data[1::8]
    if any(data[2::8]) or any(data[3::8]):
        wide = bytearray(4 * len(places))
        wide[::4], wide[1::4], wide[2::4] = uppers, data[2::8], data[3::8]
        uppers = _swapped("I", wide)
    return _swapped("H", articles), data[::8], uppers


def _swapped(kind: str, data: bytearray) -> bytes:
    """Numbers with their lowest byte first -> as this machine has them."""
    numbers = array(kind, bytes(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def spelt(terms: Iterable[str]) -> bytes:
    return "".join([f"{term}\n" for term in terms]).encode()


def terms_of(data: bytes) -> list[str]:
    """The other direction of ``spelt``."""
    return data.decode().split("\n")[:-1]
