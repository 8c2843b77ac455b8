"""Half-width marks in Chinese sentences: 召开,会上 for 召开，会上. One problem a line, at the first of its marks."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.passage import Passage, around, mended_around
from bulletin.mend.punctuation import half_width_marks
from bulletin.mend.repair import Repair
from bulletin.model.problem import Problem


def half_width(passage: Passage) -> Iterator[Problem]:
    text = passage.text
    lines: list[list[Repair]] = []  # of each line its marks
    line_end = -1
    for one in half_width_marks(text):
        if one.start > line_end:
            after = text.find("\n", one.end)
            line_end = len(text) if after < 0 else after
            lines.append([])
        lines[-1].append(one)
    return passage.problems([(marks[0].start, "W436", _values(text, marks)) for marks in lines])


def _values(text: str, marks: list[Repair]) -> dict[str, str]:
    first = marks[0]
    place = around(text, first.start, first.end)
    return {"text": place, "fix": mended_around(text, first, marks[:20]), "count": str(len(marks))}
