"""Where a term stands -> bits, and back: what the postings of a shard are made of.

    postings  for each article, the lowest number first: Rice code of the numbers left out since the one before; then
              1 and the place if the term stands there once, else 0, Rice code of how often less 2, the first place and
              the differences less 1. At the end as many zeros as fill a byte.
    Rice code of n with k: n >> k ones and a zero, then the k lowest bits; from ``_FAR`` ones on 32 plain bits

Bits run from the highest of a byte down. k of the articles follows from how many of all hold the term, so it is written
nowhere; the number of all is rounded up to a power of two, so that a new article seldom changes it.
"""

from __future__ import annotations

from collections.abc import Iterator

_PLACE, _STEP, _TIMES = 9, 7, 1  # k for a text of a thousand units
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


_PLACES, _STEPS, _COUNTS = Rice(_PLACE), Rice(_STEP), Rice(_TIMES)


class Once(dict[bytes, str]):
    """A place as a varint -> its code."""

    def __missing__(self, data: bytes) -> str:
        self[data] = code = "1" + _PLACES[next(varints(data))]
        return code


def several(data: bytes) -> str:
    """Varints of how often, the first place and the differences -> their code."""
    numbers = varints(data)
    times = next(numbers)
    first = next(numbers)
    return "0" + _COUNTS[times - 2] + _PLACES[first] + "".join([_STEPS[step - 1] for step in numbers])


def packed(bits: str) -> bytes:
    size = -(-len(bits) // 8)
    return (int(bits, 2) << (8 * size - len(bits))).to_bytes(size, "big")


def varints(data: bytes) -> Iterator[int]:
    result = shift = 0
    for byte in data:
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            yield result
            result = shift = 0
        else:
            shift += 7


def places(data: bytes, holding: int, count: int) -> Iterator[tuple[int, list[int]]]:
    """(number of the article, places) from the lowest number up. Raises ValueError where bits are missing."""
    reader = _Bits(data)
    k = width(holding, count)
    number = -1
    for _ in range(holding):
        number += 1 + reader.rice(k)
        if reader.bit():
            yield number, [reader.rice(_PLACE)]
            continue
        times = 2 + reader.rice(_TIMES)
        found = [reader.rice(_PLACE)]
        for _ in range(times - 1):
            found.append(found[-1] + 1 + reader.rice(_STEP))
        yield number, found


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
