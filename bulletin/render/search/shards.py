"""Blocks of articles -> the postings of all terms -> shards, the files that a browser fetches parts of.

    shard = varint: bytes of the head behind it; the head; the tail
    head  = varint: how many terms; then for each term in order varints: characters shared with the term before, rest of
            it (length, UTF-8), four times the bytes of its holders and its kind, and
            kind 0  the bytes of its places
            kind 1  its places stand in the tail: the bytes of what is known of titles, then its sizes
            kind 2  so do its holders: likewise
            Behind all terms, one after the other: of each its holders but of kind 2, and its places or titles
    sizes = varint: how many groups of articles, up to the last one that holds the term, or 1: all articles; of each
            varints: bytes of its holders (of one that is alone they are known), of its lows, of its highs
    tail  = holders of all terms of kind 2, then of all terms whose places stand here their lows and their highs; group
            after group

For the bytes themselves see ``codes`` and ``reading``. A browser asks for the first bytes of a file, which nearly
always are its head or more, and where the head says so for parts of the tail: where a term stands takes four fifths of
its postings, and many questions need only know who holds it. A group is some blocks: a phrase that few articles may
hold reads of the tail only what belongs to their groups.

Which shard a term belongs to follows from the term (see ``partition``), so shards that hold none of the terms of a
changed article stay as they are, byte for byte.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bulletin.render.search.blocks import Block
from bulletin.render.search.codes import BLOCK_BITS, varint
from bulletin.render.search.partition import Partition
from bulletin.render.search.terms import is_han

PLACES_APART = 96  # bytes of the places of a term from which on they stand in the tail
HOLDERS_APART = 384  # bytes of its holders, if its places do
GROUPED = 768  # bytes of both from which on they are told apart by groups
_GROUPS = 16  # at most
_FEWEST = 2  # blocks in a group
_HEAVY = 64

Chunk = tuple[int, bytes, bytes, bytes]  # block, holders, lows, highs


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands. ``sizes``: of holders, lows and highs of each group, or of all together; of the holders of
    all in one, where they are not told apart, nothing is written."""

    holders: bytes
    lows: bytes
    highs: bytes
    titled: bytes  # see ``reading.title_places``
    sizes: tuple[tuple[int, int, int], ...] = ()  # () = the places stand in the head

    @property
    def kind(self) -> int:
        return (2 if len(self.holders) >= HOLDERS_APART else 1) if self.sizes else 0

    @property
    def head(self) -> tuple[bytes, bytes]:
        """What of it stands in the head."""
        if not self.sizes:
            return self.holders, self.lows + self.highs
        return b"" if self.kind == 2 else self.holders, self.titled


def group_bits(count: int) -> int:
    """Articles of a group, as a power of two; ``count`` of all articles."""
    bits = BLOCK_BITS + _FEWEST.bit_length() - 1
    while count > _GROUPS << bits:
        bits += 1
    return bits


def merge(blocks: Sequence[Block]) -> dict[str, Postings]:
    """Postings by term, from all blocks of the index in order."""
    found: defaultdict[str, list[Chunk]] = defaultdict(list)
    titled: defaultdict[str, list[bytes]] = defaultdict(list)
    for number, block in enumerate(blocks):
        terms = block.terms.split("\n") if block.terms else []
        holders = _cut(block.holders, block.holder_sizes)
        both = _cut(block.lows, block.low_sizes), _cut(block.highs, block.high_sizes)
        numbers = [number] * len(terms)
        for term, chunk in zip(terms, zip(numbers, holders, *both, strict=True), strict=True):
            found[term].append(chunk)
        for term, data in block.titled:
            titled[term].append(varint(number) + data)
    per_group = group_bits(len(blocks) << BLOCK_BITS) - BLOCK_BITS
    return {term: _postings(chunks, titled.get(term, ()), per_group) for term, chunks in found.items()}


def _postings(chunks: Sequence[Chunk], titled: Sequence[bytes], per_group: int) -> Postings:
    _, *parts = zip(*chunks, strict=True)
    holders, lows, highs = map(b"".join, parts)
    if len(lows) + len(highs) < PLACES_APART:
        return Postings(holders, lows, highs, b"")
    sizes = [(0, len(lows), len(highs))]
    if len(holders) + len(lows) + len(highs) >= GROUPED:
        sizes = [(0, 0, 0)] * ((chunks[-1][0] >> per_group) + 1)
        for block, *three in chunks:
            at = block >> per_group
            held, low, high = sizes[at]
            sizes[at] = held + len(three[0]), low + len(three[1]), high + len(three[2])
    return Postings(holders, lows, highs, b"".join(titled), tuple(sizes))


def _cut(data: bytes, sizes: bytes) -> list[bytes]:
    ends = list(accumulate(array("I", sizes)))
    return [data[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def shards(postings: Mapping[str, Postings], parts: Partition) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every shard, also of those that hold nothing: a browser asks for a shard before it knows."""
    groups: dict[str, list[str]] = {name: [] for name in parts.all()}
    for term in sorted(postings):
        groups[parts.shard(term)].append(term)
    yield from ((name, _encode(group, postings)) for name, group in groups.items())


def heaviest(postings: Mapping[str, Postings]) -> tuple[str, list[int]]:
    """Pairs of Han characters with most places, one after the other, and kilobytes of these. A phrase is better covered
    by others, and who asks must know before he has read a shard."""
    large = ((term, len(one.lows) + len(one.highs)) for term, one in postings.items() if one.sizes and len(term) == 2)
    sizes = ((-(size >> 10), term) for term, size in large if size >> 10)
    found = sorted((size, term) for size, term in sizes if is_han(term[0]) and is_han(term[1]))[:_HEAVY]
    return "".join(term for _, term in found), [-size for size, _ in found]


def sizes(postings: Mapping[str, Postings]) -> Iterator[tuple[str, int]]:
    """Each term with about the bytes that it takes in the head of a shard."""
    return ((term, sum(map(len, one.head)) + 7 + 4 * len(one.sizes)) for term, one in postings.items())


_VARINTS = [varint(number) for number in range(1 << 14)]


def _encode(terms: list[str], postings: Mapping[str, Postings]) -> bytes:
    head = [_number(len(terms))]
    before = ""
    for term in terms:
        one = postings[term]
        shared = _shared(before, term)
        rest = term[shared:].encode()
        head += (_VARINTS[shared], _VARINTS[len(rest)], rest, _number(len(one.holders) << 2 | one.kind))
        head.append(_number(len(one.head[1])))
        if one.sizes:
            head.append(_number(len(one.sizes)))
            of_groups = one.sizes if len(one.sizes) > 1 else [one.sizes[0][1:]]
            head += [_number(size) for sizes in of_groups for size in sizes]
        before = term
    tails: tuple[list[bytes], list[bytes]] = [], []
    for term in terms:
        one = postings[term]
        head += one.head
        if one.sizes:
            tails[0].append(one.holders if one.kind == 2 else b"")
            tails[1].extend((one.lows, one.highs))
    written = b"".join(head)
    return b"".join((varint(len(written)), written, *tails[0], *tails[1]))


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
