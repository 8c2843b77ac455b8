"""Site, Theme and interface words -> Chrome: what stands around every page of an edition."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.model.article import Article, Link, Site
from bulletin.model.content import Theme
from bulletin.render.files import asset_names
from bulletin.render.notices import LATEST
from bulletin.render.views import Chrome

_ABOUT = ("关于", "關於")
_INDEX_OF = {"unions": "union", "authors": "author", "tags": "tag", "archive": "year"}


def make_chrome(site: Site, theme: Theme, words: Mapping[str, str], version: str) -> Chrome:
    """``words`` are the interface words of the edition's script; ``version`` is Bulletin's own."""
    config, edition = site.config, site.edition
    return Chrome(
        config=config,
        edition=edition,
        editions=config.editions,
        words=dict(sorted(words.items())),
        home=config.base + edition.path,
        sections=_sections(site),
        places=_places(site),
        assets={name: config.base + path for name, path in asset_names(theme).items()},
        options=dict(theme.options),
        year=site.now.year,
        version=version,
        pages=tuple(Link(page.card.title, page.card.url) for page in site.pages if not page.card.is_withdrawn),
    )


def _sections(site: Site) -> tuple[Link, ...]:
    """Those with items; all of them while the bulletin has none at all."""
    listings = [listing for listing in site.listings if listing.kind == "section"]
    filled = [listing for listing in listings if listing.cards]
    return tuple(Link(listing.name, listing.url) for listing in filled or listings)


def _places(site: Site) -> dict[str, str]:
    root = site.config.base + site.edition.path
    kinds = {listing.kind for listing in site.listings}
    places = {"feed": f"{root}feed.xml", "json_feed": f"{root}feed.json"}
    if site.config.search:
        places["search"] = f"{root}search/"
    places |= {name: f"{root}{name}/" for name, kind in _INDEX_OF.items() if kind in kinds}
    if site.issues:
        places |= {"issues": f"{root}issues/", "latest": root + LATEST}
    if about := _about(site.pages, root):
        places["about"] = about
    return places


def _about(pages: tuple[Article, ...], root: str) -> str:
    """The page at about/, else the first whose title begins with 关于."""
    cards = [page.card for page in pages if not page.card.is_withdrawn]
    named = [card.url for card in cards if card.url == f"{root}about/"]
    titled = [card.url for card in cards if card.title.startswith(_ABOUT)]
    return next(iter(named + titled), "")
