"""Prepared lines of plain prose -> the HTML that Python-Markdown and the sanitiser would make of them; of others None.

Most bodies are paragraphs and nothing else: no character of theirs means anything to Markdown or to HTML. For them the
way through both ends where it began, with ``<p>`` around each paragraph. Whatever might be more goes that way.
"""

from __future__ import annotations

from bulletin.convert.markup.clauses import begins_clause
from bulletin.convert.markup.draft import Prepared
from bulletin.convert.markup.lines import PLAIN
from bulletin.convert.markup.marks import IDEOGRAPHIC_SPACES, is_clear, join_lines
from bulletin.model.late import regex

# Anywhere: Markdown, HTML, tables, a hard line break, what reading lost. At the head of a line: lists, rules, quotes,
# headings, definitions, indented blocks.
_MARKS = frozenset(rb"`\[]<>&*_~{}|#")
_LOST = "\ufffd"
_SPACES = " " + IDEOGRAPHIC_SPACES
_FIGURE = regex(r"[0-9](?!\d*\. )")  # 2024年; not "2024. "
_LINE = regex(r"\n(?:[ +=:\-]|\d+\. |\n\n)")
_HEAD = regex(r"[ +=:\-]|\d+\. ")


def plain_body(body: str) -> str | None:
    """Of a body as typed in which each line is a paragraph: an empty line before it, or wide spaces at its head.
    Safe HTML, equal in all bytes to that of the long way; None where it may not be."""
    paragraphs: list[str] = []
    is_below = False  # another line
    for line in body.split("\n"):
        bare = line and line.lstrip(_SPACES)
        if bare:
            has_syntax = not (PLAIN.match(bare) or _FIGURE.match(bare)) or bare.endswith("  ")
            if has_syntax or (is_below and line[0] not in IDEOGRAPHIC_SPACES):
                return None
            paragraphs.append(bare.rstrip(_SPACES))
        is_below = bare != ""
    return _prose("\n\n".join(paragraphs)) if paragraphs else None


def plain_prose(prepared: Prepared) -> str | None:
    """The same of prepared lines."""
    text = "\n".join(prepared.lines).strip("\n")
    if prepared.stash or prepared.footnotes or prepared.references or not text or _HEAD.match(text):
        return None
    return _prose(text)


def _prose(text: str) -> str | None:
    if not _MARKS.isdisjoint(text.encode("ascii", "ignore")) or _LOST in text or "\u3000" in text or not is_clear(text):
        return None
    if "://" in text or " \n" in text or _LINE.search(text):
        return None
    paragraphs = text.split("\n\n")
    if any(map(begins_clause, paragraphs)):
        return None
    return "\n".join([f"<p>{join_lines(paragraph)}</p>" for paragraph in paragraphs])
