"""Places of known right form, with what OpenCC proposes there -> the weights of the runs of text around them.

The model: for each character a multinomial logistic regression over the runs of text around it, with OpenCC's proposal
and the numbers of ``candidates.txt`` as fixed offsets and an L1 penalty, by stochastic gradient descent. The same
examples give the same weights.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bulletin.convert.script.table import SHAPES

PRIOR = 1.0  # nats for OpenCC's proposal. Of 0.5 to 3, best on text of another kind than was learnt from
PENALTY = 0.02
ROUNDS, RATE, DECAY = 8, 0.5, 0.8

Run = tuple[int, str]  # index of its shape, text
Weights = list[dict[Run, int]]  # for each candidate, in tenths of a nat


@dataclass(frozen=True, slots=True)
class Group:
    mode: str
    character: str
    candidates: str
    biases: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Example:
    runs: tuple[Run, ...]
    right: int
    proposed: int
    weight: float


def runs(text: str, position: int, letters: str = "") -> tuple[Run, ...]:
    """The runs of Chinese characters, digits and ``letters`` around ``position`` that the table may know."""
    before = after = 0
    while before < 3 and position - before > 0 and _counts(text[position - before - 1], letters):
        before += 1
    while after < 3 and position + after + 1 < len(text) and _counts(text[position + after + 1], letters):
        after += 1
    within = ((index, a, b) for index, (a, b) in enumerate(SHAPES) if a <= before and b <= after)
    return tuple((index, text[position - a : position + b + 1]) for index, a, b in within)


def _counts(character: str, letters: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "0" <= character <= "9" or character in letters


def learn(group: Group, examples: Sequence[Example], mute: frozenset[Run]) -> Weights:
    """Descent with the cumulative L1 penalty of Tsuruoka, Tsujii and Ananiadou (2009)."""
    examples = sorted(_without_singles(examples, mute))
    offsets = [bias / 10 for bias in group.biases]
    learnt: list[dict[Run, float]] = [{} for _ in offsets]
    paid: list[dict[Run, float]] = [{} for _ in offsets]
    order = random.Random(1)
    rate, due = RATE, 0.0
    for _ in range(ROUNDS):
        order.shuffle(examples)
        for example in examples:
            due += rate * PENALTY * 6 / len(examples)
            chances = _chances(example, offsets, learnt)
            if chances[example.right] > 0.998:
                continue
            step = rate * example.weight * 2 / (1 + len(example.runs))
            for k, chance in enumerate(chances):
                change = ((k == example.right) - chance) * step
                for run in example.runs if abs(change) > 1e-4 else ():
                    _update(learnt[k], paid[k], run, change, due)
        rate *= DECAY
    for k, table in enumerate(learnt):
        for run in table:
            _update(table, paid[k], run, 0.0, due)
    return [{run: tenths for run, value in table.items() if (tenths := round(value * 10))} for table in learnt]


def _without_singles(examples: Sequence[Example], mute: frozenset[Run]) -> list[Example]:
    """A run seen once proves nothing. (A word of a dictionary comes at least twice.)"""
    counts = Counter(run for example in examples for run in example.runs)
    kept = {run for run, count in counts.items() if count > 1} - mute
    return [
        Example(tuple(run for run in example.runs if run in kept), example.right, example.proposed, example.weight)
        for example in examples
    ]


def _chances(example: Example, offsets: Sequence[float], learnt: Sequence[Mapping[Run, float]]) -> list[float]:
    pairs = zip(offsets, learnt, strict=True)
    scores = [offset + sum(table.get(run, 0.0) for run in example.runs) for offset, table in pairs]
    scores[example.proposed] += PRIOR
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]


def _update(table: dict[Run, float], paid: dict[Run, float], run: Run, change: float, due: float) -> None:
    owed = due - paid.get(run, due)
    value = table.get(run, 0.0) + change
    table[run] = max(0.0, value - owed) if value > 0 else min(0.0, value + owed)
    paid[run] = due
