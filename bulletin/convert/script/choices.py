"""Simplified characters with several traditional ones: text and OpenCC's proposal in, the better choice out.

OpenCC cuts a text greedily into the longest words it knows, 运行|并发|布, and takes a character's first candidate where
it knows no word. Here the neighbours up to three characters away vote again on the characters listed in
``choices.txt``: each run of characters around the one in question has a weight for each candidate (a linear model,
learnt by ``benchmarks/train_script.py``; its sources are named in the table). OpenCC's proposal is given so much
weight that only clear evidence overturns it. docs/conversion.md has the method, the data and the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from bulletin.convert.script.table import REACH, Table, read_table
from bulletin.model.making import frozen

_PADDING = " " * REACH


@frozen
class Choice:
    """How one character was decided."""

    position: int
    chosen: str
    alternatives: tuple[str, ...]  # the likeliest first
    margin: int  # tenths of a nat that the first of them is behind: where it is small, the choice is doubtful
    doubt: int = 0  # tenths of a nat: how much oftener such a choice was wrong where it was tried than its margin says

    @property
    def certainty(self) -> int:
        """What choices are ranked by: the margin as experience corrects it."""
        return self.margin - self.doubt


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
        written = proposal[position]
        form = _near(padded[position + 2 : position + 5], written) or table.decide(padded, position + REACH, written)
        if form != written:
            changed.append((position, form))
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
        scored = table.scores(padded, position + REACH, written)
        if scored is not None:
            candidates, scores = scored
            order = sorted(range(len(scores)), key=lambda k: (-scores[k], k))
            best, second = order[:2]
            chosen = written if table.same.get(written, written) == candidates[best] else candidates[best]
            others = tuple(candidates[k] for k in order[1:])
            doubt = table.rules[text[position]].doubts[best]
            found.append(Choice(position, chosen, others, scores[best] - scores[second], doubt))
    return found


@lru_cache(maxsize=1)
def load() -> Table:
    """The table of ``choices.txt``, read once."""
    data = Path(__file__).with_name("choices.txt").read_bytes()
    return read_table(data.decode("utf-8"), blake2b(data, digest_size=8).hexdigest())


# Remembered: few neighbours stand around most places, and they nearly always decide alone.
@lru_cache(maxsize=1 << 16)
def _near(near: str, proposal: str) -> str:
    return load().decide_near(near, proposal)


def _positions(table: Table, text: str, proposal: str) -> list[int]:
    return [match.start() for match in table.open.finditer(text)] + [
        match.start() for match in table.rare.finditer(proposal)
    ]


def _with(text: str, changed: Sequence[tuple[int, str]]) -> str:
    parts: list[str] = []
    end = 0
    for position, character in sorted(changed):
        parts += (text[end:position], character)
        end = position + 1
    return "".join(parts) + text[end:]
