"""Terms with their postings <-> shards, the files that a browser fetches: about 3 KB each.

    shard = count, then for each term in order: characters shared with the term before, rest of it (length, UTF-8), how
            many articles hold it, twice the bytes of its postings, 1 more if its places stand in a file of their
            own; then the postings (see ``codes``), one after the other. All numbers are varints.

Where a term stands takes four fifths of its postings, and many questions need only know who holds it. So the terms
with most places, 3 KB and more of them, have those in files of their own: ``apart_name``.

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

from bulletin.render.search.codes import Gaps, coded, coded_apart, holders, places, places_apart, width
from bulletin.render.search.partition import Partition
from bulletin.render.search.terms import TITLE_END, Entry, from_bytes

APART = 2400  # places of a term from which on they have a file of their own
_MOST_APART = 1500  # files of places
_LONGEST_APART = 8  # characters of such a term, for they are the name of the file
_ENOUGH = 10  # places of a term in an article: more of them say nothing more

@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: in how many articles, and the bits of ``codes``."""

    holding: int
    data: bytes
    is_apart: bool = False  # its places are the bytes of the file ``apart_name``
    apart: bytes = b""

    def about(self, count: int) -> Iterator[tuple[int, list[int]]]:
        """Of each article its places, or where these are in a file of their own about them: as many as there are, at
        most ``_ENOUGH``, of which the first is said (see ``codes.holders``). ``count``: of all articles."""
        if not self.is_apart:
            return places(self.data, self.holding, count)
        held = holders(self.data, self.holding, count)
        return ((number, [about, *[TITLE_END] * (min(times, _ENOUGH) - 1)]) for number, times, about in held)

    def places(self, count: int) -> Iterator[tuple[int, list[int]]]:
        """``count``: of all articles of the index."""
        if not self.is_apart:
            return places(self.data, self.holding, count)
        return places_apart(self.apart, holders(self.data, self.holding, count))


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
    apart = _apart({term: len(heads.lists[term]) + len(found) for term, found in steps.items()})
    lists = heads.lists.items()
    return {term: _postings(found, steps.get(term, ()), count, gaps, term in apart) for term, found in lists}


def _apart(sizes: Mapping[str, int]) -> set[str]:
    """Terms whose places have files of their own; ``sizes`` in places."""
    large = {term: size for term, size in sizes.items() if size >= APART and len(term) <= _LONGEST_APART}
    least = APART
    while sum(size >= least for size in large.values()) > _MOST_APART:
        least += least // 4
    return {term for term, size in large.items() if size >= least}


def _postings(heads: array[int], steps: Sequence[int], count: int, gaps: Gaps, is_apart: bool) -> Postings:
    numbers = [head >> _NUMBER for head in heads]
    times = [head >> _TIMES & _ONLY_TIMES for head in heads] if steps else [0] * len(heads)
    firsts = [head & _ONLY_PLACE for head in heads]
    if is_apart:
        holding, apart = coded_apart(numbers, times, firsts, steps, count, gaps)
        return Postings(len(heads), holding, True, apart)
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


def apart_files(postings: Mapping[str, Postings]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of places."""
    yield from ((apart_name(term), one.apart) for term, one in postings.items() if one.is_apart)


def apart_name(term: str) -> str:
    """工会 -> 5de5-4f1a"""
    return "-".join(format(ord(character), "x") for character in term)


def sizes(postings: Mapping[str, Postings]) -> Iterator[tuple[str, int]]:
    """Each term with about the bytes that it takes in a shard."""
    return ((term, len(one.data) + 4 + len(term[1:].encode())) for term, one in postings.items())


def decode(data: bytes) -> dict[str, Postings]:
    """Raises IndexError, ValueError where the data is no shard."""
    reader = Reader(data)
    before = ""
    sizes: list[tuple[str, int, int]] = []  # term, how many hold it, bytes twice and the sign
    for _ in range(reader.number()):
        shared = reader.number()
        before = before[:shared] + reader.text(reader.number())
        sizes.append((before, reader.number(), reader.number()))
    return {term: Postings(holding, reader.take(size >> 1), bool(size & 1)) for term, holding, size in sizes}


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
        put(out, len(postings[term].data) << 1 | postings[term].is_apart)
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
