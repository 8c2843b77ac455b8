"""Bytes of a table that is published as an attachment -> what in it names persons: headings such as 身份证号, numbers.

.xlsx is a ZIP of XML (ECMA-376): the shared strings and the first rows of the first sheets are read, within limits, by
expat with every declaration of a document type refused; so neither a ZIP nor an XML bomb costs more than a good file.
.csv is text in any encoding. What can't be read is no problem of privacy: nothing is said.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from bulletin.mend.persons import identity_numbers
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

MOST_BYTES = 16_000_000  # of all parts together, unpacked: some seconds
MOST_STRINGS = 200_000
_MOST_PARTS = 20
_HEADING_ROWS = 12
_LONGEST_HEADING = 20
_PRIVATE = regex(
    r"身[份分][证證]|[证證]件[号號]|公民身[份分][号號]|手[机機]|移[动動][电電][话話]|行[动動][电電][话話]|[联聯][系繫絡络][电電][话話]"
    r"|(?:[银銀]行)?(?:卡|[账帐賬帳])[号號]|[银銀]行[账帐賬帳][户戶]|家庭(?:住|地)址"
)
_BLANK = regex(r"[（(][ \u3000]*[）)]|_{2,}")
_SHEET = regex(r"xl/worksheets/[^/]+\.xml")


@frozen
class Findings:
    headings: tuple[str, ...]  # as typed
    persons: int  # how many numbers of identity cards


@dataclass(slots=True)
class _Budget:
    left: int = MOST_BYTES


class _Refused(Exception):
    """A document type, or more than fits."""


def private_data(path: str, suffix: str, data: bytes) -> tuple[Problem, ...]:
    """Pure; takes any bytes. ``suffix`` in lower case. No problem for an empty form: headings over no row of data."""
    found = look(suffix, data)
    problems = []
    if found.headings:
        problems.append(Problem(path, 0, 0, "W232", (("headings", "、".join(found.headings[:6])),)))
    if found.persons:
        problems.append(Problem(path, 0, 0, "W233", (("count", str(found.persons)),)))
    return tuple(problems)


def look(suffix: str, data: bytes) -> Findings:
    if suffix in ("xlsx", "et") and data[:2] == b"PK":
        try:
            return _look_into_package(data)
        except (_Refused, expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError):
            return Findings((), 0)
        except RuntimeError:  # encrypted, or (NotImplementedError) packed in a way we can't undo
            return Findings((), 0)
    return _look_at_text(data) if suffix == "csv" else Findings((), 0)


def _look_at_text(data: bytes) -> Findings:
    try:
        text = data[:MOST_BYTES].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data[:MOST_BYTES].decode("gb18030", "replace")
    lines = text.split("\n")
    cells = [cell.strip(" \"'\r") for line in lines[:3] for cell in re.split("[,，\t;]", line)]
    has_rows = sum(bool(line.strip(" ,;\t\r\"")) for line in lines[1:]) > 0
    return Findings(_headings(cells) if has_rows else (), _persons(text))


def _look_into_package(data: bytes) -> Findings:
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if _SHEET.fullmatch(name)][:_MOST_PARTS]
        budget = _Budget()
        strings = _strings(package, budget) if "xl/sharedStrings.xml" in package.namelist() else []
        headings: list[str] = []
        persons = sum(map(_persons, strings))
        for name in names:
            sheet = _Sheet(strings)
            _parse(package, name, sheet, budget)
            persons += sheet.persons
            if sheet.rows_with_data > 1:
                headings += _headings(sheet.headings)
    return Findings(tuple(dict.fromkeys(headings)), persons)


def _headings(cells: list[str]) -> tuple[str, ...]:
    tidy = ("".join(cell.split()) for cell in cells if len(cell) < 100)
    short = (cell for cell in tidy if len(cell) <= _LONGEST_HEADING and not _BLANK.search(cell))
    return tuple(dict.fromkeys(filter(_PRIVATE.search, short)))


def _persons(text: str) -> int:
    return sum(1 for _ in identity_numbers(text))


@dataclass(slots=True)
class _Strings:
    """Handler of xl/sharedStrings.xml: one text for each <si>, its runs joined, readings left out."""

    found: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    takes: bool = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self.takes = name == "t"

    def text(self, data: str) -> None:
        if self.takes:
            self.parts.append(data)

    def end(self, name: str) -> None:
        self.takes = False
        if name == "si":
            self.found.append("".join(self.parts))
            self.parts.clear()
            if len(self.found) > MOST_STRINGS:
                raise _Refused


@dataclass(slots=True)
class _Sheet:
    """Handler of a worksheet: the cells of its first rows, how many rows hold anything, and numbers typed in place."""

    strings: list[str]
    headings: list[str] = field(default_factory=list)
    rows_with_data: int = 0
    persons: int = 0
    row: int = 0
    filled: int = 0
    kind: str = ""
    takes: bool = False
    parts: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row += 1
            self.filled = 0
        elif name == "c":
            self.kind = attributes.get("t", "")
            self.parts.clear()
        self.takes = name in ("v", "t")

    def text(self, data: str) -> None:
        if self.takes:
            self.parts.append(data)

    def end(self, name: str) -> None:
        self.takes = False
        if name == "c" and self.parts:
            self._cell("".join(self.parts))
        elif name == "row" and self.filled > 1:
            self.rows_with_data += 1

    def _cell(self, typed: str) -> None:
        if self.kind == "s":
            place = int(typed) if typed.isdecimal() and len(typed) < 9 else len(self.strings)
            typed = self.strings[place] if place < len(self.strings) else ""
        else:
            self.persons += _persons(typed)
        self.filled += bool(typed.strip())
        if self.row <= _HEADING_ROWS and typed:
            self.headings.append(typed)


def _strings(package: zipfile.ZipFile, budget: _Budget) -> list[str]:
    handler = _Strings()
    _parse(package, "xl/sharedStrings.xml", handler, budget)
    return handler.found


def _parse(package: zipfile.ZipFile, name: str, handler: _Strings | _Sheet, budget: _Budget) -> None:
    """Raises _Refused for a document type and for more than MOST_BYTES, whatever the ZIP says of the part's size."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: handler.start(tag.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    for piece in _pieces(package, name, budget):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise _Refused


def _pieces(package: zipfile.ZipFile, name: str, budget: _Budget) -> Iterator[bytes]:
    with package.open(name) as part:
        while piece := part.read(65_536):
            budget.left -= len(piece)
            if budget.left < 0:
                raise _Refused
            yield piece
