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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bulletin.render.search.fold import fold

# 々 〇, kana without their marks, the ideographs of every plane. The browser's engine has the same list.
HAN = (
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
TITLE_END = 128  # positions below it are the title's
LONGEST = 64  # characters of a word; a longer one is cut into several, in a text as in a question
_MOST = 10000  # places of one term in one article: 15 bits can say the length of so many
ONCE = 0x8000  # in ``Entry.lengths``: the term stands there once, and how often is left out
_UNIT = re.compile(f"[{HAN}]|[^\\W_{HAN}]{{1,{LONGEST}}}")
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article's part of the index: its terms in order, joined by line breaks, and where each of them stands."""

    terms: str
    lengths: bytes  # of each term's part of ``places``, two bytes each, little-endian; and ``ONCE``
    places: bytes  # for each term: how often unless once, then the positions, as differences; all varints


def units(text: str) -> list[str]:
    """Of one block, folded."""
    return _UNIT.findall(fold(text))


def is_han(unit: str) -> bool:
    return _IS_HAN.match(unit) is not None


def entry(titles: Sequence[str], texts: Sequence[str]) -> Entry:
    """``titles`` and ``texts`` are the article's in each edition, blocks divided by line breaks."""
    where: dict[str, list[int]] = {}
    position = 0
    for block in _blocks(titles):
        position = _place(block, position, where)
    position = max(position, TITLE_END)
    for block in _blocks(texts):
        position = _place(block, position, where)
    terms = sorted(where)
    found = [where[term] for term in terms]
    parts = [_posting(positions) for positions in found]
    lengths = array("H", [len(part) | (ONCE if len(at) == 1 else 0) for at, part in zip(found, parts, strict=True)])
    if sys.byteorder == "big":
        lengths.byteswap()
    return Entry("\n".join(terms), lengths.tobytes(), b"".join(parts))


def _blocks(texts: Sequence[str]) -> Iterator[str]:
    """Folded: all of the first edition, and of the others those that read otherwise there (軟體 for 软件)."""
    seen: set[str] = set()
    for number, text in enumerate(texts):
        blocks = fold(text).split("\n")
        yield from blocks if number == 0 else [block for block in dict.fromkeys(blocks) if block not in seen]
        seen.update(blocks)


def _place(block: str, position: int, where: dict[str, list[int]]) -> int:
    """Adds the terms of a folded block from ``position`` on; answers the first position behind it."""
    found = _UNIT.findall(block)
    if not found:
        return position
    kinds = [_KNOWN[unit] for unit in found]
    for unit, after, kind, kind_after in zip(found, [*found[1:], ""], kinds, [*kinds[1:], False], strict=True):
        if kind_after:
            pair = unit + after
            if pair in where:
                where[pair].append(position)
            else:
                where[pair] = [position]
        if not (kind and kind_after):
            if unit in where:
                where[unit].append(position)
            else:
                where[unit] = [position]
        position += 1
    return position + 1


class _Known(dict[str, bool]):
    """Whether a unit is Han, worked out once for each."""

    def __missing__(self, unit: str) -> bool:
        self[unit] = known = is_han(unit)
        return known


_KNOWN = _Known()


def _posting(positions: list[int]) -> bytes:
    """How often unless once, then the differences. Positions ascend."""
    if len(positions) == 1 and positions[0] < 0x4000:  # four terms of five
        return _VARINTS[positions[0]]
    out = bytearray()
    kept = positions[:_MOST]
    if len(kept) > 1:
        put(out, len(kept))
    last = 0
    for position in kept:
        put(out, position - last)
        last = position
    return bytes(out)


def put(out: bytearray, number: int) -> None:
    """Appends a varint: seven bits a byte, lowest first, the high bit says that more follow."""
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _varint(number: int) -> bytes:
    out = bytearray()
    put(out, number)
    return bytes(out)


_VARINTS = tuple(_varint(number) for number in range(0x4000))
