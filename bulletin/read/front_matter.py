"""Text of an item -> its front matter as Fields, its body, and what was odd about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.model.content import Field
from bulletin.model.problem import Problem
from bulletin.read.block import is_key_line, read_block
from bulletin.read.nodes import to_fields
from bulletin.read.text import Finding

LONGEST = 20_000  # bytes of front matter
_MOST_OF_A_KIND = 10  # problems

# Dashes as input methods give them stand for --- too
_FENCE = re.compile(r"(?:-{3,}|—{2,}|–{3,}|－{3,})[ \t\u3000]*")
_END = re.compile(r"(?:-{3,}|—{2,}|–{3,}|－{3,}|\.{3})[ \t\u3000]*")
_BARE_TITLE = re.compile(r"(?:标题|標題|题目|題目|title)\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where front matter stands among the lines of a text, from 0: its first field, the line behind its last one, the
    first line of the body."""

    begin: int
    end: int
    after: int


def find_front_matter(lines: Sequence[str]) -> tuple[Extent | None, tuple[Finding, ...]]:
    """Of clean lines; None where there is none. What was odd about its fences."""
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if _FENCE.fullmatch(lines[start]):
        end, after, findings = _fenced(lines, start + 1)
        return (Extent(start + 1, end, after) if end >= 0 else None), findings
    if _BARE_TITLE.match(lines[start].strip()):
        end = next((index for index in range(start, len(lines)) if _ends_bare(lines[index])), len(lines))
        after = end + (end < len(lines) and _END.fullmatch(lines[end]) is not None)
        return Extent(start, end, after), (Finding("W102", start + 1),)
    return None, ()


def parse_front_matter(path: str, text: str) -> tuple[tuple[Field, ...], str, int, tuple[Problem, ...]]:
    """Fields, body, the line on which the body begins, problems. ``text`` is clean: LF, NFC.

    Front matter stands between two lines of ``---``. Where the second is missing it ends at the first empty line, or
    at the first line that is neither ``key: value`` nor part of a value. Without any, a file that begins with a
    title line (``标题：…``) has it up to the first empty line or line of ``---``. Everything else is body.
    """
    lines = text.split("\n")
    extent, findings = find_front_matter(lines)
    if extent is None:
        return (), text, 1, _problems(path, findings)
    begin, end, after = extent.begin, extent.end, extent.after
    body = "\n".join(lines[after:])
    if sum(len(line.encode("utf-8", "replace")) + 1 for line in lines[begin:end]) > LONGEST:
        findings = (*findings, Finding("E107", begin + 1, 0, (("longest", str(LONGEST)),)))
        return (), body, after + 1, _problems(path, findings)
    mapping, odd = read_block(lines[begin:end], begin + 1, comments=False)
    return to_fields(mapping), body, after + 1, _problems(path, (*findings, *odd))


def _fenced(lines: Sequence[str], begin: int) -> tuple[int, int, tuple[Finding, ...]]:
    """End of the front matter, begin of the body, what was odd; -1 where there is no front matter after all."""
    fence = next((index for index in range(begin, len(lines)) if _END.fullmatch(lines[index])), -1)
    stop = fence if fence >= 0 else len(lines)
    first = next((line for line in lines[begin:stop] if line.strip() and line[0] != "#"), "")
    if not first or not is_key_line(first):
        if fence >= 0 and not first:
            return fence, fence + 1, ()
        return -1, 0, (Finding("W115", begin),) if fence >= 0 else ()
    if fence >= 0 and not _has_prose(lines, begin, stop):
        return fence, fence + 1, ()
    end = _blank(lines, begin) if fence >= 0 else _header_end(lines, begin)
    return end, end, (Finding("W103", begin, 0, (("end", str(end)),)),)


def _has_prose(lines: Sequence[str], begin: int, stop: int) -> bool:
    """Whether the line of --- that was found is a rule further down, in a body that nothing parts from the fields:
    after an empty line most lines are no ``key: value``."""
    rest = [line for line in lines[_blank(lines, begin) : stop] if line.strip() and not line[0].isspace()]
    prose = sum(not _is_field(line) for line in rest)
    return prose * 2 > len(rest)


def _header_end(lines: Sequence[str], begin: int) -> int:
    for index in range(begin, len(lines)):
        line = lines[index]
        if not line.strip() or not (line[0].isspace() or _is_field(line)):
            return index
    return len(lines)


def _is_field(line: str) -> bool:
    return line[0] in "#-" or is_key_line(line)


def _ends_bare(line: str) -> bool:
    return not line.strip() or _END.fullmatch(line) is not None


def _blank(lines: Sequence[str], begin: int) -> int:
    """The first empty line at or after ``begin``."""
    return next((index for index in range(begin, len(lines)) if not lines[index].strip()), len(lines))


def _problems(path: str, findings: Sequence[Finding]) -> tuple[Problem, ...]:
    """Of each code the first few: a file that is something else altogether would bury the faults of all others."""
    told: Counter[str] = Counter()
    problems = []
    for one in findings:
        told[one.code] += 1
        if told[one.code] <= _MOST_OF_A_KIND:
            problems.append(Problem(path, one.line, one.column, one.code, one.values))
    return tuple(problems)
