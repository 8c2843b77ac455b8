"""The table of neighbours: the text of ``choices.txt`` in, what speaks for each form of a character out.

Each run of characters around the one in question has a weight for each candidate: a linear model. Only the lines of a
character that is met are read, and most places are decided by the two characters next to it: where no character
farther away could change the outcome, none is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from bulletin.model.making import frozen

# Characters before and after the one in question that a run of the table includes.
SHAPES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0))
REACH = 3
_ALONE = 40  # tenths of a nat for the form of a character that stands alone
_BESIDE = frozenset("（）()〔〕[]、，,；;。：:／/")

Runs = Mapping[str, int]
Spans = Mapping[str, tuple[int, int]]  # run -> the least and the most that the longer runs around it can add
_NOTHING = (0, 0)


@frozen
class Rule:
    """``candidates`` of a character; ``start`` what each has before its neighbours vote, with OpenCC's proposal k.

    ``doubts`` has for each how much oftener it is wrong than its lead over the others says, in tenths of a nat.
    """

    candidates: str
    start: tuple[tuple[int, ...], ...]
    doubts: tuple[int, ...]


@frozen
class Votes:
    """``runs`` has, for each of ``SHAPES``, run -> weight of one candidate over the first candidate.

    With a run all shorter runs inside it are there, if only with weight 0: where one is missing, so are the longer.
    """

    runs: tuple[Runs, ...]
    after: Spans
    before: Spans
    around: Spans

    def total(self, padded: str, at: int) -> int:
        """What the neighbours of ``padded[at]`` add up to; ``REACH`` characters must stand on either side."""
        right, left, both, right2, left2, both_right, both_left, right3, left3 = self.runs
        after = right.get(padded[at : at + 2])
        before = left.get(padded[at - 1 : at + 1])
        total = 0
        if after is not None:
            total = after
            further = right2.get(padded[at : at + 3])
            if further is not None:
                total += further + right3.get(padded[at : at + 4], 0)
        if before is not None:
            total += before
            further = left2.get(padded[at - 2 : at + 1])
            if further is not None:
                total += further + left3.get(padded[at - 3 : at + 1], 0)
            if after is not None:
                further = both.get(padded[at - 1 : at + 2])
                if further is not None:
                    total += further + both_right.get(padded[at - 1 : at + 3], 0)
                    total += both_left.get(padded[at - 2 : at + 2], 0)
        return total

    def bounds(self, near: str) -> tuple[int, int]:
        """The least and the most that ``total`` can be where ``near``, three characters, stands."""
        right, left, both = self.runs[:3]
        low = high = 0
        run = near[1:]
        after = right.get(run)
        if after is not None:
            least, most = self.after.get(run, _NOTHING)
            low, high = after + least, after + most
        run = near[:2]
        before = left.get(run)
        if before is not None:
            least, most = self.before.get(run, _NOTHING)
            low += before + least
            high += before + most
            if after is not None and (around := both.get(near)) is not None:
                least, most = self.around.get(near, _NOTHING)
                low += around + least
                high += around + most
        return low, high


@frozen
class Table:
    """``rules`` by simplified character; ``lines`` has their weights as they were read."""

    rules: Mapping[str, Rule]
    lines: Mapping[str, Sequence[str]]
    open: re.Pattern[str]  # characters decided wherever they stand in the source
    rare: re.Pattern[str]  # characters decided only where OpenCC proposes this, its less usual candidate
    same: Mapping[str, str]  # variants of one character that are left to the editions: 台 counts as 臺
    digest: str
    alone: Mapping[str, int] = field(default_factory=dict)  # character -> its candidate between punctuation marks
    _votes: dict[str, tuple[Votes, ...]] = field(default_factory=dict, repr=False, compare=False)

    def votes(self, character: str) -> tuple[Votes, ...]:
        """Of each candidate but the first; read when the character is met for the first time."""
        found = self._votes.get(character)
        if found is None:
            count = len(self.rules[character].candidates)
            found = self._votes[character] = _read_votes(self.lines[character], count)
        return found

    def scores(self, padded: str, position: int, proposal: str) -> tuple[str, list[int]] | None:
        """The candidates and what speaks for each; None where the table has no say. ``position`` is in ``padded``."""
        character = padded[position]
        start = self._start(padded[position - 1 : position + 2], proposal)
        if start is None:
            return None
        totals = (votes.total(padded, position) for votes in self.votes(character))
        scores = [start[0], *(one + total for one, total in zip(start[1:], totals, strict=True))]
        return self.rules[character].candidates, scores

    def decide(self, padded: str, position: int, proposal: str) -> str:
        """The form to write; ``proposal`` where the table has no say."""
        scored = self.scores(padded, position, proposal)
        return self._written(scored[0][scored[1].index(max(scored[1]))], proposal) if scored else proposal

    def decide_near(self, near: str, proposal: str) -> str:
        """The form to write for ``near[1]`` whatever stands before and after ``near``; "" where that matters."""
        start = self._start(near, proposal)
        if start is None:
            return proposal
        character = near[1]
        votes_of = self._votes.get(character) or self.votes(character)
        if len(start) == 2:  # of nearly all characters: the same as below, but once for each of thousands of neighbours
            low, high = votes_of[0].bounds(near)
            lead = start[0] - start[1]
            if low <= lead < high:
                return ""
            return self._written(self.rules[character].candidates[low > lead], proposal)
        least, most = [start[0]], [start[0]]
        for one, votes in zip(start[1:], votes_of, strict=True):
            low, high = votes.bounds(near)
            least.append(one + low)
            most.append(one + high)
        sure = max(least)
        best = least.index(sure)
        for k, high in enumerate(most):
            if k != best and (high > sure or (high == sure and k < best)):  # of equals the first candidate wins
                return ""
        return self._written(self.rules[character].candidates[best], proposal)

    def _start(self, near: str, proposal: str) -> tuple[int, ...] | None:
        rule = self.rules.get(near[1])
        if rule is None:
            return None
        proposed = rule.candidates.find(self.same.get(proposal, proposal))
        if proposed < 0:
            return None
        start = rule.start[proposed]
        alone = self.alone.get(near[1])
        if alone is None or near[0] not in _BESIDE or near[2] not in _BESIDE:
            return start
        return (*start[:alone], start[alone] + _ALONE, *start[alone + 1 :])

    def _written(self, form: str, proposal: str) -> str:
        return proposal if self.same.get(proposal, proposal) == form else form


def read_table(text: str, digest: str = "") -> Table:
    """A table from its text.

    Its lines: ``prior N``, ``same 台臺``, ``alone 里里`` (a character and its form), and for each character
    ``open|rare 范 范範 34,0 13,-10`` (see benchmarks/script/candidates.txt; the last are ``doubts`` and may be absent),
    then lines ``K BEFORE AFTER RUN N RUN N …`` with the weights of candidate K for runs of that shape.
    """
    prior = 0
    rules: dict[str, Rule] = {}
    same: dict[str, str] = {}
    alone: dict[str, str] = {}
    scans: dict[str, list[str]] = {"open": [], "rare": []}
    lines: dict[str, list[str]] = {}
    weights: list[str] = []
    for line in text.splitlines():
        if line[:1].isdigit():
            weights.append(line)
            continue
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] == "prior":
            prior = int(words[1])
        elif words[0] in ("same", "alone"):
            (same if words[0] == "same" else alone)[words[1][0]] = words[1][1]
        else:
            mode, character, candidates, *numbers = words
            biases, doubts = (*(tuple(map(int, part.split(","))) for part in numbers), (0,) * len(candidates))[:2]
            rules[character] = Rule(candidates, _starts(biases, prior), doubts)
            weights = lines[character] = []
            scans[mode] += character if mode == "open" else candidates[1:]
    forms = {character: rules[character].candidates.index(form) for character, form in alone.items()}
    return Table(rules, lines, _scan(scans["open"]), _scan(scans["rare"]), same, digest, forms)


def _starts(biases: Sequence[int], prior: int) -> tuple[tuple[int, ...], ...]:
    count = range(len(biases))
    return tuple(tuple(bias + prior * (k == proposed) for k, bias in enumerate(biases)) for proposed in count)


def _scan(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(set(characters))) + "]" if characters else r"(?!)")


def _read_votes(lines: Iterable[str], count: int) -> tuple[Votes, ...]:
    """The weights of one character, of its candidates 1 … ``count`` - 1."""
    found: list[list[Runs]] = [[{} for _ in SHAPES] for _ in range(count)]
    for line in lines:
        words = line.split()
        shape = SHAPES.index((int(words[1]), int(words[2])))
        found[int(words[0])][shape] = dict(zip(words[3::2], map(int, words[4::2]), strict=True))
    return tuple(_with_spans(tuple(runs)) for runs in found[1:])


def _with_spans(runs: tuple[Runs, ...]) -> Votes:
    right2, left2, both_right, both_left, right3, left3 = runs[3:]
    around = _longer(both_right, {}, slice(0, 3))
    for run, (least, most) in _longer(both_left, {}, slice(1, 4)).items():
        low, high = around.get(run, _NOTHING)
        around[run] = (low + least, high + most)
    after = _longer(right2, _longer(right3, {}, slice(0, 3)), slice(0, 2))
    before = _longer(left2, _longer(left3, {}, slice(1, 4)), slice(1, 3))
    return Votes(runs, after, before, around)


def _longer(runs: Runs, further: Spans, part: slice) -> dict[str, tuple[int, int]]:
    """For ``part`` of the runs: the least and the most that one of them adds with its ``further`` ones, 0 if there is
    none."""
    found: dict[str, tuple[int, int]] = {}
    for run, weight in runs.items():  # once for each of 100,000 runs: min and max would take most of the time
        least, most = further.get(run, _NOTHING)
        shorter = run[part]
        low, high = found.get(shorter, _NOTHING)
        least += weight
        most += weight
        if least < low:
            low = least
        if most > high:
            high = most
        found[shorter] = (low, high)
    return found
