"""Prepared lines of plain prose -> the HTML that Python-Markdown and the sanitiser would make of them; of others None.

Most bodies are paragraphs and nothing else: no character of theirs means anything to Markdown or to HTML. For them the
way through both ends where it began, with ``<p>`` around each paragraph. Whatever might be more goes that way.
"""

from __future__ import annotations

from bulletin.convert.markup.clauses import begins_clause
from bulletin.convert.markup.draft import Prepared
from bulletin.convert.markup.lines import PLAIN
from bulletin.convert.markup.marks import is_clear, join_lines
from bulletin.model.late import regex

# Anywhere: Markdown, HTML, tables, a hard line break, what reading lost. At the head of a line: lists, rules, quotes,
# headings, definitions, indented blocks.
_MARKS = frozenset(rb"`\[]<>&*_~{}|#")
_LOST = "\ufffd"
_LINE = regex(r"\n(?:[ +=:\-]|\d+\. |\n\n)")
_HEAD = regex(r"[ +=:\-]|\d+\. ")


def plain_body(body: str) -> str | None:
    """Of a body as typed that ``lines`` would leave as it is: paragraphs of one line each, an empty line between them.
    Safe HTML, equal in all bytes to that of the long way; None where it may not be."""
    text = body.strip("\n")
    if not all("\n" not in one and PLAIN.match(one) and one[-1] != " " for one in text.split("\n\n")):
        return None
    return _prose(text)


def plain_prose(prepared: Prepared) -> str | None:
    """The same of prepared lines."""
    text = "\n".join(prepared.lines).strip("\n")
    if prepared.stash or prepared.footnotes or prepared.references or not text or _HEAD.match(text):
        return None
    return _prose(text)


def _prose(text: str) -> str | None:
    if not _MARKS.isdisjoint(text.encode("ascii", "ignore")) or _LOST in text or not is_clear(text):
        return None
    if "://" in text or " \n" in text or _LINE.search(text):
        return None
    paragraphs = text.split("\n\n")
    if any(map(begins_clause, paragraphs)):
        return None
    return "\n".join([f"<p>{join_lines(paragraph)}</p>" for paragraph in paragraphs])
