"""An author's fault, as data: collected by every stage before ``write``, never raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from bulletin.model.pickling import quick_to_pickle

Severity = Literal["error", "warning", "info"]

_SEVERITIES: Mapping[str, Severity] = {"E": "error", "W": "warning", "I": "info"}


@quick_to_pickle
@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An author's fault, as data. The words for ``code`` are in ``bulletin/catalogue``; ``values`` fill them in."""

    path: str
    line: int  # from 1; 0 = the file as a whole
    column: int  # from 1, in characters; 0 = the line as a whole
    code: str  # E103 left out or unusable, W204 doubtful, I301 good to know
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return _SEVERITIES[self.code[0]]


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each once, by their places: as ``sorted(set(problems))``, which would ask Python to compare each two."""
    every = list(problems)
    found = dict(zip(map(_said, every), every, strict=True))
    return tuple(map(found.__getitem__, sorted(found)))


_said = attrgetter("path", "line", "column", "code", "values")
