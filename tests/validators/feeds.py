"""Atom 1.0 (RFC 4287) and JSON Feed 1.1: what a feed validator would say. An empty list is a valid feed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import html5lib
import jsonschema
from lxml import etree

from validators.values import is_absolute, is_language, is_media_type, is_moment

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_FEED_ONE = ("id", "title", "updated")
_FEED_KNOWN = {*_FEED_ONE, "author", "category", "contributor", "generator", "icon", "link", "logo", "rights",
               "subtitle", "entry"}  # fmt: skip
_ENTRY_KNOWN = {*_FEED_ONE, "author", "category", "content", "contributor", "link", "published", "rights", "source",
                "summary"}  # fmt: skip
_AT_MOST_ONE = ("generator", "icon", "logo", "rights", "subtitle", "published", "summary", "content", "source")
_DANGEROUS = {"script", "style", "iframe", "object", "embed", "form", "input", "meta", "link", "base", "svg", "math"}
_ADDRESSES = ("href", "src", "cite", "poster", "srcset")


def validate_atom(data: bytes) -> list[str]:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}, not an Atom feed"]
    return list(_feed(root))


def validate_json_feed(data: bytes) -> list[str]:
    try:
        feed = json.loads(data.decode("utf-8"))
    except ValueError as error:
        return [f"not JSON: {error}"]
    validator = jsonschema.Draft202012Validator(JSON_FEED_SCHEMA, format_checker=_FORMATS)
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(feed)]
    return found or list(_items(feed))


def _feed(root: Any) -> Iterator[str]:
    if not is_language(root.get(f"{XML}lang", "")):
        yield f"xml:lang is {root.get(f'{XML}lang')!r}"
    yield from _shape(root, _FEED_KNOWN, "feed")
    entries = root.findall(f"{ATOM}entry")
    if root.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        yield "no author on the feed nor on each entry"
    relations = Counter(link.get("rel", "alternate") for link in root.findall(f"{ATOM}link"))
    if relations["self"] != 1:
        yield f"{relations['self']} links rel=self"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"{count} entries have the id {name}" for name, count in ids.items() if count > 1)
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    if moments and all(map(is_moment, moments)) and max(moments, key=_instant) != root.findtext(f"{ATOM}updated"):
        yield "the feed's updated is not that of its newest entry"
    for number, entry in enumerate(entries, 1):
        yield from (f"entry {number}: {fault}" for fault in _entry(entry))


def _instant(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _entry(entry: Any) -> Iterator[str]:
    yield from _shape(entry, _ENTRY_KNOWN, "entry")
    relations = Counter(link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link"))
    if not relations["alternate"]:
        yield "no link rel=alternate"
    content = entry.find(f"{ATOM}content")
    if content is None:
        yield "no content"
    elif content.get("type") == "html":
        yield from (f"content: {fault}" for fault in validate_fragment(content.text or ""))
    published, updated = entry.findtext(f"{ATOM}published", ""), entry.findtext(f"{ATOM}updated", "")
    if is_moment(published) and is_moment(updated) and _instant(updated) < _instant(published):
        yield "updated before it was published"


def _shape(parent: Any, known: set[str], name: str) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for child in parent:
        if not str(child.tag).startswith(ATOM):
            yield f"{name}: foreign element {child.tag}"
            continue
        kind = str(child.tag).removeprefix(ATOM)
        counts[kind] += 1
        if kind not in known:
            yield f"{name}: unknown element {kind}"
        yield from (f"{name}: {fault}" for fault in _value(kind, child))
    yield from (f"{name}: {counts[kind]} × {kind}" for kind in _FEED_ONE if counts[kind] != 1)
    yield from (f"{name}: {counts[kind]} × {kind}" for kind in _AT_MOST_ONE if counts[kind] > 1)
    links = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (f"{name}: {count} alternate links of {which}" for which, count in links.items() if count > 1)


def _value(kind: str, child: Any) -> Iterator[str]:
    text = child.text or ""
    if kind in ("updated", "published") and not is_moment(text):
        yield f"{kind} is {text!r}, not RFC 3339"
    if kind == "id" and not is_absolute(text) and not text.startswith(("tag:", "urn:")):
        yield f"id is {text!r}, not absolute"
    if kind in ("title", "subtitle", "summary", "rights", "content") and child.get("type", "text") not in (
        "text",
        "html",
        "xhtml",
    ):
        yield f"{kind} has type {child.get('type')!r}"
    if kind in ("author", "contributor"):
        yield from _person(kind, child)
    if kind == "category" and not child.get("term"):
        yield "category without term"
    if kind == "link":
        yield from _link(child)


def _person(kind: str, person: Any) -> Iterator[str]:
    names = person.findall(f"{ATOM}name")
    if len(names) != 1 or not (names[0].text or "").strip():
        yield f"{kind} without one name"
    yield from (f"{kind} uri {uri.text!r}" for uri in person.findall(f"{ATOM}uri") if not is_absolute(uri.text or ""))


def _link(link: Any) -> Iterator[str]:
    if not is_absolute(link.get("href", "")):
        yield f"link href {link.get('href')!r} is not absolute"
    if link.get("type") and not is_media_type(link.get("type")):
        yield f"link type {link.get('type')!r}"
    if link.get("hreflang") and not is_language(link.get("hreflang")):
        yield f"link hreflang {link.get('hreflang')!r}"
    if link.get("length") and not link.get("length").isdigit():
        yield f"link length {link.get('length')!r}"


def validate_fragment(html: str) -> list[str]:
    """HTML inside a feed: parses strictly, needs no page around it and runs nothing."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    found = [f"{place} {code}" for place, code, _ in parser.errors]
    for node in tree.iter():
        if node.tag in _DANGEROUS:
            found.append(f"<{node.tag}>")
        for name, value in node.attrib.items():
            if str(name).startswith("on") or name == "style":
                found.append(f"attribute {name}")
            if name in _ADDRESSES and not _stands_alone(value):
                found.append(f"{name}={value!r} is not absolute")
    return found


