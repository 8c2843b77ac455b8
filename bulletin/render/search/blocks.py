"""The sheaves of some articles that follow one another -> their part of the index, which a build can remember.

A block is joined from its own articles alone, so a changed article costs the joining of its block and nothing more.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise

from bulletin.model.making import frozen
from bulletin.render.search.codes import BLOCK, chunks, titles, varint
from bulletin.render.search.partition import PART_BITS, place_in_order
from bulletin.render.search.sheaves import SHEAF, Sheaf, terms_of

PLACES = 32  # bits of what ``Block.weights`` says of holders
_PART = (1 << PART_BITS) - 1
_Piece = tuple[bytes, bytes, Sequence[int]]  # of a term in a sheaf: articles, two bytes each, lows, uppers


@frozen
class Block:
    """What a block has of each of its terms, in the order of ``partition.place_in_order``: holders, lows and highs as
    ``codes`` makes them, and of one that stands in titles the number of the block and what ``codes.titles`` makes.
    Numbers are of this machine."""

    terms: bytes  # UTF-8, a line break behind each
    digests: bytes  # of each term, by which they are in order: two bytes a number
    parts: tuple[bytes, ...]  # holders of all terms, lows of all, highs of all, titles of all
    ends: tuple[bytes, ...]  # of the terms and of each of the parts: 0, and where each ends; four bytes a number
    weights: bytes  # of each term: bytes of its holders, and in the upper half of its places; eight bytes a number


def join(number: int, sheaves: Sequence[Sheaf]) -> Block:
    """``number`` of the block; its sheaves from the lowest number up."""
    if len(sheaves) > BLOCK // SHEAF:
        raise ValueError(f"{len(sheaves)} sheaves in a block")
    found: defaultdict[str, list[_Piece]] = defaultdict(list)
    titled: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in sheaves:
        for term, piece in _pieces(one):
            found[term].append(piece)
        for term, about in zip(terms_of(one.titled), array("H", one.titles), strict=True):
            titled[term].append((about >> 1, 0 if about & 1 else 1))
    ranks = dict(zip(found, map(place_in_order(), found), strict=True))
    order = sorted(found, key=ranks.__getitem__)
    spelt = [f"{term}\n".encode() for term in order]
    parts = [*zip(*_chunks(number, [found[term] for term in order]), strict=True)] or [()] * 3
    parts.append(tuple(varint(number) + titles(titled[term]) if term in titled else b"" for term in order))
    return Block(
        b"".join(spelt),
        array("H", [ranks[term] & _PART for term in order]).tobytes(),
        tuple(map(b"".join, parts)),
        tuple(array("I", accumulate(map(len, one), initial=0)).tobytes() for one in (spelt, *parts)),
        array("Q", map(_weight, *parts[:3])).tobytes(),
    )


def _pieces(one: Sheaf) -> Iterator[tuple[str, _Piece]]:
    uppers = one.uppers if len(one.uppers) == len(one.lows) else array("I", one.uppers)
    ends = accumulate(array("I", one.counts), initial=0)
    for term, (begin, end) in zip(terms_of(one.terms), pairwise(ends), strict=True):
        yield term, (one.articles[2 * begin : 2 * end], one.lows[begin:end], uppers[begin:end])


def _chunks(number: int, terms: Sequence[Sequence[_Piece]]) -> Iterator[tuple[bytes, bytes, bytes]]:
    counts = [sum([len(lows) for _, lows, _ in pieces]) for pieces in terms]
    articles, lows, uppers = zip(*chain.from_iterable(terms), strict=True) if terms else [()] * 3
    numbers = array("H", b"".join(articles)).tolist()
    return chunks(number, counts, numbers, b"".join(lows), list(chain.from_iterable(uppers)))


def _weight(holders: bytes, lows: bytes, highs: bytes) -> int:
    return len(holders) | len(lows) + len(highs) << PLACES
