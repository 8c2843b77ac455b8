"""Lines of "|", as ``tables`` reads them -> a table of Python-Markdown's tree."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from markdown.blockprocessors import BlockProcessor

from bulletin.convert.markup.tables import LEFT, UP, fitted, merge_cells, split_cells
from bulletin.model.late import regex

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
            cells = [fitted(split_cells(row), len(header)) for row in rows]
            _build(etree.SubElement(table, "tbody"), "td", cells, sides)


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