def _stands_alone(url: str) -> bool:
    return url.startswith(("http://", "https://", "mailto:", "tel:"))


def _items(feed: dict[str, Any]) -> Iterator[str]:
    ids = Counter(item["id"] for item in feed["items"])
    yield from (f"{count} items have the id {name}" for name, count in ids.items() if count > 1)
    if not is_language(feed.get("language", "")):
        yield f"language is {feed.get('language')!r}"
    for number, item in enumerate(feed["items"], 1):
        yield from (f"item {number}: {fault}" for fault in validate_fragment(item.get("content_html", "")))
        tags = Counter(item.get("tags", []))
        yield from (f"item {number}: tag {tag!r} twice" for tag, count in tags.items() if count > 1)


_FORMATS = jsonschema.FormatChecker(formats=())
_FORMATS.checks("uri")(lambda value: not isinstance(value, str) or is_absolute(value) or value.startswith("mailto:"))
_FORMATS.checks("date-time")(lambda value: not isinstance(value, str) or is_moment(value))
_FORMATS.checks("media-type")(lambda value: not isinstance(value, str) or is_media_type(value))

_URI = {"type": "string", "format": "uri"}
_TEXT = {"type": "string"}
_EXTENSION = {"^_[a-zA-Z][^.]*$": {"type": "object"}}
_AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _URI, "avatar": _URI},
        "patternProperties": _EXTENSION,
        "additionalProperties": False,
        "minProperties": 1,
    },
}
_ATTACHMENTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["url", "mime_type"],
        "properties": {
            "url": _URI,
            "mime_type": {"type": "string", "format": "media-type"},
            "title": _TEXT,
            "size_in_bytes": {"type": "integer", "minimum": 0},
            "duration_in_seconds": {"type": "number", "minimum": 0},
        },
        "patternProperties": _EXTENSION,
        "additionalProperties": False,
    },
}
_ITEM = {
    "type": "object",
    "required": ["id", "url", "title", "date_published"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "url": _URI,
        "external_url": _URI,
        "title": _TEXT,
        "content_html": _TEXT,
        "content_text": _TEXT,
        "summary": _TEXT,
        "image": _URI,
        "banner_image": _URI,
        "date_published": {"type": "string", "format": "date-time"},
        "date_modified": {"type": "string", "format": "date-time"},
        "authors": _AUTHORS,
        "tags": {"type": "array", "items": _TEXT},
        "language": _TEXT,
        "attachments": _ATTACHMENTS,
    },
    "patternProperties": _EXTENSION,
    "additionalProperties": False,
}
# After https://www.jsonfeed.org/version/1.1/, with what it only recommends made a demand.
JSON_FEED_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "home_page_url", "feed_url", "language", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": _URI,
        "feed_url": _URI,
        "description": {"type": "string", "minLength": 1},
        "user_comment": _TEXT,
        "next_url": _URI,
        "icon": _URI,
        "favicon": _URI,
        "authors": _AUTHORS,
        "language": _TEXT,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
        "items": {"type": "array", "items": _ITEM},
    },
    "patternProperties": _EXTENSION,
    "additionalProperties": False,
}
