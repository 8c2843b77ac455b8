"""A term -> the shard that holds it, from the root of the index alone: no list of shards is needed.

    6642-3   terms that begin with a Han character whose terms fill a shard or more: the character (in hex), and a
             part of them by digest of their first two characters
    h1f      terms that begin with any other Han character, by digest of that character
    w0a      words, by digest of their first two characters; of four where they begin with a digit

All parts are powers of two that only grow, so a changed article moves no term but where a shard has doubled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from bulletin.render.search.terms import is_han

_DIGITS = frozenset("0123456789")
_GOAL = 1536  # bytes of the head of a shard on the average
_MOST = 4500  # shards of up to 10,000 articles; there are files of texts as well


@dataclass(frozen=True, slots=True)
class Partition:
    """``full``: first characters that have shards of their own -> how many, as a power of two; ``rest`` and ``words``
    likewise for all others."""

    full: Mapping[str, int]
    rest: int
    words: int

    def shard(self, term: str) -> str:
        first = term[0]
        if not is_han(first):
            return f"w{_part(term[: 4 if first in _DIGITS else 2], self.words):x}"
        if first not in self.full:
            return f"h{_part(first, self.rest):x}"
        bits = self.full[first]
        return f"{ord(first):x}-{_part(term[:2], bits):x}" if bits else f"{ord(first):x}"

    def beginning(self, first: str) -> Iterator[str]:
        """All shards with terms that begin with this Han character."""
        bits = self.full.get(first, 0)
        if bits:
            yield from (f"{ord(first):x}-{part:x}" for part in range(1 << bits))
        else:
            yield self.shard(first)

    def all(self) -> Iterator[str]:
        for first in self.full:
            yield from self.beginning(first)
        yield from (f"h{part:x}" for part in range(1 << self.rest))
        yield from (f"w{part:x}" for part in range(1 << self.words))


def partition(sizes: Iterable[tuple[str, int]], articles: int = 0) -> Partition:
    """``sizes``: each term with its bytes. So many ``articles`` have pages enough of their own for as many more shards:
    a quarter of their number."""
    firsts: dict[str, int] = {}
    words = 0
    for term, size in sizes:
        if is_han(term):
            firsts[term[0]] = firsts.get(term[0], 0) + size
        else:
            words += size
    goal = _GOAL
    while (found := _of_goal(firsts, words, goal))[1] > max(_MOST, articles // 4):
        goal += goal // 32
    return found[0]


def _of_goal(firsts: Mapping[str, int], words: int, goal: int) -> tuple[Partition, int]:
    full = {first: _bits(size, goal) for first, size in sorted(firsts.items()) if 2 * size >= goal}
    rest = _bits(sum(size for first, size in firsts.items() if first not in full), goal)
    made = Partition(full, rest, _bits(words, goal))
    return made, sum(1 for _ in made.all())


def _bits(size: int, goal: int) -> int:
    """Parts, as a power of two, of which each has about ``goal`` bytes: between 0.7 and 1.4 times as many."""
    return max((size * 10 // (7 * goal)).bit_length() - 1, 0)


def _part(text: str, bits: int) -> int:
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
