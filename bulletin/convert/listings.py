"""Articles of an edition -> its lists: sections, unions, authors, tags, years, months. Each list is made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from bulletin.convert.context import EditionNames
from bulletin.convert.facets import facet_path
from bulletin.model.article import Article, Card, Link, Listing
from bulletin.model.content import Union

Cards = dict[str, Card]  # of a list, by the paths of their items: no card is twice in one


class _Members:
    """The cards of each list, by its path, in the order they were put in."""

    def __init__(self) -> None:
        self._lists: dict[str, Cards] = {}

    def list(self, path: str) -> Cards:
        return self._lists.setdefault(path, {})

    def of(self, path: str) -> tuple[Card, ...]:
        return tuple(self._lists.get(path, {}).values())


def make_listings(articles: Iterable[Article], names: EditionNames, unions: tuple[Union, ...]) -> tuple[Listing, ...]:
    """``articles`` newest first: so are the cards of each list. Every section has one, even without cards."""
    members = _Members()
    links: dict[str, dict[str, Link]] = {"unions": {}, "authors": {}, "tags": {}}
    parents = {union.id: union.parent for union in unions}
    ids = {_union_path(union.id): union.id for union in unions}
    lists: dict[str, tuple[Cards, ...]] = {}  # that a card stands in which has a link to this URL
    months: dict[tuple[int, int], tuple[Cards, Cards]] = {}
    foreign: set[str] = set()  # URLs of lists named as yet by an item that stays in the other script
    for article in articles:
        card = article.card
        for folder, found in (("unions", card.sources), ("authors", card.authors), ("tags", article.tags)):
            for link in found:
                if link.url not in lists:
                    path = link.url.removeprefix(names.root)
                    links[folder][path] = link
                    line = _above(ids[path], parents, names) if path in ids else ()
                    lists[link.url] = tuple(map(members.list, (path, *line)))
                    foreign.update([link.url] if card.lang else [])
                elif foreign and not card.lang and link.url in foreign:
                    links[folder][link.url.removeprefix(names.root)] = link
                    foreign.discard(link.url)
                for cards in lists[link.url]:
                    cards[card.path] = card
        if card.section:
            members.list(card.section.url.removeprefix(names.root))[card.path] = card
        if card.date:
            month = card.date.year, card.date.month
            if month not in months:
                year = f"archive/{card.date.year}/"
                months[month] = members.list(year), members.list(f"{year}{card.date.month:02}/")
            for cards in months[month]:
                cards[card.path] = card
    return (
        *_sections(names, members),
        *_unions(unions, names, members, links["unions"]),
        *_named("author", links["authors"], members),
        *_named("tag", links["tags"], members),
        *_years(sorted(months, reverse=True), names, members),
    )


def _above(union: str, parents: Mapping[str, str], names: EditionNames) -> tuple[str, ...]:
    """Paths of the lists of all unions above it, nearest first; a circle is followed once."""
    line: dict[str, None] = {}
    one = parents.get(union, "")
    while one in names.unions and one not in line and one != union:
        line[one] = None
        one = parents.get(one, "")
    return tuple(map(_union_path, line))


def _union_path(union: str) -> str:
    return facet_path("unions", union)


def _sections(names: EditionNames, members: _Members) -> Iterator[Listing]:
    for section in names.sections.values():
        path = facet_path("sections", section.id)
        yield Listing(
            "section",
            section.id,
            names.root + path,
            path,
            section.name,
            members.of(path),
            description=section.description,
            keywords=section.keywords,
            aliases=section.aliases,
        )


def _unions(
    unions: tuple[Union, ...], names: EditionNames, members: _Members, links: dict[str, Link]
) -> Iterator[Listing]:
    """Those that have items, or children that have; first the listed ones in their order, then the others."""
    shown = {union.id: Link(names.unions[union.id], names.root + _union_path(union.id)) for union in unions}
    shown = {one: link for one, link in shown.items() if members.of(_union_path(one))}
    children: dict[str, list[Link]] = {}
    for union in unions:
        if union.id in shown and union.parent != union.id:
            children.setdefault(union.parent, []).append(shown[union.id])
    for union in unions:
        if union.id in shown:
            path = _union_path(union.id)
            yield Listing(
                "union",
                union.id,
                names.root + path,
                path,
                names.unions[union.id],
                members.of(path),
                parent=shown.get(union.parent) if union.parent != union.id else None,
                children=tuple(children.get(union.id, ())),
                aliases=names.aliases.get(union.id, ()),
                region=names.regions.get(union.id, ""),
            )
    listed = {_union_path(union.id) for union in unions}
    yield from _named("union", {path: link for path, link in links.items() if path not in listed}, members)


def _named(
    kind: Literal["union", "author", "tag"], links: dict[str, Link], members: _Members
) -> Iterator[Listing]:
    """One for each name; ``links`` are by the path of the list."""
    for path, link in links.items():
        yield Listing(kind, unquote(path.split("/")[1]), link.url, path, link.name, members.of(path))


def _years(months: list[tuple[int, int]], names: EditionNames, members: _Members) -> Iterator[Listing]:
    """Years, then months, both newest first."""
    years: dict[int, list[Link]] = {}
    for year, month in months:
        years.setdefault(year, []).append(Link(f"{month}月", f"{names.root}archive/{year}/{month:02}/"))
    for year, children in years.items():
        path = f"archive/{year}/"
        yield Listing(
            "year", str(year), names.root + path, path, f"{year}年", members.of(path), children=tuple(children)
        )
    for year, month in months:
        path = f"archive/{year}/{month:02}/"
        parent = Link(f"{year}年", f"{names.root}archive/{year}/")
        name = f"{year}年{month}月"
        yield Listing("month", f"{year}/{month:02}", names.root + path, path, name, members.of(path), parent=parent)
