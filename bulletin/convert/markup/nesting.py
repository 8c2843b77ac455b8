"""Tokens -> tokens in which headings don't hold headings, and ruby annotations stand in ruby.

HTML's parser leaves both as they are, behind a tag such as <a>; they are invalid, and when that tag is taken away
the next parser would read something else.
"""

from __future__ import annotations

from bulletin.convert.markup.tokens import Tag, Token

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ANNOTATIONS = frozenset({"rt", "rp"})
_VOID = frozenset({"br", "hr", "img", "col"})


def mend_nesting(tokens: list[Token]) -> None:
    """Changes the tokens in place: what stands wrong becomes a <span>."""
    open_tags: list[Tag] = []
    for token in tokens:
        if not isinstance(token, Tag) or token.name in _VOID:
            continue
        if token.is_end:
            token.name = open_tags.pop().name if open_tags else token.name
            continue
        is_nested = token.name in _HEADINGS and any(tag.name in _HEADINGS for tag in open_tags)
        is_stray = token.name in _ANNOTATIONS and not (open_tags and open_tags[-1].name == "ruby")
        if is_nested or is_stray:
            token.name = "span"
        open_tags.append(token)
