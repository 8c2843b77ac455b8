"""Bytes of a .docx -> Reading. mammoth makes HTML of it; what it drops is written into the document before.

    bytes --parts_of--> parts --prepared--> .docx --mammoth--> HTML --blocks_of--> Blocks --assembled--> Reading
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from zipfile import BadZipFile

import mammoth
from lxml import etree

from bulletin.ingest.dates import whole_date
from bulletin.ingest.draft import Block, Line, Notes, Reading
from bulletin.ingest.labels import read_labels
from bulletin.ingest.opening import is_red_head
from bulletin.ingest.page import Wish
from bulletin.ingest.split import split_page
from bulletin.ingest.web.page import Gallery, parsed, read_html_blocks
from bulletin.ingest.web.walk import Way, blocks_of, plain
from bulletin.ingest.word.numbering import W, names_of, number_paragraphs
from bulletin.ingest.word.package import UnsafePackage, packed, parts_of, xml_of
from bulletin.model.late import regex

# Private characters that carry through mammoth what it would drop
_CENTRE, _RIGHT = "\ue001", "\ue002"
_NOTE, _NOTE_END, _NOTE_TEXT = "\ue010", "\ue011", "\ue012"
_OURS = regex("[\ue001\ue002\ue010-\ue012]")
_REFERENCE = regex(f"{_NOTE}([\\w-]{{1,20}}){_NOTE_END}")
_TEXT = regex(f"^(?:1\\. )?{_NOTE_TEXT}([\\w-]{{1,20}}){_NOTE_END}")
_SIDES = {"center": _CENTRE, "right": _RIGHT, "end": _RIGHT}
_OFFICIAL = regex(r"(?:通知|公告|通告|公示|启事|通报|意见|决定|函|报告|方案|办法)$")
_NUMBER = regex(r".{1,12}[〔\[（(]\d{4}[〕\])）]\s*\d{1,5}\s*号")


def read_word(path: str, data: bytes, wish: Wish) -> Reading:
    """Never raises for what it holds."""
    notes = Notes(path)
    try:
        parts = parts_of(data)
        prepared = _prepared(parts, notes)
        html = mammoth.convert_to_html(io.BytesIO(prepared), style_map=_STYLES).value
    except UnsafePackage as error:
        notes.find("E967", reason=error.reason)
        return Reading("docx", problems=tuple(notes.problems))
    except MemoryError:
        raise
    except Exception as error:  # a stranger's archive: zip, XML, and whatever mammoth meets in it
        notes.find("E965", reason=_reason(error))
        return Reading("docx", problems=tuple(notes.problems))
    root = parsed(f"<html><body>{html}</body></html>")
    if root is None:
        notes.find("E964")
        return Reading("docx", problems=tuple(notes.problems))
    _mark_notes(root)
    gallery = Gallery(lambda _: None, notes)
    found = blocks_of(root, Way(gallery.picture, gallery.link))
    blocks = [_numbered(block, number) for number, block in enumerate(found, 1)]
    given: dict[str, str] = {}
    kept = [_with_notes(block) for block in blocks]
    if len(split_page(list(map(_bare, kept)))) == 1:  # of an issue, the first title is not that of all
        kept = _signed(_titled(kept, given, notes), given, notes)
    kept = list(map(_bare, kept))
    return read_html_blocks(Reading("docx"), kept, given, wish, notes, gallery.assets)


_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='标题'] => h1:fresh\nu => \nstrike => s"


def _reason(error: Exception) -> str:
    return "ZIP" if isinstance(error, (BadZipFile, EOFError)) else type(error).__name__


def _prepared(parts: dict[str, bytes], notes: Notes) -> bytes:
    name = "word/document.xml"
    document = xml_of(parts[name])
    numbering, styles = (
        xml_of(parts[one]) if one in parts else None for one in ("word/numbering.xml", "word/styles.xml")
    )
    number_paragraphs(document, numbering, styles)
    _mark_sides(document)
    inserted = sum(1 for _ in document.iter(f"{W}ins"))
    deleted = sum(1 for _ in document.iter(f"{W}del"))
    if inserted or deleted:
        notes.find("W972", inserted=str(inserted), deleted=str(deleted))
    _tell_comments(parts, notes)
    for other in (*names_of(parts, "word/header"), *names_of(parts, "word/footer")):
        _leave(xml_of(parts[other]), "header", notes)
    return packed({**parts, name: etree.tostring(document, xml_declaration=True, encoding="UTF-8")})


def _mark_sides(document: etree._Element) -> None:
    for paragraph in document.iter(f"{W}p"):
        jc = paragraph.find(f"{W}pPr/{W}jc")
        side = _SIDES.get(jc.get(f"{W}val") or "") if jc is not None else None
        if side and not any(True for _ in paragraph.iterancestors(f"{W}tc")):
            run = etree.Element(f"{W}r")
            etree.SubElement(run, f"{W}t").text = side
            paragraph.insert(list(paragraph).index(paragraph.find(f"{W}pPr")) + 1, run)


def _tell_comments(parts: dict[str, bytes], notes: Notes) -> None:
    if "word/comments.xml" not in parts:
        return
    comments = xml_of(parts["word/comments.xml"])
    found = list(comments.iter(f"{W}comment"))
    if found:
        notes.find("W973", count=str(len(found)))
        for comment in found:
            _leave(comment, "comment", notes)


def _leave(element: etree._Element, why: str, notes: Notes) -> None:
    text = "".join(one.text or "" for one in element.iter(f"{W}t"))
    notes.leave(why, Line(0, text[:2000]))


def _mark_notes(root: etree._Element) -> None:
    """mammoth's footnotes: a link in <sup>, and a list at the end whose entries lead back."""
    for link in list(root.iter("a")):
        href = link.get("href") or ""
        parent = link.getparent()
        if re.match(r"#(?:foot|end)note-ref-", href):
            link.text = ""
        elif (match := re.match(r"#((?:foot|end)note-\w+)$", href)) and parent is not None and parent.tag == "sup":
            parent.tag = "span"
            link.tag = "span"
            link.text = f"{_NOTE}{match[1]}{_NOTE_END}"
    for entry in root.iter("li"):
        if match := re.match(r"(?:foot|end)note-\w+$", entry.get("id") or ""):
            entry.tag = "div"
            first = entry.find("p")
            target = entry if first is None else first
            target.text = f"{_NOTE_TEXT}{match[0]}{_NOTE_END}{target.text or ''}"


