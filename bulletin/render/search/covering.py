"""The units of a phrase -> the terms that cover it: the browser's search-text.js does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bulletin.render.search.terms import is_han

_PLAIN = 2  # what a pair costs that is none of the heavy ones, in kilobytes: about its part of a shard


class Part(NamedTuple):
    """One of the terms that cover a phrase, with its distance from the beginning."""

    offset: int
    term: str
    is_beginning: bool  # any term that begins so


def cover(words: Sequence[str], heavy: Mapping[str, int]) -> list[Part]:
    """The fewest terms; of Han characters alone those that weigh least. ``heavy``: pairs with most places, and
    kilobytes of these."""
    if len(words) > 2 and all(map(is_han, words)):
        return _lightest([one + other for one, other in pairwise(words)], heavy)
    parts: list[Part] = []
    at = 0
    while at < len(words):
        if at + 1 < len(words) and is_han(words[at + 1]):
            parts.append(Part(at, words[at] + words[at + 1], False))
            at += 2
            continue
        if at + 1 < len(words) or not is_han(words[at]):
            parts.append(Part(at, words[at], False))  # a word, or a Han unit before one
        elif at > 0:
            parts.append(Part(at - 1, words[at - 1] + words[at], False))  # an odd end: the pair that overlaps
        else:
            parts.append(Part(at, words[at], True))
        at += 1
    return parts


def _lightest(pairs: Sequence[str], heavy: Mapping[str, int]) -> list[Part]:
    """Each pair follows the one before or shares a character with it. Of two ways that weigh the same the one in which
    the last pair shares, so that an odd phrase without heavy pairs overlaps at its end."""
    best: list[tuple[int, tuple[int, ...]] | None] = [(0, ()), None]  # of so many characters: weight, pairs that cover
    for at, pair in enumerate(pairs):
        weight, chosen = min((way for way in (best[at + 1], best[at]) if way is not None), key=lambda way: way[0])
        best.append((weight + _PLAIN + heavy.get(pair, 0), (*chosen, at)))
    return [Part(at, pairs[at], False) for at in (best[-1] or (0, ()))[1]]
