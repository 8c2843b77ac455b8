"""Lines of ``|``, as a scraper leaves them of a form, -> the form as a Grid.

A dump has all cells of a row, then one ``|`` for each place that a merged cell had covered, so that every row has as
many as the widest: ``活动周期 | ||||||||``. A cell with an empty paragraph breaks its line. Which cells were merged is
not in the dump; it is concluded, and told as doubtful, from the number of cells: one cell alone goes from edge to
edge; one more than the blank ones below heads these rows; the rest share the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bulletin.ingest.grid import Cell, Grid
from bulletin.model.late import regex
from bulletin.model.making import frozen

_PADDING = regex(r"\|{2,}[ \t]*$")
_SEPARATOR = regex(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_SPACED = regex(r"[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff])+")
_UPRIGHT = regex(r"[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){2,7}")
_GAP = regex(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")


@frozen
class Dump:
    grid: Grid
    is_guessed: bool  # merged cells were concluded


@frozen
class _Row:
    cells: tuple[str, ...]  # those that are there, blank ones too
    is_upright: bool  # the first is written 组 织 工 作: down a cell of several rows

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def is_markdown_table(lines: Sequence[str]) -> bool:
    return len(lines) >= 2 and _SEPARATOR.fullmatch(lines[1]) is not None and "|" in lines[1] + lines[0]


def read_dump(lines: Sequence[str]) -> Dump | None:
    """None where the lines make no table of two columns and two rows."""
    full = _single([line for line in lines if line.strip()])
    width = max((line.count("|") for line in full), default=0)
    if width == 0 or len(full) < 2:
        return None
    ends = sum(line.rstrip().endswith("|") for line in full)
    whole = [line for line in full if line.count("|") == width]
    if ends * 2 < len(full):
        rows = [_cut(line.strip().strip("|")) for line in full]
        width = max(len(row.cells) for row in rows)
    elif all(line.lstrip().startswith("|") for line in whole) and width > 1 and len(whole) * 2 >= len(full):
        rows = [_row(line.strip()[1:]) for line in full]
        width -= 1
    else:
        rows = _rows(full, _usual(full))
        width = max(_usual(full), *(len(row.cells) for row in rows))
    if width < 2 or len(rows) < 2 or len([row for row in rows if len(row.cells) > 1]) < 1:
        return None
    rows = [_Row(row.cells[:width], row.is_upright) for row in rows]
    is_guessed = any(len(row.cells) < width for row in rows)
    return Dump(Grid(tuple(_merged(rows, width)), len(rows), width), is_guessed)


def _single(lines: list[str]) -> list[str]:
    """``|| 单位 || 人数 ||``: a wiki parts cells with two marks."""
    runs = [len(run) for line in lines for run in re.findall(r"\|+", line)]
    is_doubled = all(line.strip().startswith("||") and line.strip().endswith("||") for line in lines)
    return [line.replace("||", "|") for line in lines] if is_doubled and not any(n % 2 for n in runs) else lines


def _usual(lines: Sequence[str]) -> int:
    """Marks of a row: of those that stand in one line, the number that most have; of two, the larger."""
    counts = Counter(line.count("|") for line in lines if not line.lstrip().startswith("|") and line.count("|") > 1)
    return max(counts, key=lambda count: (counts[count], count), default=max(line.count("|") for line in lines))


def _rows(lines: Sequence[str], width: int) -> list[_Row]:
    """Each of ``width`` marks, in as many lines as its blank cells broke it into."""
    rows: list[_Row] = []
    buffer = ""
    for line in lines:
        buffer = f"{buffer} {line.strip()}" if buffer else line.strip()
        if buffer.count("|") >= width:
            rows.append(_row(buffer))
            buffer = ""
    if buffer:
        rows.append(_row(buffer))
    return rows


def _row(text: str) -> _Row:
    padding = _PADDING.search(text)
    if padding is None:
        return _cut(text.removesuffix("|"))
    before = text[: padding.start()].rstrip()
    return _cut(before.removesuffix("|"))


def _cut(text: str) -> _Row:
    cells = text.split("|")
    return _Row(tuple(map(_tidy, cells)), _UPRIGHT.fullmatch(cells[0].strip()) is not None)


def _tidy(cell: str) -> str:
    """Labels spaced to stand upright are written as words: 组 织 工 作."""
    cell = " ".join(cell.split())
    return _GAP.sub("", cell) if _SPACED.fullmatch(cell) else cell


def _merged(rows: Sequence[_Row], width: int) -> list[Cell]:
    if len({len(row.cells) for row in rows}) == 1:  # nothing was merged; what is beyond is empty
        return [Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row.cells)]
    heads = _heads(rows)
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        head = next(((top, high) for top, high in heads if top <= r < top + high), None)
        own = row.cells
        start = 0
        if head is not None:
            start = 1
            if head[0] == r:
                cells.append(Cell(r, 0, own[0], head[1], 1))
                own = own[1:]
        edges = _edges(rows, r, len(own), width - start, heads)
        cells += [Cell(r, start + edges[i], text, 1, edges[i + 1] - edges[i]) for i, text in enumerate(own)]
    return cells


def _heads(rows: Sequence[_Row]) -> list[tuple[int, int]]:
    """(row, height) of each cell that heads several rows from the left."""
    begins = [r for r in range(len(rows)) if _begins_group(rows, r)]
    heads = []
    for r in begins:
        end = r + 1
        while end < len(rows) and end not in begins and len(rows[end].cells) > 1:
            end += 1
        if end - r > 1:
            heads.append((r, end - r))
    return heads


def _begins_group(rows: Sequence[_Row], r: int) -> bool:
    """Its first cell is written upright, or the row right below lacks it and is to be filled in."""
    row = rows[r]
    below = rows[r + 1] if r + 1 < len(rows) else None
    if len(row.cells) < 2 or below is None or not row.cells[0]:
        return False
    return row.is_upright or (below.is_blank and len(below.cells) == len(row.cells) - 1)


def _edges(
    rows: Sequence[_Row], r: int, count: int, width: int, heads: Sequence[tuple[int, int]]
) -> list[int]:
    """Where ``count`` cells begin, and the end: shared evenly; over more cells that are labels too, at the edges of
    these."""
    even = [(i * width * 2 + count) // (2 * count) for i in range(count + 1)] if count else [0, width]
    below = rows[r + 1] if r + 1 < len(rows) else None
    if below is None or any(top == r + 1 for top, _ in heads):
        return even
    more = len(below.cells)
    if not 1 < count < more or below.is_blank or not all(below.cells):
        return even
    inner = [(i * width * 2 + more) // (2 * more) for i in range(more + 1)]
    snapped = [min(inner, key=lambda edge: (abs(edge - at), edge)) for at in even]
    return snapped if len(set(snapped)) == len(snapped) else even

