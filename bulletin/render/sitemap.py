"""All editions -> sitemap.xml (https://www.sitemaps.org/protocol.html) with hreflang alternates, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bulletin.model.article import Card, Site
from bulletin.model.content import Config
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.addresses import X_DEFAULT, absolute, below
from bulletin.render.indexes import INDEXES
from bulletin.render.lists import page_count
from bulletin.render.timestamp import rfc3339, updated
from bulletin.render.views import Chrome
from bulletin.render.xml import DECLARATION, element

SITEMAP = "sitemap.xml"
MOST_URLS = 50_000  # in one file, as the protocol says
MOST_BYTES = 45_000_000  # the protocol says 50 MiB
_VERSION = 1
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_MARKUP = 100  # characters at most of the tags, quotes and lastmod around one URL


@dataclass(frozen=True, slots=True)
class Entry:
    """One URL with itself in every edition; all URLs absolute and percent-encoded."""

    url: str
    changed: str  # W3C date or moment, "" where a page has none
    alternates: tuple[tuple[str, str], ...]  # (hreflang, URL), x-default last


@dataclass(frozen=True, slots=True)
class SitemapView:
    entries: tuple[Entry, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # of an index: (URL of a sitemap, its newest change)


def sitemap_pages(sites: Sequence[Site], most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES) -> Iterator[Page]:
    """One sitemap, or an index with its parts once there is too much for one file; and robots.txt.

    Left out is what no robot should keep: withdrawn items, redirects, 404 and the search page.
    """
    config = sites[0].config
    chunks = list(_chunks(tuple(_entries(sites)), most_urls, most_bytes))
    if len(chunks) > 1:
        named = [(f"sitemap-{number}.xml", chunk) for number, chunk in enumerate(chunks, 1)]
        parts = tuple((config.absolute(config.base + name), _newest(chunk)) for name, chunk in named)
        yield _page(SITEMAP, SitemapView(parts=parts))
        yield from (_page(name, SitemapView(chunk)) for name, chunk in named)
    else:
        yield _page(SITEMAP, SitemapView(chunks[0]))
    address = config.absolute(config.base + SITEMAP)
    yield Page("robots.txt", digest_of("@robots", _VERSION, address), template="@robots", context=address)


def sitemap_bytes(_: Chrome, view: object) -> bytes:
    assert isinstance(view, SitemapView)
    if view.parts:
        parts = (element("sitemap", [element("loc", url), *_changed(changed)]) for url, changed in view.parts)
        return (DECLARATION + element("sitemapindex", parts, xmlns=_SITEMAPS)).encode("utf-8")
    urls = (_url(entry) for entry in view.entries)
    return (DECLARATION + element("urlset", urls, xmlns=_SITEMAPS, xmlns__xhtml=_XHTML)).encode("utf-8")


def robots_bytes(_: Chrome, address: object) -> bytes:
    """Every robot may read everything (RFC 9309); what must not be kept says so itself."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {address}\n".encode()


def _url(entry: Entry) -> str:
    links = (
        element("xhtml:link", rel="alternate", hreflang=tag, href=url) for tag, url in entry.alternates
    )
    return element("url", [element("loc", entry.url), *_changed(entry.changed), *links])


def _changed(moment: str) -> list[str]:
    return [element("lastmod", moment)] if moment else []


def _page(path: str, view: SitemapView) -> Page:
    return Page(path, digest_of("@sitemap", _VERSION, view), template="@sitemap", context=view)


def _entries(sites: Sequence[Site]) -> Iterator[Entry]:
    """By edition, each page with those editions that have it too."""
    changes = [dict(_paths(site)) for site in sites]
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for site, paths in zip(sites, changes, strict=True):
        for path, changed in paths.items():
            if path not in known:
                having = [other for other, its in zip(sites, changes, strict=True) if path in its]
                urls = [(one.edition.tag, absolute(site.config, one.edition, path)) for one in having]
                known[path] = (*urls, (X_DEFAULT, urls[0][1]))
            alternates = known[path]
            yield Entry(next(url for tag, url in alternates if tag == site.edition.tag), changed, alternates)


def _paths(site: Site) -> Iterator[tuple[str, str]]:
    """(path below the edition, last change) of every page a robot may keep."""
    config, edition = site.config, site.edition
    moments = {
        article.card.path: updated(article.card, config)
        for article in (*site.articles, *site.pages)
        if article.card.date or article.card.updated
    }
    news = [article.card for article in site.articles if not _is_withdrawn(article.card, article.withdrawn)]
    newest = _latest(news, moments, config)
    yield "", newest
    for article in (*site.articles, *site.pages):
        if not _is_withdrawn(article.card, article.withdrawn):
            yield below(config, edition, article.card.url), _latest([article.card], moments, config)
    for listing in site.listings:
        start = below(config, edition, listing.url)
        yield start, _latest(listing.cards, moments, config)
        for number in range(1, page_count(len(listing.cards), config.page_size)):
            yield f"{start}page/{number}/", ""
    for issue in site.issues:
        yield below(config, edition, issue.url), issue.date.isoformat()
    if site.issues:
        yield "issues/", site.issues[0].date.isoformat()
    for name, group in INDEXES:
        if group(site):
            yield f"{name}/", newest


def _is_withdrawn(card: Card, notice: str) -> bool:
    return card.is_withdrawn or bool(notice)


def _latest(cards: Sequence[Card], moments: Mapping[str, datetime], config: Config) -> str:
    """The last change of ``cards``; ``moments`` by the path of a card, where it has one."""
    found = [moments[card.path] for card in cards if card.path in moments]
    return rfc3339(max(found), config) if found else ""


def _chunks(entries: tuple[Entry, ...], most_urls: int, most_bytes: int) -> Iterator[tuple[Entry, ...]]:
    start = size = 0
    for number, entry in enumerate(entries):
        more = most_size(entry)
        if number > start and (number - start == most_urls or size + more > most_bytes):
            yield entries[start:number]
            start, size = number, 0
        size += more
    yield entries[start:]


def most_size(entry: Entry) -> int:
    """Bytes that ``entry`` takes at most: percent-encoded URLs are ASCII, and only an ampersand grows."""
    urls = (entry.url, *(url + tag for tag, url in entry.alternates))
    return sum(len(url) + 4 * url.count("&") + _MARKUP for url in urls)


def _newest(entries: tuple[Entry, ...]) -> str:
    """Of moments in one time zone, where a date without time counts as the day's start."""
    return max((entry.changed for entry in entries), default="")
