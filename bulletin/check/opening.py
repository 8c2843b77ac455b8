"""The first lines of a body -> the date line and the title that stand there, and the body without them.

Many bulletins are pasted from a web page or from Word, with the title, ``发布时间：2024年9月30日`` or a lone date on
top (FIELD section 1, numbers 3, 4 and 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from bulletin.check.dates import Moment, NoSuchDate, leading_moment
from bulletin.model.late import regex

_LINES = 3  # within which a date line is looked for
_LONGEST_HEADING = 200  # characters: a longer one is a paragraph after a stray "#"
_LONGEST_TITLE = 60  # characters: a longer first line is a paragraph

_LABEL = regex(
    r"(?:发布时间|發布時間|發佈時間|发布日期|發布日期|发表时间|发稿时间|日期)[ \u3000\xa0]*[:：][ \u3000\xa0]*"
)  # not 时间：that is when a meeting begins
_DEBRIS = " \t\u3000\xa0|"
_NEXT_LABEL = regex(r"[ \t\u3000\xa0|]*(?:\S{2,6}[:：]|$)")
_HEADING = regex(r"(#{1,6})[ \u3000]+(.*?)[ \u3000]*#*$")
_BOLD = regex(r"(\*\*|__)(.+)\1")
_NO_TITLE = regex(r"[-*+>|<`~:：{\[!(（]|\d{1,3}[.、]|[一二三四五六七八九十]{1,3}、|https?:")
_UNDERLINE = regex(r"(?:=+|-+)[ ]*")
_SENTENCE_END = regex(r"[。；;，,：:]$")


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of the body that stands for a field; ``index`` counts from 0."""

    index: int
    text: str
    end: int  # the line after it
    rest: str = ""  # what else its line said


@dataclass(frozen=True, slots=True)
class DateLine(Opening):
    moment: Moment | None = None
    fault: NoSuchDate | None = None


def find_date_line(lines: list[str], zone: tzinfo) -> DateLine | None:
    """In the first three lines that are not empty: a labelled date, or a date and nothing else."""
    for index in [number for number, line in enumerate(lines[:20]) if line.strip(_DEBRIS)][:_LINES]:
        text = lines[index].strip(_DEBRIS)
        if len(text) > 200:
            continue
        label = _LABEL.match(text)
        try:
            found = leading_moment(text[label.end() :] if label else text, zone)
        except NoSuchDate as fault:
            if label or (len(text) <= 20 and not text.isdigit()):  # a lone row of digits may be a telephone number
                return DateLine(index, text, index + 1, fault=fault)
            continue
        if found is None:
            continue
        moment, rest = found
        if not rest.strip(_DEBRIS + "。"):
            return DateLine(index, text, index + 1, moment=moment)
        if label and _NEXT_LABEL.match(rest):
            return DateLine(index, text, index + 1, rest.strip(_DEBRIS), moment)
    return None


def find_title(lines: list[str]) -> Opening | None:
    """The first line that is not empty, if it is a heading or can be one."""
    index = next((number for number, line in enumerate(lines) if line.strip(_DEBRIS)), -1)
    if index < 0:
        return None
    line = lines[index].strip(" \t\u3000\xa0")
    if heading := _HEADING.fullmatch(line):
        return Opening(index, heading[2], index + 1) if 0 < len(heading[2]) <= _LONGEST_HEADING else None
    if bold := _BOLD.fullmatch(line):
        line = bold[2]
    if len(line) > _LONGEST_TITLE or _NO_TITLE.match(line) or _SENTENCE_END.search(line):
        return None
    after = index + 1
    if after < len(lines) and _UNDERLINE.fullmatch(lines[after]):
        after += 1
    elif not any(other.strip() for other in lines[after:]):
        return None  # the only line there is: text, not a title
    return Opening(index, line, after)


def without(lines: list[str], opening: Opening) -> list[str]:
    """The lines with those of ``opening`` empty, so that every other line keeps its number."""
    blank = [opening.rest, *[""] * (opening.end - opening.index - 1)]
    return [*lines[: opening.index], *blank, *lines[opening.end :]]


def trim(lines: list[str], first_line: int) -> tuple[str, int]:
    """The text without empty lines around it, and the line of the file on which it begins."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines):
        return "", first_line
    end = next(number for number in range(len(lines), start, -1) if lines[number - 1].strip())
    return "\n".join(lines[start:end]), first_line + start
