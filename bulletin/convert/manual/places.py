"""Where author's marks ``-{ … }-`` stand in a text. Text in, places out; in one pass, whatever the text.

Code, comments and addresses may hold the signs without meaning them; a paragraph's end ends every open mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.model.fences import fenced
from bulletin.model.late import regex

_URL = r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"
_TOKEN = regex(
    rf"(?P<ticks>`+)|(?P<comment><!--)|(?P<skip>\]\(<?[^\s()\"“<>{{}}]*|{_URL})"
    r"|(?P<end>\n[ \t\u3000]*(?=\n))|(?P<escaped>\\.)|(?P<open>-\{)|(?P<close>\}-)"
)
_FIELD_TOKEN = regex(rf"(?P<skip>{_URL})|(?P<escaped>\\.)|(?P<open>-\{{)|(?P<close>\}}-)")
_TICKS = regex("`+")
_PARAGRAPH_END = regex(r"\n[ \t\u3000]*(?=\n)")


class Place(NamedTuple):
    """``text[start:end]``; ``end`` 0: never closed. A mark with another inside can't be read."""

    start: int
    end: int
    is_nested: bool


def find_marks(text: str) -> list[Place]:
    """The outermost marks of Markdown text, in order."""
    return _paired(_in_markdown(text)) if "-{" in text else []


def find_marks_in_field(text: str) -> list[Place]:
    """The outermost marks of a text that is one paragraph without Markdown."""
    return _paired((match.lastgroup or "", match.start()) for match in _FIELD_TOKEN.finditer(text))


def _paired(tokens: Iterator[tuple[str, int]]) -> list[Place]:
    found: list[Place] = []
    waiting: list[tuple[int, int]] = []  # (start, how many were found before it)
    for kind, at in tokens:
        if kind == "open":
            waiting.append((at, len(found)))
        elif kind == "close" and waiting:
            start, before = waiting.pop()
            is_nested = len(found) > before
            del found[before:]
            found.append(Place(start, at + 2, is_nested))
        elif kind == "end":
            found += [Place(start, 0, False) for start, _ in waiting]
            waiting.clear()
    found += [Place(start, 0, False) for start, _ in waiting]
    return sorted(found)


def _in_markdown(text: str) -> Iterator[tuple[str, int]]:
    """(kind, where) of the signs that are neither escaped nor in code, a comment or an address."""
    fences = fenced(text)
    ticks = _by_length(text)
    ends = [match.start() for match in _PARAGRAPH_END.finditer(text)]
    at = 0
    while (match := _TOKEN.search(text, at)) is not None:
        start, at = match.span()
        kind = match.lastgroup or ""
        if fences and (fence := fences[bisect_left(fences, (start, len(text))) - 1])[0] <= start < fence[1]:
            at = fence[1]
            yield "end", start
        elif kind == "ticks":
            at = _code_end(text, match, ticks, ends)
        elif kind == "comment":
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
        elif kind in ("open", "close", "end"):
            yield kind, start


def _code_end(text: str, opening: re.Match[str], ticks: dict[int, list[int]], ends: list[int]) -> int:
    """After the next run of as many backticks in the same paragraph; after the opening where there is none."""
    length = len(opening[0])
    runs = ticks.get(length, [])
    index = bisect_left(runs, opening.end())
    paragraph = bisect_left(ends, opening.end())
    limit = ends[paragraph] if paragraph < len(ends) else len(text)
    return runs[index] + length if index < len(runs) and runs[index] < limit else opening.end()


def _by_length(text: str) -> dict[int, list[int]]:
    """How many backticks -> where such runs begin."""
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text):
        found.setdefault(len(run[0]), []).append(run.start())
    return found
