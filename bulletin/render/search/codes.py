"""Where a term stands -> bits, and back: what the postings of a shard are made of.

    postings  Rice codes: for each article, the lowest number first, the numbers left out since the one before; for
              each how often the term stands there less 1; for each the first place; and then for those where it
              stands more than once the differences between its places. At the end as many zeros as fill a byte.
    Rice code of n with k: n >> k ones and a zero, then the k lowest bits; from ``_FAR`` ones on 32 plain bits

Bits run from the highest of a byte down. k of the articles follows from how many of all hold the term, so it is written
nowhere; the number of all is rounded up to a power of two, so that a new article seldom changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import sub

_PLACE, _TIMES = 9, 0  # k for a text of a thousand units
_FAR = 20


def width(holding: int, count: int) -> int:
    """k for terms that ``holding`` of ``count`` articles hold."""
    return max((_rounded(count) * 7 // (10 * holding)).bit_length() - 1, 0)


def _rounded(count: int) -> int:
    return 1 << max(count - 1, 0).bit_length()


class Rice(dict[int, str]):
    """n -> its code, worked out once."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self._k = k

    def __missing__(self, number: int) -> str:
        quotient = number >> self._k
        if quotient >= _FAR:
            return "1" * _FAR + format(number, "032b")
        rest = format(number & ((1 << self._k) - 1), f"0{self._k}b") if self._k else ""
        self[number] = code = "1" * quotient + "0" + rest
        return code


_PLACES, _COUNTS = Rice(_PLACE), Rice(_TIMES)


class Gaps(dict[int, Rice]):
    """k -> codes of the numbers left out, made once for each k."""

    def __missing__(self, k: int) -> Rice:
        self[k] = rice = Rice(k)
        return rice


def coded(
    numbers: Sequence[int], times: Iterable[int], firsts: Iterable[int], steps: Iterable[int], gaps: Rice
) -> bytes:
    """``numbers`` of articles ascend; ``times``: how often less 1 in each. Whole lists at a time, for it is done
    millions of times."""
    left_out = [numbers[0], *map(sub, numbers[1:], map(_after, numbers))]
    place = _PLACES.__getitem__
    codes = (map(gaps.__getitem__, left_out), map(_COUNTS.__getitem__, times), map(place, firsts), map(place, steps))
    return _packed("".join(chain.from_iterable(codes)))


_after = (1).__add__


def _packed(bits: str) -> bytes:
    size = -(-len(bits) // 8)
    return (int(bits, 2) << (8 * size - len(bits))).to_bytes(size, "big")


def places(data: bytes, holding: int, count: int) -> Iterator[tuple[int, list[int]]]:
    """(number of the article, places) from the lowest number up. Raises ValueError where bits are missing."""
    reader = _Bits(data)
    k = width(holding, count)
    number = -1
    numbers = [number := number + 1 + reader.rice(k) for _ in range(holding)]
    times = [reader.rice(_TIMES) for _ in range(holding)]
    firsts = [reader.rice(_PLACE) for _ in range(holding)]
    for number, more, first in zip(numbers, times, firsts, strict=True):
        yield number, list(accumulate((reader.rice(_PLACE) for _ in range(more)), initial=first))


class _Bits:
    def __init__(self, data: bytes) -> None:
        self._bits = "".join([format(byte, "08b") for byte in data])
        self._at = 0

    def bit(self) -> bool:
        self._at += 1
        if self._at > len(self._bits):
            raise ValueError("a file of the index is cut short")
        return self._bits[self._at - 1] == "1"

    def rice(self, k: int) -> int:
        quotient = 0
        while quotient < _FAR and self.bit():
            quotient += 1
        if quotient == _FAR:
            return self._plain(32)
        return (quotient << k) + self._plain(k)

    def _plain(self, size: int) -> int:
        self._at += size
        if self._at > len(self._bits):
            raise ValueError("a file of the index is cut short")
        return int(self._bits[self._at - size : self._at] or "0", 2)
