"""A term -> the shard that holds it, from the root of the index alone: no list of shards is needed.

    6642-3   terms that begin with a Han character whose terms fill a shard or more: the character (in hex), and a
             part of them by digest of their first two characters
    h1f      terms that begin with any other Han character, by digest of that character
    w0a      words, by digest of their first two characters; of four where they begin with a digit

All parts are powers of two that only grow, so a changed article moves no term but where a shard has doubled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from zlib import crc32

from bulletin.model.making import frozen
from bulletin.render.search.terms import is_han

_DIGITS = frozenset("0123456789")
_WORD = 1 << 60
_GOAL = 1536  # bytes of the head of a shard on the average
_MOST = 4500  # shards of up to 10,000 articles; there are files of texts as well
_MIRRORED = [int(f"{byte:08b}"[::-1], 2) for byte in range(256)]  # bytes, their lowest bit first
PART_BITS = 16  # of a digest, by which terms are in order; so no kind has more parts than these can tell
_FIRST_SHIFT = 2 * PART_BITS + 5  # of the digest of a first character in the order of terms; the character stands below
_STRIP_BITS, _WORD_STRIP_BITS = 8, 4
_STRIP_SHIFT, _WORD_STRIP_SHIFT = _FIRST_SHIFT + PART_BITS - _STRIP_BITS, PART_BITS - _WORD_STRIP_BITS
STRIPS = (1 << _STRIP_BITS) + (1 << _WORD_STRIP_BITS)


@frozen
class Partition:
    """``full``: first characters that have shards of their own -> how many, as a power of two; ``rest`` and ``words``
    likewise for all others."""

    full: Mapping[str, int]
    rest: int
    words: int

    def shard(self, term: str) -> str:
        first = term[0]
        if not is_han(first):
            return f"w{part_of(term[: 4 if first in _DIGITS else 2], self.words):x}"
        if first not in self.full:
            return f"h{part_of(first, self.rest):x}"
        bits = self.full[first]
        return f"{ord(first):x}-{part_of(term[:2], bits):x}" if bits else f"{ord(first):x}"

    def beginning(self, first: str) -> Iterator[str]:
        """All shards with terms that begin with this Han character."""
        bits = self.full.get(first, 0)
        if bits:
            yield from (f"{ord(first):x}-{part:x}" for part in range(1 << bits))
        else:
            yield self.shard(first)

    def kinds(self) -> Iterator[tuple[str, int]]:
        """First characters with shards of their own, "h" for all others, "w" for words, each with its parts as a power
        of two: in the order of ``all``."""
        yield from self.full.items()
        yield from (("h", self.rest), ("w", self.words))

    def all(self) -> Iterator[str]:
        for first in self.full:
            yield from self.beginning(first)
        yield from (f"h{part:x}" for part in range(1 << self.rest))
        yield from (f"w{part:x}" for part in range(1 << self.words))


def partition(sizes: Iterable[tuple[str, int]], articles: int = 0) -> Partition:
    """``sizes``: each term with its bytes. So many ``articles`` have pages enough of their own for as many more shards:
    a quarter of their number."""
    firsts: dict[str, int] = {}
    for term, size in sizes:
        first = term[0]
        firsts[first] = firsts.get(first, 0) + size
    ordered = {first: size for first, size in sorted(firsts.items()) if is_han(first)}
    words = sum(firsts.values()) - sum(ordered.values())
    goal = _GOAL
    while (found := _of_goal(ordered, words, goal))[1] > max(_MOST, articles // 4):
        goal += goal // 32
    return found[0]


def _of_goal(firsts: Mapping[str, int], words: int, goal: int) -> tuple[Partition, int]:
    full = {first: _bits(size, goal) for first, size in firsts.items() if 2 * size >= goal}
    rest = _bits(sum(size for size in firsts.values() if 2 * size < goal), goal)
    made = Partition(full, rest, _bits(words, goal))
    return made, sum(1 << bits for bits in (*full.values(), made.rest, made.words))


def place_in_order() -> Callable[[str], int]:
    """A function of a term by which terms are sorted so that those of a part stand together, whatever the partition:
    parts go by the lowest bits of a digest, so it is read from its lowest bit on, in the last ``PART_BITS``."""
    firsts: dict[str, int] = {}

    def place(term: str) -> int:
        first = term[0]
        if first not in firsts:
            is_one = is_han(first)
            firsts[first] = _mirrored(first) << _FIRST_SHIFT | ord(first) << PART_BITS if is_one else _WORD
        before = firsts[first]
        return before | _mirrored(term[: 2 if before < _WORD or first not in _DIGITS else 4])

    return place


def strip_of(rank: int) -> int:
    """By its ``place_in_order``: the strip of a term, one of ``STRIPS`` that follow one another. All terms of a first
    character are in one, but words."""
    if rank < _WORD:
        return rank >> _STRIP_SHIFT
    return (1 << _STRIP_BITS) + (rank - _WORD >> _WORD_STRIP_SHIFT)


def strips_of(ranks: Sequence[int]) -> list[int]:
    """Of each strip its first one of ``ranks``, which are in order; then how many these are."""
    han = (strip << _STRIP_SHIFT for strip in range(1 << _STRIP_BITS))
    words = (_WORD + (strip << _WORD_STRIP_SHIFT) for strip in range(1 << _WORD_STRIP_BITS))
    return [*(bisect_left(ranks, begin) for begin in chain(han, words)), len(ranks)]


def _mirrored(text: str) -> int:
    return mirrored(crc32(text.encode()) & ((1 << PART_BITS) - 1), PART_BITS)


def mirrored(number: int, bits: int) -> int:
    """The lowest of so many bits first."""
    return (_MIRRORED[number & 255] << 8 | _MIRRORED[number >> 8]) >> PART_BITS - bits


def _bits(size: int, goal: int) -> int:
    """Parts, as a power of two, of which each has about ``goal`` bytes: between 0.7 and 1.4 times as many."""
    return max((size * 10 // (7 * goal)).bit_length() - 1, 0)


def part_of(text: str, bits: int) -> int:
    """Of 2 ** ``bits`` parts, by a digest."""
    return crc32(text.encode()) & ((1 << bits) - 1)


def to_json(made: Partition) -> list[object]:
    """[rest, words, characters with one shard, with two, with four, …]"""
    most = max(made.full.values(), default=-1)
    groups = ["".join(first for first, bits in made.full.items() if bits == wanted) for wanted in range(most + 1)]
    return [made.rest, made.words, *groups]


def from_json(value: list[object]) -> Partition:
    """Raises ValueError, TypeError."""
    rest, words, *groups = value
    if not (isinstance(rest, int) and isinstance(words, int)):
        raise TypeError("split")
    return Partition({first: bits for bits, group in enumerate(groups) for first in str(group)}, rest, words)
