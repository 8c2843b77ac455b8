"""The tree of blocks -> numbered clauses as headings and run-in headings, lone images as figures.

A numbered clause (GB/T 9704: 一、 （一） 1. （1）) alone in its paragraph is a heading; at the head of a paragraph its
first sentence is a run-in heading. Three or more of one level without text between them are a list, not headings.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from itertools import groupby

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from bulletin.convert.markup.clauses import LEVELS, begins_clause
from bulletin.convert.markup.marks import join_lines
from bulletin.model.late import regex

LONGEST_HEADING = 40  # characters
LONGEST_RUN_IN = 60

_NOT_HEADING = regex(r"[。；;，,、]|[.．!！?？]$|[:：].")
_SENTENCE_END = regex(r"[。！？][”’」』）)]?")
_CAPTION = regex(
    r"\s*(?:[图圖]为|[图圖]爲|圖為|[图圖][注註][:：]|[图圖]\s*\d*\s*[:：]|[（(][图圖]|[摄攝]影[:：]|[（(][^（）()\n]{2,12}[摄攝][）)]$)"
)
_CAPTION_LABEL = regex(r"\s*(?:图注|圖註|图|圖)[:：]\s*")
_MARKS = regex(r"[`\\\[<&*_~{]|://|  \n")


class PlainTextProcessor(Treeprocessor):
    """Joins lines, and spares paragraphs without any mark the twenty searches of the inline patterns."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            text = element.text
            if not text or isinstance(text, AtomicString):
                continue
            text = join_lines(text)
            element.text = text if _MARKS.search(text) else AtomicString(text)


class BlockProcessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        make_figures(root)
        make_clauses(root)
        _name_footnotes(root)
        for child in root:
            child.tail = "\n"
            if child.tag in ("ul", "ol", "blockquote", "table"):
                _break_lines(child)


def _name_footnotes(root: etree.Element) -> None:
    last = root[-1] if len(root) else None
    if last is not None and last.get("class") == "footnote":
        last.tag = "section"
        last.set("class", "footnotes")
        last.remove(last[0])  # the library's <hr>: a theme draws its own
        _drop_unused(root, last)
        for link in last.iter("a"):
            if link.get("class") == "footnote-backref":
                link.set("class", "footnote-back")


def _drop_unused(root: etree.Element, footnotes: etree.Element) -> None:
    """A footnote that nothing in the text leads to is not listed: it would have a number that stands nowhere."""
    used = {(mark.get("id") or "").removeprefix("fnref:") for mark in root.iter("sup")}
    for numbered in footnotes:
        for note in [note for note in numbered if (note.get("id") or "").removeprefix("fn:") not in used]:
            numbered.remove(note)
    if not any(len(numbered) for numbered in footnotes):
        root.remove(footnotes)


def _break_lines(parent: etree.Element) -> None:
    """One block a line, for whoever reads the page's source."""
    if parent.tag in ("ul", "ol", "blockquote", "table", "thead", "tbody"):
        parent.text = "\n" + (parent.text or "").strip() if not (parent.text or "").strip() else parent.text
        for child in parent:
            child.tail = child.tail if (child.tail or "").strip() else "\n"
            _break_lines(child)


# -- figures ---------------------------------------------------------------------------------------------------


def make_figures(root: etree.Element) -> None:
    index = 0
    while index < len(root):
        paragraph = root[index]
        images = _lone_images(paragraph)
        if images:
            below = root[index + 1] if index + 1 < len(root) else None
            figures = _figures(paragraph, images)
            if not len(figures[-1]) > 1 and below is not None and _is_caption(below):
                root.remove(below)
                _set_caption(figures[-1], below.text, list(below))
            root.remove(paragraph)
            for offset, figure in enumerate(figures):
                root.insert(index + offset, figure)
            index += len(figures) - 1
        index += 1


def _lone_images(paragraph: etree.Element) -> list[etree.Element]:
    """The images at the head of a paragraph that holds nothing else, or else only a caption after the last."""
    if paragraph.tag != "p" or (paragraph.text or "").strip() or not len(paragraph) or _image_of(paragraph[0]) is None:
        return []
    images: list[etree.Element] = []
    for child in paragraph:
        if _image_of(child) is not None:
            images.append(child)
        elif child.tag != "br":
            break
        if (child.tail or "").strip():
            break
    last = images[-1]
    rest = last.tail or ""
    after = list(paragraph)[list(paragraph).index(last) + 1 :]
    if not rest.strip() and not any(child.tag != "br" or (child.tail or "").strip() for child in after):
        return images
    return images if "\n" in rest[:1] and _CAPTION.match(rest) else []


