"""Simplified characters with several traditional ones: text and OpenCC's proposal in, the better choice out.

OpenCC cuts a text greedily into the longest words it knows, 运行|并发|布, and takes a character's first candidate where
it knows no word. Here the neighbours up to three characters away vote again on the characters listed in
``choices.txt``: each run of characters around the one in question has a weight for each candidate (a linear model,
learnt by ``benchmarks/train_script.py``; its sources are named in the table). OpenCC's proposal is given so much
weight that only clear evidence overturns it. docs/conversion.md has the method, the data and the figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

# Characters before and after the one in question that a run of the table includes.
SHAPES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0))
_REACH = 3
_PADDING = " " * _REACH


@dataclass(frozen=True, slots=True)
class Choice:
    """How one character was decided."""

    position: int
    chosen: str
    alternatives: tuple[str, ...]  # the likeliest first
    margin: int  # tenths of a nat that the first of them is behind: where it is small, the choice is doubtful


@dataclass(frozen=True, slots=True)
class _Rule:
    """``candidates`` of a character; ``start`` what each has before its neighbours vote, with OpenCC's proposal k."""

    candidates: str
    start: tuple[tuple[int, ...], ...]


Runs = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """``votes[k - 1]`` has, for each of ``SHAPES``, run -> weight of candidate k over the first candidate.

    With a run all shorter runs inside it are there, if only with weight 0: where one is missing, so are the longer.
    """

    rules: Mapping[str, _Rule]
    votes: tuple[tuple[Runs, ...], ...]
    open: re.Pattern[str]  # characters decided wherever they stand in the source
    rare: re.Pattern[str]  # characters decided only where OpenCC proposes this, its less usual candidate
    same: Mapping[str, str]  # variants of one character that are left to the editions: 台 counts as 臺
    digest: str

    def scores(self, padded: str, position: int, proposal: str) -> tuple[str, list[int]] | None:
        """The candidates and what speaks for each; None where the table has no say. ``position`` is in ``padded``."""
        rule = self.rules.get(padded[position])
        if rule is None:
            return None
        proposed = rule.candidates.find(self.same.get(proposal, proposal))
        if proposed < 0:
            return None
        scores = list(rule.start[proposed])
        scores[1] += _vote(self.votes[0], padded, position)
        if len(scores) > 2:
            for k in range(2, len(scores)):
                scores[k] += _vote(self.votes[k - 1], padded, position)
        return rule.candidates, scores


def _vote(votes: tuple[Runs, ...], padded: str, at: int) -> int:
    """What the neighbours add up to. Written out for speed: this is where the time goes."""
    right, left, both, right2, left2, both_right, both_left, right3, left3 = votes
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


def choose(text: str, proposal: str) -> str:
    """``proposal``, OpenCC's conversion of the simplified ``text``, with its doubtful characters decided again.

    As long as before; unchanged where the two differ in length.
    """
    if len(text) != len(proposal):
        return proposal
    table = load()
    padded = f"{_PADDING}{text}{_PADDING}"
    changed: list[tuple[int, str]] = []
    for position in _positions(table, text, proposal):
        scored = table.scores(padded, position + _REACH, proposal[position])
        if scored is not None:
            candidates, scores = scored
            best = candidates[scores.index(max(scores))]
            written = proposal[position]
            if best != table.same.get(written, written):
                changed.append((position, best))
    return _with(proposal, changed) if changed else proposal


def choices(text: str, proposal: str) -> list[Choice]:
    """How every listed character of ``text`` was decided, from left to right; [] where the lengths differ."""
    if len(text) != len(proposal):
        return []
    table = load()
    padded = f"{_PADDING}{text}{_PADDING}"
    found: list[Choice] = []
    for position in sorted(set(_positions(table, text, proposal))):
        written = proposal[position]
        scored = table.scores(padded, position + _REACH, written)
        if scored is not None:
            candidates, scores = scored
            order = sorted(range(len(scores)), key=lambda k: (-scores[k], k))
            best, second = order[:2]
            chosen = written if table.same.get(written, written) == candidates[best] else candidates[best]
            others = tuple(candidates[k] for k in order[1:])
            found.append(Choice(position, chosen, others, scores[best] - scores[second]))
    return found


@lru_cache(maxsize=1)
def load() -> Table:
    """The table of ``choices.txt``, read once."""
    data = files("bulletin.convert.script").joinpath("choices.txt").read_bytes()
    return read_table(data.decode("utf-8"), blake2b(data, digest_size=8).hexdigest())


def read_table(text: str, digest: str = "") -> Table:
    """A table from its text.

    Its lines: ``prior N``, ``same 台臺``, ``open|rare 范 范範 34,0`` (see benchmarks/script/candidates.txt), and
    ``K BEFORE AFTER RUN N RUN N …`` with the weights of candidate K for runs of that shape.
    """
    prior = 0
    rules: dict[str, _Rule] = {}
    same: dict[str, str] = {}
    scans: dict[str, list[str]] = {"open": [], "rare": []}
    votes: dict[tuple[int, int, int], dict[str, int]] = {}
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] == "prior":
            prior = int(words[1])
        elif words[0] == "same":
            same[words[1][0]] = words[1][1]
        elif words[0] in scans:
            mode, character, candidates, biases = words
            rules[character] = _Rule(candidates, _starts([int(bias) for bias in biases.split(",")], prior))
            scans[mode] += character if mode == "open" else candidates[1:]
        else:
            place = (int(words[0]), int(words[1]), int(words[2]))
            votes.setdefault(place, {}).update(zip(words[3::2], map(int, words[4::2]), strict=True))
    last = max((k for k, _, _ in votes), default=0)
    ordered = tuple(tuple(votes.get((k, a, b), {}) for a, b in SHAPES) for k in range(1, last + 1))
    return Table(rules, ordered, _scan(scans["open"]), _scan(scans["rare"]), same, digest)


def _starts(biases: Sequence[int], prior: int) -> tuple[tuple[int, ...], ...]:
    count = range(len(biases))
    return tuple(tuple(bias + prior * (k == proposed) for k, bias in enumerate(biases)) for proposed in count)


def _scan(characters: Sequence[str]) -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(set(characters))) + "]" if characters else r"(?!)")


def _positions(table: Table, text: str, proposal: str) -> list[int]:
    return [match.start() for match in table.open.finditer(text)] + [
        match.start() for match in table.rare.finditer(proposal)
    ]


def _with(text: str, changed: Sequence[tuple[int, str]]) -> str:
    characters = list(text)
    for position, character in changed:
        characters[position] = character
    return "".join(characters)
