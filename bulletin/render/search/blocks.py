"""The sheaves of some articles that follow one another -> their part of the index, which a build can remember.

A block is joined from its own articles alone, so a changed article costs the joining of its block and nothing more, and
that in part only (see ``rejoining``).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, count, pairwise
from operator import eq

from bulletin.model.making import frozen
from bulletin.render.search.codes import BLOCK, chunks, titles, varint
from bulletin.render.search.partition import PART_BITS, place_in_order, strips_of
from bulletin.render.search.sheaves import SHEAF, Sheaf, terms_of

PLACES = 32  # bits of what ``Block.weights`` says of holders
_PART = (1 << PART_BITS) - 1
_FEW = 32  # terms
Piece = tuple[bytes, bytes, Sequence[int]]  # of a term in a sheaf: articles, two bytes each, lows, uppers
Titled = Mapping[str, Sequence[tuple[int, int]]]  # terms that stand in titles -> articles and places


@frozen
class Block:
    """What a block has of each of its terms, in the order of ``partition.place_in_order`` and, where that has two at
    one place, in their own: holders, lows and highs as ``codes`` makes them, and of one that stands in titles the
    number of the block and what ``codes.titles`` makes. Numbers are of this machine."""

    terms: bytes  # UTF-8, a line break behind each
    digests: bytes  # of each term, by which they are in order: two bytes a number
    parts: tuple[bytes, ...]  # holders of all terms, lows of all, highs of all, titles of all
    ends: tuple[bytes, ...]  # of the terms and of each of the parts: 0, and where each ends; four bytes a number
    weights: bytes  # of each term: bytes of its holders, and in the upper half of its places; eight bytes a number
    strips: bytes  # of each strip (see ``partition``) its first term, behind the last how many; four bytes a number


@frozen
class Columns:
    """What stands in a block of some of its terms, in order."""

    order: Sequence[str]
    ranks: Sequence[int]
    spelt: Sequence[bytes]
    parts: Sequence[Sequence[bytes]]

    @property
    def digests(self) -> array[int]:
        return array("H", [rank & _PART for rank in self.ranks])

    @property
    def weights(self) -> array[int]:
        return array("Q", map(_weight, *self.parts[:3]))


def join(number: int, sheaves: Sequence[Sheaf]) -> Block:
    """``number`` of the block; its sheaves from the lowest number up."""
    if len(sheaves) > BLOCK // SHEAF:
        raise ValueError(f"{len(sheaves)} sheaves in a block")
    found: defaultdict[str, list[Piece]] = defaultdict(list)
    for one in sheaves:
        for term, piece in pieces(one):
            found[term].append(piece)
    made = columns(number, found, titled(sheaves))
    return Block(
        b"".join(made.spelt),
        made.digests.tobytes(),
        tuple(map(b"".join, made.parts)),
        tuple(ends_of(map(len, one)) for one in (made.spelt, *made.parts)),
        made.weights.tobytes(),
        array("I", strips_of(made.ranks)).tobytes(),
    )


def columns(number: int, found: Mapping[str, Sequence[Piece]], titled: Titled) -> Columns:
    """``number`` of the block; ``found``: each term with what all sheaves have of it, from the lowest number up."""
    order, ranks = _in_order(found)
    parts: list[Sequence[bytes]] = [*zip(*_chunks(number, [found[term] for term in order]), strict=True)] or [()] * 3
    parts.append([varint(number) + titles(titled[term]) if term in titled else b"" for term in order])
    return Columns(order, ranks, [f"{term}\n".encode() for term in order], parts)


def _in_order(terms: Iterable[str]) -> tuple[list[str], list[int]]:
    """And their places in order."""
    places = dict(zip(terms, map(place_in_order(), terms), strict=True))
    order = sorted(places, key=places.__getitem__)
    ranks = [places[term] for term in order]
    tied = list(compress(count(), map(eq, ranks, ranks[1:])))
    at = 0
    while at < len(tied):  # a few: not all need be compared
        begin = end = tied[at]
        while at < len(tied) and tied[at] == end:
            at, end = at + 1, end + 1
        order[begin : end + 1] = sorted(order[begin : end + 1])
    return order, ranks


def pieces(one: Sheaf) -> Iterator[tuple[str, Piece]]:
    """Of each of its terms what a sheaf has of it."""
    return zip(terms_of(one.terms), _cut(one, pairwise(_ends(one))), strict=True)


def pieces_of(one: Sheaf, wanted: set[str]) -> Iterator[tuple[str, Piece]]:
    """The same of some terms."""
    found = list(_sought(one.terms, wanted))
    counts = array("I", one.counts)
    ends = list(accumulate(counts, initial=0)) if len(found) > _FEW else None
    begins = [ends[at] if ends else sum(counts[:at]) for at, _ in found]
    bounds = [(begin, begin + counts[at]) for begin, (at, _) in zip(begins, found, strict=True)]
    return zip([term for _, term in found], _cut(one, bounds), strict=True)


def _sought(spelt: bytes, wanted: set[str]) -> Iterator[tuple[int, str]]:
    """Which number a term has."""
    if len(wanted) > _FEW:
        yield from ((at, term) for at, term in enumerate(terms_of(spelt)) if term in wanted)
        return
    lines = b"\n" + spelt
    for term in wanted:  # a few are found sooner than all are told apart
        at = lines.find(f"\n{term}\n".encode())
        if at >= 0:
            yield lines.count(b"\n", 0, at), term


def _ends(one: Sheaf) -> Iterator[int]:
    return accumulate(array("I", one.counts), initial=0)


def _cut(one: Sheaf, bounds: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    uppers = one.uppers if len(one.uppers) == len(one.lows) else array("I", one.uppers)
    for begin, end in bounds:
        yield one.articles[2 * begin : 2 * end], one.lows[begin:end], uppers[begin:end]


def titled(sheaves: Iterable[Sheaf]) -> Titled:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in sheaves:
        for term, about in zip(terms_of(one.titled), array("H", one.titles), strict=True):
            found[term].append((about >> 1, 0 if about & 1 else 1))
    return found


def ends_of(sizes: Iterable[int]) -> bytes:
    """As ``Block.ends``."""
    return array("I", accumulate(sizes, initial=0)).tobytes()


def _chunks(number: int, terms: Sequence[Sequence[Piece]]) -> Iterator[tuple[bytes, bytes, bytes]]:
    counts = [sum([len(lows) for _, lows, _ in some]) for some in terms]
    articles, lows, uppers = zip(*chain.from_iterable(terms), strict=True) if terms else [()] * 3
    numbers = array("H", b"".join(articles)).tolist()
    return chunks(number, counts, numbers, b"".join(lows), list(chain.from_iterable(uppers)))


def _weight(holders: bytes, lows: bytes, highs: bytes) -> int:
    return len(holders) | len(lows) + len(highs) << PLACES
