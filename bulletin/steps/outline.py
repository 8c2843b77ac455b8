"""A part of the pipeline: groups of pages -> the names of all pages; of those whose files have to be made, the pages.

A group that was there before is known by the paths and the keys that its pages had, and is planned only where one of
its files has to be made: after a change that is a dozen groups of a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import count, repeat
from typing import NamedTuple

from bulletin.cache import Cache
from bulletin.engine import made_by
from bulletin.model.altered import altered
from bulletin.model.page import Group, Page
from bulletin.render.places import Footprint, Places, footprint

Plan = tuple[tuple[str, ...], tuple[str, ...], Footprint]  # paths and keys of a group's pages, what their files take up


class Name(NamedTuple):
    """Stands for a page."""

    path: str
    key: str  # as ``keyed``
    group: int
    number: int  # in its group


_name = partial(tuple.__new__, Name)  # without a call in Python for each of thirty thousand


class Outline:
    """All pages of the site, those that nobody asks for by their names."""

    def __init__(self, groups: Sequence[Group], cache: Cache) -> None:
        self._groups = groups
        self._planned: dict[int, list[Page]] = {}
        said = [group.said() for group in groups]
        told = [number for number, one in enumerate(said) if one]
        found = dict(zip(told, cache.remember("plan", told, said.__getitem__, self._plans), strict=True))
        plans = (found[group] if group in found else self._plan(group) for group in range(len(groups)))
        self._plans_of = [(_names(group, paths, keys), taken) for group, (paths, keys, taken) in enumerate(plans)]

    @property
    def names(self) -> list[Name]:
        """Of all pages, in order."""
        return [name for names, _ in self._plans_of for name in names]

    def settle(self, places: Places[Name | Page]) -> list[Name | Page]:
        """Of those pages that can be written, in order."""
        return [name for names, taken in self._plans_of for name in places.settle(names, taken)]

    def page(self, name: Name | Page) -> Page:
        """Raises ThemeError where it can't be planned."""
        return name if isinstance(name, Page) else self._pages_of(name.group)[name.number]

    def pages(self, names: Iterable[Name | Page]) -> list[Page]:
        return [self.page(name) for name in names]

    def _plans(self, groups: Iterable[int]) -> Iterator[Plan]:
        return map(self._plan, groups)

    def _plan(self, group: int) -> Plan:
        pages = self._pages_of(group)
        paths = tuple(page.path for page in pages)
        return paths, tuple(page.key for page in pages), footprint(paths)

    def _pages_of(self, group: int) -> list[Page]:
        if group not in self._planned:
            self._planned[group] = keyed(self._groups[group].pages())
        return self._planned[group]


def _names(group: int, paths: tuple[str, ...], keys: tuple[str, ...]) -> list[Name]:
    return list(map(_name, zip(paths, keys, repeat(group), count())))


def keyed(pages: Iterable[Page]) -> list[Page]:
    """With what makes their bytes as a part of their keys: our code, or that of photos alone."""
    return [altered(page, key=page.key + made_by(page)) for page in pages]
