"""Text of an item -> its front matter as Fields, its body, and what was odd about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bulletin.model.content import Field
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.read.block import is_key_line, read_block, split_key
from bulletin.read.known import TITLES, folded, is_known
from bulletin.read.nodes import to_fields
from bulletin.read.text import Finding

LONGEST = 20_000  # bytes of front matter
_MOST_OF_A_KIND = 10  # problems

# Dashes as input methods give them stand for --- too
_FENCE = regex(r"(?:-{3,}|—{2,}|–{3,}|－{3,})[ \t\u3000]*")
_END = regex(r"(?:-{3,}|—{2,}|–{3,}|－{3,}|\.{3})[ \t\u3000]*")
_OF_ENDS = frozenset("-—–－.")
# What else editors draw a line with; only above a field that we know, and up to the same or to ---
_DRAWN = regex(r"[ \t\u3000]*([-—–－=*_~＝＊＿～])(?:[ \t]?\1){2,}[ \t\u3000]*")
_SENTENCE = regex(r"[。！？；…”」]$")
_SAYS = regex(r"[说說道称稱问問答指出强調调认認为為示悉知晓到是有下会會处處]$")
_LONGEST_NAME, _LONGEST_VALUE = 6, 60  # characters of a field that we do not know: a slip of the pen
_FIRST_FIELDS = 8  # lines within which a text that is not fenced names its title


@frozen
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
    if _DRAWN.fullmatch(lines[start]) and (end := _drawn_end(lines, start + 1)) > 0:
        return Extent(start + 1, end, end + 1), ()
    if _is_bare(lines, start):
        end = _header_end(lines, start)
        after = end + (end < len(lines) and _END.fullmatch(lines[end]) is not None)
        return Extent(start, end, after), (Finding("W102", start + 1),)
    return None, ()


def parse_front_matter(path: str, text: str) -> tuple[tuple[Field, ...], str, int, tuple[Problem, ...]]:
    """Fields, body, the line on which the body begins, problems. ``text`` is clean: LF, NFC.

    Front matter stands between two lines of ``---``. Where the second is missing it ends at the first empty line, or
    at the first line that is neither ``key: value`` nor part of a value. Without any, a file that begins with lines of
    fields that we know, ``标题：…`` among them, has it up to the same. Everything else is body.
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
    fence = next((n for n in range(begin, len(lines)) if lines[n][:1] in _OF_ENDS and _END.fullmatch(lines[n])), -1)
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
    """Below the last field a wide space begins a paragraph, and # a heading: nobody has left a line empty above it."""
    blank = _blank(lines, begin)
    fields = (index for index in range(begin, blank) if not lines[index][0].isspace() and may_be_field(lines[index]))
    last = max(fields, default=begin)
    for index in range(begin, blank):
        line = lines[index]
        if _END.fullmatch(line) or not (line[0].isspace() or line[0] in "#-" or may_be_field(line)):
            return index
        if index > last and line[0] in "\u3000#" and not is_known_line(line):
            return index
    return blank


def _is_field(line: str) -> bool:
    return line[0] in "#-" or is_key_line(line)


def _is_bare(lines: Sequence[str], start: int) -> bool:
    """Whether fields stand there without a line above them: known ones up to the title."""
    for line in lines[start : start + _FIRST_FIELDS]:
        if is_title_line(line):
            return True
        if not line.strip() or not is_known_line(line):
            return False
    return False


def is_title_line(line: str) -> bool:
    return (found := split_key(line.strip())) is not None and folded(found[0]) in TITLES


def is_known_line(line: str) -> bool:
    """Whether a line begins a field that we know."""
    return (found := split_key(line.strip())) is not None and is_known(found[0])


def may_be_field(line: str) -> bool:
    """Whether a line below a field can be another one: known, or short enough to be meant for one."""
    found = split_key(line.strip())
    if found is None or is_known(found[0]):
        return found is not None
    name, value = found[0].strip(), line.strip()[found[1] :]
    is_short = len(name) <= _LONGEST_NAME and 0 < len(value) <= _LONGEST_VALUE
    return name.isascii() or (is_short and not _SENTENCE.search(value) and not _SAYS.search(name))


def _drawn_end(lines: Sequence[str], begin: int) -> int:
    """The line drawn under fields that we know; 0 where it is none."""
    first = next((line for line in lines[begin:] if line.strip()), "")
    if not is_known_line(first):
        return 0
    end = next((index for index in range(begin, len(lines)) if _DRAWN.fullmatch(lines[index])), 0)
    return end if end and not _has_prose(lines, begin, end) else 0


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
