"""``Passage``: a stretch of an author's prose, a body or one value of front matter, and where it stands in the file.

    item -> passages --TEXT_RULES--> problems (``body``)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bulletin.mend.repair import Repair, mended
from bulletin.model.content import Union
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

_WIDTH = 6  # characters that a message shows on each side


@frozen
class Passage:
    path: str
    text: str
    line: int  # of the file, on which it begins; 0 where that is not known
    column: int  # on that line
    field: str = ""  # of front matter; "" for the body
    unions: tuple[Union, ...] = ()

    def problems(self, found: list[tuple[int, str, dict[str, str]]]) -> Iterator[Problem]:
        """(place in characters from 0, code, values), in order of their places -> problems."""
        line, start = self.line, 1 - self.column if self.column else 0
        last = 0
        for at, code, values in found:
            if breaks := self.text.count("\n", last, at):
                line, start = line + breaks, self.text.rindex("\n", last, at) + 1
            last = at
            yield Problem(self.path, line, at - start + 1 if line else 0, code, tuple(sorted(values.items())))


def around(text: str, start: int, end: int) -> str:
    """A place with a few characters on each side, within its line: for a message."""
    first, last = _window(text, start, end)
    return text[first:last].strip()


def mended_around(text: str, repair: Repair, others: Sequence[Repair] = ()) -> str:
    """The same place as ``around`` gives, with the repair made, and those of ``others`` that lie within it."""
    first, last = _window(text, repair.start, repair.end)
    within = [repair, *(one for one in others if first <= one.start and one.end <= last and one != repair)]
    shifted = [replace(one, start=one.start - first, end=one.end - first, is_certain=True) for one in within]
    return mended(text[first:last], shifted)[0].strip()


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    after = text.find("\n", end)
    last = min(len(text) if after < 0 else after, end + _WIDTH)
    return max(text.rfind("\n", 0, start) + 1, start - _WIDTH), max(end, last)
