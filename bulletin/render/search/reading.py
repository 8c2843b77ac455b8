"""The bytes of postings -> where a term stands: the other direction of ``codes``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, repeat

from bulletin.model.late import regex
from bulletin.render.search.codes import (
    BLOCK,
    BLOCK_BITS,
    DENSE,
    FAR,
    FEW,
    LOW,
    PLACE_BITS,
    dense_width,
    gap_width,
    low_size,
)

CUT = "a file of the index is cut short"
_MOST = 1 << 24  # places of a term in a group of articles; a file that tells of more is damaged


def held(data: bytes, firsts: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Of each chunk the article of each occurrence, and the place if it is the only one, else -1. ``firsts``: of each
    block the number of its first article. Raises ValueError, IndexError where the data is cut short or can't be."""
    reader = Bits(data)
    left = _MOST
    while not reader.is_at_end:
        head = reader.varint()
        first = firsts[head >> 1]
        if not head & 1:
            both = reader.varint()
            yield [first + (both & BLOCK - 1)], both >> BLOCK_BITS
            continue
        count = reader.varint() + 2
        left -= count
        if left < 0:
            raise ValueError(CUT)
        if count < DENSE:
            gaps = reader.codes(_GAPS_READ[gap_width(min(count, BLOCK))], count)
            yield list(accumulate(gaps, initial=first - 1))[1:], -1
        else:
            times = reader.codes_of_sum(_TIMES_READ[dense_width(count)], count)
            yield [article for article, many in enumerate(times, first) for _ in range(many)], -1


def places(holders: bytes, data: bytes, firsts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(number of the article, place), ascending. Raises ValueError, IndexError where something is cut short."""
    all_held = list(held(holders, firsts))
    reader = Bits(data)
    some = [_lows(reader, len(articles)) if place < 0 else [] for articles, place in all_held]
    for (articles, place), low in zip(all_held, some, strict=True):
        if place >= 0:
            yield articles[0], place
            continue
        tops = reader.plain(1, len(articles)) if len(articles) >= FEW else repeat(0)
        uppers = reader.codes(_UPPERS_READ, len(articles))
        yield from zip(articles, map(_joined, low, repeat(0), tops, uppers), strict=True)


def lows(holders: bytes, data: bytes, firsts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(number of the article, place modulo ``LOW``), from the first ``lows_size`` bytes of the places. Raises
    ValueError, IndexError likewise."""
    reader = Bits(data)
    for articles, place in held(holders, firsts):
        some = [place] if place >= 0 else _lows(reader, len(articles))
        yield from zip(articles, [one % LOW for one in some], strict=True)


def lows_size(holders: bytes, firsts: Sequence[int]) -> int:
    return sum(low_size(len(articles)) for articles, _ in held(holders, firsts))


def _lows(reader: Bits, count: int) -> list[int]:
    """The eight or seven lowest bits of each place."""
    fives, twos = reader.plain(5, count), reader.plain(2, count)
    tops = reader.plain(1, count) if count < FEW else repeat(0)
    reader.align()
    return list(map(_joined, fives, twos, tops, repeat(0)))


def _joined(five: int, two: int, top: int, upper: int) -> int:
    return five | two << 5 | top << 7 | upper << 8


def title_places(data: bytes, firsts: Sequence[int]) -> dict[int, int]:
    """What ``titles`` of each block say, each behind the number of its block: number of the article -> 0 where its
    title begins with the term, else 1. Raises IndexError where something is cut short."""
    found: dict[int, int] = {}
    reader = Bits(data)
    while not reader.is_at_end:
        article = firsts[reader.varint()] - 1
        for _ in range(reader.varint()):
            step = reader.varint()
            article += 1 + (step >> 1)
            found[article] = 0 if step & 1 else 1
    return found


class _Read(dict[str, int]):
    """A code -> its number, worked out once. ``before``: bits in front of a Rice code with ``k`` of the number less
    ``least``; ``others``: codes that are none."""

    def __init__(self, others: dict[str, int], before: str, k: int, least: int) -> None:
        super().__init__(others)
        self._start, self._k, self._least = len(before), k, least
        one = f"{before}1{{0,{FAR - 1}}}0[01]{{{k}}}"
        self.pattern = regex("|".join((*others, one, f"{before}1{{{FAR}}}[01]{{32}}")))

    def __missing__(self, code: str) -> int:
        zero = code.find("0", self._start)
        if 0 <= zero - self._start < FAR:
            number = zero - self._start << self._k | int(code[zero + 1 :] or "0", 2)
        else:
            number = int(code[self._start + FAR :], 2)
        self[code] = found = number + self._least
        return found


_GAPS_READ = [_Read({"1": 0}, "0", k, 1) for k in range(BLOCK_BITS + 1)]
_TIMES_READ = [_Read({}, "", k, 0) for k in range(PLACE_BITS)]
_UPPERS_READ = _Read({"00": 0, "01": 1}, "1", 0, 2)


class Bits:
    """Reads varints and bytes, and bits, of which those of one kind fill whole bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._bits = bin(int.from_bytes(b"\1" + data, "big"))[3:]
        self._at = 0  # bits

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._bits)

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._data[self._at >> 3]
            self._at += 8
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def align(self) -> None:
        self._at = -(-self._at // 8) * 8

    def plain(self, width: int, count: int) -> list[int]:
        """Numbers of so many bits."""
        begin, self._at = self._at, self._at + width * count
        if self._at > len(self._bits):
            raise ValueError(CUT)
        return [int(self._bits[at : at + width], 2) for at in range(begin, self._at, width)]

    def codes_of_sum(self, read: _Read, total: int) -> list[int]:
        """As many as have ``total`` as their sum; what follows begins with a byte."""
        found: list[int] = []
        for match in read.pattern.finditer(self._bits, self._at):
            found.append(read[match[0]])
            total -= found[-1]
            if total < 0:
                break
            if not total:
                self._at = match.end()
                self.align()
                return found
        raise ValueError(CUT)

    def codes(self, read: _Read, count: int) -> list[int]:
        """What follows begins with a byte."""
        found = [match[0] for match in islice(read.pattern.finditer(self._bits, self._at), count)]
        if len(found) < count:
            raise ValueError(CUT)
        self._at += sum(map(len, found))
        self.align()
        return list(map(read.__getitem__, found))
