"""The text of an issue's file and what one of its lists shall hold -> the text with that list; all other lines stay.

An entry that stays keeps its line as typed, with the comments right above it; a comment above the first is about the
list and stays at its head, and so do those of entries that go.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Seq

from bulletin.model.making import frozen
from bulletin.read.block import read_block
from bulletin.read.front_matter import Extent, find_front_matter
from bulletin.read.nodes import Entry, Mapping, Node, NodeError, Sequence, Text, compose
from bulletin.read.normal import split_lines
from bulletin.read.text import clean

_INDENT = "  "


@frozen
class _File:
    """Lines as typed and clean ones, as many; ``end`` is that of new lines."""

    raw: list[str]
    ends: list[str]
    clean: list[str]
    extent: Extent | None
    entries: tuple[Entry, ...]
    end: str


@frozen
class _Member:
    """An entry of a list: the names it may be known by, and its lines (from 0), the comments above it first."""

    names: frozenset[str]
    begin: int
    end: int


def with_list(text: str, is_key: Callable[[str], bool], key: str, names: Seq[str]) -> str:
    """``text``, exact, with the list whose key satisfies ``is_key`` holding ``names`` in this order; ``key`` is what
    it is called where there is none yet. Without names the list goes, but for its comments. Where the file is one that
    this can't be done with, something else comes out: read it again."""
    file = _file(text)
    if file is None:
        return text
    found = next((entry for entry in file.entries if is_key(entry.key)), None)
    if found is None:
        return _with_new_list(file, key, names) if names else text
    stop = _end_of(file, found)
    members = _members(file, found, stop)
    if members is None:
        inside = [file.raw[index] for index in range(found.line, stop) if _is_comment(file.clean[index])]
        lines = [_key_line(file, found), *inside, *_new_lines(names, _INDENT)]
        return _spliced(file, found.line - 1, stop, lines if names else [line.lstrip() for line in inside])
    lines = _arranged(file, found, members, stop, names)
    if not names and not lines:
        return _spliced(file, found.line - 1, stop, [])
    return _spliced(file, found.line, stop, lines)


def _file(text: str) -> _File | None:
    raw, ends = split_lines(text)
    lines = clean(text)[0].split("\n")
    if len(raw) != len(lines):
        return None
    extent = find_front_matter(lines)[0]
    entries: tuple[Entry, ...] = ()
    if extent is not None:
        entries = read_block(lines[extent.begin : extent.end], extent.begin + 1, comments=False)[0].entries
    end = next((one for one in ends if one in ("\n", "\r\n", "\r")), "\n")
    return _File(raw, ends, lines, extent, entries, end)


def _end_of(file: _File, entry: Entry) -> int:
    """Behind the last line of its value: empty lines and comments before the next key belong to that."""
    assert file.extent is not None
    later = [other.line - 1 for other in file.entries if other.line > entry.line]
    stop = min(later, default=file.extent.end)
    while stop > entry.line and _says_nothing(file.clean[stop - 1]):
        stop -= 1
    return stop


def _members(file: _File, entry: Entry, stop: int) -> list[_Member] | None:
    """None for anything but one entry a line, each behind a dash."""
    value = entry.value
    if not isinstance(value, Sequence) or value.line <= entry.line or _at(file, value) in "[{":
        return None
    found: list[_Member] = []
    begin = entry.line
    for number, item in enumerate(value.items):
        following = value.items[number + 1].line - 1 if number + 1 < len(value.items) else stop
        if item.line - 1 < begin or following < item.line:
            return None
        if not found:
            begin = item.line - 1
        end = item.line
        for line in range(item.line, following):
            if not _says_nothing(file.clean[line]):
                end = line + 1
        found.append(_Member(_names(item), begin, end))
        begin = end
    return found or None


def _arranged(file: _File, entry: Entry, members: Seq[_Member], stop: int, names: Seq[str]) -> list[str]:
    """The lines of the list, without that of its key."""
    first = file.clean[members[0].begin]
    indent = first[: len(first) - len(first.lstrip())]
    left = list(members)
    lines = file.raw[entry.line : members[0].begin]
    for name in names:
        member = next((one for one in left if name in one.names), None)
        if member is None:
            lines += _new_lines([name], indent)
        else:
            left.remove(member)
            lines += file.raw[member.begin : member.end]
    gone = (file.raw[index] for one in left for index in range(one.begin, one.end) if _is_comment(file.clean[index]))
    return [*lines, *gone, *file.raw[members[-1].end : stop]]


def _with_new_list(file: _File, key: str, names: Seq[str]) -> str:
    lines = [f"{key}:", *_new_lines(names, _INDENT)]
    if file.extent is None:
        return file.end.join(["---", *lines, "---", ""]) + _spliced(file, 0, 0, [])
    at = file.extent.end
    while at > file.extent.begin and not file.clean[at - 1].strip():
        at -= 1
    return _spliced(file, at, at, lines)


def _spliced(file: _File, begin: int, end: int, lines: Seq[str]) -> str:
    """All of the file, ``lines`` in the place of those from ``begin`` to ``end``."""
    before = "".join(line + mark for line, mark in zip(file.raw[:begin], file.ends, strict=False))
    after = "".join(line + mark for line, mark in zip(file.raw[end:], file.ends[end:], strict=True))
    if lines and before and not before.endswith(("\n", "\r")):
        before += file.end
    is_last = end >= len(file.raw)
    return before + file.end.join(lines) + (file.end if lines and not is_last else "") + after


def _key_line(file: _File, entry: Entry) -> str:
    """As typed up to the colon."""
    line = file.clean[entry.line - 1]
    begin = entry.column - 1
    at = min((found for mark in ":：" if (found := line.find(mark, begin + len(entry.typed))) >= 0), default=-1)
    return line[: at + 1] if at >= 0 else f"{line[:begin]}{entry.key}:"


def _new_lines(names: Seq[str], indent: str) -> list[str]:
    return [f"{indent}- {_scalar(name)}" for name in names]


def _scalar(text: str) -> str:
    """As YAML and as this house read it: in quotation marks where either would take it for something else."""
    for typed in (text, f'"{text}"', "'" + text.replace("'", "''") + "'"):
        if _is_read_as(typed, text):
            return typed
    return text


def _is_read_as(typed: str, text: str) -> bool:
    entries = read_block(["k:", f"  - {typed}"], 1, comments=False)[0].entries
    try:
        yaml = compose(f"- {typed}")
    except NodeError:
        return False
    return all(
        isinstance(node, Sequence) and [one.text for one in node.items if isinstance(one, Text)] == [text]
        for node in (entries[0].value, yaml)
    )


def _names(node: Node) -> frozenset[str]:
    if isinstance(node, Mapping):
        return frozenset(entry.value.text for entry in node.entries if isinstance(entry.value, Text))
    return frozenset([" ".join(node.text.split())]) if isinstance(node, Text) else frozenset()


def _at(file: _File, node: Node) -> str:
    return file.clean[node.line - 1][node.column - 1 : node.column]


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _says_nothing(line: str) -> bool:
    return not line.strip() or _is_comment(line)