def _image_of(element: etree.Element) -> etree.Element | None:
    if element.tag == "img":
        return element
    if element.tag == "a" and len(element) == 1 and not (element.text or "").strip():
        return element[0] if element[0].tag == "img" and not (element[0].tail or "").strip() else None
    return None


def _figures(paragraph: etree.Element, images: list[etree.Element]) -> list[etree.Element]:
    """Each with the title of its image as caption; the last with the text after it."""
    children = list(paragraph)
    after = children[children.index(images[-1]) + 1 :]
    rest = images[-1].tail
    figures = []
    for child in images:
        child.tail = None
        figure = etree.Element("figure")
        figure.append(child)
        image = _image_of(child)
        if image is not None and (title := image.attrib.pop("title", "")):
            _set_caption(figure, AtomicString(title), [])
        figures.append(figure)
    if (rest or "").strip():
        _set_caption(figures[-1], rest, after)
    return figures


def _is_caption(paragraph: etree.Element) -> bool:
    return paragraph.tag == "p" and bool(_CAPTION.match(paragraph.text or ""))


def _set_caption(figure: etree.Element, text: str | None, children: list[etree.Element]) -> None:
    caption = figure.find("figcaption")
    if caption is None:
        caption = etree.SubElement(figure, "figcaption")
        caption.text = _CAPTION_LABEL.sub("", text or "", count=1).strip()
    else:
        etree.SubElement(caption, "br").tail = (text or "").strip()
    caption.extend(children)


# -- numbered clauses ------------------------------------------------------------------------------------------


def make_clauses(root: etree.Element) -> None:
    levels = _drop_enumerations([_heading_level(child) for child in root])
    for index, child in enumerate(root):
        if child.tag != "p" or not _begins_clause(child):
            continue
        if levels[index] > 0:
            child.tag = f"h{levels[index]}"
            _drop_emphasis(child)
        elif levels[index] == 0:
            _mark_run_in(child)


def _begins_clause(paragraph: etree.Element) -> bool:
    text = paragraph.text or (paragraph[0].text if len(paragraph) and paragraph[0].tag in ("strong", "b") else "")
    return begins_clause(text or "")


def _heading_level(paragraph: etree.Element) -> int:
    """2 or 3 for a paragraph that is 一、… or （一）… alone; 0 for anything else."""
    if paragraph.tag != "p" or not _begins_clause(paragraph) or paragraph.find(".//br") is not None:
        return 0
    text = "".join(paragraph.itertext()).strip()
    if len(text) > LONGEST_HEADING or "\n" in text or paragraph.find(".//img") is not None:
        return 0
    for pattern, level in LEVELS:
        if level and (match := pattern.match(text)):
            return 0 if _NOT_HEADING.search(text, match.end()) else level
    return 0


def _drop_enumerations(levels: list[int]) -> list[int]:
    """Three or more of one level in a row are no headings."""
    kept: list[int] = []
    for level, group in groupby(levels):
        count = len(list(group))
        kept += [level if count < 3 else -1] * count if level else [0] * count
    return kept


def _drop_emphasis(heading: etree.Element) -> None:
    if len(heading) == 1 and not (heading.text or "").strip() and heading[0].tag in ("strong", "b"):
        inner = heading[0]
        if not (inner.tail or "").strip():
            heading.remove(inner)
            heading.text = inner.text
            heading.extend(list(inner))


def _mark_run_in(paragraph: etree.Element) -> None:
    """The first sentence, also where it goes through inline elements; one that is all bold is marked as it is."""
    if not (paragraph.text or "").strip():
        first = paragraph[0]
        inside = "".join(first.itertext()).strip()
        if len(inside) <= LONGEST_RUN_IN and inside[-1:] in "。！？：:":
            first.set("class", "run-in")
        return
    children = list(paragraph)
    before = ""
    for number in range(len(children) + 1):
        holder = children[number - 1] if number else paragraph
        text = (holder.tail if number else holder.text) or ""
        before += "".join(holder.itertext()) if number else ""
        end = _SENTENCE_END.search(text)
        if len(before) + len(text[: end.end() if end else None]) > LONGEST_RUN_IN or holder.tag in ("br", "img"):
            return
        if end is not None:
            has_more = end.end() < len(text) or number < len(children)
            if has_more:
                _wrap_run_in(paragraph, children[:number], text[: end.end()], text[end.end() :])
            return
        before += text


def _wrap_run_in(paragraph: etree.Element, children: list[etree.Element], last: str, rest: str) -> None:
    strong = etree.Element("strong", {"class": "run-in"})
    if children:
        strong.text = paragraph.text
        children[-1].tail = last
    else:
        strong.text = AtomicString(last)
    for child in children:
        paragraph.remove(child)
        strong.append(child)
    strong.tail = rest
    paragraph.text = None
    paragraph.insert(0, strong)
