"""Terms with their postings <-> shards, the files that a browser fetches: about 5 KB each.

    shard = count, then for each term in order: characters shared with the term before, rest of it (length, UTF-8), how
            many articles hold it, bytes of its postings; then the postings (see ``codes``), one after the other.
            All numbers are varints.

Which shard a term belongs to follows from the term (see ``partition``), so shards that hold none of the terms of a
changed article stay as they are, byte for byte.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import sub

from bulletin.render.search.codes import Once, Rice, packed, places, several, width
from bulletin.render.search.partition import Partition
from bulletin.render.search.terms import ONCE, Entry, put


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: in how many articles, and the bits of ``codes``."""

    holding: int
    data: bytes

    def places(self, count: int) -> Iterator[tuple[int, list[int]]]:
        """``count``: of all articles of the index."""
        return places(self.data, self.holding, count)


def merge(entries: Iterable[Entry], count: int) -> dict[str, Postings]:
    """Postings by term; the ``count`` articles are numbered in the order given.

    The longest loops of a build: each posting is one turn of them. Terms are numbered first, because lists are quicker
    to look into than dicts.
    """
    terms = _Numbers()
    numbers: list[array[int]] = []  # of articles
    lengths: list[array[int]] = []  # as in ``Entry.lengths``
    bodies: list[bytearray] = []
    for number, entry in enumerate(entries):
        if not entry.terms:
            continue
        sizes = array("H", entry.lengths)
        if sys.byteorder == "big":
            sizes.byteswap()
        numbered = [terms[term] for term in entry.terms.split("\n")]
        for _ in range(len(terms) - len(numbers)):
            numbers.append(array("I"))
            lengths.append(array("H"))
            bodies.append(bytearray())
        begin = 0
        data = entry.places
        for at, size in zip(numbered, sizes, strict=True):
            numbers[at].append(number)
            lengths[at].append(size)
            end = begin + (size & ~ONCE)
            bodies[at] += data[begin:end]
            begin = end
    once = Once()
    gaps = _Gaps()
    merged: dict[str, Postings] = {}
    for term, at in terms.items():
        holding = len(numbers[at])
        rice = gaps[width(holding, count)]
        merged[term] = Postings(holding, _coded(numbers[at], lengths[at], bodies[at], once, rice))
        bodies[at] = bytearray()
    return merged


def _coded(numbers: array[int], lengths: array[int], body: bytearray, once: Once, gaps: Rice) -> bytes:
    data = bytes(body)
    bits = [gaps[numbers[0]], *[gaps[step - 1] for step in map(sub, numbers[1:], numbers)]]
    begin = 0
    for at, size in enumerate(lengths):
        if size & ONCE:
            end = begin + (size ^ ONCE)
            bits[at] += once[data[begin:end]]
        else:
            end = begin + size
            bits[at] += several(data[begin:end])
        begin = end
    return packed("".join(bits))


class _Gaps(dict[int, Rice]):
    def __missing__(self, k: int) -> Rice:
        self[k] = rice = Rice(k)
        return rice


class _Numbers(dict[str, int]):
    """Numbers new keys as they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def shards(postings: Mapping[str, Postings], parts: Partition) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every shard, also of those that hold nothing: a browser asks for a shard before it knows."""
    groups: dict[str, list[str]] = {name: [] for name in parts.all()}
    for term in sorted(postings):
        groups[parts.shard(term)].append(term)
    yield from ((name, _encode(group, postings)) for name, group in groups.items())


def sizes(postings: Mapping[str, Postings]) -> Iterator[tuple[str, int]]:
    """Each term with about the bytes that it takes in a shard."""
    return ((term, len(one.data) + 4 + len(term[1:].encode())) for term, one in postings.items())


def decode(data: bytes) -> dict[str, Postings]:
    """Raises IndexError, ValueError where the data is no shard."""
    reader = Reader(data)
    before = ""
    sizes: list[tuple[str, int, int]] = []
    for _ in range(reader.number()):
        shared = reader.number()
        before = before[:shared] + reader.text(reader.number())
        sizes.append((before, reader.number(), reader.number()))
    return {term: Postings(holding, reader.take(size)) for term, holding, size in sizes}


class Reader:
    """Varints and texts from the start of ``data`` on."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

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


def _encode(group: list[str], postings: Mapping[str, Postings]) -> bytes:
    out = bytearray()
    put(out, len(group))
    before = ""
    for term in group:
        shared = _shared(before, term)
        rest = term[shared:].encode()
        put(out, shared)
        put(out, len(rest))
        out += rest
        put(out, postings[term].holding)
        put(out, len(postings[term].data))
        before = term
    for term in group:
        out += postings[term].data
    return bytes(out)


def _shared(a: str, b: str) -> int:
    """Characters that both begin with; counted in code points, as the browser must (not in UTF-16 units)."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count
