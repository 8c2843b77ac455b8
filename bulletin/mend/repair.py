"""``Repair``: one damaged place of a text and what should stand there; repairs + text -> the mended text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Repair:
    """``text[start:end]`` is ``before``. If not ``is_certain``, ``after`` is only the best guess, "" for none."""

    start: int  # in characters, from 0
    end: int
    kind: str
    before: str
    after: str
    is_certain: bool = True


def mended(text: str, repairs: Iterable[Repair]) -> tuple[str, tuple[Repair, ...]]:
    """``text`` with every certain repair made, and those that were made, in order.

    Of two that overlap the earlier one is made. An uncertain repair leaves its place as it is.
    """
    parts: list[str] = []
    made: list[Repair] = []
    at = 0
    for repair in sorted(repairs):
        if repair.is_certain and repair.start >= at:
            parts += text[at : repair.start], repair.after
            made.append(repair)
            at = repair.end
    return "".join((*parts, text[at:])), tuple(made)
