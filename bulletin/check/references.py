"""A body -> every link and picture target in it, as typed, with its place; code and comments are passed over.

Reads what the news Markdown reads: ``[文字](地址 "标题")`` with spaces in the address, ``<…>`` around it, images inside
links, definitions ``[名]: 地址``, ``![[照片1.jpg|说明]]``, and ``href``/``src`` of plain HTML. A target is what stands
between the parentheses without its title, backslashes before marks taken away. One pass; the work is linear because
``shapes`` has limited the number of brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from bulletin.model.item import Reference

_FENCE = re.compile(r"^[ \t\u3000>]*(?:[-*+][ ]+|\d{1,3}\.[ ]+)?(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_CODE = re.compile(r"(?<![`\\])(`{1,10})(?!`)((?:(?!\n[ \t]*\n)[^`]|(?!\1(?!`))`+){0,2000}?)(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_NEW_LINE = re.compile(r"[^\n]")
_MARK = re.compile(r"\\[^\n]|!?\[\[[^\[\]\n]{1,500}\]\]|!?\[|\]|\n[ \t\u3000]*\n")
# As the markup room reads it; the numbers keep a stray quotation mark from being followed through a long line
_TARGET = re.compile(
    r"\(((?>[^()\"“\\\n]{1,1000}+|\\.|\"[^\"\n]{0,300}+\"|“[^”\n]{0,300}+”"
    r"|\((?>[^()\n]{1,300}+|\([^()\n]{0,300}+\)){0,20}+\)|[\"“\\]){0,500}+)\)"
)
_TITLE = re.compile(r"^(.*?)[ \t]+(?:\"[^\n]*\"|'[^\n]*'|“[^\n]*”)$")
_LABEL = re.compile(r"[ ]?\[([^\[\]\n]{0,80})\]")
_DEFINITION = re.compile(
    r"^[ \t\u3000]{0,3}\[([^\[\]^\n][^\[\]\n]{0,80})\]:[ ]*"
    r"(<[^<>\n]+>|(?:https?://|mailto:|tel:|[#/.])\S*|\S+\.[A-Za-z0-9]{2,5}(?:#\S*)?)(?:[ ]+[\"“'].*[\"”'])?[ ]*$",
    re.MULTILINE,
)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"(?:^|\s)(href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!~|<\"'])")

_Found = tuple[int, str, bool]  # where the target begins, the target, whether it is a picture's


def find_references(body: str, first_line: int) -> tuple[Reference, ...]:
    """In the order of their places. ``first_line`` is the line of the file on which ``body`` begins."""
    if "[" not in body and "<" not in body:
        return ()
    text = _without_code(body)
    found = sorted((*_markdown(text), *_html(text)))
    if not found:
        return ()
    starts = [0, *(match.end() for match in re.finditer("\n", body))]
    references = []
    for at, target, is_image in found:
        line = bisect_right(starts, at)
        references.append(Reference(target, is_image, first_line + line - 1, at - starts[line - 1] + 1))
    return tuple(references)


def _without_code(body: str) -> str:
    """Code and comments as spaces, every other character in its place."""
    text = _without_fences(body) if "```" in body or "~~~" in body else body
    if "`" in text:
        text = _CODE.sub(_blank, text)
    return _COMMENT.sub(_blank, text) if "<!--" in text else text


def _without_fences(body: str) -> str:
    parts: list[str] = []
    at = 0
    closing = ""
    for match in _FENCE.finditer(body):
        if not closing:
            if "`" in match[2] and match[1][0] == "`":
                continue  # `code` in a line of text
            parts.append(body[at : match.start()])
            closing, at = match[1], match.start()
        elif match[1].startswith(closing) and not match[2].strip():
            parts.append(_NOT_NEW_LINE.sub(" ", body[at : match.end()]))
            closing, at = "", match.end()
    rest = body[at:]
    parts.append(_NOT_NEW_LINE.sub(" ", rest) if closing else rest)
    return "".join(parts)


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEW_LINE.sub(" ", match[0])


def _markdown(text: str) -> Iterator[_Found]:
    """A stack of open brackets pairs them; what follows the closing one says what they were."""
    open_brackets: list[tuple[int, bool]] = []
    images: set[str] = set()
    links: set[str] = set()
    for mark in _MARK.finditer(text) if "[" in text else ():
        typed = mark[0]
        if typed[0] == "\n":
            open_brackets.clear()
        elif typed.endswith("[") and typed[0] != "\\":
            open_brackets.append((mark.end(), typed[0] == "!"))
        elif typed.startswith("![["):
            name = typed[3:-2].split("|")[0]
            yield mark.start() + 3, name.strip(), True
        elif typed.startswith("[["):
            open_brackets.append((mark.end(), False))  # [[注]](地址): the inner pair is text
            yield from _after(text, mark.end(), open_brackets.pop(), images, links, inner=typed[2:-2])
        elif typed == "]" and open_brackets:
            yield from _after(text, mark.end(), open_brackets.pop(), images, links)
    for match in _DEFINITION.finditer(text) if "]:" in text else ():
        label = match[1].strip().lower()
        target = match[2][1:-1] if match[2][0] == "<" else match[2]
        for is_image in (True, False) if label in images and label in links else (label in images,):
            yield match.start(2), _plain(target), is_image


def _after(
    text: str, end: int, opening: tuple[int, bool], images: set[str], links: set[str], inner: str = ""
) -> Iterator[_Found]:
    """What the pair of brackets that ends before ``end`` leads to."""
    start, is_image = opening
    if text[end : end + 1] == "(" and (match := _TARGET.match(text, end)):
        if target := _plain(split_title(match[1])):
            yield match.start(1) + len(match[1]) - len(match[1].lstrip()), target, is_image
        return
    label = _LABEL.match(text, end)
    name = (label[1] if label else "") or inner or text[start : end - 1][:100]
    (images if is_image else links).add(name.strip().lower())


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
