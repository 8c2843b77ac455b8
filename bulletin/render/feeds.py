"""Site -> pages of its feeds, Atom and JSON, for the site and for each section, union and tag; their bytes later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote

from bulletin.model.article import Article, Listing, Site
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.addresses import absolute, below
from bulletin.render.head import LISTS_WITH_FEED
from bulletin.render.syndicate import WORDS
from bulletin.render.templates import Templates
from bulletin.render.timestamp import NEVER, updated
from bulletin.render.views import Chrome, FeedView

FEED_VERSION = 1  # of the writers: a change to their bytes is a change of this number
FORMATS = (("feed.xml", "@atom"), ("feed.json", "@json"))


def feed_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """The key is made of the articles' digests, each taken once: an article stands in a dozen feeds."""
    chrome = templates.chrome
    shared = digest_of(FEED_VERSION, _parts(chrome))
    known: dict[str, str] = {}
    for path, title, description, articles in _feeds(site):
        digests = tuple(_digest(article, known) for article in articles)
        for name, template in FORMATS:
            view = _view(site, path, name, title, description, articles)
            key = digest_of(template, shared, view.title, description, view.url, view.feed_url, view.updated, digests)
            where = chrome.edition.path + unquote(path) + name
            yield Page(where, key, template=template, context=view, edition=chrome.edition.path)


def _digest(article: Article, known: dict[str, str]) -> str:
    """Of all that the article is, its names and links too: ``Article.digest`` was taken before these were known."""
    found = known.get(article.card.path)
    if found is None:
        found = known[article.card.path] = digest_of(article)
    return found


def _parts(chrome: Chrome) -> tuple[object, ...]:
    """All of the chrome that the writers of feeds look at."""
    words = tuple(chrome.words[name] for name in WORDS)
    return chrome.config, chrome.edition, chrome.editions, chrome.home, chrome.version, words


def _feeds(site: Site) -> Iterator[tuple[str, str, str, tuple[Article, ...]]]:
    """(path below the edition, title, description, newest articles)"""
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


def _view(
    site: Site, path: str, name: str, title: str, description: str, articles: tuple[Article, ...]
) -> FeedView:
    config = site.config
    return FeedView(
        title=title,
        url=absolute(config, site.edition, path),
        feed_url=absolute(config, site.edition, path + name),
        updated=_updated(site, articles),
        articles=articles,
        description=description,
    )


def _updated(site: Site, articles: tuple[Article, ...]) -> datetime:
    return max((updated(article.card, site.config) for article in articles), default=NEVER)
