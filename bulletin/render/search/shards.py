"""Blocks of articles -> the postings of all terms -> shards, the files that a browser fetches: about 3 KB each.

    shard = count, then for each term in order: characters shared with the term before, rest of it (length, UTF-8),
            twice the bytes of its holders, 1 more if its places stand in a file of their own, the bytes of its places
            or, of those apart, of what is known of titles; then these bytes, term after term. All numbers are varints;
            for the bytes themselves see ``codes`` and ``reading``.

Where a term stands takes four fifths of its postings, and many questions need only know who holds it. So the terms
with most places, 2.5 KB and more of them, have those in files of their own: ``apart_name``.

Which shard a term belongs to follows from the term (see ``partition``), so shards that hold none of the terms of a
changed article stay as they are, byte for byte.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bulletin.render.search.blocks import Block
from bulletin.render.search.codes import BLOCK, varint
from bulletin.render.search.partition import Partition
from bulletin.render.search.reading import CUT, held, lows, lows_size, places, title_places
from bulletin.render.search.terms import TITLE_END, is_han

APART = 2560  # bytes of the places of a term from which on they have a file of their own
_MOST_APART = 1350  # files of places; of more articles, one for each _ARTICLES
_ARTICLES = 8
_HEAVY = 64
_LONGEST_APART = 8  # characters of such a term, for they are the name of the file
_ENOUGH = 10  # places of a term in an article: more of them say nothing more
_MORE = [TITLE_END] * (_ENOUGH - 1)

Places = dict[int, list[int]]  # number of an article -> places in it, ascending


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands. ``places``: those that ``holders`` does not say; of a term apart what is known of titles."""

    holders: bytes
    places: bytes
    is_apart: bool = False  # its places are the file ``apart_name``
    apart: bytes = b""

    def about(self) -> Places:
        """Of each article the places, or where these are in a file of their own something like them: as many as there
        are, at most ``_ENOUGH``, of which the first is 0 at the beginning of a title, 1 in it, ``TITLE_END`` in the
        text. Raises ValueError, IndexError where something is cut short."""
        if not self.is_apart:
            return self.exactly()
        titled = title_places(self.places)
        found: Places = {}
        for articles, place in held(self.holders):
            if place >= 0:
                found[articles[0]] = [min(place, 1) if place < TITLE_END else TITLE_END]
                continue
            for article, times in Counter(articles).items():
                found[article] = [titled.get(article, TITLE_END), *_MORE[: times - 1]]
        return found

    def exactly(self) -> Places:
        """The places; of a term apart they are read from ``apart``. Raises ValueError, IndexError likewise."""
        return _by_article(places(self.holders, self.apart if self.is_apart else self.places))

    def roughly(self) -> Places:
        """The places modulo ``codes.LOW`` of a term apart, from the first ``low_size`` bytes of ``apart``. Raises
        ValueError, IndexError likewise."""
        return _by_article(lows(self.holders, self.apart))

    @property
    def low_size(self) -> int:
        return lows_size(self.holders)


def _by_article(found: Iterator[tuple[int, int]]) -> Places:
    out: Places = {}
    for article, place in found:
        out.setdefault(article, []).append(place)
    return out


def merge(blocks: Sequence[Block]) -> dict[str, Postings]:
    """Postings by term, from all blocks of the index in order."""
    found: defaultdict[str, list[tuple[bytes, bytes, bytes]]] = defaultdict(list)  # holders, lows, highs of each chunk
    titled: defaultdict[str, list[bytes]] = defaultdict(list)
    for number, block in enumerate(blocks):
        terms = block.terms.split("\n") if block.terms else []
        holders = _cut(block.holders, block.holder_sizes)
        both = _cut(block.lows, block.low_sizes), _cut(block.highs, block.high_sizes)
        for term, chunk in zip(terms, zip(holders, *both, strict=True), strict=True):
            found[term].append(chunk)
        for term, data in block.titled:
            titled[term].append(varint(number) + data)
    joined: dict[str, tuple[bytes, bytes]] = {}
    for term, chunks in found.items():
        held, lows, highs = map(b"".join, zip(*chunks, strict=True))
        joined[term] = held, lows + highs
    apart = _apart({term: len(places) for term, (_, places) in joined.items()}, len(blocks) * BLOCK)
    return {
        term: Postings(holders, b"".join(titled.get(term, ())), True, places)
        if term in apart
        else Postings(holders, places)
        for term, (holders, places) in joined.items()
    }


def _cut(data: bytes, sizes: bytes) -> list[bytes]:
    ends = list(accumulate(array("I", sizes)))
    return [data[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def _apart(sizes: Mapping[str, int], articles: int) -> set[str]:
    """Terms whose places have files of their own; ``sizes`` in bytes."""
    large = {term: size for term, size in sizes.items() if size >= APART and len(term) <= _LONGEST_APART}
    least = APART
    while sum(size >= least for size in large.values()) > max(_MOST_APART, articles // _ARTICLES):
        least += max(least // 32, 1)
    return {term for term, size in large.items() if size >= least}


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
    """工会 -> places/5de5-4f1a.bin"""
    return f"places/{'-'.join(format(ord(character), 'x') for character in term)}.bin"


def heaviest(postings: Mapping[str, Postings]) -> tuple[str, list[int]]:
    """Pairs of Han characters with most places, one after the other, and kilobytes of these. A phrase is better covered
    by others, and who asks must know before he has read a shard."""
    sizes = ((-len(one.apart) >> 10, term) for term, one in postings.items() if one.is_apart and len(term) == 2)
    found = sorted((size, term) for size, term in sizes if is_han(term[0]) and is_han(term[1]))[:_HEAVY]
    return "".join(term for _, term in found), [-size for size, _ in found]


def sizes(postings: Mapping[str, Postings]) -> Iterator[tuple[str, int]]:
    """Each term with about the bytes that it takes in a shard."""
    return ((term, len(one.holders) + len(one.places) + 7) for term, one in postings.items())


def decode(data: bytes) -> dict[str, Postings]:
    """Raises IndexError, ValueError where the data is no shard."""
    reader = Reader(data)
    before = ""
    sizes: list[tuple[str, int, int]] = []  # term, bytes of its holders twice and the sign, bytes of its places
    for _ in range(reader.number()):
        shared = reader.number()
        before = before[:shared] + reader.text(reader.number())
        sizes.append((before, reader.number(), reader.number()))
    return {
        term: Postings(reader.take(some >> 1), reader.take(others), bool(some & 1)) for term, some, others in sizes
    }


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
        if self._at > len(self._data):
            raise ValueError(CUT)
        return self._data[self._at - size : self._at]

    def text(self, size: int) -> str:
        return self.take(size).decode()


_VARINTS = [varint(number) for number in range(1 << 14)]


def _encode(group: list[str], postings: Mapping[str, Postings]) -> bytes:
    out = [_number(len(group))]
    before = ""
    for term in group:
        one = postings[term]
        shared = _shared(before, term)
        rest = term[shared:].encode()
        size = len(one.holders) << 1 | one.is_apart
        out += (_VARINTS[shared], _VARINTS[len(rest)], rest, _number(size), _number(len(one.places)))
        before = term
    for term in group:
        out += (postings[term].holders, postings[term].places)
    return b"".join(out)


def _number(number: int) -> bytes:
    return _VARINTS[number] if number < len(_VARINTS) else varint(number)


def _shared(a: str, b: str) -> int:
    """Characters that both begin with; counted in code points, as the browser must (not in UTF-16 units)."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count
