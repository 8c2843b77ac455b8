"""Text of an item, with its own line ends -> the same with its front matter in normal form, or with other values.

Normal form: between two lines of ``---``, a key as the caller names it, a colon and one space; lists with ``- ``;
indents of spaces; quotation marks where YAML would read something else. What is below stays as it is, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.read.block import read_block, split_key
from bulletin.read.flow import read_text
from bulletin.read.front_matter import Extent, find_front_matter
from bulletin.read.nodes import Entry, Mapping, Node, NodeError, Sequence, Text, compose
from bulletin.read.text import clean

_END = regex("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")  # as ``text.clean`` ends lines
_COMMON_ENDS = frozenset({"\n", "\r\n", "\r"})
_WIDTHS = {" ": 1, "\t": 4, "\u3000": 2}  # as ``block`` counts them
_DASH = regex(r"[-－–•·*](\s*)")


@frozen
class _Parts:
    """``clean`` are all lines as they are read; ``ends`` as typed, one a line, the last is ""."""

    clean: list[str]
    raw: list[str]
    ends: list[str]
    extent: Extent
    mapping: Mapping


def exact_text(data: bytes, encoding: str) -> str:
    """All characters of a file that ``text.decode`` read as ``encoding``, but for a mark of its encoding."""
    text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    return text.lstrip("\ufeff")


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines, and what ends each: as many, the last end is ""."""
    ends = [*_END.findall(text), ""]
    return _END.split(text), ends


def split_front(text: str) -> tuple[str, str]:
    """Front matter with its fences, and the body; both as typed, together all of ``text``."""
    parts = _parts(text)
    if parts is None:
        return "", text
    after = parts.extent.after
    return _joined(parts.raw[:after], parts.ends), _joined(parts.raw[after:], parts.ends[after:])


def in_normal_form(text: str, rename: Callable[[str], str]) -> str:
    """``rename``: a key of the first level -> what it is to be called. Without front matter the text stays as it is."""
    parts = _parts(text)
    if parts is None:
        return text
    begin, end, after = parts.extent.begin, parts.extent.end, parts.extent.after
    lines = [_indent(line) for line in parts.clean[:end]]
    for number, line in _mended(parts, rename):
        lines[number - 1] = line
    _move_to_the_margin(lines, parts)
    new_line = _line_end(parts)
    is_at_end = after == len(parts.raw) and after > end  # the last --- ends the file
    front = new_line.join(("---", *(line.rstrip() for line in lines[begin:]), "---"))
    return front + ("" if is_at_end else new_line) + _joined(parts.raw[after:], parts.ends[after:])


def _move_to_the_margin(lines: list[str], parts: _Parts) -> None:
    """Keys of the first level, with what belongs to each: YAML knows no key that is indented further than the first."""
    starts = [entry.line - 1 for entry in parts.mapping.entries]
    for start, stop in zip(starts, [*starts[1:], parts.extent.end], strict=True):
        width = len(lines[start]) - len(lines[start].lstrip(" "))
        for number in range(start, stop if width else start):
            blank = len(lines[number]) - len(lines[number].lstrip(" "))
            lines[number] = lines[number][min(width, blank) :]


def with_values(text: str, change: Callable[[str, str], str]) -> str:
    """``change``: a key of the first level and its text -> the text that is to stand there; values in several lines and
    lists are not asked for."""
    parts = _parts(text)
    if parts is None:
        return text
    raw = list(parts.raw)
    for entry in parts.mapping.entries:
        line = parts.clean[entry.line - 1].rstrip()
        found = split_key(line[entry.column - 1 :])
        if found is None or not isinstance(entry.value, Text) or entry.value.line != entry.line:
            continue
        start = entry.column - 1 + found[1]
        read = read_text(line[start:], 0, 0, comments=False)
        if not isinstance(read, Text) or read.text != entry.value.text:
            continue
        value = change(entry.key, read.text)
        if value != read.text:
            raw[entry.line - 1] = line[:start] + (_written(value) if read.text == line[start:] else _quoted(value))
    return _joined(raw, parts.ends)


