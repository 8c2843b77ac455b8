"""A block and a partition -> where the block has the terms of each shard, and a digest of what it has of them.

Terms are in an order that suits every partition, so each shard has a run of neighbours, or a few. Where a partition
differs from the one before in some characters, as it mostly does, what is known of the others is taken over.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import accumulate, chain, compress, count, pairwise
from operator import itemgetter, ne, sub

from bulletin.model.making import frozen
from bulletin.render.search.blocks import Block, ends_of
from bulletin.render.search.partition import PART_BITS, Partition, mirrored, part_of, place_in_order, strip_of
from bulletin.render.search.sheaves import terms_of
from bulletin.render.search.splicing import Edit, spliced
from bulletin.render.search.terms import is_han

DIGEST = 16  # bytes
_FEW = 64  # characters of which there are other shards; with more of them runs are looked for anew
_first = itemgetter(0)
Found = Sequence[int]  # runs of a shard: of each its first term, and the one behind its last


@frozen
class Runs:
    """Where a block has the terms of each shard: runs of neighbours. Numbers have four bytes, of this machine."""

    firsts: bytes  # of each shard its first run, and behind the last one's how many there are
    bounds: bytes  # of each run its first term, and the one behind the last
    digests: bytes  # of each shard, of all that the block has for it; zeros for nothing


def runs_of(parts: Partition, block: Block) -> Runs:
    found: list[list[int]] = [[] for _ in parts.all()]
    for number, begin, end in _found(parts, terms_of(block.terms), array("H", block.digests)):
        found[number] += (begin, end)
    firsts = array("I", accumulate((len(runs) >> 1 for runs in found), initial=0))
    sizes = _sizes(block, 0, len(block.weights) >> 3)
    digests = _digests(block, found, lambda begin, end: sizes[4 * begin : 4 * end])
    return Runs(firsts.tobytes(), array("I", chain.from_iterable(found)).tobytes(), digests)


def rerun(parts: Partition, block: Block, before: Partition, known: Runs) -> Runs:
    """As ``runs_of``. ``known``: what it gave of the same block ``before``."""
    was, now = dict(before.kinds()), dict(parts.kinds())
    others = {kind for kind in was.keys() | now.keys() if was.get(kind) != now.get(kind)}
    is_in_order = [kind for kind in was if kind in now] == [kind for kind in now if kind in was]
    if not is_in_order or len(others) > _FEW or not others.isdisjoint("hw"):
        return runs_of(parts, block)
    found: list[list[Found]] = []
    edits: list[Edit] = []
    for begin, end, shards in sorted(_otherwise(was, now, others, block, known), key=itemgetter(0, 1)):
        edits.append((begin, end, len(found)))
        found.append(shards)
    firsts = array("I", known.firsts)
    counts = array("I", map(sub, firsts[1:], firsts)).tobytes()
    shards_at = range(len(firsts))
    more = [array("I", [len(runs) >> 1 for runs in shards]).tobytes() for shards in found]
    bounds = [array("I", chain.from_iterable(shards)).tobytes() for shards in found]
    digests = [_digests(block, shards, partial(_sizes, block)) for shards in found]
    return Runs(
        ends_of(array("I", spliced(counts, [4 * at for at in shards_at], edits, more))),
        spliced(known.bounds, [8 * first for first in firsts], edits, bounds),
        spliced(known.digests, [DIGEST * at for at in shards_at], edits, digests),
    )


def _otherwise(
    was: Mapping[str, int], now: Mapping[str, int], others: Collection[str], block: Block, known: Runs
) -> Iterator[tuple[int, int, list[Found]]]:
    """From which shard of ``was`` up to which there are others now, and the runs of these; those that are put in at one
    place in order. ``others``: first characters of which there are more or fewer shards."""
    numbers = _numbers(was)
    places = {one: _place(block, one) for one in others}
    behind, at = numbers["h"], {}
    for one in reversed(list(now)):
        behind = at[one] = numbers.get(one, behind)
    for one in (*(one for one in now if one in others), *(one for one in was if one not in now)):
        begin = numbers.get(one, at.get(one, 0))
        shards: list[list[int]] = [[] for _ in range(1 << now[one])] if one in now else []
        for part, *run in _parted(0, now[one], array("H", block.digests), *places[one]) if one in now else ():
            shards[part] += run
        yield begin, begin + (1 << was[one] if one in was else 0), [*shards]
    moved = [one for one in others if (one in was) != (one in now) and places[one][0] < places[one][1]]
    for part in {part_of(one, now["h"]) for one in moved}:
        shard = numbers["h"] + part
        some = {places[one] for one in moved if part_of(one, now["h"]) == part}
        yield shard, shard + 1, [list(chain.from_iterable(sorted(some ^ _runs(known, shard))))]


def _runs(known: Runs, shard: int) -> set[tuple[int, int]]:
    begin, end = array("I", known.firsts[4 * shard : 4 * shard + 8])
    bounds = array("I", known.bounds[8 * begin : 8 * end])
    return set(zip(bounds[::2], bounds[1::2], strict=True))


def _place(block: Block, first: str) -> tuple[int, int]:
    """Where its terms begin that begin with this Han character, and where they end."""
    strip = strip_of(place_in_order()(first))
    begin, end = array("I", block.strips[4 * strip : 4 * strip + 8])
    spelt = slice(*(array("I", block.ends[0][4 * at : 4 * at + 4])[0] for at in (begin, end)))
    firsts = list(map(_first, terms_of(block.terms[spelt])))
    at = begin + firsts.index(first) if first in firsts else begin
    return at, at + firsts.count(first)


def _digests(block: Block, found: Iterable[Found], sizes: Callable[[int, int], array[int]]) -> bytes:
    columns = list(zip((block.terms, *block.parts), [memoryview(ends).cast("I") for ends in block.ends], strict=True))
    out = []
    for runs in found:
        pieces: list[bytes | array[int]] = []
        for begin, end in zip(runs[::2], runs[1::2], strict=True):
            pieces.append(sizes(begin, end))
            pieces += [data[ends[begin] : ends[end]] for data, ends in columns]
        out.append(blake2b(b"".join(pieces), digest_size=DIGEST).digest() if pieces else bytes(DIGEST))
    return b"".join(out)


def _sizes(block: Block, begin: int, end: int) -> array[int]:
    """Of these terms, of each what it has of the four parts."""
    sizes = array("I", bytes(4 * 4 * (end - begin)))
    for at, ends in enumerate(block.ends[1:]):
        numbers = array("I", ends[4 * begin : 4 * end + 4])
        sizes[at::4] = array("I", map(sub, numbers[1:], numbers))
    return sizes


def _found(parts: Partition, terms: Sequence[str], digests: array[int]) -> Iterator[tuple[int, int, int]]:
    """Number of a shard, and where a run of its terms begins and ends."""
    kinds = dict(parts.kinds())
    numbers = _numbers(kinds)
    firsts = list(map(_first, terms))
    begins = [0, *compress(count(1), map(ne, firsts, firsts[1:])), len(terms)] if terms else [0]
    for begin, end in pairwise(begins):
        first = firsts[begin]
        if not is_han(first):  # nor is any first one behind it
            yield from _parted(numbers["w"], kinds["w"], digests, begin, len(terms))
            return
        if first in kinds:
            yield from _parted(numbers[first], kinds[first], digests, begin, end)
        else:
            yield numbers["h"] + part_of(first, kinds["h"]), begin, end


def _numbers(kinds: Mapping[str, int]) -> dict[str, int]:
    """Of each kind its first shard."""
    return dict(zip(kinds, accumulate((1 << bits for bits in kinds.values()), initial=0), strict=False))


def _parted(number: int, bits: int, digests: array[int], begin: int, behind: int) -> Iterator[tuple[int, int, int]]:
    for part in range(1, (1 << bits) + 1):
        end = bisect_left(digests, part << PART_BITS - bits, begin, behind)
        if end > begin:
            yield number + mirrored(part - 1, bits), begin, end
        begin = end

