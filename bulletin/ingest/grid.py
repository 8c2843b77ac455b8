"""``Grid``, a table with merged cells, -> a Markdown table as bulletins write it (^^ joins above, >> joins before), or
HTML where Markdown can't hold it: a first row with a cell that goes on below."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin.model.making import frozen

UP, LEFT = "^^", ">>"
MOST_CELLS = 20_000


@frozen
class Cell:
    """``text`` is Markdown of one line. Covers ``rows`` x ``columns`` places from (row, column), both from 0."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@frozen
class Grid:
    """``height`` x ``width`` places, each covered by one cell at most."""

    cells: tuple[Cell, ...]
    height: int
    width: int

    @property
    def size(self) -> str:
        return f"{self.height}x{self.width}"


def placed(rows: Sequence[Sequence[tuple[str, int, int]]]) -> Grid:
    """Rows of (text, rows, columns) as HTML has them, each cell at the first free place. Spans are cut at the edge."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    width = 0
    for r, row in enumerate(rows):
        c = 0
        for text, high, wide in row:
            while (r, c) in taken:
                c += 1
            high, wide = min(max(1, high), len(rows) - r, 100), min(max(1, wide), 100)
            wide = next((n for n in range(1, wide) if (r, c + n) in taken), wide)
            if len(taken) + high * wide > MOST_CELLS:
                break
            taken |= {(r + i, c + j) for i in range(high) for j in range(wide)}
            cells.append(Cell(r, c, text, high, wide))
            c += wide
            width = max(width, c)
    return Grid(tuple(cells), len(rows), width)


def table_markdown(grid: Grid) -> str:
    """The first row is the header. Never empty; a grid of one column is its lines."""
    if grid.width <= 1:
        return "\n\n".join(cell.text for cell in grid.cells if cell.text)
    if any(cell.row == 0 and cell.rows > 1 for cell in grid.cells):
        return _html(grid)
    rows = [[""] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                rows[r][c] = LEFT if c > cell.column else UP if r > cell.row else _escaped(cell.text)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * grid.width, *lines[1:]])


def _escaped(text: str) -> str:
    text = text.replace("\\|", "|").replace("|", "\\|").replace("\n", "<br>")
    return f"\\{text}" if text in (UP, LEFT) else text


def _html(grid: Grid) -> str:
    lines = ["<table>"]
    for r in range(grid.height):
        line = "<tr>"
        for cell in (one for one in grid.cells if one.row == r):
            spans = "".join(
                f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
            )
            line += f"<td{spans}>{_text(cell.text)}</td>"
        lines.append(line + "</tr>")
    return "\n".join([*lines, "</table>"])


def _text(text: str) -> str:
    text = text.replace("\\|", "|").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("&lt;br&gt;", "<br>").replace("\n", "<br>")
