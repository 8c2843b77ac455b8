"""A title and a text -> their units, and the terms under which search finds them.

A unit is one Han or kana character, or one word of other letters and digits; all else is dropped, so punctuation does
not matter. A term is two neighbouring Han units, a word, or the last Han unit before something else (so that every
single character is the beginning of some term). Positions count units; a break between blocks leaves one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.render.search.fold import fold

HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TITLE_END = 128  # positions below it are the title's
_UNIT = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article's part of the index: its terms in order, joined by line breaks, and where each of them stands."""

    terms: str
    lengths: bytes  # of each term's part of ``places``, two bytes each, little-endian
    places: bytes  # for each term: how often, then the positions, as differences; all varints


def units(text: str) -> list[str]:
    """Of one block, folded."""
    return _UNIT.findall(fold(text))


def is_han(unit: str) -> bool:
    return _IS_HAN.match(unit) is not None


def entry(titles: tuple[str, ...], texts: tuple[str, ...]) -> Entry:
    """``titles`` and ``texts`` are the article's in each edition; those that fold alike are indexed once."""
    where: dict[str, list[int]] = {}
    position = 0
    for title in _distinct(titles):
        position = _place([title], position, where) + 1
    position = max(position, TITLE_END)
    for text in _distinct(texts):
        position = _place(text.split("\n"), position, where)
    terms = sorted(where)
    parts = [_posting(where[term]) for term in terms]
    lengths = b"".join(min(len(part), 0xFFFF).to_bytes(2, "little") for part in parts)
    return Entry("\n".join(terms), lengths, b"".join(parts))


def _distinct(texts: tuple[str, ...]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        folded = fold(text)
        if folded not in seen:
            seen.add(folded)
            yield folded


def _place(blocks: list[str], position: int, where: dict[str, list[int]]) -> int:
    """Adds the terms of folded blocks from ``position`` on; answers the first position behind them."""
    for block in blocks:
        found = _UNIT.findall(block)
        if not found:
            continue
        for one, following in zip(found, [*found[1:], ""], strict=True):
            term = one + following if _KNOWN[one] and _KNOWN[following] else one
            try:
                where[term].append(position)
            except KeyError:
                where[term] = [position]
            position += 1
        position += 1
    return position


class _Known(dict[str, bool]):
    """Whether a unit is Han, worked out once for each."""

    def __missing__(self, unit: str) -> bool:
        self[unit] = known = bool(unit) and is_han(unit)
        return known


_KNOWN = _Known()


def _posting(positions: list[int]) -> bytes:
    """How often, then the differences; never longer than two bytes can say (a word more frequent is cut)."""
    out = bytearray()
    kept = positions[:16000]
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
