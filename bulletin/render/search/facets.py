"""Sections, unions, authors, tags, years, months, issues and kinds of all editions -> what can be filtered by."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter, sub

from bulletin.model.article import Listing, Site
from bulletin.model.making import frozen

KINDS = ("section", "union", "author", "tag", "year", "month", "issue", "kind")
NAMED = ("section", "union", "author", "tag")  # kinds whose names are suggested while somebody types
KIND_NAMES = {"news": "新闻", "notice": "通知"}  # as 类型: of an item says it
_path = attrgetter("path")
# id, all names, members as (gap, length of run) in turn, name to show in each edition ("" = none), id of the one above
Facet = tuple[str, tuple[str, ...], tuple[int, ...], tuple[str, ...], str]


@frozen
class Members:
    """A facet as the sites have it. It is joined over the editions by its id: a hand-written variant may name an author
    whom no other edition has."""

    kind: str
    id: str
    names: tuple[str, ...]  # all
    shown: tuple[str, ...]  # in each edition
    above: str  # id of the one above
    numbers: bytes  # of its articles in any order, four bytes a number of this machine


def members_of(sites: Sequence[Site], numbers: Mapping[str, int]) -> list[Members]:
    """``numbers`` of articles, by the paths of their items. All that has to be known of the sites for ``facets_of``."""
    names: dict[tuple[str, str], dict[str, None]] = {}
    shown: dict[tuple[str, str], list[str]] = {}
    above: dict[tuple[str, str], str] = {}
    paths: dict[tuple[str, str], list[str]] = {}
    for at, site in enumerate(sites):
        for one in _named(site):
            key = one.kind, one.id
            names.setdefault(key, {}).update(dict.fromkeys(filter(None, one.names)))
            shown.setdefault(key, [""] * len(sites))[at] = one.names[0]
            above[key] = one.above
            some = list(one.paths)
            if paths.setdefault(key, some) != some:  # of another edition: hardly ever others
                paths[key] += some
    found = {key: array("I", _numbers(numbers, some)).tobytes() for key, some in paths.items()}
    return [Members(*key, tuple(some), tuple(shown[key]), above[key], found[key]) for key, some in names.items()]


def _numbers(numbers: Mapping[str, int], paths: Sequence[str]) -> list[int]:
    try:
        return list(map(numbers.__getitem__, paths))
    except KeyError:  # of articles that are none of ours
        return [numbers[path] for path in paths if path in numbers]


def facets_of(all_members: Iterable[Members]) -> dict[str, list[Facet]]:
    """By kind."""
    members = {(one.kind, one.id): set(array("I", one.numbers)) for one in all_members}
    above = {(one.kind, one.id): one.above for one in all_members}
    _add_to_those_above(members, above)
    facets: dict[str, list[Facet]] = {kind: [] for kind in KINDS}
    for one in all_members:
        facets[one.kind].append((one.id, one.names, _runs(members[one.kind, one.id]), one.shown, one.above))
    return facets


def suggested(facets: Iterable[Facet]) -> Iterator[tuple[str, tuple[str, ...], int, tuple[str, ...]]]:
    """Those that have articles, with how many of them in place of which."""
    for id, names, runs, shown, _ in facets:
        if runs:
            yield id, names, sum(runs[1::2]), shown


def _add_to_those_above(members: dict[tuple[str, str], set[int]], above: Mapping[tuple[str, str], str]) -> None:
    """Who asks for a union asks for those under it as well: each takes the articles of all that are below it."""
    own = {key: frozenset(numbers) for key, numbers in members.items() if above[key]}
    for (kind, id), numbers in own.items():
        passed = {id}
        while (id := above[kind, id]) and (kind, id) in members and id not in passed:
            members[kind, id] |= numbers
            passed.add(id)


@frozen
class _Named:
    """A facet in one edition; the first of its names is the one to show."""

    kind: str
    id: str
    names: tuple[str, ...]
    paths: Iterable[str]  # of its articles
    above: str = ""


def _named(site: Site) -> Iterator[_Named]:
    ids = {one.url: one.id for one in site.listings}
    for one in site.listings:
        if one.kind in KINDS:
            called = (_shown(one), *one.aliases, *([one.id] if one.kind == "year" else []))
            above = ids.get(one.parent.url, "") if one.parent else ""
            yield _Named(one.kind, one.id, called, map(_path, one.cards), above)
    for issue in site.issues:
        number = f"第{issue.number}期" if issue.number.isdigit() else issue.number
        called = (f"{issue.year}年{number}", number, issue.number, f"{issue.year}-{issue.number}", issue.id)
        yield _Named("issue", issue.id, called, map(_path, chain.from_iterable(cards for _, cards in issue.contents)))
    cards = [article.card for article in site.articles]
    for kind, name in KIND_NAMES.items():
        paths = [card.path for card in cards if card.kind == kind]
        if paths:
            yield _Named("kind", kind, (name, kind), paths)


def _shown(one: Listing) -> str:
    """A month by its year as well: "2026/03" -> 2026年3月."""
    if one.kind != "month":
        return one.name
    year, _, month = one.id.partition("/")
    return f"{year}年{int(month)}月"


def _runs(numbers: set[int]) -> tuple[int, ...]:
    """Numbers -> how many are left out, how many follow one another, and so on: {3, 4, 5, 9} -> (3, 3, 3, 1)."""
    ordered = sorted(numbers)
    begins = [number for number in ordered if number - 1 not in numbers]
    ends = [number + 1 for number in ordered if number + 1 not in numbers]
    gaps = map(sub, begins, [0, *ends])
    return tuple(chain.from_iterable(zip(gaps, map(sub, ends, begins), strict=False)))
