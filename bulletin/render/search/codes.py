"""Where a term stands -> bits, and back: what the postings of a shard are made of.

    postings  Rice codes: for each article, the lowest number first, the numbers left out since the one before; for
              each how often the term stands there less 1; for each the first place; and then for those where it
              stands more than once the differences between its places. At the end as many zeros as fill a byte.
    Rice code of n with k: n >> k ones and a zero, then the k lowest bits; from ``_FAR`` ones on 32 plain bits

    Of a term with places in a file of their own:
    holders  of each article the numbers left out; k, how often less 1; how many have the term in their titles (as a
             place), k, which of them (as numbers left out), for each of these a 1 where its title begins so
    apart    k, for each article the first place, if not in a title less ``TITLE_END``; k, the differences
    Each k is five plain bits and fits the numbers behind it.

Bits run from the highest of a byte down. k of the articles follows from how many of all hold the term, so it is written
nowhere; the number of all is rounded up to a power of two, so that a new article seldom changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress
from itertools import count as counted
from operator import sub

from bulletin.render.search.terms import TITLE_END

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


class _Below(dict[int, str]):
    """n -> code of it in a title, of n less ``TITLE_END`` in a text."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self._rice = Rice(k)

    def __missing__(self, number: int) -> str:
        self[number] = code = self._rice[number if number < TITLE_END else number - TITLE_END]
        return code


class _Belows(dict[int, _Below]):
    def __missing__(self, k: int) -> _Below:
        self[k] = below = _Below(k)
        return below


_BELOW = _Belows()


def coded(
    numbers: Sequence[int], times: Iterable[int], firsts: Iterable[int], steps: Iterable[int], gaps: Rice
) -> bytes:
    """``numbers`` of articles ascend; ``times``: how often less 1 in each. Whole lists at a time, for it is done
    millions of times."""
    left_out = _left_out(numbers)
    place = _PLACES.__getitem__
    codes = (map(gaps.__getitem__, left_out), map(_COUNTS.__getitem__, times), map(place, firsts), map(place, steps))
    return _packed("".join(chain.from_iterable(codes)))


def coded_apart(
    numbers: Sequence[int], times: Sequence[int], firsts: Sequence[int], steps: Sequence[int], count: int, gaps: Gaps
) -> tuple[bytes, bytes]:
    """The same in two parts: which articles hold the term, and its places. ``count``: of all articles."""
    titled = list(compress(counted(), map(TITLE_END.__gt__, firsts))) if min(firsts) < TITLE_END else []
    begins = ("1" if firsts[at] == 0 else "0" for at in titled)
    k = _fitting(max(sum(firsts) - TITLE_END * len(firsts), 0), len(firsts))
    holders = (
        map(gaps[width(len(numbers), count)].__getitem__, _left_out(numbers)),
        _fitted(times, gaps),
        (_PLACES[len(titled)],),
        _fitted(_left_out(titled), gaps),
        begins,
    )
    places = ((format(k, "05b"),), map(_BELOW[k].__getitem__, firsts), _fitted(steps, gaps))
    return _packed("".join(chain.from_iterable(holders))), _packed("".join(chain.from_iterable(places)))


def _fitted(numbers: Sequence[int], gaps: Gaps) -> Iterator[str]:
    """k as five bits, and the codes."""
    k = _fitting(sum(numbers), len(numbers))
    return chain((format(k, "05b"),), map(gaps[k].__getitem__, numbers))


def _fitting(total: int, size: int) -> int:
    """k for so many numbers with this sum."""
    return max((total * 7 // (10 * max(size, 1))).bit_length() - 1, 0)


def _left_out(numbers: Sequence[int]) -> list[int]:
    return [*numbers[:1], *map(sub, numbers[1:], map(_after, numbers))]


_after = (1).__add__


def _packed(bits: str) -> bytes:
    size = -(-len(bits) // 8)
    return (int(bits, 2) << (8 * size - len(bits))).to_bytes(size, "big")


def places(data: bytes, holding: int, count: int) -> Iterator[tuple[int, list[int]]]:
    """(number of the article, places) from the lowest number up. Raises ValueError where bits are missing."""
    reader = _Bits(data)
    numbers = reader.ascending(holding, width(holding, count))
    times = [reader.rice(_TIMES) for _ in range(holding)]
    firsts = [reader.rice(_PLACE) for _ in range(holding)]
    for number, more, first in zip(numbers, times, firsts, strict=True):
        yield number, list(accumulate((reader.rice(_PLACE) for _ in range(more)), initial=first))


def holders(data: bytes, holding: int, count: int) -> list[tuple[int, int, int]]:
    """(number of the article, how often, about where), the lowest number first. About where: 0 at the beginning of the
    title, 1 in it, ``TITLE_END`` in the text. Raises ValueError where bits are missing."""
    reader = _Bits(data)
    numbers = reader.ascending(holding, width(holding, count))
    times = reader.fitted(holding)
    titled = reader.ascending(reader.rice(_PLACE), reader.plain(5))
    about = {at: 0 if reader.bit() else 1 for at in titled}
    return [(number, 1 + times[at], about.get(at, TITLE_END)) for at, number in enumerate(numbers)]


def places_apart(data: bytes, held: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, list[int]]]:
    """As ``places``, from the file of places and what ``holders`` says. Raises ValueError where bits are missing."""
    reader = _Bits(data)
    firsts = reader.fitted(len(held))
    steps = iter(reader.fitted(sum(times - 1 for _, times, _ in held)))
    for (number, times, about), first in zip(held, firsts, strict=True):
        begin = first if about < TITLE_END else first + TITLE_END
        yield number, list(accumulate((next(steps) for _ in range(times - 1)), initial=begin))


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
            return self.plain(32)
        return (quotient << k) + self.plain(k)

    def ascending(self, size: int, k: int) -> list[int]:
        number = -1
        return [number := number + 1 + self.rice(k) for _ in range(size)]

    def fitted(self, size: int) -> list[int]:
        k = self.plain(5)
        return [self.rice(k) for _ in range(size)]

    def plain(self, size: int) -> int:
        self._at += size
        if self._at > len(self._bits):
            raise ValueError("a file of the index is cut short")
        return int(self._bits[self._at - size : self._at] or "0", 2)
