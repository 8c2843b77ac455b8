"""The postings of terms -> shards, the files that a browser fetches parts of.

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

from collections.abc import Mapping, Sequence

from bulletin.model.making import frozen
from bulletin.render.search.codes import BLOCK_BITS, varint

PLACES_APART = 96  # bytes of the places of a term from which on they stand in the tail
HOLDERS_APART = 384  # bytes of its holders, if its places do
GROUPED = 768  # bytes of both from which on they are told apart by groups
_GROUPS = 64  # at most
_FEWEST = 2  # blocks in a group
_KEPT = 1 << 14  # numbers of which the varint is kept

Chunk = tuple[int, bytes, bytes, bytes]  # block, holders, lows, highs


@frozen
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


def joined(chunks: Sequence[Chunk], titled: Sequence[bytes], group: int) -> Postings:
    """What all blocks have of a term, in order. ``group``: articles of one, as a power of two."""
    per_group = group - BLOCK_BITS
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


def head_size(holders: int, places: int, titled: int, groups: int) -> int:
    """About the bytes that a term takes in the head of a shard, by the bytes of what there is of it."""
    if places < PLACES_APART:
        return holders + places + 7
    told = groups if holders + places >= GROUPED else 1
    return (holders if holders < HOLDERS_APART else 0) + titled + 7 + 4 * told


class _Varints(dict[int, bytes]):
    """Most are asked for again and again."""

    def __missing__(self, number: int) -> bytes:
        found = varint(number)
        if number < _KEPT:
            self[number] = found
        return found


_VARINTS = _Varints()


def encode(postings: Mapping[str, Postings]) -> bytes:
    """``postings`` by term, in order."""
    head = [_VARINTS[len(postings)]]
    before = ""
    for term, one in postings.items():
        shared = _shared(before, term)
        rest = term[shared:].encode()
        head += (_VARINTS[shared], _VARINTS[len(rest)], rest, _VARINTS[len(one.holders) << 2 | one.kind])
        head.append(_VARINTS[len(one.head[1])])
        if one.sizes:
            head.append(_VARINTS[len(one.sizes)])
            of_groups = one.sizes if len(one.sizes) > 1 else [one.sizes[0][1:]]
            head += [_VARINTS[size] for sizes in of_groups for size in sizes]
        before = term
    tails: tuple[list[bytes], list[bytes]] = [], []
    for one in postings.values():
        head += one.head
        if one.sizes:
            tails[0].append(one.holders if one.kind == 2 else b"")
            tails[1].extend((one.lows, one.highs))
    written = b"".join(head)
    return b"".join((varint(len(written)), written, *tails[0], *tails[1]))


def _shared(a: str, b: str) -> int:
    """Characters that both begin with; counted in code points, as the browser must (not in UTF-16 units)."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count
