"""What importing gives: drafts of items, and for every line of the source what became of it.

    text, page or .docx --read--> Reading: Drafts + taken + left_out + repairs + problems --plan--> files --> content/

Nothing is lost: a line is in a draft's body, or in ``taken`` (a field was read from it), or in ``left_out``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bulletin.mend.repair import Repair
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

Value = str | tuple[str, ...]


@frozen
class Line:
    """One line of a source; of a page or a Word file, one block of it."""

    number: int  # from 1
    text: str


@frozen
class Block:
    """Lines that belong together. ``text`` is what they say, joined and without what is only layout."""

    kind: str  # "text", "table", "rule", "markup": that last is Markdown made already, to be kept as it is
    text: str
    lines: tuple[Line, ...]

    @property
    def number(self) -> int:
        return self.lines[0].number if self.lines else 0


@frozen
class Taken:
    """A field that a line gave."""

    field: str  # Chinese key of the front matter
    value: str
    line: Line


@frozen
class LeftOut:
    """A line that is in no item, and why: "chrome", "repeat", "label", "empty table row" ..."""

    line: Line
    why: str


@frozen
class Asset:
    """A photo that goes beside the item, named as the body names it."""

    name: str
    data: bytes


@frozen
class Draft:
    """One item to be. ``fields`` are Chinese keys in the order of writing; "" was looked for and is not known."""

    title: str
    fields: tuple[tuple[str, Value], ...]
    body: str
    line: int = 1  # of the source, where it begins
    assets: tuple[Asset, ...] = ()
    path: str = ""  # below content/, where the source says one (trees)

    def field(self, key: str) -> str:
        value = dict(self.fields).get(key, "")
        return value if isinstance(value, str) else "、".join(value)


@frozen
class Mended:
    """One place of the source that was damaged; ``repair.is_certain`` says whether it was repaired."""

    repair: Repair
    line: int
    column: int


@frozen
class Reading:
    """One source, read. ``could_split`` is the number of items that it seems to hold, if it was not split."""

    kind: str
    drafts: tuple[Draft, ...] = ()
    taken: tuple[Taken, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    mended: tuple[Mended, ...] = ()
    punctuation: int = 0  # marks made full-width
    joined: tuple[int, ...] = ()  # lines that were joined to the one before
    tables: tuple[str, ...] = ()  # "13x11"
    could_split: int = 0
    is_split: bool = False
    issue: str = ""  # "2024-42" where the source says so
    issue_title: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Notes:
    """What a reader writes down while it reads; the one mutable thing of the room, never kept."""

    path: str
    taken: list[Taken] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)

    def take(self, key: str, value: str, *lines: Line) -> None:
        self.taken.extend(Taken(key, value, line) for line in lines)

    def leave(self, why: str, *lines: Line) -> None:
        self.left_out.extend(LeftOut(line, why) for line in lines if line.text.strip())

    def find(self, code: str, line: int = 0, column: int = 0, **values: str) -> None:
        self.problems.append(Problem(self.path, line, column, code, tuple(sorted(values.items()))))


def finished(reading: Reading, notes: Notes) -> Reading:
    """``reading`` with what was noted, in the order of the source."""
    return replace(
        reading,
        taken=tuple(sorted(notes.taken, key=lambda one: one.line.number)),
        left_out=tuple(sorted(notes.left_out, key=lambda one: one.line.number)),
        joined=tuple(sorted(notes.joined)),
        tables=tuple(notes.tables),
        problems=(*reading.problems, *sorted(notes.problems)),
    )
