"""Site -> the search page of an edition: the form, and lists of everything for readers without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.article import Link, Listing, Site
from bulletin.model.page import Page
from bulletin.render.head import page_head
from bulletin.render.paths import file_path
from bulletin.render.search.index import FOLDER
from bulletin.render.templates import Templates
from bulletin.render.views import SearchView

SEARCH = "search/"
_UNIONS = 40  # the busiest; all of them are on the page of unions
_GROUPS = (("sections", "section"), ("unions", "union"), ("archive", "year"))  # word of the heading, kind of list


def form_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """One, or none without a search. Robots may follow it and not keep it: its results are no text of its own."""
    if not site.config.search:
        return
    words = templates.chrome.words
    head = page_head(site, SEARCH, title=words["search"], robots="noindex, follow")
    groups = ((words[word], _names(site, kind)) for word, kind in _GROUPS)
    archives = tuple((heading, names) for heading, names in groups if names)
    yield templates.page(file_path(SEARCH), "search.html", SearchView(head, site.config.base + FOLDER, archives))


def _names(site: Site, kind: str) -> tuple[tuple[Link, int], ...]:
    found = [one for one in site.listings if one.kind == kind and one.cards]
    if kind == "union":
        found = sorted(found, key=_busiest)[:_UNIONS]
    return tuple((Link(one.name, one.url), len(one.cards)) for one in found)


def _busiest(listing: Listing) -> tuple[int, str]:
    return -len(listing.cards), listing.id
