"""Tokens of tables -> scopes for header cells, a caption from the line beside, a region that scrolls by keyboard."""

from __future__ import annotations

import re
from html import escape

from bulletin.convert.markup.tokens import Tag, Token, end_of, text_of
from bulletin.model.late import regex

# "表：各区报名人数" is the caption; the label of "表1：各区报名人数" stays.
_CAPTION = regex(r"\s*(?:(?:表|表格|Table)\s*[:：]\s*|(?=(?:表|表格|Table)\s*\d+\s*[:：]))", re.IGNORECASE)
_NAMELESS = "表"


def set_tables(tokens: list[Token]) -> list[Token]:
    """Each table in a region with a name of its own: two of one name can't be told apart by who can't see them."""
    out: list[Token] = []
    names: dict[str, int] = {}
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if isinstance(token, Tag) and token.name == "table" and not token.is_end:
            end = end_of(tokens, index)
            index = _add_table(out, tokens, index, end, names) + 1
        else:
            out.append(token)
            index += 1
    return out


def _add_table(out: list[Token], tokens: list[Token], start: int, end: int, names: dict[str, int]) -> int:
    """Append the table with its wrapper; the index of the last token used. ``names`` are those given before."""
    table = tokens[start : end + 1]
    _set_scopes(table)
    last = end
    caption = next((i for i, t in enumerate(table) if isinstance(t, Tag) and t.name == "caption"), 0)
    if not caption:
        words = _take_before(out)
        if words is None and (found := _take_after(tokens, end + 1)):
            words, last = found
        if words is not None:
            table[1:1] = [Tag("caption"), *words, Tag("caption", is_end=True)]
            caption = 1
    name = _own_name(text_of(table, caption, end_of(table, caption)) if caption else "", names)
    out.append(f'<div class="table" role="region" tabindex="0" aria-label="{escape(name)}">')
    out += [*table, "</div>"]
    return last


def _own_name(caption: str, names: dict[str, int]) -> str:
    """The caption, and its number where others had it before it: 表, 表2; 各区报名人数, 各区报名人数（2）.

    ``names`` counts how often each was asked for, so that ten thousand tables take no longer each than one."""
    form = f"{caption}（{{}}）" if caption else f"{_NAMELESS}{{}}"
    first = name = caption or _NAMELESS
    while name in names:
        names[first] += 1
        name = form.format(names[first])
    names[name] = 1
    return name


def _take_before(out: list[Token]) -> list[Token] | None:
    """The paragraph right before, taken from ``out``, when it is a caption."""
    end = len(out) - 1
    while end >= 0 and isinstance(out[end], str) and not str(out[end]).strip():
        end -= 1
    closing = out[end] if end >= 0 else ""
    if not (isinstance(closing, Tag) and closing.is_end and closing.name == "p"):
        return None
    start = end
    while not _opens_paragraph(out[start]):
        start -= 1
    words = _caption(out[start + 1 : end])
    if words is not None:
        del out[start:]
    return words


def _opens_paragraph(token: Token) -> bool:
    return isinstance(token, Tag) and token.name == "p" and not token.is_end


def _take_after(tokens: list[Token], index: int) -> tuple[list[Token], int] | None:
    while index < len(tokens) and isinstance(tokens[index], str) and not str(tokens[index]).strip():
        index += 1
    if index == len(tokens) or not _opens_paragraph(tokens[index]):
        return None
    end = end_of(tokens, index)
    words = _caption(tokens[index + 1 : end])
    return (words, end) if words is not None else None


def _caption(words: list[Token]) -> list[Token] | None:
    if not words or not isinstance(words[0], str):
        return None
    match = _CAPTION.match(words[0])
    return [words[0][match.end() :], *words[1:]] if match else None


def _set_scopes(table: list[Token]) -> None:
    """WCAG H63: a header cell says whether it heads a column or a row."""
    depth, in_head, row = 0, False, list[Tag]()
    for token in table:
        if not isinstance(token, Tag):
            continue
        if token.name == "table":
            depth += -1 if token.is_end else 1
        if depth != 1:
            continue
        if token.name == "thead":
            in_head = not token.is_end
        elif token.name == "tr" and not token.is_end:
            row = []
        elif token.name == "tr":
            _scope_row(row, in_head=in_head)
        elif token.name in ("td", "th") and not token.is_end:
            row.append(token)


def _scope_row(row: list[Tag], *, in_head: bool) -> None:
    are_all = all(cell.name == "th" for cell in row)
    for index, cell in enumerate(row):
        if cell.name == "th":
            heads_row = not in_head and not are_all and (index == 0 or row[index - 1].name == "th")
            cell.attributes["scope"] = "row" if heads_row else "col"