def _parts(text: str) -> _Parts | None:
    """None without front matter that says anything."""
    raw, ends = split_lines(text)
    lines = clean(text)[0].split("\n")
    extent = find_front_matter(lines)[0] if len(lines) == len(raw) else None
    if extent is None:
        return None
    mapping, _ = read_block(lines[extent.begin : extent.end], extent.begin + 1, comments=False)
    return _Parts(lines, raw, ends, extent, mapping) if mapping.entries else None


def _joined(lines: list[str], ends: list[str]) -> str:
    return "".join(line + end for line, end in zip(lines, ends, strict=False))


def _line_end(parts: _Parts) -> str:
    """That of the body if it has but one, else that of the front matter, else LF."""
    after = parts.extent.after
    for ends in (set(parts.ends[after:]) - {""}, set(parts.ends[:after]) - {""}):
        if ends:
            return next(iter(ends)) if len(ends) == 1 and ends <= _COMMON_ENDS else "\n"
    return "\n"


def _mended(parts: _Parts, rename: Callable[[str], str]) -> Iterator[tuple[int, str]]:
    """Number and new text of every line that begins an entry or a member of a list."""
    for entry in parts.mapping.entries:
        yield entry.line, _entry_line(parts.clean, entry, rename(entry.key))
        yield from _inside(parts.clean, entry.value)


def _inside(lines: list[str], node: Node) -> Iterator[tuple[int, str]]:
    """Of the block below a key; what stands in brackets is a value."""
    if isinstance(node, Text) or not node.line or lines[node.line - 1][node.column - 1 : node.column] in "[{":
        return
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.line, _entry_line(lines, entry, entry.key)
            yield from _inside(lines, entry.value)
        return
    for item in node.items:
        if not isinstance(item, Mapping) or lines[item.line - 1][item.column - 1] == "{":
            yield item.line, _item_line(lines[item.line - 1], item)
        yield from _inside(lines, item)


def _entry_line(lines: list[str], entry: Entry, key: str) -> str:
    line = lines[entry.line - 1]
    head, typed = _head(line[: entry.column - 1]), line[entry.column - 1 :].rstrip()
    found = split_key(typed)
    if found is None:
        return head + typed
    rest = typed[found[1] :]
    begin = f"{key}: " if rest else f"{key}:"
    if split_key(begin + rest) != (key, len(begin)):
        return head + typed
    value = entry.value
    is_plain = isinstance(value, Text) and value.line == entry.line and value.text == rest
    return head + begin + (_written(rest) if is_plain else rest)


def _item_line(line: str, item: Text | Sequence | Mapping) -> str:
    head, typed = _head(line[: item.column - 1]), line[item.column - 1 :].rstrip()
    return head + (_written(typed) if isinstance(item, Text) and item.text == typed and typed else typed)


def _head(typed: str) -> str:
    """Indent and dashes before an entry."""
    rest = typed.lstrip()
    return _spaces(typed[: len(typed) - len(rest)]) + _DASH.sub(lambda dash: "-" + (" " * len(dash[1]) or " "), rest)


def _indent(line: str) -> str:
    rest = line.lstrip()
    return _spaces(line[: len(line) - len(rest)]) + rest if rest else ""


def _spaces(typed: str) -> str:
    return " " * sum(_WIDTHS.get(char, 1) for char in typed)


def _written(text: str) -> str:
    """A text of one line, in quotation marks where YAML would read it as something else."""
    return text if _is_plain(text) else _quoted(text)


def _is_plain(text: str) -> bool:
    if not text:
        return True
    try:
        node = compose(f"k: {text}")
    except NodeError:
        return False
    value = node.entries[0].value if isinstance(node, Mapping) and len(node.entries) == 1 else None
    return isinstance(value, Text) and value.text == text


def _quoted(text: str) -> str:
    """In those that need no escapes, if there are such."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
