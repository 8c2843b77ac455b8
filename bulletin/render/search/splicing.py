"""Values one behind the other in bytes, and what is otherwise now -> the bytes with a few others in place of some."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

Edit = tuple[int, int, int]  # values that are taken out, from and up to, and the number of the one put in, or -1


def spliced(old: bytes, ends: Sequence[int], edits: Iterable[Edit], new: Sequence[bytes]) -> bytes:
    """``ends``: where each value ends in ``old``, with 0 in front; ``edits`` in order."""
    return b"".join(_stretches(old, ends, edits, new))


def spliced_numbers(kind: str, old: bytes, edits: Iterable[Edit], new: Iterable[int]) -> bytes:
    """The same of numbers of one size, as ``array`` has them."""
    size = array(kind).itemsize
    return spliced(old, range(0, len(old) + 1, size), edits, [array(kind, [one]).tobytes() for one in new])


def _stretches(old: bytes, ends: Sequence[int], edits: Iterable[Edit], new: Sequence[bytes]) -> Iterator[bytes]:
    last = 0
    for begin, end, number in edits:
        yield old[ends[last] : ends[begin]]
        if number >= 0:
            yield new[number]
        last = end
    yield old[ends[last] :]
