"""``## 标题 {#id .class lang=en}``: attributes at a block's end, on its last line, or right behind an inline element.

Narrower than Python-Markdown's own: braces that hold anything else, "{附注}", are text. What is allowed is decided by
the sanitiser.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from bulletin.model.late import regex

_ONE = r"(?:[#.][^\s{}#.=\"'<>]+|(?:id|class|lang|dir|title)=(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"'<>=]+))"
_LIST = rf"\{{:?[ ]*({_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"
_AT_END = regex(rf"[ ]+{_LIST}[ ]*$")
_ON_LAST_LINE = regex(rf"\n[ ]*{_LIST}[ ]*$")
_BEHIND = regex(_LIST)
_PART = regex(_ONE)

_ONE_LINE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "td", "th"})
_SUBLISTS = frozenset({"ul", "ol"})


class AttributeProcessor(Treeprocessor):
    needed = False

    def run(self, root: etree.Element) -> None:
        if not self.needed:
            return
        for element in root.iter():
            if self.md.is_block_level(element.tag):
                _take_from_end(element, _AT_END if element.tag in _ONE_LINE else _ON_LAST_LINE)
            elif element.tail and (match := _BEHIND.match(element.tail)):
                _assign(element, match[1])
                element.tail = element.tail[match.end() :]


def _take_from_end(element: etree.Element, pattern: re.Pattern[str]) -> None:
    last = next((child for child in reversed(element) if child.tag not in _SUBLISTS), None)
    text = element.text if last is None else last.tail
    match = pattern.search(text) if text and text.rstrip().endswith("}") else None
    if text is None or match is None:
        return
    _assign(element, match[1])
    if last is None:
        element.text = text[: match.start()]
    else:
        last.tail = text[: match.start()]


def _assign(element: etree.Element, attributes: str) -> None:
    for part in _PART.findall(attributes):
        if part[0] == "#":
            element.set("id", part[1:])
        elif part[0] == ".":
            element.set("class", f"{element.get('class', '')} {part[1:]}".strip())
        else:
            name, _, value = part.partition("=")
            element.set(name, value.strip("\"'"))
