"""Every validator by one name, and ``validate_site``, which walks a built site and says all that is wrong with it.

    from validators.site_validators import validate_site
    assert validate_site(output) == []
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from validators.feeds import validate_atom, validate_fragment, validate_json_feed
from validators.linked_data import validate_json_ld
from validators.maps import addresses_of, reciprocity, validate_opensearch, validate_robots, validate_sitemap
from validators.markup import Markup, read_markup, validate_html

__all__ = [
    "validate_atom",
    "validate_fragment",
    "validate_html",
    "validate_json_feed",
    "validate_json_ld",
    "validate_opensearch",
    "validate_robots",
    "validate_site",
    "validate_sitemap",
]

_NOT_FOUND = "404.html"
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


@dataclass(frozen=True, slots=True)
class Built:
    """A site on disk. ``url`` is where it will be published; ``editions`` are (tag, path), the first at ""."""

    folder: Path
    url: str
    editions: tuple[tuple[str, str], ...]
    files: frozenset[str]
    pages: dict[str, Markup]  # by path of the file

    def file_of(self, url: str, page_url: str) -> str | None:
        """Path of the file that answers ``url``; None for another site's address."""
        full = urljoin(page_url, url).partition("#")[0].partition("?")[0]
        if not full.startswith(self.url):
            return None
        path = unquote(full.removeprefix(self.url))
        return path + "index.html" if not path or path.endswith("/") else path

    def url_of(self, path: str) -> str:
        return self.url + path.removesuffix("index.html")

    def edition_of(self, path: str) -> str:
        fitting = [(len(prefix), tag) for tag, prefix in self.editions if path.startswith(prefix)]
        return max(fitting)[1]


def validate_site(folder: Path, workers: int = 1) -> list[str]:
    """Faults as "path: what", none for a good site. The home page says where the site stands and its editions.

    HTML parses strictly, ids are unique; every internal address has a file and every fragment an id; canonical
    addresses are the page's own; hreflang is reciprocal with x-default; ``lang`` is the edition's; feeds, sitemaps,
    robots.txt and JSON are valid and name pages that exist; nothing that runs or loads comes from elsewhere.
    """
    published = (p for p in folder.rglob("*") if p.is_file() and p.name != ".bulletin.json")
    files = frozenset(p.relative_to(folder).as_posix() for p in published)
    if "index.html" not in files:
        return ["index.html: missing"]
    pages = _read_pages(folder, sorted(path for path in files if path.endswith(".html")), workers)
    home = pages["index.html"]
    if not home.canonical:
        return ["index.html: no canonical address, so that nothing else can be judged", *home.errors]
    named = {tag: url for tag, url in home.alternates.items() if tag != "x-default"}
    editions = tuple((tag, url.removeprefix(home.canonical)) for tag, url in named.items())
    built = Built(folder, home.canonical, editions or ((home.lang, ""),), files, pages)
    found = [f"{path}: {fault}" for path, page in pages.items() for fault in (*page.errors, *_page(built, path, page))]
    found += _alternates(built)
    found += [f"{path}: {fault}" for path in sorted(files) for fault in _file(built, path)]
    found += _sitemaps(built)
    return found + _editions_agree(built)


def _read_pages(folder: Path, paths: list[str], workers: int) -> dict[str, Markup]:
    read = partial(_read_page, folder)
    if workers < 2:
        return dict(zip(paths, map(read, paths), strict=True))
    with Pool(workers) as pool:
        return dict(zip(paths, pool.map(read, paths, chunksize=16), strict=True))


def _read_page(folder: Path, path: str) -> Markup:
    return read_markup((folder / path).read_bytes())


def _page(built: Built, path: str, page: Markup) -> Iterator[str]:
    if page.lang != built.edition_of(path):
        yield f"lang is {page.lang!r}, not {built.edition_of(path)!r}"
    yield from _canonical(built, path, page)
    here = built.url + path.removesuffix("index.html")
    for where, url in page.links:
        yield from _link(built, path, here, where, url)


def _canonical(built: Built, path: str, page: Markup) -> Iterator[str]:
    if path.endswith(_NOT_FOUND):
        if page.canonical or "noindex" not in page.robots:
            yield "a page for every address has no canonical one and is not indexed"
        return
    target = built.file_of(page.canonical, built.url)
    if not page.canonical or target is None or target not in built.files:
        yield f"canonical {page.canonical!r} is no page of this site"
    elif page.is_redirect:
        if target == path:
            yield "a redirect is canonical"
    elif target != path:
        yield f"canonical is {page.canonical!r}"


