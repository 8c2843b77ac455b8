"""Articles of an edition, and where they stand -> its lists: sections, unions, authors, tags, years, months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal
from urllib.parse import unquote

from bulletin.convert.context import EditionNames
from bulletin.convert.facets import facet_path
from bulletin.convert.standing import Arrangement, called_by, month_path, picked, union_path, year_path
from bulletin.model.article import Article, Card, Link, Listing
from bulletin.model.content import Union


class _Members:
    """The cards of each list, by its path: those of the articles that stand in it."""

    def __init__(self, articles: Sequence[Article], arranged: Arrangement) -> None:
        self._articles = articles
        self._cards = [article.card for article in articles]
        self._arranged = arranged

    def of(self, path: str) -> tuple[Card, ...]:
        return picked(self._cards, self._arranged.members.get(path, ()))

    def has(self, path: str) -> bool:
        return path in self._arranged.members

    def links(self, folder: str) -> dict[str, Link]:
        """What the lists of a kind are called, by their paths."""
        named = self._arranged.named[folder].items()
        return {path: called_by(self._articles[number], folder, place) for path, (number, place) in named}


def make_listings(
    articles: Sequence[Article], arranged: Arrangement, names: EditionNames, unions: tuple[Union, ...]
) -> tuple[Listing, ...]:
    """``articles`` newest first: so are the cards of each list. Every section has one, even without cards."""
    members = _Members(articles, arranged)
    return (
        *_sections(names, members),
        *_unions(unions, names, members),
        *_named("author", members.links("authors"), members),
        *_named("tag", members.links("tags"), members),
        *_years(arranged.months, names, members),
    )


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


def _unions(unions: tuple[Union, ...], names: EditionNames, members: _Members) -> Iterator[Listing]:
    """Those that have items, or children that have; first the listed ones in their order, then the others."""
    shown = {union.id: Link(names.unions[union.id], names.root + union_path(union.id)) for union in unions}
    shown = {one: link for one, link in shown.items() if members.has(union_path(one))}
    children: dict[str, list[Link]] = {}
    for union in unions:
        if union.id in shown and union.parent != union.id:
            children.setdefault(union.parent, []).append(shown[union.id])
    for union in unions:
        if union.id in shown:
            path = union_path(union.id)
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
    listed = {union_path(union.id) for union in unions}
    others = {path: link for path, link in members.links("unions").items() if path not in listed}
    yield from _named("union", others, members)


def _named(
    kind: Literal["union", "author", "tag"], links: dict[str, Link], members: _Members
) -> Iterator[Listing]:
    """One for each name; ``links`` are by the path of the list."""
    for path, link in links.items():
        yield Listing(kind, unquote(path.split("/")[1]), link.url, path, link.name, members.of(path))


def _years(months: Sequence[tuple[int, int]], names: EditionNames, members: _Members) -> Iterator[Listing]:
    """Years, then months, both newest first."""
    years: dict[int, list[Link]] = {}
    for year, month in months:
        years.setdefault(year, []).append(Link(f"{month}月", names.root + month_path(year, month)))
    for year, children in years.items():
        path = year_path(year)
        yield Listing(
            "year", str(year), names.root + path, path, f"{year}年", members.of(path), children=tuple(children)
        )
    for year, month in months:
        path = month_path(year, month)
        parent = Link(f"{year}年", names.root + year_path(year))
        name = f"{year}年{month}月"
        yield Listing("month", f"{year}/{month:02}", names.root + path, path, name, members.of(path), parent=parent)
