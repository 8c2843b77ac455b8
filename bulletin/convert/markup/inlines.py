"""What stands inside a line: links and images with spaces, bare links, ruby, emphasis dots, ``~~``, language spans."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import ClassVar

from markdown.inlinepatterns import InlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from bulletin.convert.markup.marks import CJK, PIPE
from bulletin.model.late import late, regex

Found = tuple[etree.Element | str | None, int | None, int | None]
NOTHING: Found = (None, None, None)

_TEXT = r"\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*+\](?:\([^()\n]*+\))?)*+)\]"
_TARGET = r"\(((?>[^()\"“\\\n]++|\\.|\"[^\"\n]*+\"|“[^”\n]*+”|\((?>[^()\n]++|\([^()\n]*+\))*+\)|[\"“\\])*+)\)"
LINK = rf"(?<!!){_TEXT}{_TARGET}"
IMAGE = rf"!{_TEXT}{_TARGET}"
WIKI_IMAGE = r"!\[\[([^\[\]|\n\x04]++)(?:[|\x04]([^\[\]\n]*+))?\]\]"
REFERENCE = rf"(!?){_TEXT}(?:[ ]?\[([^\[\]]*+)\])?"
# ASCII alone: Chinese text follows a bare address without a space more often than it is part of one.
BARE_LINK = r"(?<![A-Za-z0-9])https?://[A-Za-z0-9\[][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|]*"
DELETED = r"~~(?=[^\s~])((?:[^~]|~(?!~))+?)(?<=\S)~~"
BRACED = rf"(?<!-)\{{([^{{}}|{PIPE}\n]{{1,40}})[|{PIPE}]([^{{}}\n]{{1,120}})\}}(?!-)"
SPAN = r"(?<!!)\[([^\[\]\n]*+)\]\{:?[ ]*((?:lang|dir)=[^{}\n]*+)\}"
HARD_BREAK = r"\\\n"

_TITLE = regex(r"^(.*?)[ \t]+(?:\"(.*)\"|'(.*)'|“(.*)”)$")
_TRAILING = regex(r"[.,:;!?'*_~|]+$")
_PAIRS = {")": "(", "]": "["}
_DOT = regex(r"[·.．•]")
_HAN = late(rf"[{CJK}]")
_ATTRIBUTE = regex(r"(lang|dir)=[\"'“]?([A-Za-z][A-Za-z0-9-]*)[\"'”]?")


def split_target(inside: str) -> tuple[str, str]:
    """``照片 1.jpg "说明"`` -> (target, title)."""
    inside = inside.strip()
    title = ""
    if inside[-1:] in ('"', "'", "”") and (match := _TITLE.match(inside)):
        inside, title = match[1].strip(), match[2] or match[3] or match[4] or ""
    if inside.startswith("<") and inside.endswith(">"):
        inside = inside[1:-1].strip()
    return inside, title.strip()


class _Inline(InlineProcessor):
    """A pattern, and what a match of it becomes."""

    def find(self, m: re.Match[str], before: str) -> Found:
        """The element or text, and where it begins and ends; ``before`` is the text before the match."""
        raise NotImplementedError

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # so is the library's own
        return self.find(m, data[: m.start()])


class _Linking(_Inline):
    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ("a",)

    def plain(self, text: str) -> str:
        return self.unescape(text).replace(PIPE, "|")

    def link(self, text: str, target: str, title: str) -> etree.Element:
        element = etree.Element("a", href=self.plain(target))
        element.text = text
        if title:
            element.set("title", self.plain(title))
        return element

    def image(self, alt: str, target: str, title: str) -> etree.Element:
        element = etree.Element("img", src=self.plain(target), alt=" ".join(self.plain(alt).split()))
        if title:
            element.set("title", self.plain(title))
        return element


class LinkProcessor(_Linking):
    """[文字](地址 "标题")"""

    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        target, title = split_target(m[2])
        return (self.link(m[1], target, title), m.start(), m.end()) if target else NOTHING


class ImageProcessor(_Linking):
    """![说明](照片 1.jpg "图为……")"""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()

    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        target, title = split_target(m[2])
        return (self.image(m[1], target, title), m.start(), m.end()) if target else NOTHING


class WikiImageProcessor(_Linking):
    """![[照片1.jpg|说明]]"""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()

    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        return self.image(m[2] or "", m[1].strip(), ""), m.start(), m.end()


class ReferenceProcessor(_Linking):
    """[文字][名], [名][], [名], ![说明][名] where [名]: 地址 stands in the body."""

    references: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        entry = self.references.get((m[3] or m[2]).strip().lower())
        if entry is None:
            return NOTHING
        make = self.image if m[1] else self.link
        return make(m[2], *entry), m.start(), m.end()


class BareLinkProcessor(_Linking):
    def find(self, m: re.Match[str], before: str) -> Found:
        address = _TRAILING.sub("", m[0])
        while address[-1:] in _PAIRS and address.count(address[-1]) > address.count(_PAIRS[address[-1]]):
            address = _TRAILING.sub("", address[:-1])
        if self._is_inside_html_link(before):
            return NOTHING
        element = etree.Element("a", href=address)
        element.text = AtomicString(address)
        return element, m.start(), m.start() + len(address)

    def _is_inside_html_link(self, before: str) -> bool:
        """Raw tags were set aside before: the last <a> or </a> among them decides."""
        assert self.md is not None
        stash = self.md.htmlStash.rawHtmlBlocks
        if not stash:
            return False
        for number in reversed(HTML_PLACEHOLDER_RE.findall(self.unescape(before))):
            tag = str(stash[int(number)])[:3].lower() if int(number) < len(stash) else ""
            if tag == "</a":
                return False
            if tag.startswith("<a"):
                return True
        return False


class DeletedProcessor(_Inline):
    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        element = etree.Element("del")
        element.text = m[1]
        return element, m.start(), m.end()


class BracedProcessor(_Inline):
    """{荥|xíng}, {荥阳|xíng|yáng}: ruby. {重要的话|·}: emphasis dots."""

    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        base, notes = m[1].strip(), [n.strip() for n in m[2].replace(PIPE, "|").split("|")]
        if not base or not all(notes):
            return NOTHING
        if len(notes) == 1 and _DOT.fullmatch(notes[0]):
            element = etree.Element("em", {"class": "dot"})
            element.text = base
            return element, m.start(), m.end()
        if not _HAN().search(base) or "\x02" in m[0]:
            return NOTHING
        return _ruby(base, notes), m.start(), m.end()


def _ruby(base: str, notes: list[str]) -> etree.Element:
    if len(notes) == 1 and len(notes[0].split()) == len(base):
        notes = notes[0].split()
    pairs = list(zip(base, notes, strict=True)) if len(notes) == len(base) else [(base, " ".join(notes))]
    ruby = etree.Element("ruby")
    last: etree.Element | None = None
    for text, note in pairs:
        if last is None:
            ruby.text = AtomicString(text)
        else:
            last.tail = AtomicString(text)
        for tag, inside in (("rp", "("), ("rt", note), ("rp", ")")):
            last = etree.SubElement(ruby, tag)
            last.text = AtomicString(inside)
    return ruby


class SpanProcessor(_Inline):
    """[Solidarity Forever]{lang=en}"""

    def find(self, m: re.Match[str], before: str) -> Found:  # noqa: ARG002 - one signature for all
        attributes = dict(_ATTRIBUTE.findall(m[2]))
        if not attributes or not m[1]:
            return NOTHING
        element = etree.Element("span", attributes)
        element.text = m[1]
        return element, m.start(), m.end()


