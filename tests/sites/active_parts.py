"""A published file -> whatever in it could run: elements, handlers, addresses, scripts that are not ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import html5lib
from lxml import etree

HTML = "{http://www.w3.org/1999/xhtml}"


def active(path: str, data: bytes) -> Iterator[str]:
    """Whatever could run in a published text file."""
    if path.endswith(".html"):
        yield from _active_html(html5lib.parse(data, transport_encoding="utf-8"), is_page=True)
    elif path.endswith(".xml"):
        for element in etree.fromstring(data, etree.XMLParser(resolve_entities=False)).iter():
            yield from _active_xml(element)
    elif path.endswith(".json"):
        yield from _active_json(json.loads(data))


def _active_html(tree: object, is_page: bool) -> Iterator[str]:
    for element in tree.iter():  # type: ignore[attr-defined]  # html5lib has no types
        tag = str(element.tag).removeprefix(HTML)
        if tag in {"x-pwn", "iframe", "object", "embed", "base", "svg", "math", "template", "applet", "frame"}:
            yield f"<{tag}>"
        if tag == "script" and not (is_page and _is_ours(element.attrib, element.text or "")):
            yield "<script>"
        if tag == "style" or (tag == "link" and not is_page):
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                yield f"{name}={value}"
            if name in {"href", "src", "action", "formaction", "content", "data", "background", "poster"}:
                bare = re.sub(r"[\x00-\x20]", "", value).lower()
                if bare.startswith(("javascript:", "data:", "vbscript:")) and name != "content":
                    yield f"{name}={value}"
                if tag in {"img", "script", "link"} and name == "src" and urlsplit(value).netloc:
                    yield f"{name}={value}"


def _is_ours(attributes: Mapping[str, str], text: str) -> bool:
    if "src" in attributes:
        return re.fullmatch(r"/bulletin/assets/[\w./-]+\.js", attributes["src"]) is not None and not text
    return attributes.get("type") == "application/ld+json" and "<" not in text and bool(json.loads(text))


def _active_xml(element: object) -> Iterator[str]:
    tag = str(element.tag)  # type: ignore[attr-defined]  # of lxml
    if "x-pwn" in tag or tag.endswith("}script"):
        yield tag
    for name, value in element.attrib.items():  # type: ignore[attr-defined]
        if name in {"href", "src", "uri", "url"} and not value.startswith(
            ("https://", "http://", "/", "mailto:", "tel:")
        ):
            yield f"{name}={value}"
    if element.get("type") == "html" and element.text:  # type: ignore[attr-defined]
        yield from _active_html(html5lib.parseFragment(element.text), is_page=False)  # type: ignore[attr-defined]


def _active_json(value: object) -> Iterator[str]:
    for name, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if name == "content_html":
            yield from _active_html(html5lib.parseFragment(one), is_page=False)
        if name in {"url", "id", "external_url", "image"} and re.match(r"(?i)\s*(javascript|data|vbscript):", str(one)):
            yield str(one)
        yield from _active_json(one)
