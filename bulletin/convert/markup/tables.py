"""Lines of "|" -> a table whose cells may be merged: ``^^`` joins the cell above, ``>>`` joins the cell before it."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from markdown.blockprocessors import BlockProcessor

from bulletin.model.late import regex
from bulletin.model.making import frozen

UP, LEFT = "^^", ">>"
MOST_SPAN = 100

_CUT = regex(r"\\.|(`+)(?:(?!\1).)*\1|(\|)")
_SEPARATOR = regex(r"[|:\- ]*-[|:\- ]*")


class TableProcessor(BlockProcessor):
    """A header line, a line of dashes (":" sets the alignment), and rows with as many cells as the header."""

    def test(self, parent: etree.Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        head, _, rest = block.partition("\n")
        line = rest.partition("\n")[0]
        return "|" in head and "|" in line and _SEPARATOR.fullmatch(line) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        head, separator, *rows = blocks.pop(0).split("\n")
        header = split_cells(head)
        sides = [_side(cell) for cell in split_cells(separator)]
        sides = (sides + [""] * len(header))[: len(header)]
        table = etree.SubElement(parent, "table")
        _build(etree.SubElement(table, "thead"), "th", [header], sides)
        if rows:
            _build(etree.SubElement(table, "tbody"), "td", [_fit(split_cells(row), len(header)) for row in rows], sides)


def split_cells(row: str) -> list[str]:
    """A "|" in code or after a backslash does not cut. The outer ones are optional."""
    row = row.strip()
    cells, start = [], 0
    for match in _CUT.finditer(row):
        if match[2]:
            cells.append(row[start : match.start()].strip())
            start = match.end()
    last = row[start:].strip()
    if last or start == 0:
        cells.append(last)
    return cells[1:] if row.startswith("|") else cells


def split_rows(lines: list[str]) -> list[list[str]]:
    """The rows below header and separator, as wide as the header."""
    width = len(split_cells(lines[0]))
    return [_fit(split_cells(line), width) for line in lines[2:]]


def _fit(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


def _side(cell: str) -> str:
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return "left" if cell.startswith(":") else ""


def _build(group: etree.Element, tag: str, rows: list[list[str]], sides: list[str]) -> None:
    spans = merge_cells(rows).spans
    empty = _empty_rows(rows, spans)
    for r, row in enumerate(rows):
        if r in empty:
            continue
        line = etree.SubElement(group, "tr")
        for c, text in enumerate(row):
            span = spans.get((r, c), (1, 1))
            if span == (0, 0):
                continue
            cell = etree.SubElement(line, tag)
            cell.text = "" if text in (UP, LEFT) else text
            if sides[c]:
                cell.set("class", sides[c])
            height = sum(below not in empty for below in range(r, r + span[0])) if empty else span[0]
            for name, count in zip(("rowspan", "colspan"), (height, span[1]), strict=True):
                if count > 1:
                    cell.set(name, str(count))


def _empty_rows(rows: list[list[str]], spans: Mapping[tuple[int, int], tuple[int, int]]) -> frozenset[int]:
    """Rows all of whose cells join those above: HTML has no row in which no cell begins."""
    if not spans:
        return frozenset()
    return frozenset(r for r, row in enumerate(rows) if all(spans.get((r, c)) == (0, 0) for c in range(len(row))))


@frozen
class Merges:
    """(row, column) -> (rows, columns) that the cell covers; (0, 0) for a cell that is covered by another."""

    spans: Mapping[tuple[int, int], tuple[int, int]]
    is_complete: bool = True  # False: some mark has no cell to join, or the joined cells are no rectangle


def merge_cells(rows: list[list[str]]) -> Merges:
    """What is no rectangle is left undone; its marks become empty cells."""
    if not any(cell in (UP, LEFT) for row in rows for cell in row):
        return Merges({})
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    is_complete = True
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            above, before = owner.get((r - 1, c)), owner.get((r, c - 1))
            place = {UP: above, LEFT: before}.get(cell) or (r, c)
            is_complete &= place != (r, c) or cell not in (UP, LEFT)
            owner[r, c] = place
            members.setdefault(place, []).append((r, c))
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), cells in members.items():
        height, width = max(r for r, _ in cells) - top + 1, max(c for _, c in cells) - left + 1
        is_rectangle = min(c for _, c in cells) == left and height * width == len(cells)
        if is_rectangle and max(height, width) <= MOST_SPAN:
            spans |= dict.fromkeys(cells, (0, 0))
            spans[top, left] = (height, width)
        else:
            is_complete = False
    return Merges(spans, is_complete)
