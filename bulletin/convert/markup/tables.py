"""Lines of "|" -> a table whose cells may be merged: ``^^`` joins the cell above, ``>>`` joins the cell before it."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.model.late import regex
from bulletin.model.making import frozen

UP, LEFT = "^^", ">>"
MOST_SPAN = 100

_CUT = regex(r"\\.|(`+)(?:(?!\1).)*\1|(\|)")


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
    return [fitted(split_cells(line), width) for line in lines[2:]]


def fitted(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


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
