"""Prepared lines -> HTML as Python-Markdown writes it: unsafe until sanitised. The only user of ``markdown``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from markdown import Markdown
from markdown.blockprocessors import OListProcessor, UListProcessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import Pattern, SubstituteTagInlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor

from bulletin.convert.markup import inlines
from bulletin.convert.markup.attributes import AttributeProcessor
from bulletin.convert.markup.blocks import BlockProcessor, PlainTextProcessor
from bulletin.convert.markup.draft import Prepared
from bulletin.convert.markup.marks import PIPE
from bulletin.convert.markup.table_blocks import TableProcessor

_MARKS: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "news-break": ("\\",),
    "escape": ("\\",),
    "news-braced": ("{",),
    "footnote": ("[^",),
    "news-wiki-image": ("![[",),
    "image_link": ("![",),
    "link": ("](",),
    "news-span": ("]{",),
    "news-reference": ("[",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "news-bare-link": ("://",),
    "entity": ("&",),
    "news-deleted": ("~~",),
    "em_strong": ("*", "_"),
    "em_strong2": ("_",),
    "not_strong": ("*", "_"),
}


@dataclass(slots=True)
class _Engine:
    markdown: Markdown
    inline: InlineTreeprocessor
    reference: inlines.ReferenceProcessor
    attributes: AttributeProcessor
    patterns: tuple[tuple[tuple[str, ...], Pattern], ...]  # with the marks without which it can't match


def to_html(prepared: Prepared) -> str:
    """The same for the same lines, whatever was rendered before. May raise RecursionError or what the library may."""
    engine = _engine()
    md = engine.markdown
    md.reset()
    engine.reference.references = prepared.references
    for html in prepared.stash:
        md.htmlStash.store(html)
    text = "\n".join(prepared.lines).strip("\n")
    engine.attributes.needed = "{" in text
    possible = [pattern for marks, pattern in engine.patterns if any(mark in text for mark in marks)]
    engine.inline.inlinePatterns = cast(Any, possible)  # it is only counted and indexed
    try:
        return md.convert(text).replace(PIPE, "|")
    except Exception:
        _engine.cache_clear()  # where it stopped is remembered in its parser
        raise


class _OrderedListProcessor(OListProcessor):
    SIBLING_TAGS = ["ol"]  # noqa: RUF012 - the library's declaration; a list of the other kind is another list
    LAZY_OL = False


class _UnorderedListProcessor(UListProcessor):
    SIBLING_TAGS = ["ul"]  # noqa: RUF012 - as above


@cache
def _engine() -> _Engine:
    """Building one costs as much as rendering twenty items."""
    footnotes = FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="返回正文 {}", USE_DEFINITION_ORDER=False)
    md = Markdown(extensions=[footnotes], output_format="html")
    md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "|", "~", ":", "<", "^", '"']
    _replace_blocks(md)
    reference = _replace_inlines(md)
    attributes = AttributeProcessor(md)
    md.treeprocessors.register(PlainTextProcessor(md), "news-text", 30)
    md.treeprocessors.register(attributes, "news-attributes", 18)
    md.treeprocessors.register(BlockProcessor(md), "news-blocks", 12)
    md.treeprocessors.deregister("prettify", strict=False)
    marks = {md.inlinePatterns[name]: marks for name, marks in _MARKS.items() if name in md.inlinePatterns}
    patterns = tuple((marks.get(pattern, ("",)), pattern) for pattern in md.inlinePatterns)
    inline = md.treeprocessors["inline"]
    assert isinstance(inline, InlineTreeprocessor)
    return _Engine(md, inline, reference, attributes, patterns)


def _replace_blocks(md: Markdown) -> None:
    for name in ("normalize_whitespace", "html_block"):
        md.preprocessors.deregister(name, strict=False)  # ``lines`` did it
    for name in ("code", "setextheader", "reference"):
        md.parser.blockprocessors.deregister(name, strict=False)
    md.parser.blockprocessors.register(_OrderedListProcessor(md.parser), "olist", 40)
    md.parser.blockprocessors.register(_UnorderedListProcessor(md.parser), "ulist", 30)
    md.parser.blockprocessors.register(TableProcessor(md.parser), "news-table", 75)


def _replace_inlines(md: Markdown) -> inlines.ReferenceProcessor:
    patterns = md.inlinePatterns
    for name in ("reference", "image_reference", "short_reference", "short_image_ref"):
        patterns.deregister(name, strict=False)
    reference = inlines.ReferenceProcessor(inlines.REFERENCE, md)
    patterns.register(inlines.BracedProcessor(inlines.BRACED), "news-braced", 178)
    patterns.register(inlines.WikiImageProcessor(inlines.WIKI_IMAGE, md), "news-wiki-image", 168)
    patterns.register(inlines.ImageProcessor(inlines.IMAGE, md), "image_link", 166)
    patterns.register(inlines.LinkProcessor(inlines.LINK, md), "link", 165)
    patterns.register(inlines.SpanProcessor(inlines.SPAN), "news-span", 164)
    patterns.register(reference, "news-reference", 150)
    patterns.register(SubstituteTagInlineProcessor(inlines.HARD_BREAK, "br"), "news-break", 185)
    patterns.register(inlines.BareLinkProcessor(inlines.BARE_LINK, md), "news-bare-link", 85)
    patterns.register(inlines.DeletedProcessor(inlines.DELETED), "news-deleted", 65)
    return reference
