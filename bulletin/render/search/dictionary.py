"""Records of the oldest articles -> bytes that all records are packed behind, so that what many say is not said again.

    texts/dictionary.bin = raw deflate of these bytes, where there are any

A preset dictionary of deflate (RFC 1950, 2.3): a browser inflates a record behind a stored block of these bytes. They
are chosen as zstd's trainer does it, by COVER (Liao, Petri, Moffat, Wirth: Effective Construction of Relative
Lempel-Ziv Dictionaries, WWW 2016): of each stretch of the texts the segment whose grams stand in most places, and grams
that are taken count no more. How many pays is tried on articles beside these.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

_GRAM = 8  # bytes
_SEGMENT = 64
_SIZES = (16384, 8192, 4096, 2048, 1024)  # deflate reaches back 32 KB
_TRIED = 64  # articles
_SHOWN = 20  # texts that a visitor reads who asks twice: for so many the dictionary is asked for once


def dictionary_of(texts: Sequence[bytes]) -> bytes:
    """``texts``: half of them are learnt from, the others tell how much pays; none does where they have nothing in
    common."""
    half = len(texts) // 2
    segments = _segments(b"".join(texts[:half]))
    tried = [b"".join(reversed(segments[: size // _SEGMENT])) for size in _SIZES]  # the best is nearest
    others = texts[half : half + _TRIED]
    return min([b"", *tried], key=lambda one: _cost(one, others))


def deflated(data: bytes, dictionary: bytes = b"") -> bytes:
    """``dictionary``: what whoever inflates it has before it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return packer.compress(data) + packer.flush()


def _cost(dictionary: bytes, texts: Sequence[bytes]) -> float:
    """Bytes that a visitor reads."""
    read = sum(len(deflated(one, dictionary)) for one in texts)
    return len(deflated(dictionary)) + _SHOWN * read / max(len(texts), 1)


def _segments(data: bytes) -> list[bytes]:
    """The most useful ones first."""
    grams = [data[at : at + _GRAM] for at in range(len(data) - _GRAM + 1)]
    worth = {gram: count - 1 for gram, count in Counter(grams).items() if count > 1}
    width = _SEGMENT - _GRAM + 1  # grams of a segment
    stretch = max(len(grams) * _SEGMENT // _SIZES[0], _SEGMENT)
    found: list[tuple[int, bytes]] = []
    for begin in range(0, len(grams) - width + 1, stretch):
        some = grams[begin : begin + stretch + width - 1]
        sums = [0, *accumulate(worth.get(gram, 0) for gram in some)]
        best, at = max((sums[at + width] - sums[at], -at) for at in range(len(some) - width + 1))
        if best > 0:
            found.append((best, data[begin - at : begin - at + _SEGMENT]))
            for gram in some[-at : width - at]:
                worth.pop(gram, None)
    return [segment for _, segment in sorted(found, key=lambda one: -one[0])]
