"""Articles from the oldest on -> the blocks in which they are joined, and where in them each of them stands.

Articles are numbered from the oldest on, and blocks are; a posting says the block, and where in it an article is. How
many each block has is in the root of the index. So an article that comes or goes among older ones changes its own
block: what others hold stays as it was.

Where a block ends the articles say: of the last ``PACK`` that could begin the next one it is the one with the smallest
digest of its path. One more or less in front of them leaves that as it is, 31 times of 32; then the same articles
follow one another in all later blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from zlib import crc32

from bulletin.render.search.codes import BLOCK, BLOCK_BITS
from bulletin.render.search.texts import PACK

PACKS = BLOCK // PACK  # of each block but the last one, all full but the last of them
_LEAST = BLOCK - PACK + 1  # articles of such a block


def sizes_of(paths: Sequence[str]) -> tuple[int, ...]:
    """``paths`` of all items, in ``content/``. How many articles each block has."""
    sizes = []
    begin = 0
    while len(paths) - begin > BLOCK:
        candidates = range(begin + _LEAST, begin + BLOCK + 1)
        end = min(candidates, key=lambda at: crc32(paths[at].encode("utf-8", "surrogatepass")))
        sizes.append(end - begin)
        begin = end
    return (*sizes, len(paths) - begin) if begin < len(paths) else ()


def sheaves_of(sizes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Of all blocks, ``PACK`` articles at a time: the first one, and the one behind the last."""
    first = 0
    for size in sizes:
        yield from ((first + at, first + min(at + PACK, size)) for at in range(0, size, PACK))
        first += size


class Layout:
    """The browser's search-read.js has the same."""

    def __init__(self, sizes: Sequence[int], group: int) -> None:
        """``group``: articles of a group that its blocks have room for, as a power of two."""
        self.firsts = list(accumulate(sizes, initial=0))  # of each block its first article; then how many articles
        self._groups = [*self.firsts[:-1][:: 1 << group - BLOCK_BITS], self.firsts[-1]]

    @property
    def groups(self) -> int:
        return len(self._groups) - 1

    def among(self, begin: int, end: int) -> range:
        """The articles of some groups that follow one another."""
        return range(self._groups[begin], self._groups[end])

    def group(self, number: int) -> int:
        return bisect_right(self._groups, number) - 1

    def pack(self, number: int) -> tuple[int, int]:
        """Of an article its pack, and its place in it."""
        block = bisect_right(self.firsts, number) - 1
        pack, place = divmod(number - self.firsts[block], PACK)
        return block * PACKS + pack, place
