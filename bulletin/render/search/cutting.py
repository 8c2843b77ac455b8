"""Blocks of articles -> the files that hold their postings, each cut by itself, and a digest of what goes into it.

What a build remembers of a file is the digest of its bytes, by the digest of what goes into it. So a file of which
nothing changed is not put together, not even read: ``index`` asks for the bytes of those that are not published yet.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, chain, groupby, pairwise, repeat
from operator import itemgetter, sub

from bulletin.model.making import frozen
from bulletin.render.search.blocks import Block
from bulletin.render.search.partition import PART_BITS, Partition, mirrored, part_of
from bulletin.render.search.planning import Plan
from bulletin.render.search.shards import Chunk, Postings, encode, joined
from bulletin.render.search.sheaves import terms_of
from bulletin.render.search.terms import is_han

_DIGEST = 16  # bytes


@frozen
class Runs:
    """Where a block has the terms of each shard: runs of neighbours. Numbers have four bytes, of this machine."""

    firsts: bytes  # of each shard its first run, and behind the last one's how many there are
    bounds: bytes  # of each run its first term, and the one behind the last
    digests: bytes  # of each shard, of all that the block has for it; zeros for nothing


def runs_of(parts: Partition, block: Block) -> Runs:
    runs: list[list[int]] = [[] for _ in parts.all()]
    for number, begin, end in _found(parts, terms_of(block.terms), array("H", block.digests)):
        runs[number] += (begin, end)
    firsts = array("I", accumulate((len(run) >> 1 for run in runs), initial=0))
    columns = [(block.terms, array("I", block.ends[0]), b"")]
    for part, ends in zip(block.parts, block.ends[1:], strict=True):
        numbers = array("I", ends)
        columns.append((part, numbers, array("I", map(sub, numbers[1:], numbers)).tobytes()))
    digests = bytearray()
    for run in runs:
        pieces = [
            piece
            for begin, end in zip(run[::2], run[1::2], strict=True)
            for data, ends, sizes in columns
            for piece in (sizes[4 * begin : 4 * end], data[ends[begin] : ends[end]])
        ]
        digests += blake2b(b"".join(pieces), digest_size=_DIGEST).digest() if pieces else bytes(_DIGEST)
    return Runs(firsts.tobytes(), array("I", chain.from_iterable(runs)).tobytes(), bytes(digests))


def _found(parts: Partition, terms: Sequence[str], digests: array[int]) -> Iterator[tuple[int, int, int]]:
    """Number of a shard, and where a run of its terms begins and ends."""
    kinds = dict(parts.kinds())
    numbers = dict(zip(kinds, accumulate((1 << bits for bits in kinds.values()), initial=0), strict=False))
    end = 0
    for first, some in groupby(terms, itemgetter(0)):
        begin, end = end, end + sum(1 for _ in some)
        if not is_han(first):  # nor is any first one behind it
            yield from _parted(numbers["w"], kinds["w"], digests, begin, len(terms))
            return
        if first in kinds:
            yield from _parted(numbers[first], kinds[first], digests, begin, end)
        else:
            yield numbers["h"] + part_of(first, kinds["h"]), begin, end


def _parted(number: int, bits: int, digests: array[int], begin: int, behind: int) -> Iterator[tuple[int, int, int]]:
    for part in range(1, (1 << bits) + 1):
        end = bisect_left(digests, part << PART_BITS - bits, begin, behind)
        if end > begin:
            yield number + mirrored(part - 1, bits), begin, end
        begin = end


class Cutter:
    """The shards of an index, by their numbers."""

    def __init__(self, blocks: Sequence[Block], runs: Sequence[Runs], how: Plan) -> None:
        self._blocks, self._runs, self._group = blocks, runs, how.group
        self.names = list(how.parts.all())

    def key(self, number: int) -> str:
        """Says all that goes into a shard; nothing of blocks behind the last one that has something for it."""
        begin = _DIGEST * number
        told = b"".join([one.digests[begin : begin + _DIGEST] for one in self._runs]).rstrip(b"\0")
        digest = blake2b(told, digest_size=_DIGEST)
        digest.update(f" {self.names[number]} {self._group}".encode())
        return digest.hexdigest()

    def files(self, number: int) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of a shard, also of one that holds nothing: a browser asks for a shard before it knows."""
        yield f"shards/{self.names[number]}.bin", encode(self._postings(number))

    @cached_property
    def _columns(self) -> list[tuple[array[int], array[int], list[tuple[bytes, array[int]]]]]:
        """Of each block the first run of each shard, the bounds of runs, and terms and parts with their ends."""
        columns = []
        for block, runs in zip(self._blocks, self._runs, strict=True):
            parts = zip((block.terms, *block.parts), block.ends, strict=True)
            both = array("I", runs.firsts), array("I", runs.bounds)
            columns.append((*both, [(part, array("I", ends)) for part, ends in parts]))
        return columns

    def _postings(self, number: int) -> dict[str, Postings]:
        """Of the terms of a shard, in order."""
        chunks: defaultdict[str, list[Chunk]] = defaultdict(list)
        titled: defaultdict[str, list[bytes]] = defaultdict(list)
        for block, (firsts, bounds, ((spelt, ends), *parts, (titles, ends_of_titles))) in enumerate(self._columns):
            for run in range(firsts[number], firsts[number + 1]):
                begin, end = bounds[2 * run], bounds[2 * run + 1]
                terms = terms_of(spelt[ends[begin] : ends[end]])
                cut = [[data[at:to] for at, to in pairwise(ends[begin : end + 1])] for data, ends in parts]
                for term, chunk in zip(terms, zip(repeat(block), *cut, strict=False), strict=True):
                    chunks[term].append(chunk)
                if ends_of_titles[begin] < ends_of_titles[end]:
                    for term, (at, to) in zip(terms, pairwise(ends_of_titles[begin : end + 1]), strict=True):
                        titled[term].append(titles[at:to])
        return {term: joined(chunks[term], titled.get(term, ()), self._group) for term in sorted(chunks)}
