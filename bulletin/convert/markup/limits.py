"""A body -> whether it may be parsed: shapes on which Markdown or an HTML parser would take seconds are refused."""

from __future__ import annotations

import re
from itertools import islice

from bulletin.model.late import regex

LONGEST_BODY = 200_000  # characters: a book of a hundred pages
MOST_LINES = 10_000
MOST_MARKS = 20_000  # characters with a meaning in Markdown, in the whole body
MOST_MARKS_IN_BLOCK = 2_000  # between two blank lines; tables count by line
MOST_CELLS = 40_000  # of all tables
DEEPEST = 10  # lists, quotes, containers inside one another
LONGEST_RUN = 200  # full-width marks with nothing between them
MOST_OPEN_TAGS = 40  # HTML tags that wait for their end at one time

_MARKS = regex(r"[\[\]`*_~<{\\&!]|://")
_BLANK = regex(r"\n[ \t\u3000\xa0]*\n")
_RULE = regex(r"^[ \t]*([-*_=~`])(?:[ \t]*\1)*[ \t]*$", re.MULTILINE)
_DEEP = regex(rf"^[ \t\u3000]*(?:(?:[-*+]|\d{{1,3}}\.)[ \t]+|>[ \t]?){{{DEEPEST + 1}}}.*", re.MULTILINE)
_NOT_DEEP = bytes({*range(128)} - {*b">-*+."})
_TAG = regex(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)")
# Ended by the parser itself, or without content: they can't pile up.
_LIGHT = """
    p li dt dd tr td th thead tbody tfoot colgroup option br hr img wbr col input meta link source area base rt rp
"""
_LIGHT_TAGS = frozenset(_LIGHT.split())

_FULL_WIDTH = "（）［］｛｝“”‘’「」『』《》〈〉【】〔〕，。、；：！？"
_SAMPLED = regex(f"[{_FULL_WIDTH}]{{2}}")
_RUN = regex(f"([{_FULL_WIDTH}]{{{LONGEST_RUN}}})[{_FULL_WIDTH}]+")


class Refused(Exception):
    """The body has a shape that is not parsed. ``code`` and ``values`` are those of the Problem to report; ``line``
    counts from 1 in the body, 0 = the body as a whole."""

    def __init__(self, code: str, line: int = 0, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values


def refuse_shapes(text: str) -> None:
    """Raise Refused for a body too long, too full of marks, or too deep, with the line where it is too much."""
    if len(text) > LONGEST_BODY:
        raise Refused("E601", _line(text, LONGEST_BODY), length=str(len(text)), limit=str(LONGEST_BODY))
    if (count := text.count("\n")) > MOST_LINES:
        raise Refused("E608", MOST_LINES + 1, lines=str(count), limit=str(MOST_LINES))
    if len(text) > MOST_MARKS_IN_BLOCK:
        _refuse_marks(text)
    if len(text.encode("ascii", "ignore").translate(None, _NOT_DEEP)) > DEEPEST:
        _refuse_depth(text)
    if "<" in text:
        _refuse_tags(text)


def _refuse_depth(text: str) -> None:
    if deep := next((match for match in _DEEP.finditer(text) if not _RULE.match(match[0])), None):
        raise Refused("E602", _line(text, deep.start()), limit=str(DEEPEST))


def shorten_runs(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """``text`` with runs of full-width marks cut to LONGEST_RUN, and (line, length) of the first few: Chromium sets a
    run (text-spacing-trim) in the square of its length, 10 s for 16,000 marks, and the reader's page hangs."""
    if not _SAMPLED.search(text[:: LONGEST_RUN // 2]):  # such a run has two of these places, side by side
        return text, ()
    found = tuple((_line(text, run.start()), len(run[0])) for run in islice(_RUN.finditer(text), 5))
    return (_RUN.sub(r"\1", text) if found else text), found


def _refuse_marks(text: str) -> None:
    count = len(_MARKS.findall(text))
    if count <= MOST_MARKS_IN_BLOCK:
        return
    if count > MOST_MARKS:
        raise Refused("E603", _fullest_line(text, 0), count=str(count), limit=str(MOST_MARKS))
    start = 0
    for end in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        block, at, start = text[start:end], start, end
        if len(block) <= MOST_MARKS_IN_BLOCK:
            continue
        lines = [line for line in block.split("\n") if not _RULE.match(line)]
        prose = "\n".join(line for line in lines if not line.lstrip().startswith(("|", "<")))
        worst = max([len(_MARKS.findall(prose)), *(len(_MARKS.findall(line)) for line in lines)])
        if worst > MOST_MARKS_IN_BLOCK:
            line = _fullest_line(block, text.count("\n", 0, at))
            raise Refused("E603", line, count=str(worst), limit=str(MOST_MARKS_IN_BLOCK))


def _fullest_line(text: str, before: int) -> int:
    """The line with most marks, of a text that has ``before`` lines before it."""
    counts = [len(_MARKS.findall(line)) for line in text.split("\n")]
    return before + counts.index(max(counts)) + 1


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _refuse_tags(text: str) -> None:
    """An HTML parser repeats every open <b> in each new paragraph, so many open tags multiply the output."""
    waiting: dict[str, int] = {}
    total = 0
    for tag in _TAG.finditer(text):
        closing, name = tag[1], tag[2].lower()
        if name in _LIGHT_TAGS:
            continue
        if not closing:
            waiting[name] = waiting.get(name, 0) + 1
            total += 1
            if total > MOST_OPEN_TAGS:
                raise Refused("E604", _line(text, tag.start()), limit=str(MOST_OPEN_TAGS))
        elif waiting.get(name):
            waiting[name] -= 1
            total -= 1
