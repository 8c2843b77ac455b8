"""Where phrases stand in articles -> which of these hold them in a row, and what each is worth: the browser's
search-rank.js is the same."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin.render.search.codes import LOW
from bulletin.render.search.standing import Places
from bulletin.render.search.terms import TITLE_END


def by_chance(chance: float, before: Places, found: Places, places: Places, is_rough: bool) -> float:
    """About how many of ``found`` stand there by chance, after ``chance`` of ``before``, when those that ``places`` of
    one more term do not fit were left out: of as many others the remainder happens to be right, and those left out may
    be the ones there by chance until now."""
    left_out = len(before) - len(found)
    if not is_rough or not left_out:
        return max(0.0, chance - left_out)
    held = sum(len(places.get(number, ())) for number in before)
    return max(0.0, chance - left_out) + left_out * held / (len(before) * LOW)


def meet(found: Places, places: Places, offset: int, modulus: int = 0) -> Places:
    """Those of ``found`` behind which, at that distance, one of ``places`` stands; if told, known by its remainder."""
    out: Places = {}
    for number in found.keys() & places.keys():
        there = set(places[number])
        if both := [at for at in found[number] if ((at + offset) % modulus if modulus else at + offset) in there]:
            out[number] = both
    return out


def score(
    number: int, found: Sequence[Places], literal: Sequence[set[int]], count: int, has_near: bool
) -> int:
    """Of an article, see ``engine``; ``count`` of all."""
    value = 100 * (number + 1) // count + 2000 * sum(number in one for one in literal)
    for places in found:
        if positions := places.get(number):
            if positions[0] < TITLE_END:
                value += 1100 if positions[0] == 0 else 1000
            value += 40 * min(len(positions), 10)
    if has_near and number in found[0] and number in found[1]:
        value += max(0, 200 - 2 * _nearest(found[0][number], found[1][number]))
    return value


def _nearest(some: list[int], others: list[int]) -> int:
    """The smallest distance between a place of the one and a place of the other; both ascending."""
    best, i, j = abs(some[0] - others[0]), 0, 0
    while i < len(some) and j < len(others):
        best = min(best, abs(some[i] - others[j]))
        if some[i] < others[j]:
            i += 1
        else:
            j += 1
    return best
