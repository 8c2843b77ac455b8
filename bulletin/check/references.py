"""A body -> every link and picture target in it, as typed, with its place; code and comments are passed over.

Reads what the news Markdown reads: ``[文字](地址 "标题")`` with spaces in the address, ``<…>`` around it, images inside
links, definitions ``[名]: 地址``, ``![[照片1.jpg|说明]]``, and ``href``/``src`` of plain HTML. A target is what stands
between the parentheses without its title, backslashes before marks taken away. One pass; the work is linear because
``shapes`` has limited the number of brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from bulletin.mend.code import without_code
from bulletin.model.item import Reference
from bulletin.model.late import regex

_MARK = regex(r"\\[^\n]|!?\[\[[^\[\]\n]{1,500}\]\]|!?\[|\]")
_BLANK_LINE = regex(r"\n[ \t\u3000]*\n")
# As the markup room reads it; the numbers keep a stray quotation mark from being followed through a long line
_TARGET = regex(
    r"\(((?>[^()\"“\\\n]{1,1000}+|\\.|\"[^\"\n]{0,300}+\"|“[^”\n]{0,300}+”"
    r"|\((?>[^()\n]{1,300}+|\([^()\n]{0,300}+\)){0,20}+\)|[\"“\\]){0,500}+)\)"
)
_TITLE = regex(r"^(.*?)[ \t]+(?:\"[^\n]*\"|'[^\n]*'|“[^\n]*”)$")
_LABEL = regex(r"[ ]?\[([^\[\]\n]{0,80})\]")
_DEFINITION = regex(
    r"^[ \t\u3000]{0,3}\[([^\[\]^\n][^\[\]\n]{0,80})\]:[ ]*"
    r"(<[^<>\n]+>|(?:https?://|mailto:|tel:|[#/.])\S*|\S+\.[A-Za-z0-9]{2,5}(?:#\S*)?)(?:[ ]+[\"“'].*[\"”'])?[ ]*$",
    re.MULTILINE,
)
_TAG = regex(r"<([A-Za-z][A-Za-z0-9]*)\s([^<>]*)>")
_ATTRIBUTE = regex(r"(?:^|\s)(href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ESCAPED = regex(r"\\([\\`*_{}\[\]()>#+\-.!~|<\"'])")

_Found = tuple[int, str, bool]  # where the target begins, the target, whether it is a picture's


def find_references(body: str, first_line: int) -> tuple[Reference, ...]:
    """In the order of their places. ``first_line`` is the line of the file on which ``body`` begins."""
    if "[" not in body and "<" not in body:
        return ()
    text = without_code(body)
    found = sorted((*_markdown(text), *_html(text)))
    if not found:
        return ()
    references: list[Reference] = []
    line, start = first_line, 0  # of the line in which the last one stands
    for at, target, is_image in found:
        if (breaks := body.count("\n", start, at)) > 0:
            line, start = line + breaks, body.rindex("\n", start, at) + 1
        references.append(Reference(target, is_image, line, at - start + 1))
    return tuple(references)


def _markdown(text: str) -> Iterator[_Found]:
    """A stack of open brackets pairs them; what follows the closing one says what they were."""
    open_brackets: list[tuple[int, bool]] = []
    images: set[str] = set()
    links: set[str] = set()
    after = 0
    for mark in _MARK.finditer(text) if "[" in text else ():
        typed, end = mark[0], mark.end()
        if typed[0] == "\\" or mark.start() < after:
            continue
        if typed.startswith("![["):
            yield mark.start() + 3, typed[3:-2].split("|")[0].strip(), True
        elif typed[-1] == "[":
            open_brackets.append((end, typed[0] == "!"))
        elif typed[0] == "[" or open_brackets:  # [[注]](地址): the inner pair is text
            start, is_image = (mark.start() + 1, False) if typed[0] == "[" else open_brackets.pop()
            if (found := _inline(text, start, end, is_image)) is not None:
                yield found
            elif text[end : end + 1] not in ("(", ":"):
                label = _LABEL.match(text, end)
                after = label.end() if label else 0
                name = (label[1] if label else "") or text[start : min(end - 1, start + 100)]
                (images if is_image else links).add(name.strip("[] ").lower())
    for match in _DEFINITION.finditer(text) if "]:" in text else ():
        label_is_image = match[1].strip().lower() in images
        target = _plain(match[2][1:-1] if match[2][0] == "<" else match[2])
        if label_is_image:
            yield match.start(2), target, True
        if not label_is_image or match[1].strip().lower() in links:
            yield match.start(2), target, False


def _inline(text: str, start: int, end: int, is_image: bool) -> _Found | None:
    """The target in parentheses after the brackets that hold text[start : end - 1]."""
    match = _TARGET.match(text, end) if text[end : end + 1] == "(" else None
    if match is None or _BLANK_LINE.search(text, start, end):
        return None
    target = _plain(split_title(match[1]))
    return (match.start(1) + len(match[1]) - len(match[1].lstrip()), target, is_image) if target else None


def split_title(inside: str) -> str:
    """``照片 1.jpg "说明"`` -> 照片 1.jpg; ``<照片 1.jpg>`` likewise."""
    inside = inside.strip()
    if inside[-1:] in ('"', "'", "”") and (match := _TITLE.match(inside)):
        inside = match[1].strip()
    return inside[1:-1].strip() if inside[:1] == "<" and inside[-1:] == ">" else inside


def _plain(target: str) -> str:
    return _ESCAPED.sub(r"\1", target) if "\\" in target else target


def _html(text: str) -> Iterator[_Found]:
    for tag in _TAG.finditer(text) if "<" in text else ():
        for match in _ATTRIBUTE.finditer(tag[2]):
            number = next(number for number in (2, 3, 4) if match[number] is not None)
            if target := unescape(match[number]).strip():
                yield tag.start(2) + match.start(number), target, match[1].lower() != "href"
