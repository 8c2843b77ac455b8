"""YAML text -> Nodes with lines and columns, every scalar as typed: the only home of PyYAML.

PyYAML guesses types (``042`` is 34, ``on`` is True, ``12:30`` is 750), lets the last of two equal keys win, and follows
aliases that grow a file of one line into gigabytes. So we take its events, before it builds anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from bulletin.model.content import Field
from bulletin.model.late import regex
from bulletin.model.making import frozen

DEEPEST = 8
_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INNER_SPACE = regex(r"\s+")


@frozen
class Text:
    line: int
    column: int
    text: str


@frozen
class Sequence:
    line: int
    column: int
    items: tuple[Node, ...] = ()


@frozen
class Entry:
    """One ``key: value`` of a mapping."""

    key: str  # stripped, NFKC
    line: int  # of the key
    column: int
    value: Node
    typed: str = ""  # the key as typed: a word of the glossary is not to change


@frozen
class Mapping:
    line: int
    column: int
    entries: tuple[Entry, ...] = ()


Node = Text | Sequence | Mapping


class NodeError(Exception):
    """This YAML can't be used: the place in the file, and a code of the catalogue with its values."""

    def __init__(self, line: int, column: int, code: str, **values: str) -> None:
        super().__init__(line, column, code, values)
        self.line = line
        self.column = column
        self.code = code
        self.values = tuple(sorted(values.items()))


@lru_cache(maxsize=1024)  # all items have the same few
def tidy_key(key: str) -> str:
    """As keys are compared: NFKC (``ｔｉｔｌｅ``), stripped, inner runs of space as one."""
    return _INNER_SPACE.sub(" ", unicodedata.normalize("NFKC", key)).strip()


def compose(text: str, line: int = 1, column: int = 1, depth: int = 0) -> Node:
    """The one YAML value that ``text`` holds; ``line`` and ``column`` say where in its file it begins, ``depth`` how
    deep. Raises NodeError for what is not YAML, and for anchors, aliases, tags, depth over ``DEEPEST``, equal keys."""
    try:
        return _Composer(line, column, depth).run(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at_line = mark.line if mark else 0
        at_column = mark.column if mark else 0
        reason = str(error.problem or error.context or "")
        raise NodeError(line + at_line, at_column + (1 if at_line else column), "E110", reason=reason) from error
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise NodeError(line, column, "E110", reason=reason) from error


@dataclass(slots=True)
class _Open:
    """A collection that is not closed yet."""

    line: int
    column: int
    is_mapping: bool
    parts: list[Node] = field(default_factory=list)


class _Composer:
    """Events -> Node, without recursion."""

    def __init__(self, line: int, column: int, depth: int) -> None:
        self._line = line
        self._column = column
        self._depth = depth
        self._open: list[_Open] = []

    def run(self, events: Iterator[yaml.Event]) -> Node:
        for event in events:
            line, column = self._place(event)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise NodeError(line, column, "E111")
            if getattr(event, "tag", None) is not None and not _is_plain(event):
                raise NodeError(line, column, "E112", tag=str(getattr(event, "tag", "")))
            node = self._take(event, line, column)
            if node is not None:
                if not self._open:
                    return node
                self._open[-1].parts.append(node)
        raise NodeError(self._line, self._column, "E110", reason="")

    def _take(self, event: yaml.Event, line: int, column: int) -> Node | None:
        """The node that ends with this event."""
        if isinstance(event, yaml.ScalarEvent):
            return Text(line, column, event.value)
        if isinstance(event, yaml.CollectionStartEvent):
            if self._depth + len(self._open) >= DEEPEST:
                raise NodeError(line, column, "E108", deepest=str(DEEPEST))
            self._open.append(_Open(line, column, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            return _close(self._open.pop())
        return None

    def _place(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        if mark is None:
            return self._line, self._column
        return self._line + mark.line, mark.column + (1 if mark.line else self._column)


def _is_plain(event: yaml.Event) -> bool:
    """A lone ``!`` says nothing about a type; PyYAML reports it as a tag."""
    return isinstance(event, yaml.ScalarEvent) and event.tag == "!"


def _close(one: _Open) -> Node:
    if not one.is_mapping:
        return Sequence(one.line, one.column, tuple(one.parts))
    entries: dict[str, Entry] = {}
    for key, value in zip(one.parts[::2], one.parts[1::2], strict=True):
        if not isinstance(key, Text):
            raise NodeError(key.line, key.column, "E113")
        name = tidy_key(key.text)
        if name in entries:
            raise NodeError(key.line, key.column, "E105", key=name, first=str(entries[name].line))
        entries[name] = Entry(name, key.line, key.column, value, key.text)
    return Mapping(one.line, one.column, tuple(entries.values()))


def to_fields(mapping: Mapping) -> tuple[Field, ...]:
    return tuple(
        Field(entry.key, _value(entry.value), entry.value.line, entry.value.column) for entry in mapping.entries
    )


def _value(
    node: Node,
) -> str | tuple[str, ...] | tuple[Field, ...] | tuple[tuple[Field, ...], ...]:
    """A list of texts stays one; in any other list a text is a mapping of one entry without a key."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Mapping):
        return to_fields(node)
    texts = tuple(item.text for item in node.items if isinstance(item, Text))
    if len(texts) == len(node.items):
        return texts
    return tuple(
        to_fields(item) if isinstance(item, Mapping) else (Field("", _value(item), item.line, item.column),)
        for item in node.items
    )
