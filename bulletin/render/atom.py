"""FeedView -> Atom 1.0 (RFC 4287) with full text."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.article import Article
from bulletin.render.addresses import absolute, below
from bulletin.render.bodies import Fill, as_they_are
from bulletin.render.entries import Entries
from bulletin.render.head import ATOM, JSON_FEED
from bulletin.render.media import media_type
from bulletin.render.syndicate import broadest, full_text, is_withdrawn, named, title_of
from bulletin.render.timestamp import published, rfc3339, updated
from bulletin.render.views import Chrome, FeedView
from bulletin.render.xml import DECLARATION, element

_NAMESPACE = "http://www.w3.org/2005/Atom"
_END = "</feed>\n"


def atom_bytes(chrome: Chrome, view: object, fill: Fill = as_they_are) -> bytes:
    """A feed's and an entry's id is its address, which `check` keeps stable and aliases outlive."""
    assert isinstance(view, FeedView)
    feed = DECLARATION + element("feed", [*_feed(chrome, view)], xmlns=_NAMESPACE, xml__lang=chrome.edition.tag)
    return b"".join((feed.removesuffix(_END).encode(), *_entries(chrome, view.articles, fill), _END.encode()))


def _feed(chrome: Chrome, view: FeedView) -> Iterator[str]:
    config = chrome.config
    yield element("title", view.title)
    if view.description:
        yield element("subtitle", view.description)
    yield element("id", view.feed_url)
    yield element("updated", rfc3339(view.updated, config))
    yield element("link", rel="self", type=ATOM, href=view.feed_url)
    yield element("link", rel="alternate", type="text/html", hreflang=chrome.edition.tag, href=view.url)
    yield element("link", rel="alternate", type=JSON_FEED, href=view.feed_url.removesuffix("xml") + "json")
    path = below(config, chrome.edition, view.feed_url)
    for edition in chrome.editions:
        if edition.tag != chrome.edition.tag:
            url = absolute(config, edition, path)
            yield element("link", rel="alternate", type=ATOM, hreflang=edition.tag, title=edition.name, href=url)
    owner = config.owner or config.title
    yield element("author", [element("name", owner), element("uri", config.absolute(chrome.home))])
    if config.owner:
        yield element("rights", f"© {config.owner}")
    yield element("generator", "Bulletin", version=chrome.version)


def _entry(chrome: Chrome, article: Article) -> str:
    card, config = article.card, chrome.config
    url = config.absolute(card.url)
    parts = [
        element("title", title_of(article, chrome.words)),
        element("id", url),
        element("published", rfc3339(published(card, config), config)),
        element("updated", rfc3339(updated(card, config), config)),
        element("link", rel="alternate", type="text/html", hreflang=chrome.edition.tag, href=url),
    ]
    if not is_withdrawn(article):
        parts += [*_details(chrome, article)]
    parts.append(element("content", full_text(article, config, chrome.words), type="html", xml__base=url))
    return element("entry", parts)


def _details(chrome: Chrome, article: Article) -> Iterator[str]:
    card, config = article.card, chrome.config
    for link in named(card.authors) or named(card.sources):
        uri = [element("uri", config.absolute(link.url))] if link.url else []
        yield element("author", [element("name", link.name), *uri])
    for name in (*article.contributor, *article.photographer, *article.editor):
        yield element("contributor", [element("name", name)])
    for label in named((card.section, *article.tags)):
        yield element("category", term=label.name, scheme=config.absolute(label.url) if label.url else "")
    cover = broadest(card.cover) if card.cover else None
    if cover:
        yield element("link", rel="enclosure", type=media_type(cover.format), href=config.absolute(cover.url))
    for attachment in article.attachments:
        if attachment.format:  # what is printed in the body is no file of its own
            yield element(
                "link",
                rel="enclosure",
                type=media_type(attachment.format),
                title=attachment.name,
                length=str(attachment.size),
                href=config.absolute(attachment.url),
            )
    if card.summary:
        yield element("summary", card.summary)


_entries = Entries(_entry)
