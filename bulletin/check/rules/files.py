"""Photos and attachments that an item names: missing, in another case, outside content/, or no photo."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.whole import Miss, Whole
from bulletin.model.problem import Problem


def files_missing(whole: Whole) -> Iterator[Problem]:
    for miss in whole.misses:
        if code := _code(miss):
            values = {"target": miss.target, "other": miss.other}
            used = tuple(sorted((name, value) for name, value in values.items() if value))
            yield Problem(miss.path, miss.line, miss.column, code, used)


def _code(miss: Miss) -> str:
    """"" where it is a link to an item: ``dead_links`` speaks of that."""
    if miss.why == "missing" and miss.use in ("photo", "cover"):
        return "E450" if miss.other else "E451"
    if miss.why == "missing" and (miss.use == "attachment" or not miss.is_document):
        return "E452" if miss.other else "E453"
    if miss.why == "case":
        return "W456"
    if miss.why == "outside":
        return "E457"
    if miss.why == "no photo":
        return "E458"
    return "E459" if miss.why == "unusable" else ""
