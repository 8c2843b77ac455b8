"""Site and one of its pages -> Open Graph properties (https://ogp.me/), for cards in chats and social media."""

from __future__ import annotations

from bulletin.model.article import Article, Site
from bulletin.model.content import Edition
from bulletin.model.item import Photo, Variant
from bulletin.render.remembering import kept
from bulletin.render.timestamp import rfc3339, stated, updated

Pairs = tuple[tuple[str, str], ...]

WEBSITE: Pairs = (("og:type", "website"),)
_SHARED_WIDTH = 1200  # pixels: the size that makes a large card; more only costs time


def page_properties(site: Site, title: str, url: str, description: str) -> Pairs:
    return (
        ("og:title", title),
        ("og:url", url),
        ("og:site_name", site.config.title),
        ("og:description", description),
        *_locales(site.edition, site.config.editions),
    )


def article_properties(site: Site, article: Article) -> Pairs:
    card, config = article.card, site.config
    changed = updated(card, config) if card.updated != card.date else None
    if card.kind == "page":
        return (*WEBSITE, *_image(site, article))
    return (
        ("og:type", "article"),
        *_image(site, article),
        ("article:published_time", stated(card.date, card.has_time, config) if card.date else ""),
        ("article:modified_time", rfc3339(changed, config) if changed else ""),
        ("article:section", card.section.name if card.section else ""),
        *(("article:author", config.absolute(link.url) if link.url else link.name) for link in card.authors),
        *(("article:tag", tag.name) for tag in article.tags),
    )


def shared_photo(article: Article) -> Photo | None:
    """The cover, else the first photo beside the article."""
    return article.card.cover or next((photo for photo, _ in article.gallery), None)


def shared_image(article: Article) -> Variant | None:
    """The widest size up to 1,200 pixels in the original format: not every reader of cards knows WebP."""
    photo = shared_photo(article)
    sizes = sorted(photo.fallback, key=lambda variant: variant.width) if photo else []
    fitting = [variant for variant in sizes if variant.width <= _SHARED_WIDTH]
    return fitting[-1] if fitting else next(iter(sizes), None)


def _image(site: Site, article: Article) -> Pairs:
    image = shared_image(article)
    if image is None:
        return ()
    caption = next((text for photo, text in article.gallery if photo == shared_photo(article)), "")
    return (
        ("og:image", site.config.absolute(image.url)),
        ("og:image:width", str(image.width)),
        ("og:image:height", str(image.height)),
        ("og:image:alt", caption or article.card.title),
    )


@kept(8)
def _locales(edition: Edition, editions: tuple[Edition, ...]) -> Pairs:
    """Open Graph knows places, not scripts; two editions may share one place."""
    own = _locale(edition)
    others = dict.fromkeys(_locale(e) for e in editions)
    return (("og:locale", own), *(("og:locale:alternate", other) for other in others if other != own))


def _locale(edition: Edition) -> str:
    return edition.feed_language.replace("-", "_")
