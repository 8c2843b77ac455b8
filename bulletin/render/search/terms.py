"""A title and a text -> their units, and the terms under which search finds them.

A unit is one Han or kana character, or one word of other letters and digits; all else is dropped, so punctuation does
not matter. Positions count units; a break between blocks leaves one out. A term is

    工会   two neighbouring Han units       会    the last Han unit before something else
    ppt    a word                           42期  a word and the Han unit behind it

so that every single Han character is the beginning of some term, and 第42期 is found in two looks.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from operator import add, sub

from bulletin.render.search.fold import fold

# 々 〇, kana without their marks, the ideographs of every plane. The browser's engine has the same list.
HAN = (
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
TITLE_END = 128  # positions below it are the title's
LONGEST = 64  # characters of a word; a longer one is cut into several, in a text as in a question
_MOST = 10000  # places of one term in one article
UNIT = re.compile(f"[{HAN}]|[^\\W_{HAN}]{{1,{LONGEST}}}")
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article's part of the index: its terms, joined by line breaks, and where each of them stands."""

    terms: str  # each once; in no order but that those with one place come first
    firsts: bytes  # of each its first place
    times: bytes = b""  # of those with several places how many
    steps: bytes = b""  # and the differences between them, one term after the other


def units(text: str) -> list[str]:
    """Of one block, folded."""
    return UNIT.findall(fold(text))


def is_han(unit: str) -> bool:
    return _IS_HAN.match(unit) is not None


def entry(titles: Sequence[str], texts: Sequence[str]) -> Entry:
    """``titles`` and ``texts`` are the article's in each edition, blocks divided by line breaks."""
    found = _Terms([], [])
    position = 0
    for block in _blocks(titles):
        position = found.add(block, position)
    position = max(position, TITLE_END)
    for block in _blocks(texts):
        position = found.add(block, position)
    return found.entry()


# Editions differ in these wherever something is quoted, and no unit holds them.
_QUOTES = (("「", "“"), ("」", "”"), ("『", "‘"), ("』", "’"))


def _blocks(texts: Sequence[str]) -> Iterator[str]:
    """Folded: all of the first edition, and of the others those that read otherwise there (軟體 for 软件)."""
    seen: set[str] = set()
    for number, text in enumerate(texts):
        folded = fold(text)
        for one, other in _QUOTES:
            folded = folded.replace(one, other)
        blocks = folded.split("\n")
        yield from blocks if number == 0 else [block for block in dict.fromkeys(blocks) if block not in seen]
        seen.update(blocks)


@dataclass(frozen=True, slots=True)
class _Terms:
    """All terms of an article, one for each place, those of one spelling in the order of their places.

    Whole lists at a time: this is the longest loop of a cold build, a thousand places an article.
    """

    terms: list[str]
    places: list[int]

    def add(self, block: str, position: int) -> int:
        """The terms of a folded block from ``position`` on; answers the first position behind it."""
        units = UNIT.findall(block)
        if not units:
            return position
        end = position + len(units)
        before_han = list(map(_KNOWN.__getitem__, units))
        if False not in before_han:  # nothing but Han: pairs, and the last one alone
            self.terms.extend(map(add, units, units[1:]))
            self.terms.append(units[-1])
            self.places.extend(range(position, end))
            return end + 1
        is_han = before_han[:]
        del before_han[0]
        before_han.append(False)
        self.terms.extend(compress(map(add, units, units[1:]), before_han))
        self.places.extend(compress(range(position, end), before_han))
        alone = [not (one and after) for one, after in zip(is_han, before_han, strict=True)]
        self.terms.extend(compress(units, alone))
        self.places.extend(compress(range(position, end), alone))
        return end + 1

    def entry(self) -> Entry:
        first: dict[str, int] = {}
        all_places: dict[str, list[int]] = {}  # of the one term in four that stands there more than once
        for term, place in zip(self.terms, self.places, strict=True):
            if term not in first:
                first[term] = place
            elif term in all_places:
                all_places[term].append(place)
            else:
                all_places[term] = [first[term], place]
        terms = [*(term for term in first if term not in all_places), *all_places]
        several = [places[:_MOST] for places in all_places.values()]
        return Entry(
            "\n".join(terms),
            to_bytes("I", map(first.__getitem__, terms)),
            to_bytes("H", map(len, several)),
            to_bytes("I", chain.from_iterable(map(sub, places[1:], places) for places in several)),
        )


def to_bytes(kind: str, numbers: Iterable[int]) -> bytes:
    """"H": two bytes a number, "I": four; the same on every machine."""
    found = array(kind, numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def from_bytes(kind: str, data: bytes) -> array[int]:
    found = array(kind, data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


class _Known(dict[str, bool]):
    """Whether a unit is Han, worked out once for each."""

    def __missing__(self, unit: str) -> bool:
        self[unit] = known = is_han(unit)
        return known


_KNOWN = _Known()
