"""HTML of plain paragraphs <-> its text: most articles are nothing else, and need no reader of HTML.

    <p>甲</p>\\n<p>乙</p>  <->  甲 BLOCK_END \\n BLOCK_END 乙
"""

from __future__ import annotations

from html import escape

BLOCK_END = "\x1e"  # between the blocks of a joined text
BREAK = f"{BLOCK_END}\n{BLOCK_END}"
_OPEN, _CLOSE = "<p>", "</p>"
_TAGS = f"{_CLOSE}\n{_OPEN}"


def prose_of(html: str) -> str | None:
    """The paragraphs with ``BREAK`` between them; None of HTML that has more to it: a tag, a reference."""
    if not (html.startswith(_OPEN) and html.endswith(_CLOSE)):
        return None
    text = html[len(_OPEN) : -len(_CLOSE)].replace(_TAGS, BREAK)
    has_more = "<" in text or "&" in text or ">" in text or text.count(BLOCK_END) != 2 * html.count(_TAGS)
    return None if has_more else text


def prose_html(text: str) -> str:
    """The way back, for a text with as many breaks."""
    if "<" in text or "&" in text or ">" in text:
        text = escape(text, quote=False)
    return f"{_OPEN}{text.replace(BREAK, _TAGS)}{_CLOSE}"
