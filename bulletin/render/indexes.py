"""Site -> the pages that name every union, author, tag and month, each with how many items it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bulletin.model.article import Link, Listing, Site
from bulletin.model.page import Page
from bulletin.render.head import page_head
from bulletin.render.paths import file_path
from bulletin.render.templates import Templates
from bulletin.render.views import IndexView

Groups = tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]


def index_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """One for each kind of list that has any: a page of nothing would be a dead end."""
    for name, group in INDEXES:
        groups = group(site)
        if groups:
            head = page_head(site, f"{name}/", title=templates.chrome.words[f"list_{name}"])
            yield templates.page(file_path(f"{name}/"), f"{name}.html", IndexView(head, groups))


def _unions(site: Site) -> Groups:
    """By region; the busiest first, regions and unions alike."""
    regions: dict[str, list[Listing]] = {}
    for listing in _busiest_first(site, "union"):
        regions.setdefault(listing.region, []).append(listing)
    ranked = sorted(regions.items(), key=lambda item: (item[0] == "", -sum(len(one.cards) for one in item[1]), item[0]))
    return tuple((region, tuple(_counted(one) for one in listings)) for region, listings in ranked)


def _authors(site: Site) -> Groups:
    return _one_group(_busiest_first(site, "author"))


def _tags(site: Site) -> Groups:
    return _one_group(_busiest_first(site, "tag"))


def _archive(site: Site) -> Groups:
    """By year, newest first; months in the order of their year."""
    counts = {listing.url: len(listing.cards) for listing in site.listings if listing.kind == "month"}
    years = sorted((one for one in site.listings if one.kind == "year"), key=lambda one: one.id, reverse=True)
    return tuple((year.name, tuple((month, counts.get(month.url, 0)) for month in year.children)) for year in years)


INDEXES: tuple[tuple[str, Callable[[Site], Groups]], ...] = (
    ("unions", _unions),
    ("authors", _authors),
    ("tags", _tags),
    ("archive", _archive),
)


def _busiest_first(site: Site, kind: str) -> list[Listing]:
    found = [listing for listing in site.listings if listing.kind == kind]
    return sorted(found, key=lambda listing: (-len(listing.cards), listing.id))


def _one_group(listings: list[Listing]) -> Groups:
    return (("", tuple(_counted(listing) for listing in listings)),) if listings else ()


def _counted(listing: Listing) -> tuple[Link, int]:
    return Link(listing.name, listing.url), len(listing.cards)
