"""Lines of ``key: value`` as editors type them -> Mapping of Nodes, with what was odd about them.

YAML's block style, read so that nobody needs to know YAML: the colon may be full-width and needs no space, indents may
be tabs or full-width spaces, and a value is the rest of its line, whatever marks it holds. What is valid YAML without
anchors and tags means the same here (except that, outside settings, ``#`` inside a value is no comment).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence as Seq

from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.read.flow import Brackets, read_text, read_value
from bulletin.read.known import is_known
from bulletin.read.nodes import DEEPEST, Entry, Mapping, Node, Sequence, Text, tidy_key
from bulletin.read.text import Finding

# Keys whose value is always text: 标题: [工会动态] is a title with brackets, not a list
ALWAYS_TEXT = frozenset(
    {"标题", "標題", "题目", "題目", "大标题", "主标题", "title", "繁体标题", "繁體標題", "简体标题", "簡體標題"}
    | {"摘要", "提要", "概要", "导读", "導讀", "内容摘要", "內容摘要", "简介", "簡介", "summary", "description"}
    | {"引题", "引題", "肩题", "肩題", "眉题", "眉題", "kicker", "副标题", "副標題", "副题", "副題", "subtitle"}
)
# Inside a list these make one line a mapping even with a full-width colon: - 名称：报名表
_PARTS = frozenset(
    {"名称", "名稱", "name", "文件", "檔案", "file", "单位", "單位", "union", "日期", "date"}
    | {"内容", "內容", "text", "说明", "說明", "description", "标识", "標識", "tag"}
)

_WIDTHS = {" ": 1, "\t": 4, "\u3000": 2}
_QUOTED_KEY = regex(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[:：]\s*""")
_BOLD_KEY = regex(r"\*\*([^\s*:：][^*:：\n]{0,29}?)\s*(?:\*\*\s*[:：]|[:：]\s*\*\*)\s*")  # **标题：**
_YAML_KEY = regex(r"""((?!-\s)[^\s"'\[\]{}#].{0,59}?)\s*:(?:\s+|$)""")
_LOOSE_KEY = regex(r"([^\s:：\-#\[\]{}，。、；！？](?:[^:：，。；！？\n]{0,29}?))\s*[:：](?!//)\s*")
_DASH = regex(r"[-－–•·*](?:\s+|$)")
_LOOSE_DASH = regex(r"[-－–•·](?![-－–\d])")
_BLOCK_SCALAR = regex(r"([|>])[+\-1-9]{0,2}")


@frozen
class Line:
    number: int
    indent: int  # in columns
    column: int  # of the first character, from 1
    text: str  # without indent and trailing space


def read_block(lines: Seq[str], first: int, comments: bool) -> tuple[Mapping, tuple[Finding, ...]]:
    """``lines`` without their ends; ``first`` is the number of the first; ``comments``: `` #`` begins one (settings).

    Of equal keys the first counts. A line that fits nowhere is left out. Both are found fault with.
    """
    reader = _Reader([_line(first + index, text) for index, text in enumerate(lines)], comments)
    mapping = reader.mapping(0, -1, 0)
    return mapping, tuple(reader.findings)


