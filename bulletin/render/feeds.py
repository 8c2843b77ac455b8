"""Site -> pages of its feeds, Atom and JSON, for the site and for each section, union and tag; their bytes later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from urllib.parse import unquote

from bulletin.model.article import Article, Listing, Site
from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.making import frozen
from bulletin.model.page import Group, Page
from bulletin.render.addresses import absolute, below
from bulletin.render.head import LISTS_WITH_FEED
from bulletin.render.syndicate import WORDS, portable
from bulletin.render.templates import Templates
from bulletin.render.timestamp import NEVER, updated
from bulletin.render.views import Chrome, FeedView

FEED_VERSION = 2  # of the writers: a change to their bytes is a change of this number
FORMATS = (("feed.xml", "@atom"), ("feed.json", "@json"))
Feed = tuple[str, str, str, tuple[Article, ...]]  # path below the edition, title, description, newest articles


def feed_groups(site: Site, templates: Templates) -> Iterator[Group]:
    """Both feeds of a list."""
    shared = digest_of(FEED_VERSION, _parts(templates.chrome))
    known: dict[str, _Entry] = {}
    for feed in _feeds(site):
        told = partial(_said, shared, feed, site, templates)
        yield Group(partial(_pages, shared, feed, site, templates, known), told)


def feed_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """All of them."""
    return (page for group in feed_groups(site, templates) for page in group.pages())


def _said(shared: str, feed: Feed, site: Site, templates: Templates) -> str:
    """The chrome, what the list is called and where it is, and all of its newest articles."""
    *about, articles = feed
    return digest_of_plain("feeds", shared, site.config.url, about, templates.keys.articles(articles))


def _pages(shared: str, feed: Feed, site: Site, templates: Templates, known: dict[str, _Entry]) -> Iterator[Page]:
    """The key is made of the articles' digests, each taken once: an article stands in a dozen feeds."""
    chrome = templates.chrome
    path, title, description, found = feed
    entries = [known.get(article.card.path) or _remember(article, site, templates, known) for article in found]
    digests = tuple(entry.digest for entry in entries)
    for name, template in FORMATS:
        view = FeedView(
            title=title,
            url=absolute(site.config, site.edition, path),
            feed_url=absolute(site.config, site.edition, path + name),
            updated=max((entry.updated for entry in entries), default=NEVER),
            articles=tuple(entry.article for entry in entries),
            description=description,
        )
        key = digest_of(template, shared, title, description, view.url, view.feed_url, view.updated, digests)
        where = chrome.edition.path + unquote(path) + name
        yield Page(where, key, template=template, context=view, edition=chrome.edition.path)


@frozen
class _Entry:
    article: Article
    digest: str
    updated: datetime


def _remember(article: Article, site: Site, templates: Templates, known: dict[str, _Entry]) -> _Entry:
    shown = portable(article)
    entry = _Entry(shown, article.digest or templates.keys.of("feed", shown), updated(article.card, site.config))
    known[article.card.path] = entry
    return entry


def _parts(chrome: Chrome) -> tuple[object, ...]:
    """All of the chrome that the writers of feeds look at."""
    words = tuple(chrome.words[name] for name in WORDS)
    return chrome.config, chrome.edition, chrome.editions, chrome.home, chrome.version, words


def _feeds(site: Site) -> Iterator[Feed]:
    config = site.config
    size = config.feed_size
    yield "", config.title, config.description or config.tagline, site.articles[:size]
    articles = {article.card.path: article for article in site.articles}
    for listing in site.listings:
        if listing.kind in LISTS_WITH_FEED:
            title = f"{config.title} · {listing.name}"
            path = below(config, site.edition, listing.url)
            yield path, title, listing.description, _newest(listing, articles, size)


def _newest(listing: Listing, articles: dict[str, Article], size: int) -> tuple[Article, ...]:
    found = (articles.get(card.path) for card in listing.cards[:size])
    return tuple(article for article in found if article)
