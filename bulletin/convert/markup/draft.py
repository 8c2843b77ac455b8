"""The state of the pass over a body's lines: where it is, what it has written, and what it set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bulletin.model.making import frozen

Kind = Literal["blank", "text", "item", "table", "quote"]


@frozen
class Fault:
    line: int  # of the body, from 0
    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Prepared:
    """What goes into Python-Markdown; ``stash`` holds the HTML for each ``placeholder(number)`` in ``lines``."""

    lines: list[str] = field(default_factory=list)
    stash: list[str] = field(default_factory=list)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> (target, title)
    footnotes: dict[str, int] = field(default_factory=dict)  # label -> line
    faults: list[Fault] = field(default_factory=list)


@frozen
class OpenContainer:
    colons: int
    name: str
    closing: str  # HTML; "" for an unknown container
    line: int


def placeholder(number: int) -> str:
    return f"\x02wzxhzdk:{number}\x03"  # markdown.util.HTML_PLACEHOLDER


@dataclass(slots=True)
class Draft:
    source: list[str]
    prepared: Prepared
    first: int = 0  # line of the body at which the source begins
    depth: int = 0  # of quotes around it
    at: int = 0  # the next line to read
    out: list[str] = field(default_factory=list)
    kind: Kind = "blank"  # of the last line written
    items: list[tuple[int, str]] = field(default_factory=list)  # (indent, first character) of the open list items
    containers: list[OpenContainer] = field(default_factory=list)
    cells: int = 0

    def next_line(self) -> str | None:
        if self.at == len(self.source):
            return None
        self.at += 1
        return self.source[self.at - 1]

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def blank(self) -> None:
        if self.kind != "blank":
            self.out.append("")
            self.kind = "blank"

    def block(self) -> None:
        """What follows stands alone and ends every list."""
        self.blank()
        self.items.clear()

    def put(self, text: str, *, level: int = 0) -> None:
        """A block of its own, inside the outer ``level`` list items."""
        self.blank()
        self.out += ["    " * level + text, ""]

    def stash(self, html: str, *, level: int = 0) -> None:
        self.put(placeholder(len(self.prepared.stash)), level=level)
        self.prepared.stash.append(html)

    def enter(self, indent: int) -> int:
        """Close the list items that something indented so far is not inside; the number of those that stay open."""
        while self.items and indent < self.items[-1][0] + 2:
            self.items.pop()
        return len(self.items)

    def fault(self, code: str, line: int, **values: str) -> None:
        """``line`` is an index into the source."""
        self.prepared.faults.append(Fault(self.first + line, code, tuple(values.items())))