def read_settings_text(text: str) -> tuple[Node, tuple[Finding, ...]]:
    """A whole file of settings: a mapping, or a list of them."""
    lines = [_line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    reader = _Reader([Line(one.number, 0, 1, "") if one.text in {"---", "..."} else one for one in lines], True)
    node = reader.top()
    return node, tuple(reader.findings)


def _ends_text(text: str, depth: int) -> bool:
    """``日期：`` below a title is no line of it, though a wide space stand before."""
    found = _key(text, loose=depth == 0)
    return found is not None and (depth > 0 or is_known(found[0]) or _key(text, loose=False) is not None)


def is_key_line(text: str) -> bool:
    """Whether a line can begin front matter."""
    return _key(text.strip(), loose=True) is not None


def split_key(text: str) -> tuple[str, int] | None:
    """The key of a line as typed, and the index at which its value begins; None for a line that has no key."""
    return _key(text, loose=True)


def _is_always_text(key: str) -> bool:
    """``标题.zh-Hant`` is a title as well."""
    return key.lower().partition(".")[0] in ALWAYS_TEXT


def _line(number: int, text: str) -> Line:
    rest = text.strip()
    column = len(text) - len(text.lstrip()) if rest else 0
    return Line(number, column and sum(_WIDTHS.get(char, 1) for char in text[:column]), column + 1, rest)


def _key(text: str, loose: bool) -> tuple[str, int] | None:
    """The key of a line and where its value begins; ``loose``: with a full-width colon, or no space after it."""
    if text[:1] in "\"'" and (match := _QUOTED_KEY.match(text)):
        node = read_text(match[1], 0, 0, comments=False)
        return (node.text if isinstance(node, Text) else match[1]), match.end()
    if loose and text[:1] == "*" and (match := _BOLD_KEY.match(text)):
        return match[1], match.end()
    strict = _YAML_KEY.match(text)
    easy = _LOOSE_KEY.match(text) if loose else None
    if easy and (strict is None or easy.end() <= strict.end()) and not easy[1].isdigit():
        return easy[1], easy.end()
    return (strict[1], strict.end()) if strict else None


class _Reader:
    """Walks down the lines. Every method takes an index and leaves ``self.at`` behind what it has read."""

    def __init__(self, lines: list[Line], comments: bool) -> None:
        self._lines = lines
        self._comments = comments
        self.at = 0
        self.findings: list[Finding] = []

    def top(self) -> Node:
        first = self._next()
        if first is None or not _DASH.match(first.text):
            return self.mapping(0, -1, 0)
        node = self._sequence(first, 0)
        while line := self._next():
            self._find("W104", line, text=line.text[:30])
            self.at += 1
        return node

    def mapping(self, at: int, floor: int, depth: int) -> Mapping:
        """All following lines indented by more than ``floor`` columns."""
        self.at = at
        entries: dict[str, Entry] = {}
        start = self._next()
        while (line := self._next()) and line.indent > floor:
            found = _key(line.text, loose=True)
            if found is None:
                self._find("W104", line, text=line.text[:30])
                self.at += 1
                continue
            key = tidy_key(found[0])
            value = self._entry(line, key, found[1], depth)
            if key in entries:
                self._find("E105", line, key=key, first=str(entries[key].line))
            else:
                entries[key] = Entry(key, line.number, line.column, value, found[0])
        return Mapping(start.number if start else 0, start.column if start else 0, tuple(entries.values()))

    def _entry(self, line: Line, key: str, start: int, depth: int) -> Node:
        """The value of the key on ``line``, which begins at index ``start`` of its text or below it."""
        self.at += 1
        text = line.text[start:]
        if not text or (self._comments and text[0] == "#"):
            return self._below(line, start, depth, dashes=True)
        return self._value(line, start, text, depth, is_text=depth == 0 and _is_always_text(key))

    def _below(self, line: Line, start: int, depth: int, dashes: bool) -> Node:
        """The block under an empty value: a list, a mapping, or text that only begins in the next line."""
        empty = Text(line.number, line.column + start, "")
        following = self._next()
        if following is None or following.indent < line.indent:
            return empty
        inside = following.indent > line.indent
        is_list = _DASH.match(following.text) or (inside and _LOOSE_DASH.match(following.text))
        if not inside and not (dashes and is_list):
            return empty
        if depth + 1 >= DEEPEST:
            self._find("E108", following, deepest=str(DEEPEST))
            self._more(line.indent)
            return empty
        if is_list:
            return self._sequence(following, depth + 1)
        if _key(following.text, loose=True):
            return self.mapping(self.at, line.indent, depth + 1)
        self.at += 1
        return self._value(following, 0, following.text, depth, is_text=True, floor=line.indent)

    def _sequence(self, first: Line, depth: int) -> Sequence:
        items: list[Node] = []
        while (line := self._next()) and line.indent == first.indent:
            match = _DASH.match(line.text) or (_LOOSE_DASH.match(line.text) if line is first or items else None)
            if match is None:
                break
            items.append(self._item(line, match.end(), depth))
        return Sequence(first.number, first.column, tuple(items))

    def _item(self, line: Line, start: int, depth: int) -> Node:
        text = line.text[start:]
        if not text:
            self.at += 1
            return self._below(line, start, depth, dashes=False)
        inner = Line(line.number, line.indent + start, line.column + start, text)
        if self._is_mapping(text, line):
            if depth + 1 >= DEEPEST:
                self._find("E108", inner, deepest=str(DEEPEST))
                self.at += 1
                self._more(line.indent)
                return Text(line.number, inner.column, "")
            self._lines[self.at] = inner
            return self.mapping(self.at, line.indent, depth + 1)
        self.at += 1
        return self._value(line, start, text, depth, is_text=False)

    def _is_mapping(self, text: str, line: Line) -> bool:
        """``名称: x`` is one, as in YAML; ``名称：x`` only where the key is known or more such lines follow."""
        if _key(text, loose=False):
            return True
        found = _key(text, loose=True)
        if found is None or text[0] in "[{":
            return False
        if tidy_key(found[0]).lower() in _PARTS:
            return True
        following = self._next(self.at + 1)
        return bool(following and following.indent > line.indent and _key(following.text, loose=True))

    def _value(self, line: Line, start: int, text: str, depth: int, is_text: bool, floor: int | None = None) -> Node:
        """A value that begins on ``line`` and goes on in lines indented by more than ``floor`` columns."""
        floor = line.indent if floor is None else floor
        column = line.column + start
        if (match := _BLOCK_SCALAR.fullmatch(text)) and (lines := self._indented(floor)):
            begin = next(one for one in lines if one.text)
            return Text(begin.number, begin.column, _block_scalar(lines, match[1] == "|"))
        if not is_text and text[0] in "[{":
            return self._brackets(line.number, column, text, floor, depth)
        return read_text(self._folded(text, floor, depth), line.number, column, self._comments)

    def _brackets(self, number: int, column: int, text: str, floor: int, depth: int) -> Node:
        """Brackets may close in a later line, which need not be indented if it holds nothing but them."""
        brackets = Brackets()
        end = brackets.closing(text)
        parts = [text]
        for line in self._lines[self.at :] if end < 0 else ():
            if line.text and line.indent <= floor and line.text[0] not in "]}":
                break
            parts.append(line.text)
            if (end := brackets.closing("\n" + line.text)) >= 0:
                break
        if end < 0:
            code = "E110" if self._comments else "W114"
            self.findings.append(Finding(code, number, column, (("reason", "]"),)))
            return Text(number, column, text)
        self.at += len(parts) - 1
        node, findings = read_value("\n".join(parts), number, column, depth, self._comments)
        self.findings += findings
        return node

    def _folded(self, text: str, floor: int, depth: int) -> str:
        """Lines of one text, joined as lines of a Chinese paragraph are."""
        while (line := self._next()) and line.indent > floor and not _ends_text(line.text, depth):
            text = join_lines(text, line.text)
            self.at += 1
        return text

    def _indented(self, floor: int) -> list[Line]:
        """The lines from here on that are indented by more than ``floor`` or empty; nothing if all are empty."""
        start = self.at
        self._more(floor)
        lines = self._lines[start : self.at]
        if not any(line.text for line in lines):
            self.at = start
            return []
        return lines

    def _next(self, at: int | None = None) -> Line | None:
        """The next line that is neither empty nor a comment; without ``at``, ``self.at`` moves there."""
        index = self.at if at is None else at
        while index < len(self._lines) and (not self._lines[index].text or self._lines[index].text[0] == "#"):
            index += 1
        if at is None:
            self.at = index
        return self._lines[index] if index < len(self._lines) else None

    def _more(self, floor: int) -> None:
        """Passes over the lines indented by more than ``floor``."""
        while self.at < len(self._lines) and (self._lines[self.at].indent > floor or not self._lines[self.at].text):
            self.at += 1

    def _find(self, code: str, line: Line, **values: str) -> None:
        self.findings.append(Finding(code, line.number, line.column, tuple(sorted(values.items()))))


def _block_scalar(lines: list[Line], is_literal: bool) -> str:
    """Without the indent that the lines share; ``>`` joins them, but for those after an empty or an indented one."""
    base = next(line.indent for line in lines if line.text)
    parts = [" " * (line.indent - base) + line.text if line.text else "" for line in lines]
    if is_literal:
        return "\n".join(parts).strip("\n")
    text = ""
    for part in parts:
        if not part:
            text += "\n"
        elif not text or text.endswith("\n"):
            text += part
        else:
            text = join_lines(text, part)
    return text.strip("\n")


def join_lines(left: str, right: str) -> str:
    """With a space, except between two wide characters."""
    is_wide = all(unicodedata.east_asian_width(char) in "WF" for char in (left[-1:] or "a") + (right[:1] or "a"))
    return left + right if is_wide else f"{left} {right}"
