"""All editions -> sitemap.xml (https://www.sitemaps.org/protocol.html) with hreflang alternates, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, partial
from itertools import chain, repeat
from operator import attrgetter

from bulletin.model.article import Article, Card, Site
from bulletin.model.content import Config
from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.making import frozen
from bulletin.model.page import Group, Page
from bulletin.render.addresses import X_DEFAULT, all_quoted, quoted
from bulletin.render.indexes import INDEXES
from bulletin.render.lists import page_count
from bulletin.render.paths import root_of
from bulletin.render.timestamp import updated
from bulletin.render.views import Chrome
from bulletin.render.xml import DECLARATION, element, escape, escape_attribute

SITEMAP = "sitemap.xml"
MOST_URLS = 50_000  # in one file, as the protocol says
MOST_BYTES = 45_000_000  # the protocol says 50 MiB
_VERSION = 1
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_MARKUP = 100  # characters at most of the tags, quotes and lastmod around one URL
_NEVER = (float("-inf"), "")
_PATH = attrgetter("path")


# A page of an edition: path below it, percent-encoded; W3C date or moment, "" where it has none; the edition and those
# that have the page too, by their numbers in ``SitemapView.roots``. Plain tuples, for a build makes one for each page.
Entry = tuple[str, str, int, tuple[int, ...]]
Roots = tuple[tuple[str, str], ...]  # (hreflang, absolute URL) of each edition


@frozen
class SitemapView:
    roots: Roots = ()
    entries: tuple[Entry, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # of an index: (URL of a sitemap, its newest change)


def sitemap_groups(sites: Sequence[Site]) -> Iterator[Group]:
    yield Group(partial(sitemap_pages, sites), partial(_said, sites))


def _said(sites: Sequence[Site]) -> str:
    """Where all articles stand, and since when; which pages lists have, and when issues were published."""
    if not all(site.arranged for site in sites):
        return ""
    told = [(site.arranged, site.edition.tag, site.edition.path, _own(site)) for site in sites]
    return digest_of_plain("sitemap", _VERSION, digest_of(sites[0].config), told)


def _own(site: Site) -> object:
    pages = [page.standing for page in site.pages]
    issues = [(issue.path, issue.date.isoformat()) for issue in site.issues]
    return pages, issues, [(listing.kind, listing.path, len(listing.cards)) for listing in site.listings]


def sitemap_pages(sites: Sequence[Site], most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES) -> Iterator[Page]:
    """One sitemap, or an index with its parts once there is too much for one file; and robots.txt.

    Left out is what no robot should keep: withdrawn items, redirects, 404 and the search page.
    """
    config = sites[0].config
    roots = tuple((site.edition.tag, config.url + site.edition.path) for site in sites)
    chunks = list(_chunks(_entries(sites), roots, most_urls, most_bytes))
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
    heads = {having: _heads(having, view.roots) for having in {having for _, _, _, having in view.entries}}
    roots = [escape(url) for _, url in view.roots]
    urls = (_url(path, changed, roots[edition], heads[having]) for path, changed, edition, having in view.entries)
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


def _url(path: str, changed: str, root: str, heads: tuple[str, ...]) -> str:
    """As ``element`` would write it: a page has one, so that of a large site it is a part of a second."""
    end = escape_attribute(path) + '"/>\n'
    links = "".join([head + end for head in heads])
    return f"<url>\n<loc>{root}{escape(path)}</loc>\n{''.join(_changed(changed))}{links}</url>\n"


def _changed(moment: str) -> list[str]:
    return [element("lastmod", moment)] if moment else []


def _page(path: str, view: SitemapView) -> Page:
    key = digest_of_plain("@sitemap", _VERSION, view.roots, view.entries, view.parts)
    return Page(path, key, template="@sitemap", context=view)


class _Moments:
    """The last change of each article, in seconds and as it is written, by the path of its item."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, str]] = {}
        self._dates: dict[str, tuple[datetime | None, datetime | None]] = {}  # what it is from

    def learn(self, cards: Iterable[Card], config: Config) -> None:
        """Of the articles of an edition. That of another edition stays where the dates are the same, as they nearly
        always are."""
        for card in cards:
            dates = card.date, card.updated
            if self._dates.get(card.path) == dates:
                continue
            self._dates[card.path] = dates
            moment = updated(card, config)
            written = moment.isoformat(timespec="seconds")
            self._known[card.path] = (moment.timestamp(), written) if any(dates) else _NEVER

    def of(self, card: Card) -> str:
        return self._known[card.path][1]

    def latest(self, cards: Iterable[Card]) -> str:
        """"" where none has any."""
        return max(map(self._known.get, map(_PATH, cards), repeat(_NEVER)), default=_NEVER)[1]


