"""Titles and texts of some articles that follow one another -> their part of the index, which a build can remember.

A block is joined from its own articles alone, so a changed article costs the joining of its block and nothing more.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bulletin.render.search.codes import BLOCK, PLACE_BITS, chunks, titles
from bulletin.render.search.literal import literal_terms
from bulletin.render.search.terms import TITLE_END, occurrences

Text = tuple[Sequence[str], Sequence[str]]  # titles and texts of an article in each edition


@dataclass(frozen=True, slots=True)
class Block:
    """Terms, joined by line breaks, and what ``codes`` makes of where they stand. Sizes are in bytes, one a term."""

    terms: str
    holders: bytes
    holder_sizes: bytes  # four bytes each, of this machine
    lows: bytes
    low_sizes: bytes
    highs: bytes
    high_sizes: bytes
    titled: tuple[tuple[str, bytes], ...]  # terms that stand in titles


def join(number: int, texts: Sequence[Text]) -> Block:
    """``number`` of the block; its articles from the lowest number up, ``BLOCK`` of them or, in the last one, fewer."""
    if len(texts) > BLOCK:
        raise ValueError(f"{len(texts)} articles in a block")
    found: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))  # lists of numbers take five times as much
    titled: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for article, (title, text) in enumerate(texts):
        base = article << PLACE_BITS
        terms, places, in_titles = occurrences(title, text, base)
        for term, place in zip(terms, places, strict=True):
            found[term].append(place)
        for term in literal_terms(map("\n".join, zip(title, text, strict=True))):
            found[term].append(base)
        for term, place in zip(terms[:in_titles], places, strict=False):
            if place - base < TITLE_END:
                titled[term].append((article, place - base))
    holders, lows, highs = map(list, zip(*chunks(number, found.values()), strict=True)) if found else ([], [], [])
    return Block(
        "\n".join(found),
        b"".join(holders),
        _sizes(holders),
        b"".join(lows),
        _sizes(lows),
        b"".join(highs),
        _sizes(highs),
        tuple((term, titles(places)) for term, places in titled.items()),
    )


def _sizes(parts: Sequence[bytes]) -> bytes:
    return array("I", map(len, parts)).tobytes()
