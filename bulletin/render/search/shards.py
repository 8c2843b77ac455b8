"""Terms with their postings <-> shards, the files that a browser fetches: about 5 KB each.

    shard = count, then for each term in order: characters shared with the term before, rest of it (length, UTF-8), how
            many articles hold it, bytes of its postings; then the postings (see ``codes``), one after the other.
            All numbers are varints.

Which shard a term belongs to follows from the term (see ``partition``), so shards that hold none of the terms of a
changed article stay as they are, byte for byte.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import add, call

from bulletin.render.search.codes import Gaps, coded, places, width
from bulletin.render.search.partition import Partition
from bulletin.render.search.terms import Entry, from_bytes


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

    The longest loop of a build, millions of postings: it is left to the library's own loops.
    """
    heads = _Heads()
    steps = _Steps()
    for number, entry in enumerate(entries):
        if not entry.terms:
            continue
        terms = entry.terms.split("\n")
        times = from_bytes("H", entry.times)
        places = from_bytes("I", entry.firsts)
        several = len(terms) - len(times)  # where those begin that have several places
        more = ((many - 1 << _TIMES) + first for first, many in zip(places[several:], times, strict=True))
        adding = map(heads.__getitem__, terms)
        deque(map(call, adding, map(add, chain(places[:several], more), repeat(number << _NUMBER))), maxlen=0)
        further = from_bytes("I", entry.steps)
        begin = 0
        for term, many in zip(terms[several:], times, strict=True):
            end = begin + many - 1
            steps[term].extend(further[begin:end])
            begin = end
    gaps = Gaps()
    return {term: _postings(found, steps.get(term, ()), count, gaps) for term, found in heads.lists.items()}


def _postings(heads: array[int], steps: Sequence[int], count: int, gaps: Gaps) -> Postings:
    numbers = [head >> _NUMBER for head in heads]
    times = [head >> _TIMES & _ONLY_TIMES for head in heads] if steps else repeat(0, len(heads))
    firsts = [head & _ONLY_PLACE for head in heads]
    return Postings(len(heads), coded(numbers, times, firsts, steps, gaps[width(len(heads), count)]))


# A posting without its further places, in one whole number: of the article, how often less 1, first place.
_NUMBER, _TIMES = 42, 28
_ONLY_TIMES, _ONLY_PLACE = (1 << _NUMBER - _TIMES) - 1, (1 << _TIMES) - 1


class _Heads(dict[str, Callable[[int], None]]):
    """Term -> what adds a posting to its list; new ones as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: dict[str, array[int]] = {}

    def __missing__(self, term: str) -> Callable[[int], None]:
        self.lists[term] = found = array("Q")
        self[term] = append = found.append
        return append


class _Steps(dict[str, "array[int]"]):
    def __missing__(self, term: str) -> array[int]:
        self[term] = found = array("I")
        return found


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


def put(out: bytearray, number: int) -> None:
    """Appends a varint: seven bits a byte, lowest first, the high bit says that more follow."""
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
