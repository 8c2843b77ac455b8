"""JSON-LD of schema.org as we use it: types, their properties and what search engines demand of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from validators.values import is_absolute, is_date_or_moment, is_language

_COMMON = {"@type", "@id", "name", "url", "description", "alternateName", "identifier"}
_WORK = _COMMON | {"inLanguage", "publisher", "editor", "author", "keywords", "isPartOf", "hasPart", "datePublished",
                   "dateModified", "image", "headline"}  # fmt: skip
# Type -> (properties that it may have, those that it must have)
_TYPES: Mapping[str, tuple[set[str], set[str]]] = {
    "WebSite": (_WORK | {"potentialAction"}, {"url", "name", "inLanguage", "publisher", "potentialAction"}),
    "WebPage": (_WORK, set()),
    "CollectionPage": (_WORK, {"url", "name", "inLanguage"}),
    "NewsArticle": (
        _WORK
        | {"mainEntityOfPage", "alternativeHeadline", "sourceOrganization", "contributor", "articleSection",
           "contentLocation", "isAccessibleForFree", "correction"},
        {"url", "headline"},
    ),
    "PublicationIssue": (_WORK | {"issueNumber"}, {"url", "name"}),
    "Periodical": (_WORK | {"issn"}, {"name"}),
    "Organization": (_COMMON | {"address", "contactPoint", "logo"}, {"name"}),
    "Person": (_COMMON, {"name"}),
    "Place": (_COMMON, {"name"}),
    "ContactPoint": (_COMMON | {"telephone", "email"}, set()),
    "ImageObject": (_COMMON | {"width", "height", "caption"}, {"url"}),
    "CorrectionComment": (_COMMON | {"text", "datePublished", "parentItem"}, {"text", "datePublished"}),
    "BreadcrumbList": ({"@type", "itemListElement"}, {"itemListElement"}),
    "ListItem": ({"@type", "position", "name", "item"}, {"position", "name", "item"}),
    "SearchAction": ({"@type", "target", "query-input"}, {"target", "query-input"}),
    "EntryPoint": ({"@type", "urlTemplate"}, {"urlTemplate"}),
}
_ADDRESSES = {"@id", "url", "item"}
_MAIN = {"datePublished", "author", "publisher", "inLanguage", "mainEntityOfPage"}  # of an article on its own page


def validate_json_ld(text: str) -> list[str]:
    """``text`` as it stands inside <script>."""
    if any(mark in text for mark in "<>&\u2028\u2029"):
        return ["an unescaped < > & or line separator"]
    try:
        data = json.loads(text)
    except ValueError as error:
        return [f"not JSON: {error}"]
    if data.get("@context") != "https://schema.org" or not isinstance(data.get("@graph"), list):
        return ["no @context or no @graph"]
    return [fault for thing in data["@graph"] for fault in (*_thing(thing, "@graph"), *_main(thing))]


def _main(thing: dict[str, Any]) -> Iterator[str]:
    if thing.get("@type") == "NewsArticle":
        yield from (f"NewsArticle: no {name}" for name in sorted(_MAIN - thing.keys()))
    if thing.get("@type") == "BreadcrumbList":
        places = [step.get("position") for step in thing.get("itemListElement", [])]
        if places != list(range(1, len(places) + 1)):
            yield f"BreadcrumbList: positions {places}"


def _thing(thing: Any, where: str) -> Iterator[str]:
    if not isinstance(thing, dict):
        yield f"{where}: {thing!r} is no thing"
        return
    if set(thing) == {"@id"}:
        if not is_absolute(thing["@id"]):
            yield f"{where}: @id {thing['@id']!r}"
        return
    kind = thing.get("@type", "")
    if kind not in _TYPES:
        yield f"{where}: unknown type {kind!r}"
        return
    may, must = _TYPES[kind]
    yield from (f"{kind}: unknown property {name}" for name in sorted(thing.keys() - may))
    yield from (f"{kind}: no {name}" for name in sorted(must - thing.keys()))
    for name, value in thing.items():
        for one in value if isinstance(value, list) else [value]:
            yield from _value(kind, name, one)


def _value(kind: str, name: str, value: Any) -> Iterator[str]:
    if value is None or value in ("", "null", {}, []):
        yield f"{kind}: {name} is empty"
    elif isinstance(value, dict):
        yield from _thing(value, f"{kind}.{name}")
    elif name in _ADDRESSES and not is_absolute(value):
        yield f"{kind}: {name} is {value!r}, not absolute"
    elif name.startswith("date") and not is_date_or_moment(value):
        yield f"{kind}: {name} is {value!r}"
    elif name == "inLanguage" and not is_language(value):
        yield f"{kind}: inLanguage is {value!r}"
    elif name == "urlTemplate" and "{search_term_string}" not in value:
        yield f"{kind}: no {{search_term_string}}"
