"""A body -> why it can't be read safely, or nothing: shapes on which Markdown takes seconds (SAFETY "Slow inputs").

The limits are far above any news item; a document beyond one is left out, so that one paste can't stop an issue.
"""

from __future__ import annotations

import re

from bulletin.model.late import regex

LARGEST_BODY = 1_000_000  # bytes of UTF-8
MOST_REFERENCES = 2_000
DEEPEST_QUOTE = 100
DEEPEST_LIST = 50
MOST_BRACKETS = 2_000  # without a word between them

_QUOTES = regex(rf"^(?:[ \t]*>){{{DEEPEST_QUOTE + 1}}}", re.MULTILINE)
_BRACKETS = regex(rf"(?:!?\[[\s(\]]*){{{MOST_BRACKETS + 1}}}")
_CHAIN = regex(rf"^(?:[ \t]*(?:[-*+]|\d{{1,9}}[.)])[ \t]+){{{DEEPEST_LIST + 1}}}(?![-*+ \t]*$)", re.MULTILINE)
_LIST_ITEM = regex(r"^( *)(?:[-*+]|\d{1,9}[.)])[ ]", re.MULTILINE)


def shape_fault(body: str) -> tuple[str, dict[str, str]] | None:
    """Code and values of the first limit that ``body`` exceeds. Linear in its length."""
    if len(body) * 4 > LARGEST_BODY and (size := len(body.encode("utf-8", "surrogatepass"))) > LARGEST_BODY:
        return "E420", {"size": f"{size / 1_000_000:.1f}", "limit": f"{LARGEST_BODY / 1_000_000:g}"}
    count = body.count("](") + body.count("![[") + body.count("]:") if "]" in body or "[" in body else 0
    if count > MOST_REFERENCES:
        return "E421", {"count": str(count), "limit": str(MOST_REFERENCES)}
    if body.count(">") > DEEPEST_QUOTE and _QUOTES.search(body):
        return "E422", {"limit": str(DEEPEST_QUOTE)}
    if body.count("[") > MOST_BRACKETS and _BRACKETS.search(body):
        return "E423", {"limit": str(MOST_BRACKETS)}
    if _is_deep_list(body.expandtabs(4) if "\t" in body else body):
        return "E424", {"limit": str(DEEPEST_LIST)}
    return None


def _is_deep_list(body: str) -> bool:
    """Deep by indents, one column a level at least, or by markers that follow one another in one line."""
    if body.count(" ") <= DEEPEST_LIST:  # each marker takes one
        return False
    if sum(body.count(mark) for mark in ("- ", "* ", "+ ", ". ", ") ")) <= DEEPEST_LIST:
        return False
    open_at: list[int] = []
    for match in _LIST_ITEM.finditer(body) if " " * DEEPEST_LIST in body else ():
        indent = len(match[1])
        while open_at and open_at[-1] >= indent:
            open_at.pop()
        open_at.append(indent)
        if len(open_at) > DEEPEST_LIST:
            return True
    return _CHAIN.search(body) is not None
