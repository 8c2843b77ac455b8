"""A WordPress export (WXR) -> a draft for each post and page: its own fields, its text from HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from bulletin.ingest.draft import Draft, Line, Notes, Reading, finished
from bulletin.ingest.item import body_of
from bulletin.ingest.page import Wish
from bulletin.ingest.trees.fields import tree_fields
from bulletin.ingest.web.page import Gallery, address_of, parsed
from bulletin.ingest.web.walk import Way, blocks_of
from bulletin.model.late import regex

Beside = Callable[[str], bytes | None]

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_KINDS = frozenset({"post", "page"})
_HIDDEN = frozenset({"draft", "pending", "private", "auto-draft", "future"})
_CAPTION = regex(r"\[caption[^\]]*\](.*?)\[/caption\]", re.DOTALL)
_SHORTCODE = regex(r"\[/?[a-z][a-z0-9_-]{2,30}(?:\s+\w+=[^\]\n]{0,200})?\]")
_GALLERY = regex(r"\[gallery[^\]]*\]")
_BLOCK = regex(r"<(?:p|div|ul|ol|table|h[1-6]|blockquote|figure)\b", re.IGNORECASE)


def is_wordpress(data: bytes) -> bool:
    return b"http://wordpress.org/export/" in data[:20_000]


def read_wordpress(path: str, data: bytes, wish: Wish, beside: Beside) -> Reading:
    """Never raises for what it holds. Attachments and menus are left out and told; drafts stay drafts."""
    notes = Notes(path)
    try:
        if b"<!DOCTYPE" in data.replace(b"\0", b"")[:100_000].upper() or b"<!ENTITY" in data.upper():
            raise ValueError("DOCTYPE")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        notes.find("E970", reason=str(error)[:100])
        return Reading("wordpress", problems=tuple(notes.problems))
    items = list(root.iter("item")) if root is not None else []
    drafts = tuple(draft for item in items if (draft := _post(item, wish, beside, notes)) is not None)
    if not drafts:
        notes.find("E964")
    return finished(Reading("wordpress", drafts=drafts), notes)


def _post(item: etree._Element, wish: Wish, beside: Beside, notes: Notes) -> Draft | None:
    line = item.sourceline or 0
    title = _text(item, "title")
    kind, status = _wp(item, "post_type"), _wp(item, "status")
    if kind not in _KINDS or status in {"trash", "inherit"}:
        notes.leave(kind or "item", Line(line, title or kind))
        return None
    own = Notes(notes.path)
    values: dict[str, object] = {
        "title": title, "date": _wp(item, "post_date"), "author": _text(item, _CREATOR),
        "slug": unquote(_wp(item, "post_name")),
        "categories": _terms(item, "category"), "tags": _terms(item, "post_tag"), "draft": status in _HIDDEN,
        "permalink": link.path if (link := address_of(_text(item, "link"))) else "", "top": _wp(item, "is_sticky"),
        "summary": _text(item, "{http://wordpress.org/export/1.2/excerpt/}encoded"),
    }  # fmt: skip
    said = {key: value for key, value in values.items() if value}
    title, fields = tree_fields(said, wish.sections, own, "")
    if kind == "page":
        fields = (("类型", "页面"), *(pair for pair in fields if pair != ("日期", "")))
    gallery = Gallery(_uploads(beside), own, has_addresses=True)
    body = _body(_text(item, _CONTENT), gallery, own, line)
    if not title:
        own.find("W961", line)
    for problem in own.problems:
        notes.problems.append(replace(problem, line=problem.line or line))
    notes.taken += [replace(one, line=Line(line, one.line.text)) for one in own.taken]
    notes.left_out += own.left_out
    return Draft(title, fields, body, line, tuple(gallery.assets))


def _body(html: str, gallery: Gallery, notes: Notes, line: int) -> str:
    html = _GALLERY.sub("", _CAPTION.sub(lambda match: f"<figure>{match[1]}</figure>", html))
    if "<p" not in html.lower():  # WordPress makes paragraphs of empty lines when it shows a post
        parts = re.split(r"\n\s*\n", html)
        html = "".join(part if _BLOCK.match(part.lstrip()) else f"<p>{part}</p>" for part in parts)
    root = parsed(f"<html><body>{html}</body></html>")
    if root is None:
        return ""
    body = body_of(blocks_of(root, Way(gallery.picture, gallery.link)))
    for match in list(_SHORTCODE.finditer(body.replace("\\[", "[").replace("\\]", "]")))[:10]:
        notes.find("W974", line, text=match[0][:60])
    return body


def _uploads(beside: Beside) -> Beside:
    """Photos are named by their address; their files lie in wp-content/uploads beside the export, if anywhere."""

    def read(path: str) -> bytes | None:
        at = path.find("uploads/")
        if at < 0:
            return beside(path)
        return beside(path[at:]) or beside(f"wp-content/{path[at:]}") or beside(path[at + len("uploads/") :])

    return read


def _terms(item: etree._Element, domain: str) -> list[str]:
    found = [(one.text or "").strip() for one in item.iter("category") if one.get("domain") == domain]
    return [name for name in found if name and name not in {"未分类", "Uncategorized", "uncategorized"}]


def _wp(item: etree._Element, name: str) -> str:
    """Of any version of the format: its namespace ends in the version."""
    for child in item:
        if isinstance(child.tag, str) and child.tag.endswith(f"}}{name}") and "wordpress.org/export" in child.tag:
            return (child.text or "").strip()
    return ""


def _text(item: etree._Element, name: str) -> str:
    return (item.findtext(name) or "").strip()
