"""Where a term stands in a block of articles -> bytes, and back: what the postings of a shard are made of.

Articles are joined in blocks of ``BLOCK``, so that a changed one is joined anew with its own block only. What a block
has of a term is a chunk; the postings of a term are its chunks, one after the other, the lowest block first:

    holders  varint: twice the number of the block, 1 more if the term stands in it more than once. Else varint: the
             place times ``BLOCK`` and the article in the block. If so, varint: how many places less 2, then bits that
             fill whole bytes: for each place 1 if the article is the one before, else 0 and a Rice code of the
             articles left out. From ``_DENSE`` places on: of each article up to the last one, a Rice code of how many
             it has. k follows from how many places there are
    places   of a chunk with several: for each a code of its upper part, place >> 8, as bits that fill whole bytes; then
             a byte for the lower part of each

Rice code of n with k: n >> k ones and a zero, then the k lowest bits; from ``_FAR`` ones on 32 plain bits. An upper
part is 00, 01, or 1 and the Rice code of what it is above 2 with k = 0. Bits run from the highest of a byte down. The
library's own loops go through the lists, for it is done millions of times.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import accumulate, islice
from operator import sub

BLOCK_BITS = 9
BLOCK = 1 << BLOCK_BITS  # articles
PLACE_BITS = 32  # of an occurrence: the article in the block above them, the place below
_FAR = 20
_DENSE = 3 * BLOCK // 2  # places of a term in a block
_PLACE = (1 << PLACE_BITS) - 1


class _Gaps(dict[int, str]):
    """Articles from one occurrence to the next -> the code, worked out once; 0 = the same article."""

    def __init__(self, k: int) -> None:
        super().__init__({0: "1"})
        self._k = k

    def __missing__(self, gap: int) -> str:
        self[gap] = code = "0" + _rice(gap - 1, self._k)
        return code


class _Times(dict[int, str]):
    """How many places an article has -> the code, worked out once."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self._k = k

    def __missing__(self, number: int) -> str:
        self[number] = code = _rice(number, self._k)
        return code


class _Uppers(dict[int, str]):
    def __missing__(self, number: int) -> str:
        self[number] = code = format(number, "02b") if number < 2 else "1" + _rice(number - 2, 0)
        return code


def _rice(number: int, k: int) -> str:
    quotient = number >> k
    if quotient >= _FAR:
        return "1" * _FAR + format(number, "032b")
    return "1" * quotient + "0" + (format(number & ((1 << k) - 1), f"0{k}b") if k else "")


