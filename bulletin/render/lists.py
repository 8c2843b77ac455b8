"""Site -> the pages of every list (section, union, author, tag, year, month), numbered so that old pages stay.

Page 1 holds the oldest cards. A full page keeps its number and its cards for good; the index shows the newest: those
that do not fill a page yet, and the last full page with them, so that it never looks empty. With a page size of 5:

    12 cards, newest first:   12 11 | 10 9 8 7 6 | 5 4 3 2 1
                              ----- index ------   page/1/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bulletin.model.article import Card, Link, Listing, Site
from bulletin.model.digest import digest_of_plain
from bulletin.model.page import Deferred, Group, Page
from bulletin.render.paths import file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, ListView, Pager

Months = tuple[tuple[Link, int], ...]  # of a year, with how many cards each has

_NEAR = 4  # numbered pages named on each page beside itself


def list_groups(site: Site, templates: Templates) -> Iterator[Group]:
    """All pages of a list."""
    counts = {listing.url: len(listing.cards) for listing in site.listings}
    for listing in site.listings:
        parts = listing, site.config.page_size, templates, _months(listing, counts)
        yield Group(partial(_pages, *parts), partial(_said, *parts))


def _said(listing: Listing, size: int, templates: Templates, months: Months) -> str:
    """The theme, the list with all its cards, and how many of them a page holds."""
    family = templates.families.get(f"{listing.kind}.html", "")
    counted = [(month.url, count) for month, count in months]
    return digest_of_plain("list", family, size, templates.keys.listing(listing), counted)


def _pages(listing: Listing, size: int, templates: Templates, groups: Months) -> Iterator[Page]:
    bare = replace(listing, cards=())  # or every page would change with every new card
    view = partial(_view, bare, listing.cards, size, groups)
    for number, cards in paginate(listing.cards, size):
        path = listing.path + (f"page/{number}/" if number else "")
        newest = cards[0].date if cards else None
        day = newest.date() if newest else None
        yield templates.page(file_path(path), f"{listing.kind}.html", Deferred(view, number), day)


def _view(bare: Listing, cards: tuple[Card, ...], size: int, groups: Months, number: int) -> ListView:
    """Of the page ``number`` of a list that has these cards."""
    return ListView(
        head=LATER,
        listing=bare,
        cards=cards_on(cards, size, number),
        pager=make_pager(bare.url, number, page_count(len(cards), size)),
        groups=() if number else groups,
        total=0 if number else len(cards),
    )


def paginate(cards: tuple[Card, ...], size: int) -> Iterator[tuple[int, tuple[Card, ...]]]:
    """``cards`` newest first -> (number, cards of the page): 0, the index, then numbered pages, newest first."""
    return ((number, cards_on(cards, size, number)) for number in (0, *range(page_count(len(cards), size) - 1, 0, -1)))


def cards_on(cards: tuple[Card, ...], size: int, number: int) -> tuple[Card, ...]:
    """The page ``number`` of ``paginate``."""
    end = len(cards) - ((number or page_count(len(cards), size)) - 1) * size
    return cards[end - size if number else 0 : end]


def page_count(cards: int, size: int) -> int:
    """Pages that so many cards make, the index among them."""
    return max(1, cards // size)


def make_pager(url: str, number: int, count: int) -> Pager:
    """The neighbours of page ``number`` of the list at ``url``; 0 is the index, which stands for page ``count``.

    A numbered page says nothing that a later card could change, but for the newest one's way to the index.
    """
    here = number or count

    def link(n: int) -> Link:
        return Link(str(n), url if n == count else f"{url}page/{n}/")

    oldest = max(1, here - _NEAR)
    newest = min(count, here + 1)
    pages = [link(n) for n in range(newest, oldest - 1, -1)]
    if oldest > 1:
        pages.append(link(1))
    return Pager(
        number=number,
        count=newest,
        newer=link(here + 1) if here < count else None,
        older=link(here - 1) if here > 1 else None,
        pages=tuple(pages),
    )


def _months(listing: Listing, counts: dict[str, int]) -> Months:
    if listing.kind != "year":
        return ()
    return tuple((month, counts.get(month.url, 0)) for month in listing.children)
