"""An article's HTML -> its plain text, for search, summaries and counting."""

from __future__ import annotations

import re
from html import unescape

from bulletin.convert.prose import BREAK, prose_of
from bulletin.model.late import regex

_TOKEN = regex(r'<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>"]|"[^"]*")*)>|([^<]+|<)')
_BLOCK_TAGS = """
    p div section h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr br table caption tr figure figcaption details
    summary
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_CELLS = frozenset({"td", "th"})
_DROPPED = frozenset({"rt", "rp"})
_MARKS = ("footnote-ref", "footnote-back")
_ASIDE = regex(r'<(figure|table)\b.*?</\1>|<section class="(?:attachment|footnotes)".*', re.DOTALL)


def plain_text(html: str) -> str:
    """Blocks divided by "\\n", table cells by a space; ruby annotations and footnote marks left out.

    For HTML of ``render_markup``, also after script conversion.
    """
    if (prose := prose_of(html)) is not None:
        return "\n".join(filter(None, [" ".join(block.split()) for block in prose.split(BREAK)]))
    parts: list[str] = []
    dropped = ""
    for slash, name, inside, text in _TOKEN.findall(html):
        if text:
            if not dropped:
                parts.append(text.replace("\n", " "))
        elif dropped:
            dropped = "" if slash and name == dropped else dropped
        elif name in _BLOCKS:
            parts.append("\n")
        elif name in _CELLS:
            parts.append(" ")
        elif not slash and (name in _DROPPED or (name == "a" and any(mark in inside for mark in _MARKS))):
            dropped = name
    return _lines("".join(parts))


def _lines(text: str) -> str:
    return "\n".join(filter(None, [" ".join(line.split()) for line in unescape(text).split("\n")]))


def running_text(html: str, text: str) -> str:
    """``text``, the plain text of ``html``, without captions, tables, footnotes and printed attachments: what a summary
    can be cut from. Nothing but such asides: all of it."""
    return (plain_text(_ASIDE.sub("", html)) if _ASIDE.search(html) else "") or text
