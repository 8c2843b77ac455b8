"""Articles of an edition -> which of them stand in which lists, in numbers: nothing that they say is in it.

A list shows cards, and a card changes with its title. Where it stands doesn't: so that is worked out anew only where an
address, a date, a section, a source, an author or a tag has changed (``standing_of``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from bulletin.convert.facets import facet_path
from bulletin.model.article import Article, Card, Link
from bulletin.model.content import Union
from bulletin.model.digest import digest_of_plain
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle

Numbers = tuple[int, ...]  # of articles, from the newest on
Naming = tuple[int, int]  # an article, and which of its links of that kind
Value = TypeVar("Value")
FOLDERS = ("unions", "authors", "tags")


@quick_to_pickle
@frozen
class Arrangement:
    """Lists by their paths below the edition. In each the articles are in their own order, and none is in it twice."""

    members: Mapping[str, Numbers]
    named: Mapping[str, Mapping[str, Naming]]  # by ``FOLDERS``: lists, with the article that says what they are called
    months: tuple[tuple[int, int], ...]  # newest first


def standing_of(article: Article, root: str) -> str:
    """A digest of what decides in which lists an article of the edition at ``root`` stands, at which place, and what is
    told of it to robots."""
    card = article.card
    section = (card.section,) if card.section else ()
    lists = [[link.url.removeprefix(root) for link in some] for some in (section, *_links(article))]
    is_withdrawn = card.is_withdrawn, bool(article.withdrawn)
    path = card.url.removeprefix(root)
    return digest_of_plain(card.path, path, card.kind, moments_of(card), lists, is_withdrawn, card.lang)


def moments_of(card: Card) -> list[str | None]:
    """Its dates as plain values. Nearly all were never corrected, and their two are one object."""
    date = card.date.isoformat() if card.date else None
    if card.updated is card.date:
        return [date, date]
    return [date, card.updated.isoformat() if card.updated else None]


def arrange(articles: Iterable[Article], root: str, unions: tuple[Union, ...]) -> Arrangement:
    """``articles`` newest first, those of an edition that stand in lists; ``root`` is the URL of its home page."""
    members: dict[str, dict[int, None]] = {}
    named: dict[str, dict[str, Naming]] = {folder: {} for folder in FOLDERS}
    above = _lines(unions)
    lists: dict[str, tuple[dict[int, None], ...]] = {}  # that an article stands in which has a link to this URL
    months: dict[tuple[int, int], tuple[dict[int, None], ...]] = {}
    foreign: set[str] = set()  # URLs of lists named as yet by an item that stays in the other script

    def listed(*paths: str) -> tuple[dict[int, None], ...]:
        return tuple(members.setdefault(path, {}) for path in paths)

    for number, article in enumerate(articles):
        card = article.card
        for folder, links in zip(FOLDERS, _links(article), strict=True):
            for place, link in enumerate(links):
                url = link.url
                if url not in lists:
                    path = url.removeprefix(root)
                    named[folder][path] = number, place
                    lists[url] = listed(path, *above.get(path, ()))
                    foreign.update([url] if card.lang else [])
                elif foreign and not card.lang and url in foreign:
                    named[folder][url.removeprefix(root)] = number, place
                    foreign.discard(url)
                for found in lists[url]:
                    found[number] = None
        if card.section:
            members.setdefault(card.section.url.removeprefix(root), {})[number] = None
        if card.date:
            month = card.date.year, card.date.month
            if month not in months:
                months[month] = listed(year_path(month[0]), month_path(*month))
            for found in months[month]:
                found[number] = None
    numbers = {path: tuple(found) for path, found in members.items()}
    return Arrangement(numbers, named, tuple(sorted(months, reverse=True)))


def picked(values: Sequence[Value], numbers: Numbers) -> tuple[Value, ...]:
    """Those with these numbers, in one call: a build picks a quarter of a million cards."""
    return itemgetter(*numbers)(values) if len(numbers) > 1 else tuple(values[number] for number in numbers)


def union_path(union: str) -> str:
    return facet_path("unions", union)


def year_path(year: int) -> str:
    return f"archive/{year}/"


def month_path(year: int, month: int) -> str:
    return f"archive/{year}/{month:02}/"


def called_by(article: Article, folder: str, place: int) -> Link:
    """What ``named`` says of a list."""
    return _links(article)[FOLDERS.index(folder)][place]


def _links(article: Article) -> tuple[tuple[Link, ...], ...]:
    """By the kind of list they lead to, as ``FOLDERS``."""
    return article.card.sources, article.card.authors, article.tags


def _lines(unions: tuple[Union, ...]) -> dict[str, tuple[str, ...]]:
    """Path of a union's list -> those of all unions above it, nearest first; a circle is followed once."""
    parents = {union.id: union.parent for union in unions}
    return {union_path(union): tuple(map(union_path, _above(union, parents))) for union in parents}


def _above(union: str, parents: Mapping[str, str]) -> Iterable[str]:
    line: dict[str, None] = {}
    one = parents.get(union, "")
    while one in parents and one not in line and one != union:
        line[one] = None
        one = parents.get(one, "")
    return line
