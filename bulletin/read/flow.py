"""One value as typed on its line -> Node: plain text, quoted text, ``[a, b]`` or ``{a: b}``."""

from __future__ import annotations

import re

from bulletin.model.late import regex
from bulletin.read.nodes import Entry, Mapping, Node, NodeError, Sequence, Text, compose, tidy_key
from bulletin.read.text import Finding, clean

_DOUBLE = regex(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SINGLE = regex(r"'((?:[^']|'')*)'", re.DOTALL)
_COMMENT = regex(r"[ \t]#.*")
_PAIR = regex(r"\s*([^\s:：][^:：]{0,29}?)\s*[:：]\s*(.*)", re.DOTALL)
_YAML_PAIR = regex(r":(?:\s|$)")
_NESTED = regex(r"[\[\]{}\"']")
_PLAIN_LIST = regex(r"\[[^\[\]{}\"']*\]")
_BRACKETS = frozenset("[{")
_BEFORE_QUOTE = frozenset("[{,:")  # elsewhere a quotation mark is a character


class Brackets:
    """Looks for the bracket that closes the first one, in text that may come in pieces."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""  # the open one
        self._before = "["
        self._is_escaped = False

    def closing(self, text: str) -> int:
        """Its index in this piece, or -1."""
        if not self._depth and (plain := _PLAIN_LIST.match(text)):  # nothing before it, and no other bracket or quote
            return plain.end() - 1
        for index, char in enumerate(text):
            if self._quote:
                self._quoted(char)
                continue
            if char in "\"'" and self._before in _BEFORE_QUOTE:
                self._quote = char
            elif char in "[{":
                self._depth += 1
            elif char in "]}":
                self._depth -= 1
                if not self._depth:
                    return index
            if not char.isspace():
                self._before = char
        return -1

    def _quoted(self, char: str) -> None:
        if self._is_escaped:
            self._is_escaped = False
        elif char == "\\" and self._quote == '"':
            self._is_escaped = True
        elif char == self._quote:
            self._quote = ""
            self._before = ","  # '' inside '…' closes and opens again


def read_text(text: str, line: int, column: int, comments: bool) -> Node:
    """Plain text exactly as typed; a value wholly wrapped in ASCII quotes loses them, as in YAML."""
    if comments:
        text = _without_comment(text)
    if text[:1] == '"' and (match := _DOUBLE.fullmatch(text)):
        return Text(line, column, _unescape(match[1]))
    if text[:1] == "'" and (match := _SINGLE.fullmatch(text)):
        return Text(line, column, match[1].replace("''", "'"))
    return Text(line, column, text)


def read_value(
    text: str, line: int, column: int, depth: int, comments: bool
) -> tuple[Node, tuple[Finding, ...]]:
    """Text as above, or a list or mapping when brackets wrap the whole value (``[工会动态] 开会了`` is text). Brackets
    that hold no YAML are text too, with a finding."""
    end = Brackets().closing(text) + 1 if text[:1] in _BRACKETS else 0
    if comments and end and text[end:].lstrip()[:1] == "#":
        text = text[:end]
    if not end or end != len(text):
        return read_text(text, line, column, comments), ()
    node = _simple_list(text, line, column) if text[0] == "[" else _simple_mapping(text, line, column)
    if node is not None:
        return node, ()
    try:
        return compose(text, line, column, depth), ()
    except NodeError as error:
        code = error.code if comments or error.code in {"E105", "E108"} else "W114"
        return Text(line, column, text), (Finding(code, error.line, error.column, error.values),)


def _without_comment(text: str) -> str:
    """For settings, as YAML has it: `` #`` begins a comment outside quotes."""
    for pattern, quote in ((_DOUBLE, '"'), (_SINGLE, "'")):
        if text[:1] == quote and (match := pattern.match(text)):
            rest = text[match.end() :]
            return match[0] if not rest.strip() or rest.lstrip()[0] == "#" else text
    if text[:1] == "#":
        return ""
    return _COMMENT.sub("", text, count=1).rstrip()


def _unescape(inner: str) -> str:
    """The escapes of YAML; a back-slash that is none of them (``"C:\\文件"``) stays what it is."""
    if "\\" not in inner:
        return inner
    try:
        node = compose(f'"{inner}"')
    except NodeError:
        return inner
    return clean(node.text)[0] if isinstance(node, Text) else inner


def _simple_list(text: str, line: int, column: int) -> Sequence | None:
    """``[工会, 042]`` and ``[工会、工伤]``; None where only YAML knows what is meant."""
    inner = text[1:-1]
    if _NESTED.search(inner) or "\n" in inner or _YAML_PAIR.search(inner):
        return None
    parts = re.finditer(r"[^,]+" if "," in inner else r"[^，、]+", inner)
    return Sequence(
        line,
        column,
        tuple(
            Text(line, column + 1 + part.start() + len(part[0]) - len(part[0].lstrip()), part[0].strip())
            for part in parts
            if part[0].strip()
        ),
    )


def _simple_mapping(text: str, line: int, column: int) -> Mapping | None:
    """``{单位: 县总工会, 日期：2024-09-30}``; None where only YAML knows what is meant."""
    inner = text[1:-1]
    if _NESTED.search(inner) or "\n" in inner:
        return None
    entries: dict[str, Entry] = {}
    for part in re.finditer(r"[^,]+" if "," in inner else r"[^，]+", inner):
        pair = _PAIR.fullmatch(part[0].rstrip())
        if pair is None or tidy_key(pair[1]) in entries:
            return None
        place = column + 1 + part.start()
        value = Text(line, place + pair.start(2), pair[2])
        entries[tidy_key(pair[1])] = Entry(tidy_key(pair[1]), line, place + pair.start(1), value, pair[1])
    return Mapping(line, column, tuple(entries.values()))
