"""Plain text -> the same text in another script, nothing else of it changed: what ``bulletin convert`` does.

Imports no more than it needs: a filter is started often, and for little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from bulletin.convert.script.converter import Converter
from bulletin.convert.script.direction import detect
from bulletin.model.content import Edition, Script
from bulletin.model.making import frozen
from bulletin.model.review import Place, place_of

_AT_ONCE = 200_000  # characters: keeps memory bounded
_AROUND = 10
Converters = Mapping[Script, Converter]  # by the script of the source
Doubtful = tuple[Place, str, tuple[str, ...], int]  # place, chosen, alternatives, margin


@frozen
class Marks:
    """For ``str.translate``: the character that stands for an author's mark ``-{ … }-`` -> what is read in the edition,
    and what was typed."""

    shown: Mapping[int, str] = field(default_factory=dict)
    typed: Mapping[int, str] = field(default_factory=dict)


NO_MARKS = Marks()


@frozen
class Understood:
    """A text with one character for each author's mark, its script, and what converts it."""

    text: str
    source: Script
    converter: Converter
    marks: Marks = NO_MARKS


def edition_of(tag: str, style: str) -> Edition:
    return Edition(tag, "", "", "corner" if "Hant" in tag else "curly", style or "opencc")


def converters_to(edition: Edition) -> Converters:
    """By the script of the source, without the words of any site."""
    return {"Hans": Converter("Hans", edition), "Hant": Converter("Hant", edition)}


def script_of(text: str, edition: Edition, stated: str) -> Script:
    """``stated`` ("Hans", "Hant" or ""), else what the text shows, else the one that there is something to do for."""
    if stated:
        return "Hant" if stated == "Hant" else "Hans"
    return detect(text, "Hans" if edition.script == "Hant" else "Hant")


def understood(text: str, edition: Edition, converters: Converters, stated: str) -> Understood:
    """A text without marks."""
    source = script_of(text, edition, stated)
    return Understood(text, source, converters[source])


def converted(text: str, converter: Converter, marks: Marks = NO_MARKS) -> Iterator[str]:
    """The text piece by piece, each cut at a line end: no word and no pair of quotation marks goes across one."""
    start = 0
    while start < len(text):
        end = text.rfind("\n", start, start + _AT_ONCE) + 1 or text.find("\n", start + _AT_ONCE) + 1 or len(text)
        piece = converter.text(text[start:end])
        yield piece.translate(marks.shown) if marks.shown else piece
        start = end


def doubtful(text: str, converter: Converter, path: str, limit: int, marks: Marks = NO_MARKS) -> list[Doubtful]:
    """The most doubtful places of a text, at most ``limit`` (0: all). Columns are those of what was typed."""
    shown = converter.text(text)
    is_even = len(shown) == len(text)
    found: list[Doubtful] = []
    for choice in converter.doubtful(text)[: limit or None]:
        at = choice.position
        line, column = place_of(text, at)
        head = text[at - column + 1 : at]
        column += len(head.translate(marks.typed)) - len(head)
        before, after = text[max(0, at - _AROUND) : at], text[at + 1 : at + 1 + _AROUND]
        other = shown if is_even else text
        other_before, other_after = other[max(0, at - _AROUND) : at], other[at + 1 : at + 1 + _AROUND]
        place = Place(
            path, line, column,
            _line(before, -1).translate(marks.typed), _line(after, 0).translate(marks.typed),
            _line(other_before, -1).translate(marks.shown), _line(other_after, 0).translate(marks.shown),
        )  # fmt: skip
        found.append((place, choice.chosen, choice.alternatives, choice.margin))
    return found


def _line(text: str, part: int) -> str:
    return text.split("\n")[part]