def _link(built: Built, path: str, here: str, where: str, url: str) -> Iterator[str]:
    scheme = urlsplit(url).scheme
    if scheme and scheme not in ("http", "https"):
        return
    target = built.file_of(url, here)
    name, _, fragment = url.partition("#")
    if target is None:
        loads = where.startswith(("script", "img", "source", "iframe", "video", "audio", "form")) or "style" in where
        if not scheme and not url.startswith("//"):
            yield f"{where} {url!r} leads out of the site's folder"
        elif loads and not where.startswith("img"):
            yield f"{where} {url!r} loads from elsewhere"
        return
    if path.endswith(_NOT_FOUND) and name and not name.startswith(("/", "http")):
        yield f"{where} {url!r} is relative, on a page shown at any address"
    if target not in built.files:
        yield f"{where} {url!r} leads nowhere"
    elif fragment and target in built.pages and unquote(fragment) not in built.pages[target].ids | {"top"}:
        yield f"{where} {url!r}: no such id"


def _alternates(built: Built) -> list[str]:
    pages = {built.url_of(path): page for path, page in built.pages.items()}
    links = {unquote(url): {tag: unquote(to) for tag, to in page.alternates.items()} for url, page in pages.items()}
    raw = [
        f"{path}: hreflang address {url!r} is not absolute"
        for path, page in built.pages.items()
        for url in page.alternates.values()
        if not url.startswith(built.url)
    ]
    found = [
        f"{url}: {fault.partition(': ')[2]}"
        for url, its in links.items()
        if its
        for fault in reciprocity(url, its, links)
        if "hreflang address" not in fault  # judged before it was decoded
    ]
    missing = [
        f"{path}: no hreflang"
        for path, page in built.pages.items()
        if len(built.editions) > 1 and not page.alternates and page.canonical and "noindex" not in page.robots
    ]
    return raw + found + missing


def _file(built: Built, path: str) -> Iterator[str]:
    if path.startswith("files/") or not path.endswith((".xml", ".json", ".txt", ".css")):
        return
    data = (built.folder / path).read_bytes()
    name = path.rsplit("/", 1)[-1]
    if name == "feed.xml":
        yield from validate_atom(data)
        yield from _feed_addresses(built, re.findall(r'<link [^>]*href="([^"]+)"', data.decode("utf-8")))
    elif name == "feed.json":
        yield from validate_json_feed(data)
        yield from _feed_addresses(built, _urls(json.loads(data)))
    elif name == "opensearch.xml":
        yield from validate_opensearch(data)
    elif path == "robots.txt":
        yield from validate_robots(data)
    elif name.endswith(".json"):
        try:
            json.loads(data)
        except ValueError as error:
            yield f"not JSON: {error}"
    elif name.endswith(".css"):
        for url in _CSS_URL.findall(data.decode("utf-8")):
            if not url.startswith(("data:", "#")) and built.file_of(url, built.url + path) not in built.files:
                yield f"url({url}) leads nowhere"


def _urls(value: object) -> Iterator[str]:
    """Addresses of a JSON feed, those inside its HTML too."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("url", "home_page_url", "feed_url", "image"):
                yield str(item)
            elif key == "content_html":
                yield from re.findall(r'(?:href|src)="([^"]+)"', str(item))
            else:
                yield from _urls(item)
    elif isinstance(value, list):
        for item in value:
            yield from _urls(item)


def _feed_addresses(built: Built, urls: Iterator[str] | list[str]) -> Iterator[str]:
    for url in urls:
        target = built.file_of(url, built.url)
        if target is not None and target not in built.files:
            yield f"{url} leads nowhere"


def _sitemaps(built: Built) -> list[str]:
    names = sorted(path for path in built.files if re.fullmatch(r"sitemap(-\d+)?\.xml", path))
    if not names or "robots.txt" not in built.files:
        return ["sitemap.xml or robots.txt: missing"]
    files = {name: (built.folder / name).read_bytes() for name in names}
    found = [f"sitemap.xml: {fault}" for fault in validate_sitemap(*files.values())]
    listed = {url for data in files.values() for url in addresses_of(data) if not url.endswith(".xml")}
    targets = {built.file_of(url, built.url) for url in listed}
    found += [f"sitemap.xml: {url} leads nowhere" for url in listed if built.file_of(url, built.url) not in built.files]
    for path, page in built.pages.items():
        is_kept = bool(page.canonical) and not page.is_redirect and "noindex" not in page.robots
        if is_kept != (path in targets):
            found.append(f"{path}: {'not in the sitemap' if is_kept else 'in the sitemap, but no robot may keep it'}")
    return found


def _editions_agree(built: Built) -> list[str]:
    """Every edition has the same pages."""
    shared = ("photos/", "files/", "assets/", "search-index/")
    by_edition: dict[str, set[str]] = {tag: set() for tag, _ in built.editions}
    prefixes = dict(built.editions)
    for path in built.files:
        if path == "robots.txt" or path.startswith((*shared, "sitemap")):
            continue
        tag = built.edition_of(path)
        by_edition[tag].add(path.removeprefix(prefixes[tag]))
    first = by_edition[built.editions[0][0]]
    return [
        f"{path}: not in both {built.editions[0][0]} and {tag}"
        for tag, paths in by_edition.items()
        for path in sorted(first ^ paths)
        if path.endswith((".html", ".xml", ".json"))
    ]
