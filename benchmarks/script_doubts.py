"""A table and texts that it has learnt nothing from -> how much oftener each form is wrong than its margin says.

Of two choices with the same margin the one is wrong ten times as often as the other: 複 was chosen for what should be
復 in laws that a table without laws was tried on, 製 for 制 hardly ever. So ``Choice.certainty`` corrects the margin.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bulletin.convert.script.table import REACH, Table

# Of 134,000 places in laws, decided by a table without laws, one in 1 + exp(START + tenths * SLOPE) was wrong.
START, SLOPE = 2.4, 0.05
FEW = 1  # errors: what is added to either count, so that a form that is hardly ever met stays as it is
# Half of what the laws say, since other texts differ. On labour law 3 to 6 did equally well: of 100 errors 96 are
# among the first 40 places of 10,000 characters; with 0 they were 87, with 10 they were 88.
STEP, MOST = 5, 20  # tenths of a nat for each nat, and at most

Place = tuple[str, int, int, int]  # character, index of the right form, of the chosen one, margin


def places(table: Table, found: Iterable[tuple[str, str, int, str, int]]) -> Iterator[Place]:
    """The choices of ``table`` where (character, line, position in it, proposal, index of the right form) is known."""
    padding = " " * REACH
    for character, line, position, proposal, right in found:
        scored = table.scores(f"{padding}{line}{padding}", position + REACH, proposal)
        if scored is not None:
            best, second = sorted(scored[1], reverse=True)[:2]
            yield character, right, scored[1].index(best), best - second


def doubts(found: Iterable[Place]) -> Mapping[tuple[str, int], int]:
    """(character, index of a form) -> tenths of a nat by which choosing it is more doubtful than its margin."""
    wrong: Counter[tuple[str, int]] = Counter()
    expected: dict[tuple[str, int], float] = {}
    for character, right, chosen, margin in found:
        form = character, chosen
        wrong[form] += right != chosen
        expected[form] = expected.get(form, 0.0) + 1 / (1 + math.exp(START + margin * SLOPE))
    return {form: _tenths(wrong[form], count) for form, count in expected.items()}


def _tenths(wrong: int, expected: float) -> int:
    return max(-MOST, min(MOST, round(STEP * math.log((wrong + FEW) / (expected + FEW)))))