def _entries(sites: Sequence[Site]) -> tuple[Entry, ...]:
    """By edition, each page with those editions that have it too."""
    moments = _Moments()
    known: dict[object, dict[str, str]] = {}  # editions whose articles and lists stand alike have the same
    changes = []
    for number, site in enumerate(sites):
        alike = digest_of_plain(site.arranged, _own(site)) if site.arranged else number
        if alike not in known:
            known[alike] = _changes(site, moments)
        changes.append(known[alike])
    everywhere = tuple(range(len(sites)))
    shared = set(changes[0]).intersection(*changes[1:])
    return tuple(
        (path, changed, number, everywhere if path in shared else tuple(n for n in everywhere if path in changes[n]))
        for number, paths in enumerate(changes)
        for path, changed in paths.items()
    )


def _changes(site: Site, moments: _Moments) -> dict[str, str]:
    """Path below the edition, percent-encoded, of every page a robot may keep -> its last change."""
    moments.learn((article.card for article in (*site.articles, *site.pages)), site.config)
    listed = [article.card for article in site.articles if not _is_withdrawn(article)]
    newest = moments.latest(listed)
    found = {"": newest}
    cards = *listed, *(page.card for page in site.pages if not _is_withdrawn(page))
    root = root_of(site)
    paths = [card.url.removeprefix(root) for card in cards]
    as_urls = all_quoted(paths)
    found.update((as_urls[path], moments.of(card)) for path, card in zip(paths, cards, strict=True))
    for listing in site.listings:
        first = quoted(listing.path)
        found[first] = moments.latest(listing.cards)
        for number in range(1, page_count(len(listing.cards), site.config.page_size)):
            found[f"{first}page/{number}/"] = ""
    found.update((quoted(issue.path), issue.date.isoformat()) for issue in site.issues)
    if site.issues:
        found["issues/"] = site.issues[0].date.isoformat()
    for name, group in INDEXES:
        if group(site):
            found[f"{name}/"] = newest
    return found


def _is_withdrawn(article: Article) -> bool:
    return article.card.is_withdrawn or bool(article.withdrawn)


def _chunks(entries: tuple[Entry, ...], roots: Roots, most_urls: int, most_bytes: int) -> Iterator[tuple[Entry, ...]]:
    start = size = 0
    if len(entries) <= most_urls and most_of_all(entries, roots) <= most_bytes:
        yield entries
        return
    for number, entry in enumerate(entries):
        more = most_size(entry, roots)
        if number > start and (number - start == most_urls or size + more > most_bytes):
            yield entries[start:number]
            start, size = number, 0
        size += more
    yield entries[start:]


def most_size(entry: Entry, roots: Roots) -> int:
    """Bytes that ``entry`` takes at most: percent-encoded URLs are ASCII, and only an ampersand grows."""
    path, _, edition, having = entry
    return (len(having) + 2) * (_most(path) + _MARKUP) + _most_of_roots(having, edition, roots)


def most_of_all(entries: tuple[Entry, ...], roots: Roots) -> int:
    """Not less than the sizes of all together."""
    beside = max(map(_most, chain.from_iterable(roots))) * 2 + _MARKUP
    return (len(roots) + 2) * (_most("".join(path for path, _, _, _ in entries)) + beside * len(entries))


def _most(text: str) -> int:
    return len(text) + 4 * text.count("&")


@lru_cache(maxsize=64)
def _most_of_roots(having: tuple[int, ...], edition: int, roots: Roots) -> int:
    urls = [url for number in (*having, having[0], edition) for url in roots[number]]
    return sum(map(_most, urls))


def _newest(entries: tuple[Entry, ...]) -> str:
    """Of moments in one time zone, where a date without time counts as the day's start."""
    return max((changed for _, changed, _, _ in entries), default="")
