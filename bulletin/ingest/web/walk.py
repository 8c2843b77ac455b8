"""An HTML element -> Blocks: paragraphs, headings, lists, tables and photos as Markdown. Walks without recursion: pages
nest hundreds of <section> deep. What is not text or a photo (scripts, forms, frames) gives nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from bulletin.ingest.draft import Block, Line
from bulletin.ingest.grid import Grid, placed, table_markdown
from bulletin.model.late import regex
from bulletin.model.making import frozen

_BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "h1", "h2", "h3", "h4", "h5",
    "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "table", "thead",
    "tbody", "tfoot", "tr", "td", "th", "caption", "center", "form", "fieldset", "address", "hr", "body", "html",
    "br",
})  # fmt: skip
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "head", "title", "meta",
    "link", "select", "option", "textarea", "input", "button", "svg", "math", "canvas", "video", "audio", "map",
    "form-data",
})  # fmt: skip
_SPACE = regex(r"[ \t\r\n\f\xa0]+")
# Where a program broke the source of a Chinese sentence nothing stands between
_WIDE = r"\u3001-\u303f\u4e00-\u9fff\uff00-\uffef"
_BROKEN = regex(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_MARKS = regex(r"([\\`*\[\]]|_(?=_)|~(?=~)|-(?=\{))")
_LINE_START = regex(r"^(#{1,6}(?=\s|$)|>|[-+](?=\s)|:::|```|---+$|===+$)")
_NUMBERED = regex(r"^(\d{1,3})\.(?=\s)")
_LAYOUT_TEXT = 400  # characters of a cell: a table with such a one is a page's frame
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MOST_BLOCKS = 20_000

Picture = Callable[[tuple[str, ...], str], str]  # (addresses, alt) -> Markdown, "" for none
Link = Callable[[str, str], str]  # (href, text) -> Markdown


@frozen
class Way:
    """How photos and links are written; the walk itself knows no files."""

    picture: Picture
    link: Link


@dataclass(slots=True)
class _Walk:
    way: Way
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    line: int = 0
    prefix: str = ""
    lists: list[str] = field(default_factory=list)
    kind: str = "text"
    quotes: int = 0

    def flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self.words)).strip(" \u3000\u200b\ufeff")
        self.words = []
        text = _BOLD_GAPS.sub("", text).replace("****", "")
        if text and len(self.blocks) < MOST_BLOCKS:
            kind = self.kind
            if kind == "text" and not self.prefix:
                text = _NUMBERED.sub(r"\1\\.", _LINE_START.sub(r"\\\1", text))
            if self.prefix or self.quotes:
                kind = "markup"
            text = "> " * bool(self.quotes) + self.prefix + text
            self.blocks.append(Block(kind, text, (Line(self.line, plain(text)),)))
        self.prefix = ""

    def put(self, block: Block) -> None:
        self.flush()
        if len(self.blocks) < MOST_BLOCKS:
            self.blocks.append(block)


_BOLD_GAPS = regex(r"\*\*[ \u3000]*\*\*")


def blocks_of(root: etree._Element, way: Way, skip: etree._Element | None = None) -> list[Block]:
    """Of everything in ``root`` but ``skip``, in order; line numbers are those of the source."""
    walk = _Walk(way)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element is skip or not isinstance(element.tag, str) or _is_skipped(element):
                walker.skip_subtree()
                if isinstance(element.tag, str):
                    element.set("data-skipped", "1")
                continue
            if _start(walk, element):
                walker.skip_subtree()
        else:
            if isinstance(element.tag, str) and element.get("data-skipped") != "1":
                _end(walk, element)
            if element is not root:
                _add(walk, element.tail, element)
    walk.flush()
    return _in_lists(walk.blocks)


def _is_skipped(element: etree._Element) -> bool:
    return element.tag in _SKIPPED or _HIDDEN.search(element.get("style") or "") is not None


def _start(walk: _Walk, element: etree._Element) -> bool:
    """Whether the subtree is done with."""
    tag = element.tag
    if tag == "table" and (grid := data_table(element, walk.way)) is not None:
        text = table_markdown(grid)
        lines = tuple(Line(element.sourceline or 0, cell.text) for cell in grid.cells if cell.text)
        walk.put(Block("table", text, lines or (Line(element.sourceline or 0, ""),)))
        element.set("data-table", grid.size)
        return True
    if tag in _BLOCKS:
        walk.flush()
        walk.line = element.sourceline or walk.line
        _open_block(walk, tag)
    if tag == "img":
        # A saved page has its photo under src, and its old address under data-src; other pages have a dot under src
        found = ((element.get(name) or "").strip() for name in ("src", "data-src", "data-original"))
        sources = tuple(filter(None, found))
        if picture := walk.way.picture(sources, _SPACE.sub(" ", element.get("alt") or "").strip()):
            walk.put(Block("markup", picture, (Line(element.sourceline or 0, ""),)))
        return True
    if tag in {"strong", "b"}:
        walk.words.append("**")
    elif tag == "a":
        walk.words.append("\x02")
    elif tag == "sup" and (element.text or "").strip():
        walk.words.append("<sup>")
    _add(walk, element.text, element)
    return False


def _open_block(walk: _Walk, tag: str) -> None:
    if tag in {"ul", "ol"}:
        walk.lists.append("- " if tag == "ul" else "1. ")
    elif tag == "li":
        walk.prefix = "    " * (len(walk.lists) - 1) + (walk.lists[-1] if walk.lists else "- ")
    elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        walk.prefix = "\x03" if tag == "h1" else "#" * max(2, int(tag[1])) + " "
    elif tag == "blockquote":
        walk.quotes += 1


def _end(walk: _Walk, element: etree._Element) -> None:
    tag = element.tag
    if tag in {"strong", "b"}:
        walk.words.append("**")
    elif tag == "a":
        _close_link(walk, element.get("href") or "")
    elif tag == "sup" and (element.text or "").strip():
        walk.words.append("</sup>")
    if tag in _BLOCKS:
        walk.flush()
        if tag in {"ul", "ol"} and walk.lists:
            walk.lists.pop()
        elif tag == "blockquote":
            walk.quotes = max(0, walk.quotes - 1)


def _close_link(walk: _Walk, href: str) -> None:
    at = len(walk.words) - 1
    while at >= 0 and walk.words[at] != "\x02":
        at -= 1
    if at < 0:
        return
    text = _SPACE.sub(" ", "".join(walk.words[at + 1 :])).strip()
    walk.words[at:] = [walk.way.link(href, text) if text else ""]


def _add(walk: _Walk, text: str | None, element: etree._Element) -> None:
    if text and text.strip(" \r\n\t"):
        if not walk.words:
            walk.line = element.sourceline or walk.line
        walk.words.append(escaped(_BROKEN.sub("", text)))
    elif text:
        walk.words.append(" ")


def escaped(text: str) -> str:
    """So that Markdown shows it as it is; a reference for what would be a tag."""
    return _MARKS.sub(r"\\\1", text).replace("<", "&lt;")


def plain(text: str) -> str:
    """What ``escaped`` did, undone; without bold."""
    text = text.replace("\x03", "").replace("\x02", "").replace("**", "")
    return re.sub(r"\\([\\`*\[\]_~#>+:.=-])", r"\1", text).replace("&lt;", "<")


def _in_lists(blocks: list[Block]) -> list[Block]:
    """Lines of one list together; <h1> is left to the title."""
    out: list[Block] = []
    for block in blocks:
        if block.text.startswith("\x03"):
            block = Block("text", block.text.removeprefix("\x03"), block.lines)
        is_item = block.kind == "markup" and re.match(r" *(?:- |1\. )", block.text) is not None
        if is_item and out and out[-1].kind == "markup" and re.match(r" *(?:- |1\. )", out[-1].text):
            out[-1] = Block("markup", f"{out[-1].text}\n{block.text}", out[-1].lines + block.lines)
        else:
            out.append(block)
    return [Block(block.kind, block.text.replace("\x02", ""), block.lines) for block in out]


def data_table(table: etree._Element, way: Way) -> Grid | None:
    """None for a table that is a page's frame: one column, a table inside, or whole paragraphs in a cell."""
    if table.find(".//table") is not None:
        return None
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        rows.append([(_cell(cell, way), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells])
    rows = [row for row in rows if row]
    texts = [text for row in rows for text, _, _ in row]
    if len(rows) < 2 or max(len(row) for row in rows) < 2 or max(map(len, texts)) > _LAYOUT_TEXT:
        return None
    grid = placed(rows)
    return grid if grid.width > 1 and len(grid.cells) == len(texts) else None


def _cell(cell: etree._Element, way: Way) -> str:
    lines = [block.text for block in _lines_of(cell, way)]
    return "<br>".join(line for line in lines if line)


def _lines_of(cell: etree._Element, way: Way) -> Iterator[Block]:
    for block in blocks_of(cell, way):
        yield Block(block.kind, block.text.replace("\n", "<br>").lstrip("#"), block.lines)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return int(value[:3]) if value.isascii() and value.isdigit() and int(value[:3]) > 0 else 1
