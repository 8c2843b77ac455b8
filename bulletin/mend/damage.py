"""A text as it arrived -> the same without what a broken site or a wrong encoding did to it, and what was done.

What can't be known is left as it is: an uncertain repair is reported and not made.
"""

from __future__ import annotations

from bulletin.mend.leftovers import leftovers
from bulletin.mend.mojibake import mojibake
from bulletin.mend.pinyin import pinyin_insertions
from bulletin.mend.punctuation import half_width_marks
from bulletin.mend.repair import Repair, mended


def mend_damage(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The text mended, and every repair in order, also those that were not made; places are those of ``text``."""
    repairs = _distinct((*pinyin_insertions(text), *mojibake(text), *leftovers(text)))
    return mended(text, repairs)[0], repairs


def mend_punctuation(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Half-width marks of Chinese sentences made full-width. Of a damaged text take what ``mend_damage`` gives."""
    return mended(text, half_width_marks(text))


def _distinct(repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """None inside another; what explains more comes first."""
    found: list[Repair] = []
    for repair in sorted(repairs, key=lambda one: (one.start, -one.end)):
        if not found or repair.start >= found[-1].end:
            found.append(repair)
    return tuple(found)
