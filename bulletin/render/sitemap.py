"""All editions -> sitemap.xml (https://www.sitemaps.org/protocol.html) with hreflang alternates, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bulletin.model.article import Article, Card, Site
from bulletin.model.content import Config
from bulletin.model.digest import digest_of
from bulletin.model.making import quick_to_make
from bulletin.model.page import Page
from bulletin.render.addresses import X_DEFAULT, below, quoted
from bulletin.render.indexes import INDEXES
from bulletin.render.lists import page_count
from bulletin.render.timestamp import rfc3339, updated
from bulletin.render.views import Chrome
from bulletin.render.xml import DECLARATION, element, escape, escape_attribute

SITEMAP = "sitemap.xml"
MOST_URLS = 50_000  # in one file, as the protocol says
MOST_BYTES = 45_000_000  # the protocol says 50 MiB
_VERSION = 1
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_MARKUP = 100  # characters at most of the tags, quotes and lastmod around one URL


@quick_to_make
@dataclass(frozen=True, slots=True)
class Entry:
    """One page of one edition, and the editions that have it too; editions by their number in ``SitemapView.roots``."""

    path: str  # below the edition, percent-encoded
    changed: str  # W3C date or moment, "" where a page has none
    edition: int
    having: tuple[int, ...]


Moments = dict[str, tuple[float, str, tuple[datetime | None, datetime | None]]]  # seconds, as written, what it is from
Roots = tuple[tuple[str, str], ...]  # (hreflang, absolute URL) of each edition


@dataclass(frozen=True, slots=True)
class SitemapView:
    roots: Roots = ()
    entries: tuple[Entry, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # of an index: (URL of a sitemap, its newest change)


def sitemap_pages(sites: Sequence[Site], most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES) -> Iterator[Page]:
    """One sitemap, or an index with its parts once there is too much for one file; and robots.txt.

    Left out is what no robot should keep: withdrawn items, redirects, 404 and the search page.
    """
    config = sites[0].config
    roots = tuple((site.edition.tag, config.url + site.edition.path) for site in sites)
    chunks = list(_chunks(tuple(_entries(sites)), roots, most_urls, most_bytes))
    if len(chunks) > 1:
        named = [(f"sitemap-{number}.xml", chunk) for number, chunk in enumerate(chunks, 1)]
        parts = tuple((config.absolute(config.base + name), _newest(chunk)) for name, chunk in named)
        yield _page(SITEMAP, SitemapView(parts=parts))
        yield from (_page(name, SitemapView(roots, chunk)) for name, chunk in named)
    else:
        yield _page(SITEMAP, SitemapView(roots, chunks[0]))
    address = config.absolute(config.base + SITEMAP)
    yield Page("robots.txt", digest_of("@robots", _VERSION, address), template="@robots", context=address)


def sitemap_bytes(_: Chrome, view: object) -> bytes:
    assert isinstance(view, SitemapView)
    if view.parts:
        parts = (element("sitemap", [element("loc", url), *_changed(changed)]) for url, changed in view.parts)
        return (DECLARATION + element("sitemapindex", parts, xmlns=_SITEMAPS)).encode("utf-8")
    heads = {having: _heads(having, view.roots) for having in {entry.having for entry in view.entries}}
    roots = [escape(url) for _, url in view.roots]
    urls = (_url(entry, roots[entry.edition], heads[entry.having]) for entry in view.entries)
    return (DECLARATION + element("urlset", urls, xmlns=_SITEMAPS, xmlns__xhtml=_XHTML)).encode("utf-8")


def robots_bytes(_: Chrome, address: object) -> bytes:
    """Every robot may read everything (RFC 9309); what must not be kept says so itself."""
    return f"User-agent: *\nDisallow:\n\nSitemap: {address}\n".encode()


def _heads(having: tuple[int, ...], roots: Roots) -> tuple[str, ...]:
    """What stands before the path in each link of a page that these editions have."""
    shown = [roots[number] for number in having]
    return tuple(
        f'<xhtml:link rel="alternate" hreflang="{escape_attribute(tag)}" href="{escape_attribute(url)}'
        for tag, url in (*shown, (X_DEFAULT, shown[0][1]))
    )


def _url(entry: Entry, root: str, heads: tuple[str, ...]) -> str:
    """As ``element`` would write it: a page has one, so that of a large site it is a part of a second."""
    end = escape_attribute(entry.path) + '"/>\n'
    links = "".join([head + end for head in heads])
    return f"<url>\n<loc>{root}{escape(entry.path)}</loc>\n{''.join(_changed(entry.changed))}{links}</url>\n"


def _changed(moment: str) -> list[str]:
    return [element("lastmod", moment)] if moment else []


def _page(path: str, view: SitemapView) -> Page:
    told = [(entry.path, entry.changed, entry.edition, entry.having) for entry in view.entries]
    return Page(path, digest_of("@sitemap", _VERSION, view.roots, told, view.parts), template="@sitemap", context=view)


def _entries(sites: Sequence[Site]) -> Iterator[Entry]:
    """By edition, each page with those editions that have it too."""
    moments: Moments = {}
    changes = [dict(_paths(site, moments)) for site in sites]
    everywhere = tuple(range(len(sites)))
    shared = set(changes[0]).intersection(*changes[1:])
    for number, paths in enumerate(changes):
        for path, changed in paths.items():
            having = everywhere if path in shared else tuple(n for n in everywhere if path in changes[n])
            yield Entry(quoted(path), changed, number, having)


def _paths(site: Site, moments: Moments) -> Iterator[tuple[str, str]]:
    """(path below the edition, last change) of every page a robot may keep. ``moments``: see ``_learn``."""
    config, edition = site.config, site.edition
    listed = (*site.articles, *site.pages)
    _learn((article.card for article in listed), config, moments)
    shown = [article.card for article in listed if not _is_withdrawn(article)]
    newest = _latest([article.card for article in site.articles if not _is_withdrawn(article)], moments)
    yield "", newest
    for card in shown:
        yield below(config, edition, card.url), _latest([card], moments)
    for listing in site.listings:
        first = below(config, edition, listing.url)
        yield first, _latest(listing.cards, moments)
        for number in range(1, page_count(len(listing.cards), config.page_size)):
            yield f"{first}page/{number}/", ""
    for issue in site.issues:
        yield below(config, edition, issue.url), issue.date.isoformat()
    if site.issues:
        yield "issues/", site.issues[0].date.isoformat()
    for name, group in INDEXES:
        if group(site):
            yield f"{name}/", newest


def _is_withdrawn(article: Article) -> bool:
    return article.card.is_withdrawn or bool(article.withdrawn)


def _learn(cards: Iterable[Card], config: Config, moments: Moments) -> None:
    """The last change of each card, by its path, and how it is written; that of another edition where it is the same,
    as it nearly always is."""
    for card in cards:
        dates = card.date, card.updated
        if not any(dates):
            moments.pop(card.path, None)
        elif (known := moments.get(card.path)) is None or known[2] != dates:
            moment = updated(card, config)
            moments[card.path] = moment.timestamp(), rfc3339(moment, config), dates


def _latest(cards: Sequence[Card], moments: Moments) -> str:
    """The last change of ``cards``, "" where none has any."""
    found = [moments[card.path][:2] for card in cards if card.path in moments]
    return max(found)[1] if found else ""


def _chunks(entries: tuple[Entry, ...], roots: Roots, most_urls: int, most_bytes: int) -> Iterator[tuple[Entry, ...]]:
    start = size = 0
    for number, entry in enumerate(entries):
        more = most_size(entry, roots)
        if number > start and (number - start == most_urls or size + more > most_bytes):
            yield entries[start:number]
            start, size = number, 0
        size += more
    yield entries[start:]


def most_size(entry: Entry, roots: Roots) -> int:
    """Bytes that ``entry`` takes at most: percent-encoded URLs are ASCII, and only an ampersand grows."""
    one = len(entry.path) + 4 * entry.path.count("&") + _MARKUP
    return (len(entry.having) + 2) * one + _most_of_roots(entry.having, entry.edition, roots)


@lru_cache(maxsize=64)
def _most_of_roots(having: tuple[int, ...], edition: int, roots: Roots) -> int:
    urls = [url for number in (*having, having[0], edition) for url in roots[number]]
    return sum(len(url) + 4 * url.count("&") for url in urls)


def _newest(entries: tuple[Entry, ...]) -> str:
    """Of moments in one time zone, where a date without time counts as the day's start."""
    return max((entry.changed for entry in entries), default="")
