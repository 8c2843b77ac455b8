"""Terms with their postings <-> shards: files of about 4 KB, each a range of sorted terms.

    shard    = count, then for each term: characters shared with the term before, rest of it (length, UTF-8),
               length of its postings; then the postings, one after the other. All numbers are varints.
    postings = for each article: twice the difference to the article before, and 1 more if the term stands there once;
               how often unless once; differences of its positions

A shard ends at a term whose digest says so, if it is neither very small nor very large then. So a changed article moves
no border but those beside its own terms, and shards that hold none of its terms stay as they are, byte for byte.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from bulletin.render.search.terms import ONCE, Entry, put

_GOAL = 4096  # bytes of a shard on the average; doubled until there are fewer than
_FILES = 4000


@dataclass(frozen=True, slots=True)
class Shard:
    first: str  # its first term, which also names the file
    data: bytes

    @property
    def name(self) -> str:
        return file_name(self.first)


def file_name(term: str) -> str:
    """From the root alone, with nothing looked up: the term's first bytes, in hex, and a digest where it is longer."""
    data = term.encode()
    return data.hex() if len(data) <= 24 else f"{data[:24].hex()}-{crc32(data):08x}"


def merge(entries: Iterable[Entry]) -> dict[str, bytearray]:
    """Postings by term; the articles are numbered in the order given.

    The longest loop of a build: each posting is one turn of it. Terms are numbered first, because lists are quicker
    to look into than dicts.
    """
    terms = _Numbers()
    postings: list[bytearray] = []
    last: list[int] = []
    for number, entry in enumerate(entries):
        if not entry.terms:
            continue
        lengths = array("H", entry.lengths)
        if sys.byteorder == "big":
            lengths.byteswap()
        begin = 0
        places = entry.places
        numbered = [terms[term] for term in entry.terms.split("\n")]
        for _ in range(len(terms) - len(postings)):
            postings.append(bytearray())
            last.append(0)
        for term, length in zip(numbered, lengths, strict=True):
            posting = postings[term]
            head = number - last[term] << 1
            last[term] = number
            if length & ONCE:
                length ^= ONCE
                head |= 1
            if head < 0x80:
                posting.append(head)
            else:
                put(posting, head)
            end = begin + length
            posting += places[begin:end]
            begin = end
    return dict(zip(terms, postings, strict=True))


class _Numbers(dict[str, int]):
    """Numbers new keys as they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def shards(postings: dict[str, bytearray]) -> Iterator[Shard]:
    size = sum(map(len, postings.values())) + 3 * sum(map(len, postings))
    goal = _GOAL
    while size > goal * _FILES:
        goal *= 2
    # One term in 2**n may end a shard, so that half of the goal lies between two such terms on the average.
    ends = (1 << max((goal * len(postings) // (2 * max(size, 1))).bit_length() - 1, 0)) - 1
    group: list[str] = []
    size = 0
    for term in sorted(postings):
        group.append(term)
        data = term.encode()
        size += len(postings[term]) + len(data)
        if size >= 3 * goal or (2 * size >= goal and crc32(data) & ends == 0):
            yield Shard(group[0], _encode(group, postings))
            group, size = [], 0
    if group:
        yield Shard(group[0], _encode(group, postings))


def decode(data: bytes) -> dict[str, bytes]:
    """Term -> its postings."""
    reader = Reader(data)
    before = ""
    sizes: list[tuple[str, int]] = []
    for _ in range(reader.number()):
        shared = reader.number()
        before = before[:shared] + reader.text(reader.number())
        sizes.append((before, reader.number()))
    return {term: reader.take(size) for term, size in sizes}


def articles(postings: bytes) -> Iterator[tuple[int, list[int]]]:
    """(number of the article, positions) from the lowest number up."""
    reader = Reader(postings)
    number = 0
    while not reader.is_done:
        head = reader.number()
        number += head >> 1
        position = 0
        positions = []
        for _ in range(1 if head & 1 else reader.number()):
            position += reader.number()
            positions.append(position)
        yield number, positions


class Reader:
    """Varints and texts from the start of ``data`` on."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at >= len(self._data)

    def number(self) -> int:
        result = shift = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
            shift += 7

    def take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def text(self, size: int) -> str:
        return self.take(size).decode()


def _encode(group: list[str], postings: dict[str, bytearray]) -> bytes:
    out = bytearray()
    put(out, len(group))
    before = ""
    for term in group:
        shared = _shared(before, term)
        rest = term[shared:].encode()
        put(out, shared)
        put(out, len(rest))
        out += rest
        put(out, len(postings[term]))
        before = term
    for term in group:
        out += postings[term]
    return bytes(out)


def _shared(a: str, b: str) -> int:
    """Characters that both begin with; counted in code points, as the browser must (not in UTF-16 units)."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count
