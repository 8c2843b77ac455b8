"""Where a term stands in a block of articles -> bytes: what postings are made of (``reading`` reads them).

Articles are joined in blocks of ``BLOCK``, so that a changed one is joined anew with its own block only. What a block
has of a term is a chunk; the postings of a term are its chunks, one after the other, the lowest block first:

    holders  varint: twice the number of the block, 1 more if the term stands in it more than once. Else varint: the
             place times ``BLOCK`` and the article in the block. If so, varint: how many places less 2, then bits that
             fill whole bytes: for each place 1 if the article is the one before, else 0 and a Rice code of the
             articles left out. From ``DENSE`` places on: of each article up to the last one, a Rice code of how many
             it has. k follows from how many places there are
    lows     of a chunk with several, bits that fill whole bytes: the five lowest bits of each place, then two more of
             each; in a chunk with fewer than ``FEW`` then the eighth of each. Where a term is one of three or more of a
             phrase seven bits nearly always tell whether it stands there
    highs    likewise: the eighth bits where they do not stand in the lows, then of each a code of place >> 8

Rice code of n with k: n >> k ones and a zero, then the k lowest bits; from ``FAR`` ones on 32 plain bits. A place >> 8
is 00, 01, or 1 and the Rice code of what it is above 2 with k = 0. Bits run from the highest of a byte down. The places
of a term are the lows of all its chunks, then the highs of all. The library's own loops go through the lists, for it is
done millions of times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import sub

BLOCK_BITS = 9
BLOCK = 1 << BLOCK_BITS  # articles
PLACE_BITS = 32  # of a place
FAR = 20
FEW = 32  # places of a term in a block from which on less than a byte of each stands in the lows
LOW = 128  # places that differ by as many have the same lows
DENSE = 3 * BLOCK // 2  # places of a term in a block


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
    if quotient >= FAR:
        return "1" * FAR + format(number, "032b")
    return "1" * quotient + "0" + (format(number & ((1 << k) - 1), f"0{k}b") if k else "")


def gap_width(count: int) -> int:
    """k where a block has so many places of a term."""
    return max((BLOCK * 7 // (10 * count)).bit_length() - 1, 0)


def dense_width(count: int) -> int:
    """k where so many places are too many for one bit each."""
    return (count * 7 // (10 * BLOCK)).bit_length() - 1


_upper_code = _Uppers().__getitem__
# A byte of a place -> a digit of the base 32, 4 or 2, of which the library reads whole numbers at once
_FIVE = bytes(b"0123456789abcdefghijklmnopqrstuv"[byte & 31] for byte in range(256))
_TWO = bytes(b"0123"[byte >> 5 & 3] for byte in range(256))
_TOP = bytes(b"01"[byte >> 7] for byte in range(256))
_OF_K = [_Gaps(k) for k in range(BLOCK_BITS + 1)]
_TIMES = [_Times(k) for k in range(PLACE_BITS)]
_CODES = [_OF_K[gap_width(max(count, 1))] for count in range(BLOCK + 1)]  # by places in the block, at most so many


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


def chunks(
    block: int, counts: Iterable[int], articles: list[int], low_bytes: bytes, uppers: Sequence[int]
) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Of each term its holders, lows and highs. ``counts``: how often each stands; of all occurrences, term after term
    and ascending, the article in the block, the eight lowest bits of the place, and the place >> 8."""
    fives, twos, tops = (low_bytes.translate(digits) for digits in (_FIVE, _TWO, _TOP))
    gaps = list(map(sub, articles[1:], articles))
    single = varint(block << 1)
    begin = 0
    for count in counts:
        end = begin + count
        if count == 1:
            place = uppers[begin] << 8 | low_bytes[begin]
            yield single + varint(place << BLOCK_BITS | articles[begin]), b"", b""
        else:
            if count < DENSE:
                codes = _CODES[min(count, BLOCK)]
                bits = codes[articles[begin] + 1] + "".join(map(codes.__getitem__, gaps[begin : end - 1]))
            else:
                bits = _dense(articles[begin:end])
            low = int(fives[begin:end], 32) << 2 * count | int(twos[begin:end], 4)
            top = int(tops[begin:end], 2)
            upper = "".join(map(_upper_code, uppers[begin:end]))
            if count < FEW:
                places = (low << count | top).to_bytes(count, "big"), _packed(upper)
            else:
                high = top << len(upper) | int(upper, 2)
                places = _filled(low, 7 * count), _filled(high, count + len(upper))
            yield _several(block, count) + _packed(bits), *places
        begin = end


def low_size(count: int) -> int:
    """Bytes of the lows of a chunk with so many places; one that has one place has none."""
    return -(-7 * count // 8) if count >= FEW else count if count > 1 else 0


def _dense(articles: list[int]) -> str:
    times = Counter(articles)
    codes = _TIMES[dense_width(len(articles))]
    return "".join([codes[times[article]] for article in range(articles[-1] + 1)])


def _packed(bits: str) -> bytes:
    return _filled(int(bits, 2), len(bits))


def _filled(number: int, width: int) -> bytes:
    """So many bits, filled up to whole bytes."""
    size = -(-width // 8)
    return (number << 8 * size - width).to_bytes(size, "big")


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
