"""Blocks of articles -> the files that hold their postings, each cut by itself, and a digest of what goes into it.

What a build remembers of a file is the digest of its bytes, by the digest of what goes into it. So a file of which
nothing changed is not put together, not even read: ``index`` asks for the bytes of those that are not published yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise, repeat
from typing import TypeAlias

from bulletin.render.search.blocks import Block
from bulletin.render.search.planning import Plan
from bulletin.render.search.runs import DIGEST, Runs
from bulletin.render.search.shards import Chunk, Postings, encode, joined
from bulletin.render.search.sheaves import terms_of

Numbers: TypeAlias = "memoryview[int]"


class Cutter:
    """The shards of an index, by their numbers."""

    def __init__(self, blocks: Sequence[Block], runs: Sequence[Runs], how: Plan) -> None:
        self._blocks, self._runs, self._group = blocks, runs, how.group
        self.names = list(how.parts.all())

    def key(self, number: int) -> str:
        """Says all that goes into a shard; nothing of blocks behind the last one that has something for it."""
        begin = DIGEST * number
        told = b"".join([one.digests[begin : begin + DIGEST] for one in self._runs]).rstrip(b"\0")
        digest = blake2b(told, digest_size=DIGEST)
        digest.update(f" {self.names[number]} {self._group}".encode())
        return digest.hexdigest()

    def files(self, number: int) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of a shard, also of one that holds nothing: a browser asks for a shard before it knows."""
        yield f"shards/{self.names[number]}.bin", encode(self._postings(number))

    @cached_property
    def _columns(self) -> list[tuple[Numbers, Numbers, list[tuple[bytes, Numbers]]]]:
        """Of each block the first run of each shard, the bounds of runs, and terms and parts with their ends."""
        columns = []
        for block, runs in zip(self._blocks, self._runs, strict=True):
            parts = zip((block.terms, *block.parts), map(_numbers, block.ends), strict=True)
            columns.append((_numbers(runs.firsts), _numbers(runs.bounds), list(parts)))
        return columns

    def _postings(self, number: int) -> dict[str, Postings]:
        """Of the terms of a shard, in order."""
        chunks: defaultdict[str, list[Chunk]] = defaultdict(list)
        titled: defaultdict[str, list[bytes]] = defaultdict(list)
        for block, (firsts, bounds, ((spelt, ends), *parts, (titles, ends_of_titles))) in enumerate(self._columns):
            for run in range(firsts[number], firsts[number + 1]):
                begin, end = bounds[2 * run], bounds[2 * run + 1]
                terms = terms_of(spelt[ends[begin] : ends[end]])
                cut = [[data[at:to] for at, to in pairwise(ends[begin : end + 1].tolist())] for data, ends in parts]
                for term, chunk in zip(terms, zip(repeat(block), *cut, strict=False), strict=True):
                    chunks[term].append(chunk)
                if ends_of_titles[begin] < ends_of_titles[end]:
                    for term, (at, to) in zip(terms, pairwise(ends_of_titles[begin : end + 1].tolist()), strict=True):
                        titled[term].append(titles[at:to])
        return {term: joined(chunks[term], titled.get(term, ()), self._group) for term in sorted(chunks)}


def _numbers(data: bytes) -> Numbers:
    """As they lie there: of a hundred thousand articles a copy would take 200 MB."""
    return memoryview(data).cast("I")
