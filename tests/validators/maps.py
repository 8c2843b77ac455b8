"""Sitemaps 0.9 with hreflang alternates, robots.txt (RFC 9309) and OpenSearch 1.1: what their validators would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from validators.values import is_absolute, is_date_or_moment, is_language

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_MOST_URLS = 50_000
_MOST_BYTES = 50 * 1024 * 1024
_LENGTHS = {"ShortName": 16, "LongName": 48, "Description": 1024, "Contact": 64, "Tags": 256}


def validate_sitemap(*files: bytes) -> list[str]:
    """All sitemaps of a site, with their index where there is one: alternates must agree across all of them."""
    found: list[str] = []
    alternates: dict[str, dict[str, str]] = {}
    for data in files:
        root = _root(data, found)
        if root is None:
            continue
        if len(data) > _MOST_BYTES or len(root) > _MOST_URLS:
            found.append(f"too large: {len(data)} bytes, {len(root)} addresses")
        if root.tag == f"{SITEMAP}sitemapindex":
            found += [fault for child in root for fault in _entry(child, "sitemap")]
        elif root.tag == f"{SITEMAP}urlset":
            for child in root:
                found += _entry(child, "url")
                loc = child.findtext(f"{SITEMAP}loc") or ""
                if loc in alternates:
                    found.append(f"{loc}: twice")
                alternates[loc] = {
                    link.get("hreflang", ""): link.get("href", "") for link in child.findall(f"{XHTML}link")
                }
        else:
            found.append(f"the root is {root.tag}")
    found += [fault for loc, links in alternates.items() for fault in _reciprocal(loc, links, alternates)]
    hosts = {(urlsplit(loc).scheme, urlsplit(loc).netloc) for loc in alternates}
    return found + ([f"several hosts: {sorted(hosts)}"] if len(hosts) > 1 else [])


def addresses_of(data: bytes) -> list[str]:
    """Every <loc> of a sitemap or of an index."""
    return [loc.text or "" for loc in etree.fromstring(data).iter(f"{SITEMAP}loc")]


def validate_robots(data: bytes) -> list[str]:
    found, groups, maps = [], 0, 0
    for number, line in enumerate(data.decode("utf-8").splitlines(), 1):
        name, colon, value = line.partition("#")[0].partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        key = name.strip().lower()
        if not colon or key not in ("user-agent", "allow", "disallow", "sitemap"):
            found.append(f"line {number}: {line!r}")
        groups += key == "user-agent"
        maps += key == "sitemap"
        if key == "sitemap" and not is_absolute(value.strip()):
            found.append(f"line {number}: {value.strip()!r} is not absolute")
        if key in ("allow", "disallow") and not groups:
            found.append(f"line {number}: a rule before any user-agent")
    return found + ([] if groups and maps else ["no user-agent or no sitemap"])


def validate_opensearch(data: bytes) -> list[str]:
    found: list[str] = []
    root = _root(data, found)
    if root is None:
        return found
    if root.tag != f"{OPENSEARCH}OpenSearchDescription":
        return [f"the root is {root.tag}"]
    counts = Counter(str(child.tag).removeprefix(OPENSEARCH) for child in root)
    found += [f"{counts[name]} × {name}" for name in ("ShortName", "Description") if counts[name] != 1]
    for child in root:
        name = str(child.tag).removeprefix(OPENSEARCH)
        text = child.text or ""
        if name in _LENGTHS and not 0 < len(text) <= _LENGTHS[name]:
            found.append(f"{name}: {len(text)} characters")
        if name == "Language" and not is_language(text):
            found.append(f"Language {text!r}")
    results = [url for url in root.findall(f"{OPENSEARCH}Url") if url.get("rel", "results") == "results"]
    if not any("{searchTerms}" in url.get("template", "") for url in results):
        found.append("no Url with {searchTerms}")
    for url in root.findall(f"{OPENSEARCH}Url"):
        if not is_absolute(url.get("template", "").replace("{searchTerms}", "x")) or not url.get("type"):
            found.append(f"Url {dict(url.attrib)}")
    return found


def _root(data: bytes, found: list[str]) -> Any:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        found.append(f"not well-formed: {error}")
        return None


def _entry(child: Any, name: str) -> Iterator[str]:
    if child.tag != SITEMAP + name:
        yield f"unknown element {child.tag}"
        return
    loc = child.findtext(f"{SITEMAP}loc") or ""
    if not is_absolute(loc) or len(loc) > 2048:
        yield f"loc {loc!r}"
    changed = child.findtext(f"{SITEMAP}lastmod")
    if changed is not None and not is_date_or_moment(changed):
        yield f"{loc}: lastmod {changed!r}"
    known = {f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{XHTML}link"}
    yield from (f"{loc}: unknown element {one.tag}" for one in child if one.tag not in known)


def _reciprocal(loc: str, links: dict[str, str], all_links: dict[str, dict[str, str]]) -> Iterator[str]:
    if not links:
        return
    yield from reciprocity(loc, links, all_links)


def reciprocity(loc: str, links: dict[str, str], all_links: dict[str, dict[str, str]]) -> Iterator[str]:
    """hreflang rules: valid tags, x-default, itself among them, and each named page names the same pages."""
    tags = [tag for tag in links if tag != "x-default"]
    yield from (f"{loc}: hreflang {tag!r}" for tag in tags if not is_language(tag))
    yield from (f"{loc}: hreflang address {url!r}" for url in links.values() if not is_absolute(url))
    if "x-default" not in links:
        yield f"{loc}: no x-default"
    elif links["x-default"] not in [links[tag] for tag in tags]:
        yield f"{loc}: x-default is none of the editions"
    if loc not in [links[tag] for tag in tags]:
        yield f"{loc}: not among its own alternates"
    for tag in tags:
        if links[tag] not in all_links:
            yield f"{loc}: its {tag} page {links[tag]} is missing"
        elif all_links[links[tag]] != links:
            yield f"{loc}: its {tag} page {links[tag]} names other alternates"
