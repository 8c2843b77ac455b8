"""FeedView -> JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) with full text."""

from __future__ import annotations

import json
from typing import Any

from bulletin.model.article import Article, Link
from bulletin.model.content import Config
from bulletin.render.bodies import Fill, as_they_are
from bulletin.render.entries import Entries
from bulletin.render.media import media_type
from bulletin.render.syndicate import broadest, full_text, is_withdrawn, named, title_of
from bulletin.render.timestamp import published, rfc3339, updated
from bulletin.render.views import Chrome, FeedView
from bulletin.render.xml import clean

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed_bytes(chrome: Chrome, view: object, fill: Fill = as_they_are) -> bytes:
    assert isinstance(view, FeedView)
    config = chrome.config
    owner = {"name": clean(config.owner or config.title), "url": config.absolute(chrome.home)}
    feed = {
        "version": _VERSION,
        "title": clean(view.title),
        "home_page_url": view.url,
        "feed_url": view.feed_url,
        "description": clean(view.description),
        "language": chrome.edition.feed_language,
        "authors": [owner],
    }
    head = json.dumps(_filled(feed), ensure_ascii=False).removesuffix("}")
    items = b",\n".join(_items(chrome, view.articles, fill))
    return b"".join((f'{head}, "items": [\n'.encode(), items, b"\n]}\n"))


def _item_text(chrome: Chrome, article: Article) -> str:
    return json.dumps(_item(chrome, article), ensure_ascii=False)


def _item(chrome: Chrome, article: Article) -> dict[str, Any]:
    card, config = article.card, chrome.config
    url = config.absolute(card.url)
    item: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": clean(title_of(article, chrome.words)),
        "content_html": full_text(article, config, chrome.words),
        "date_published": rfc3339(published(card, config), config),
        "date_modified": rfc3339(updated(card, config), config),
        "language": chrome.edition.feed_language,
    }
    return item if is_withdrawn(article) else _filled(item | _details(article, config), "title", "content_html")


def _details(article: Article, config: Config) -> dict[str, Any]:
    card = article.card
    cover = broadest(card.cover) if card.cover else None
    labels = named((card.section, *article.tags))
    return {
        "summary": clean(card.summary),
        "image": config.absolute(cover.url) if cover else "",
        "authors": [_author(link, config) for link in named(card.authors) or named(card.sources)],
        "tags": list(dict.fromkeys(clean(label.name) for label in labels)),
        "attachments": [
            {
                "url": config.absolute(attachment.url),
                "mime_type": media_type(attachment.format),
                "title": clean(attachment.name),
                "size_in_bytes": attachment.size,
            }
            for attachment in article.attachments
            if attachment.format  # what is printed in the body is no file of its own
        ],
    }


def _author(link: Link, config: Config) -> dict[str, str]:
    name = {"name": clean(link.name)}
    return name | {"url": config.absolute(link.url)} if link.url else name


def _filled(values: dict[str, Any], *kept: str) -> dict[str, Any]:
    """``values`` without the empty ones, but for those that the format demands."""
    return {key: value for key, value in values.items() if value or key in kept}


_items = Entries(_item_text)
