"""One HTML page: parsed as strictly as the standard's parser can, with the rules that a parser does not know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import html5lib

from validators.linked_data import validate_json_ld
from validators.values import is_language, is_url

_OBSOLETE = {"acronym", "applet", "basefont", "bgsound", "big", "blink", "center", "dir", "font", "frame", "frameset",
             "marquee", "nobr", "noembed", "plaintext", "strike", "tt", "xmp"}  # fmt: skip
_BLOCKS = {"address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure",
           "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
           "section", "table", "ul"}  # fmt: skip
_PHRASING_ONLY = {"p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "b", "i", "small", "button", "label",
                  "time", "pre", "ruby", "rt"}  # fmt: skip
_INTERACTIVE = {"a", "button", "input", "select", "textarea", "details"}
_PARENTS = {"li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "figcaption": {"figure"},
            "legend": {"fieldset"}, "summary": {"details"}, "source": {"picture", "audio", "video"},
            "option": {"select", "optgroup", "datalist"}}  # fmt: skip
_CHILDREN = {"ul": {"li", "script", "template"}, "ol": {"li", "script", "template"},
             "dl": {"dt", "dd", "div", "script", "template"}, "picture": {"source", "img"}}  # fmt: skip
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "list")
_LOADING = {"src", "srcset", "poster", "data"}
_SCHEMES = {"", "http", "https", "mailto", "tel"}
_TIME = re.compile(
    r"\d{4}(-\d\d(-\d\d)?)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?|\d{4}-W\d\d|\d\d:\d\d"
)


@dataclass(slots=True)
class Markup:
    """What the rules about a whole site need of a page."""

    errors: list[str]
    lang: str = ""
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)  # (where it stands: "a href", "link stylesheet", URL)
    canonical: str = ""
    robots: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    feeds: list[tuple[str, str]] = field(default_factory=list)  # (media type, URL)
    is_redirect: bool = False


def validate_html(data: bytes) -> list[str]:
    return read_markup(data).errors


def read_markup(data: bytes) -> Markup:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Markup([f"not UTF-8: {error}"])
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(text)
    page = Markup([f"{line}:{column} {code} {values or ''}".strip() for (line, column), code, values in parser.errors])
    if not text.lower().startswith("<!doctype html>"):
        page.errors.append("does not begin with <!doctype html>")
    page.lang = root.get("lang", "")
    parents = {child: parent for parent in root.iter() for child in parent}
    for node in root.iter():
        if isinstance(node.tag, str):
            page.errors += _node(node, parents, page)
    page.errors += _whole(root, page, data)
    return page


def _whole(root: Any, page: Markup, data: bytes) -> Iterator[str]:
    if not is_language(page.lang):
        yield f"<html lang={page.lang!r}>"
    titles = root.findall("head/title")
    if len(titles) != 1 or not (titles[0].text or "").strip():
        yield f"{len(titles)} titles, or an empty one"
    if b"charset" not in data[:1024]:
        yield "no charset in the first 1,024 bytes"
    mains = [main for main in root.iter("main") if main.get("hidden") is None]
    if len(mains) > 1:
        yield f"{len(mains)} <main>"
    ids = Counter(node.get("id") for node in root.iter() if node.get("id") is not None)
    yield from (f"id {name!r} {count} times" for name, count in ids.items() if count > 1)
    yield from (f"id {name!r} is empty or has a space" for name in ids if not name or re.search(r"\s", name))
    page.ids = set(ids)
    for node in root.iter():
        for name in _REFERENCES:
            for target in (node.get(name) or "").split():
                if target not in page.ids:
                    yield f"{name}={target!r} of <{node.tag}> names nothing"
    metas = Counter((m.get("name", "").lower(), m.get("media")) for m in root.iter("meta") if m.get("name"))
    yield from (f"<meta name={name[0]!r}> {count} times" for name, count in metas.items() if count > 1)
    yield from (
        f"<meta name={m.get('name')!r}> says {m.get('content')!r}"
        for m in root.iter("meta")
        if (m.get("name") or m.get("property")) and (m.get("content") or "null") == "null"
    )


def _node(node: Any, parents: dict[Any, Any], page: Markup) -> Iterator[str]:
    tag, parent = node.tag, parents.get(node)
    above = parent.tag if parent is not None else ""
    if tag in _OBSOLETE:
        yield f"<{tag}> is obsolete"
    if tag in _PARENTS and above not in _PARENTS[tag]:
        yield f"<{tag}> inside <{above}>"
    if above in _CHILDREN and tag not in _CHILDREN[above]:
        yield f"<{tag}> inside <{above}>"
    if tag in _BLOCKS:
        yield from (f"<{tag}> inside <{outer}>" for outer in _lineage(node, parents) & _PHRASING_ONLY)
    if tag in _INTERACTIVE and _is_interactive(node):
        yield from (f"<{tag}> inside <{outer}>" for outer in _lineage(node, parents) & {"a", "button"})
    if node.get("lang") is not None and not is_language(node.get("lang")):
        yield f"<{tag} lang={node.get('lang')!r}>"
    if tag == "img" and node.get("alt") is None:
        yield f"<img src={node.get('src')!r}> without alt"
    if tag == "img" and not (node.get("width", "").isdigit() and node.get("height", "").isdigit()):
        yield f"<img src={node.get('src')!r}> without width and height"
    if tag == "time" and node.get("datetime") is not None and not _TIME.fullmatch(node.get("datetime")):
        yield f"<time datetime={node.get('datetime')!r}>"
    yield from _policy(node)
    yield from _addresses(node, page)
    _remember(node, page)


def _lineage(node: Any, parents: dict[Any, Any]) -> set[str]:
    found = set()
    while (node := parents.get(node)) is not None:
        found.add(node.tag)
    return found


def _is_interactive(node: Any) -> bool:
    return node.tag != "a" or node.get("href") is not None


def _policy(node: Any) -> Iterator[str]:
    """What a strict Content-Security-Policy would stop: nothing inline but data."""
    for name in node.attrib:
        if str(name).startswith("on") or name == "style":
            yield f"<{node.tag}> with {name}="
    if node.tag == "style":
        yield "<style>"
    if node.tag == "script" and node.get("type") == "application/ld+json":
        yield from (f"JSON-LD: {fault}" for fault in validate_json_ld(node.text or ""))
    elif node.tag == "script" and node.get("src") is None and node.get("type") in (None, "module", "text/javascript"):
        yield "inline <script>"


def _addresses(node: Any, page: Markup) -> Iterator[str]:
    for name, where in (("href", f"{node.tag} {node.get('rel', '')}".strip()), ("src", node.tag), ("poster", node.tag),
                        ("action", node.tag), ("cite", node.tag), ("data", node.tag)):  # fmt: skip
        value = node.get(name)
        if value is not None and not (name == "data" and node.tag != "object"):
            page.links.append((where, value))
            if not is_url(value):
                yield f"<{node.tag} {name}={value!r}> is not percent-encoded"
            elif _scheme(value) not in _SCHEMES:
                yield f"<{node.tag} {name}={value!r}>"
    for candidate in (node.get("srcset") or "").split(","):
        parts = candidate.split()
        if parts:
            page.links.append((node.tag, parts[0]))
            if len(parts) != 2 or not re.fullmatch(r"\d+w|\d+(\.\d+)?x", parts[1]):
                yield f"srcset {candidate.strip()!r}"


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return "?"


def _remember(node: Any, page: Markup) -> None:
    relations = (node.get("rel") or "").split()
    if node.tag == "meta" and node.get("name", "").lower() == "robots":
        page.robots = node.get("content", "")
    if node.tag == "meta" and node.get("http-equiv", "").lower() == "refresh":
        page.is_redirect = True
        page.links.append(("meta refresh", node.get("content", "").partition("=")[2].strip(" '\"")))
    if node.tag != "link":
        return
    if "canonical" in relations:
        if page.canonical:
            page.errors.append("two canonical addresses")
        page.canonical = node.get("href", "")
    elif "alternate" in relations and node.get("type"):
        page.feeds.append((node.get("type"), node.get("href", "")))
    elif "alternate" in relations and node.get("hreflang"):
        if node.get("hreflang") in page.alternates:
            page.errors.append(f"two alternates in {node.get('hreflang')}")
        page.alternates[node.get("hreflang")] = node.get("href", "")
