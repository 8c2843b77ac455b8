"""A block, and the sheaves that are otherwise now -> what joining all its sheaves would give, byte for byte.

One article of 512 has other words now, and most of its words stand where they stood. Only terms of which a sheaf has
something else are joined anew, from all sheaves; what the block has of the others is taken over in long stretches.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import add, sub
from typing import TypeVar

from bulletin.render.search.blocks import Block, Piece, columns, ends_of, pieces, pieces_of, titled
from bulletin.render.search.partition import STRIPS, place_in_order, strip_of
from bulletin.render.search.sheaves import Sheaf, bind, terms_of
from bulletin.render.search.splicing import Edit, spliced, spliced_numbers

Value = TypeVar("Value")
_NOTHING = bind(0, ())


def rejoin(number: int, sheaves: Sequence[Sheaf], known: Block, before: Mapping[int, Sheaf | None]) -> Block:
    """As ``blocks.join``. ``known``: the block of this number when these stood at their places ``before``, or none did,
    and all other sheaves were the same."""
    touched: set[str] = set()
    for place, was in before.items():
        one, other = was or _NOTHING, sheaves[place] if place < len(sheaves) else _NOTHING
        touched |= _differing(dict(pieces(one)), dict(pieces(other)))
        touched |= _differing(titled([one]), titled([other]))
    found: defaultdict[str, list[Piece]] = defaultdict(list)
    for sheaf in sheaves:
        for term, piece in pieces_of(sheaf, touched):
            found[term].append(piece)
    made = columns(number, found, titled(sheaves))
    edits = sorted(_edits(terms_of(known.terms), made.order, made.ranks, touched))
    data, sizes = [], []
    for old, numbers, new in zip((known.terms, *known.parts), known.ends, (made.spelt, *made.parts), strict=True):
        ends = array("I", numbers)
        data.append(spliced(old, ends, edits, new))
        sizes.append(spliced_numbers("I", array("I", map(sub, ends[1:], ends)).tobytes(), edits, map(len, new)))
    return Block(
        data[0],
        spliced_numbers("H", known.digests, edits, made.digests),
        tuple(data[1:]),
        tuple(ends_of(array("I", one)) for one in sizes),
        spliced_numbers("Q", known.weights, edits, made.weights),
        _moved(array("I", known.strips), edits, made.ranks),
    )


def _differing(some: Mapping[str, Value], others: Mapping[str, Value]) -> set[str]:
    return {term for term, one in others.items() if some.get(term) != one} | some.keys() - others.keys()


def _edits(terms: Sequence[str], order: Sequence[str], ranks: Sequence[int], touched: set[str]) -> Iterator[Edit]:
    """``order``: those of ``touched`` that there still are, with their ``ranks``; ``terms`` of the block."""
    places = {term: at for at, term in enumerate(terms) if term in touched}
    rank = place_in_order()
    for number, (term, its) in enumerate(zip(order, ranks, strict=True)):
        if term in places:
            at = places.pop(term)
            yield at, at + 1, number
        else:
            at = bisect_left(terms, (its, term), key=lambda one: (rank(one), one))
            yield at, at, number
    for at in places.values():
        yield at, at + 1, -1


def _moved(strips: array[int], edits: Sequence[Edit], ranks: Sequence[int]) -> bytes:
    """Where strips begin now."""
    more = [0] * (STRIPS + 1)
    for begin, end, number in edits:
        if end > begin:
            more[bisect_right(strips, begin)] -= 1
        if number >= 0:
            more[strip_of(ranks[number]) + 1] += 1
    return array("I", map(add, strips, accumulate(more))).tobytes()