def _width(count: int) -> int:
    """k where a block has so many places of a term."""
    return max((BLOCK * 7 // (10 * count)).bit_length() - 1, 0)


def _dense_width(count: int) -> int:
    """k where so many places are too many for one bit each."""
    return (count * 7 // (10 * BLOCK)).bit_length() - 1


_upper_code = _Uppers().__getitem__
_OF_K = [_Gaps(k) for k in range(BLOCK_BITS + 1)]
_TIMES = [_Times(k) for k in range(PLACE_BITS)]
_CODES = [_OF_K[_width(max(count, 1))] for count in range(BLOCK + 1)]  # by places in the block, at most so many


def varint(number: int) -> bytes:
    """Seven bits a byte, lowest first, the high bit says that more follow."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


@cache
def _several(block: int, count: int) -> bytes:
    return varint(block << 1 | 1) + varint(count - 2)


def chunks(block: int, terms: Collection[array[int]]) -> Iterator[tuple[bytes, bytes]]:
    """Of each term its holders and its places. ``terms``: the occurrences of each, ascending, eight bytes a number."""
    flat = array("Q", b"".join(terms))
    ends = list(accumulate(map(len, terms)))
    if sys.byteorder == "big":
        flat.byteswap()
    data = flat.tobytes()
    lower = data[::8]
    uppers = data[1::8] if not (any(data[2::8]) or any(data[3::8])) else _uppers(data)
    articles = _halves(data)[1::2]
    gaps = list(map(sub, articles[1:], articles))
    single = varint(block << 1)
    begin = 0
    for end in ends:
        if end == begin + 1:
            yield single + varint((flat[begin] & _PLACE) << BLOCK_BITS | articles[begin]), b""
        else:
            if end - begin < _DENSE:
                codes = _CODES[min(end - begin, BLOCK)]
                bits = codes[articles[begin] + 1] + "".join(map(codes.__getitem__, gaps[begin : end - 1]))
            else:
                bits = _dense(articles[begin:end])
            places = _packed("".join(map(_upper_code, uppers[begin:end]))) + lower[begin:end]
            yield _several(block, end - begin) + _packed(bits), places
        begin = end


def _dense(articles: list[int]) -> str:
    times = Counter(articles)
    codes = _TIMES[_dense_width(len(articles))]
    return "".join([codes[times[article]] for article in range(articles[-1] + 1)])


def _halves(data: bytes) -> list[int]:
    """Of each eight bytes the lower four, and the upper four."""
    halves = array("I", data)
    if sys.byteorder == "big":
        halves.byteswap()
    return halves.tolist()


def _uppers(data: bytes) -> list[int]:
    return [place >> 8 for place in _halves(data)[::2]]


def _packed(bits: str) -> bytes:
    size = -(-len(bits) // 8)
    return (int(bits, 2) << 8 * size - len(bits)).to_bytes(size, "big")


def titles(places: Iterable[tuple[int, int]]) -> bytes:
    """``places``: article of the block and place of a term in its title, ascending; varints: of how many articles, and
    of each twice the articles left out, 1 more if its title begins so."""
    first: dict[int, int] = {}
    for article, place in places:
        first.setdefault(article, place)
    out = varint(len(first))
    before = -1
    for article, place in first.items():
        out += varint(article - before - 1 << 1 | (place == 0))
        before = article
    return out


def held(data: bytes) -> Iterator[tuple[list[int], int]]:
    """Of each chunk the article of each occurrence, and the place if it is the only one, else -1. Raises ValueError,
    IndexError where the data is cut short."""
    reader = Bits(data)
    while not reader.is_at_end:
        head = reader.varint()
        first = head >> 1 << BLOCK_BITS
        if not head & 1:
            both = reader.varint()
            yield [first + (both & BLOCK - 1)], both >> BLOCK_BITS
            continue
        count = reader.varint() + 2
        if count < _DENSE:
            gaps = reader.codes(_GAPS_READ[_width(min(count, BLOCK))], count)
            yield list(accumulate(gaps, initial=first - 1))[1:], -1
        else:
            times = reader.codes_of_sum(_TIMES_READ[_dense_width(count)], count)
            yield [article for article, many in enumerate(times, first) for _ in range(many)], -1


def places(holders: bytes, data: bytes) -> Iterator[tuple[int, int]]:
    """(number of the article, place), ascending. Raises ValueError, IndexError where something is cut short."""
    reader = Bits(data)
    for articles, place in held(holders):
        if place >= 0:
            yield articles[0], place
            continue
        uppers = reader.codes(_UPPERS_READ, len(articles))
        lowers = reader.take(len(articles))
        yield from ((one, upper << 8 | lower) for one, upper, lower in zip(articles, uppers, lowers, strict=True))


def title_places(data: bytes) -> dict[int, int]:
    """What ``titles`` of each block say, each behind the number of its block: number of the article -> 0 where its
    title begins with the term, else 1. Raises IndexError where something is cut short."""
    found: dict[int, int] = {}
    reader = Bits(data)
    while not reader.is_at_end:
        article = (reader.varint() << BLOCK_BITS) - 1
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
        one = f"{before}1{{0,{_FAR - 1}}}0[01]{{{k}}}"
        self.pattern = re.compile("|".join((*others, one, f"{before}1{{{_FAR}}}[01]{{32}}")))

    def __missing__(self, code: str) -> int:
        zero = code.find("0", self._start)
        if 0 <= zero - self._start < _FAR:
            number = zero - self._start << self._k | int(code[zero + 1 :] or "0", 2)
        else:
            number = int(code[self._start + _FAR :], 2)
        self[code] = found = number + self._least
        return found


_GAPS_READ = [_Read({"1": 0}, "0", k, 1) for k in range(BLOCK_BITS + 1)]
_TIMES_READ = [_Read({}, "", k, 0) for k in range(PLACE_BITS)]
_UPPERS_READ = _Read({"00": 0, "01": 1}, "1", 0, 2)


class Bits:
    """Reads varints and bytes, and codes, which fill whole bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._bits = bin(int.from_bytes(b"\1" + data, "big"))[3:]
        self._at = 0  # bytes

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._data)

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def take(self, size: int) -> bytes:
        self._at += size
        if self._at > len(self._data):
            raise ValueError("a file of the index is cut short")
        return self._data[self._at - size : self._at]

    def codes_of_sum(self, read: _Read, total: int) -> list[int]:
        """As many as have ``total`` as their sum."""
        found: list[int] = []
        size = 0
        for match in read.pattern.finditer(self._bits, 8 * self._at):
            found.append(read[match[0]])
            size += len(match[0])
            total -= found[-1]
            if total <= 0:
                self._at += -(-size // 8)
                return found
        raise ValueError("a file of the index is cut short")

    def codes(self, read: _Read, count: int) -> list[int]:
        found = [match[0] for match in islice(read.pattern.finditer(self._bits, 8 * self._at), count)]
        if len(found) < count:
            raise ValueError("a file of the index is cut short")
        self._at += -(-sum(map(len, found)) // 8)
        return list(map(read.__getitem__, found))
