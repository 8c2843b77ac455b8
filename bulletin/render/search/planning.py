"""All blocks -> what must be known before a file is cut: which shards there are, how many articles are a group.

That needs a look at each term of each block, so it is remembered by strips of terms (see ``partition``): where a block
has a term more, or one takes more bytes in it, the terms of its strip are looked at, a three-hundredth of all. What all
blocks but the newest add up to is remembered as well: a new article is in the newest, and in nearly all strips.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import compress, repeat
from operator import add, sub

from bulletin.model.making import frozen
from bulletin.render.search.blocks import PLACES, Block
from bulletin.render.search.codes import BLOCK_BITS
from bulletin.render.search.files import FORGETFUL, Memory, remember_together
from bulletin.render.search.fold import marked
from bulletin.render.search.literal import SIGN
from bulletin.render.search.partition import STRIPS, Partition, partition
from bulletin.render.search.shards import group_bits, head_size
from bulletin.render.search.sheaves import spelt, terms_of
from bulletin.render.search.terms import is_han

_HEAVY = 64
_DIGEST = 16  # bytes
_HOLDERS = (1 << PLACES) - 1


@frozen
class Plan:
    parts: Partition
    group: int  # articles of one, as a power of two
    heavy: tuple[str, list[int]]  # pairs with most places, one after the other, and kilobytes of each
    characters: str  # of all terms
    marked: str  # characters that literal terms are about


@frozen
class Strip:
    """What the terms of a strip add to that."""

    sizes: tuple[tuple[str, int], ...]  # bytes of all terms of a first character
    heavy: tuple[tuple[int, str], ...]  # less than no kilobytes, pair; the heaviest first
    characters: str
    marked: str


@frozen
class Sums:
    """Of the terms of a strip in some blocks: numbers are of this machine."""

    terms: bytes  # UTF-8, a line break behind each
    weights: bytes  # added up, as ``Block.weights``
    titles: bytes  # bytes of what is known of titles, four bytes a number


def plan(blocks: Sequence[Block], memory: Memory = FORGETFUL, told: Sequence[bytes] | None = None) -> Plan:
    """``told`` of each block, where that is known."""
    count = len(blocks) << BLOCK_BITS
    group = group_bits(count)
    groups = (max(len(blocks) - 1, 0) >> group - BLOCK_BITS) + 1
    told = list(map(tell, blocks)) if told is None else told
    strips = partial(_strips, blocks, told, groups, memory)
    found = remember_together(memory, "strip", range(STRIPS), partial(_key, told, groups), strips)
    memory.keep("sums", map(partial(_key, told[:-1], 0), range(STRIPS)))
    heavy = sorted(pair for one in found for pair in one.heavy)[:_HEAVY]
    return Plan(
        partition((size for one in found for size in one.sizes), count),
        group,
        ("".join(term for _, term in heavy), [-size for size, _ in heavy]),
        "".join(sorted(set().union(*(one.characters for one in found)))),
        "".join(sorted(set().union(*(one.marked for one in found)))),
    )


def tell(block: Block) -> bytes:
    """Of each strip a digest: says its terms, and how many bytes each of them takes here."""
    columns = _Columns(block)
    return b"".join(_digest(terms, weights, _sizes(ends)) for terms, weights, ends in map(columns.of, range(STRIPS)))


def _digest(*pieces: bytes | array[int]) -> bytes:
    return blake2b(b"".join(pieces), digest_size=_DIGEST).digest()


def _sizes(ends: bytes) -> array[int]:
    numbers = array("I", ends)
    return array("I", map(sub, numbers[1:], numbers))


def _key(told: Sequence[bytes], groups: int, strip: int) -> str:
    begin = _DIGEST * strip
    said = b"".join([one[begin : begin + _DIGEST] for one in told])
    return blake2b(b"%d %s" % (groups, said), digest_size=_DIGEST).hexdigest()


class _Columns:
    """Of a block what is looked at: terms, how many bytes each of them has, and where what it has of titles ends."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._strips, self._ends = memoryview(block.strips).cast("I"), memoryview(block.ends[0]).cast("I")

    def of(self, strip: int) -> tuple[bytes, bytes, bytes]:
        begin, end = self._strips[strip : strip + 2]
        terms = self._block.terms[self._ends[begin] : self._ends[end]]
        return terms, self._block.weights[8 * begin : 8 * end], self._block.ends[4][4 * begin : 4 * end + 4]


def _strips(
    blocks: Sequence[Block], told: Sequence[bytes], groups: int, memory: Memory, strips: Sequence[int]
) -> Iterator[Strip]:
    columns = list(map(_Columns, blocks))
    sums = memory.remember("sums", strips, partial(_key, told[:-1], 0), partial(map, partial(_sums, columns[:-1])))
    for strip, known in zip(strips, sums, strict=True):
        yield _strip(known, columns[-1:], strip, groups)


def _sums(columns: Sequence[_Columns], strip: int) -> Sums:
    weights: dict[str, int] = {}
    titles: dict[str, int] = {}
    _add_up(weights, titles, columns, strip)
    titled = array("I", map(titles.get, weights, repeat(0)))
    return Sums(spelt(weights), array("Q", weights.values()).tobytes(), titled.tobytes())


def _strip(known: Sums, columns: Sequence[_Columns], strip: int, groups: int) -> Strip:
    """``columns`` of the blocks that are not among those that ``known`` is of."""
    terms, titled = terms_of(known.terms), array("I", known.titles)
    weights = dict(zip(terms, array("Q", known.weights), strict=True))
    titles = dict(zip(compress(terms, titled), filter(None, titled), strict=True))
    _add_up(weights, titles, columns, strip)
    firsts: dict[str, int] = {}
    for term, weight in weights.items():
        size = head_size(weight & _HOLDERS, weight >> PLACES, titles.get(term, 0), groups)
        firsts[term[0]] = firsts.get(term[0], 0) + size
    written: set[str] = set().union(*(term.partition(SIGN)[2] for term in weights if SIGN in term))
    return Strip(
        tuple(sorted(firsts.items())),
        tuple(_heaviest(weights)),
        "".join(sorted(set().union(*weights))),
        "".join(sorted(written & marked())),
    )


def _add_up(weights: dict[str, int], titles: dict[str, int], columns: Sequence[_Columns], strip: int) -> None:
    for names, sizes, ends in (one.of(strip) for one in columns):
        terms = terms_of(names)
        _add(weights, terms, array("Q", sizes))
        if ends[:4] != ends[-4:]:
            titled = _sizes(ends)
            _add(titles, list(compress(terms, titled)), filter(None, titled))


def _add(sums: dict[str, int], terms: Sequence[str], numbers: Iterable[int]) -> None:
    """Of terms that differ, whole lists at a time."""
    sums.update(zip(terms, map(add, numbers, map(sums.get, terms, repeat(0))), strict=True))


def _heaviest(weights: Mapping[str, int]) -> list[tuple[int, str]]:
    """A phrase is better covered by other pairs, and who asks must know before he has read a shard."""
    pairs = ((-(weight >> PLACES + 10), term) for term, weight in weights.items() if weight >> PLACES + 10)
    han = ((size, term) for size, term in pairs if len(term) == 2 and is_han(term[0]) and is_han(term[1]))
    return sorted(han)[:_HEAVY]
