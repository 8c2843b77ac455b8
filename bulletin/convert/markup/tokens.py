"""Sanitised HTML <-> a list of tags and texts. Only for what html5ever wrote: every attribute in double quotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape, unescape

from bulletin.model.late import regex

_TAG = regex(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>/]+="[^"]*")*)>')
_ATTRIBUTE = regex(r' ([^\s"=<>/]+)="([^"]*)"')


@dataclass(slots=True)
class Tag:
    """``attributes`` hold plain values; a value "" is written as a bare name where HTML has it so."""

    name: str
    is_end: bool = False
    attributes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        if self.is_end:
            return f"</{self.name}>"
        inside = "".join(
            f" {name}" if not value and name in _BARE else f' {name}="{escape(value)}"'
            for name, value in self.attributes.items()
        )
        return f"<{self.name}{inside}>"

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


_BARE = frozenset({"open", "data-no-convert"})

Token = Tag | str  # str: HTML text, escaped


def split_tokens(html: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for match in _TAG.finditer(html):
        if match.start() > end:
            tokens.append(html[end : match.start()])
        end = match.end()
        slash, name, inside = match.groups()
        attributes = {k: unescape(v) for k, v in _ATTRIBUTE.findall(inside)} if inside else {}
        tokens.append(Tag(name, bool(slash), attributes))
    if end < len(html):
        tokens.append(html[end:])
    return tokens


def join_tokens(tokens: list[Token]) -> str:
    return "".join(map(str, tokens))


def end_of(tokens: list[Token], start: int) -> int:
    """Index of the tag that closes ``tokens[start]``; the last index when there is none."""
    opening = tokens[start]
    assert isinstance(opening, Tag)
    depth = 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        if isinstance(token, Tag) and token.name == opening.name:
            depth += -1 if token.is_end else 1
            if not depth:
                return index
    return len(tokens) - 1


def text_of(tokens: list[Token], start: int, end: int) -> str:
    """Plain text between two indices; ruby annotations and footnote marks left out, spaces joined."""
    parts: list[str] = []
    skip = ""
    for token in tokens[start:end]:
        if isinstance(token, str):
            if not skip:
                parts.append(token)
        elif token.is_end:
            skip = "" if token.name == skip else skip
        elif not skip and (token.name in ("rt", "rp") or token.has_class("footnote-ref")):
            skip = token.name
        elif token.name == "br":
            parts.append(" ")
    return " ".join(unescape("".join(parts)).split())