def _with_notes(block: Block) -> Block:
    text = _TEXT.sub(lambda match: f"[^{_label(match[1])}]: ", block.text)
    kind = "markup" if text != block.text else block.kind
    text = _REFERENCE.sub(lambda match: f"[^{_label(match[1])}]", text)
    return Block(kind, text, block.lines)


def _bare(block: Block) -> Block:
    return replace(block, text=_OURS.sub("", block.text))


def _label(name: str) -> str:
    return name.removeprefix("footnote-").replace("endnote-", "e")


def _numbered(block: Block, number: int) -> Block:
    """A Word file has no lines: its blocks are counted."""
    return Block(block.kind, block.text, tuple(Line(number, _OURS.sub("", line.text)) for line in block.lines))


def _titled(blocks: list[Block], given: dict[str, str], notes: Notes) -> list[Block]:
    """Centred lines on top are the title, or its parts; not a date, a number or a line of labels among them."""
    title: list[Block] = []
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        text = _tidy(block)
        is_centred = block.kind == "text" and block.text.lstrip("*").startswith(_CENTRE)
        if not text or block.kind != "text" or (not is_centred and not _is_head(text)):
            kept += blocks[index:]
            break
        if not title and is_red_head(text, (_tidy(one) for one in blocks[index + 1 : index + 4])):
            notes.leave("page head", *block.lines)
            continue
        is_part = is_centred and len(text) <= 60 and not text.startswith(("——", "（"))
        if is_part and not _is_head(text) and len(title) < 3:
            title.append(block)
        else:
            kept.append(block)
    if title:
        texts = [_tidy(block) for block in title]
        given["标题"] = ("" if _OFFICIAL.search(texts[-1]) or texts[0].endswith("的") else " ").join(texts)
        for block in title:
            notes.take("标题", given["标题"], *block.lines)
    return kept


def _tidy(block: Block) -> str:
    """通　知 is spaced for its looks."""
    words = plain(_OURS.sub("", block.text)).split()
    return ("" if len(words) > 1 and all(len(word) == 1 for word in words) else " ").join(words)


def _is_head(text: str) -> bool:
    return bool(whole_date(text) or _NUMBER.fullmatch(text) or read_labels(text))


def _signed(blocks: Sequence[Block], given: dict[str, str], notes: Notes) -> list[Block]:
    """Lines on the right: the unions that issue it, and below them the date."""
    dates = [i for i, one in enumerate(blocks) if _is_right(one) and whole_date(_tidy(one))]
    if not dates:
        return list(blocks)
    end = dates[-1]
    start = end
    while start > 0 and end - start < 5 and _is_right(blocks[start - 1]) and len(_tidy(blocks[start - 1])) <= 40:
        start -= 1
    signers = [_tidy(block) for block in blocks[start:end]]
    if not signers:
        return list(blocks)
    given["落款"] = "、".join("、".join(one.split()) for one in signers)
    given["成文日期"] = whole_date(_tidy(blocks[end]))[:10]
    for block in blocks[start:end]:
        notes.take("落款", given["落款"], *block.lines)
    notes.take("成文日期", given["成文日期"], *blocks[end].lines)
    return [*blocks[:start], *blocks[end + 1 :]]


def _is_right(block: Block) -> bool:
    return block.kind == "text" and block.text.lstrip("*").startswith(_RIGHT)
