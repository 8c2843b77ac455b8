"""``<!-- bulletin: off W436 -->`` in a body -> the problems that are left.

At the end of a line it speaks for that line, alone on a line for the whole item, front matter included. 不检查 may be
written for ``off``, and several codes at once. A code that can't be switched off, or that there is not, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import islice

from bulletin.mend.code import without_code
from bulletin.model.late import regex
from bulletin.model.problem import Problem

_NUMBERS = (
    *(433, 434, 435, 436, 437, 438, 439, 444, 445, 447, 448, 475),  # of a text
    *(449, 468, 469, 473, 474, 476, 477, 479, 499),  # of an item among the others
)
CODES = frozenset({*(f"W{number}" for number in _NUMBERS), "I704"})  # and what of a text the conversion doubts
UNKNOWN = "W446"
EVERYWHERE = 0
Off = tuple[int, str]  # line of the file, or EVERYWHERE in it, and the code that is switched off there
_COMMENT = regex(
    r"<!--[ \t]*bulletin[ \t]*[:：][ \t]*(?:off|不检查|不檢查)[ \t]*[:：]?([^\n]{0,200}?)-->", re.IGNORECASE
)
_VISIBLE = "<\u2060--"  # as long as <!--, and no comment
_MOST = 100
_DIVIDER = regex(r"[\s,，、;；]+")


def without_opted_out(path: str, body: str, body_line: int, problems: Iterable[Problem]) -> list[Problem]:
    """``problems`` of one document without those that its author switched off, and with what is wrong about that."""
    off, faults = _read(path, body, body_line)
    return [*left_on(off, problems), *faults]


def switched_off(body: str, body_line: int) -> tuple[Off, ...]:
    """All that an author switched off in a body, each once."""
    return _read("", body, body_line)[0]


def left_on(off: Collection[Off], problems: Iterable[Problem]) -> list[Problem]:
    """``problems`` of one document without those that are switched off."""
    if not off:
        return list(problems)
    return [one for one in problems if (EVERYWHERE, one.code) not in off and (one.line, one.code) not in off]


def _read(path: str, body: str, body_line: int) -> tuple[tuple[Off, ...], list[Problem]]:
    """And what is wrong about it."""
    if "<!--" not in body or _COMMENT.search(body) is None:
        return (), []
    off: dict[Off, None] = {}
    faults: list[Problem] = []
    visible = without_code(body.replace("<!--", _VISIBLE))
    for match in islice(_COMMENT.finditer(body), _MOST):
        if visible[match.start()] != "<":
            continue  # the guide shows such comments as code; there they say nothing
        line = body_line + body.count("\n", 0, match.start())
        start = body.rfind("\n", 0, match.start()) + 1
        is_alone = not body[start : match.start()].strip() and not _rest_of_line(body, match.end()).strip()
        for typed in filter(None, _DIVIDER.split(match[1])):
            code = typed.upper()
            if code not in CODES:
                values = (("known", "、".join(sorted(CODES))), ("value", typed[:40]))
                faults.append(Problem(path, line, match.start() - start + 1, UNKNOWN, values))
            else:
                off[EVERYWHERE if is_alone else line, code] = None
    return tuple(off), faults


def _rest_of_line(body: str, at: int) -> str:
    end = body.find("\n", at)
    return body[at:] if end < 0 else body[at:end]
