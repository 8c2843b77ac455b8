"""A part of the pipeline: groups of pages -> the names of all pages; of those whose files have to be made, the pages.

A group that was there before is known by the paths and the keys that its pages had, and is planned only where one of
its files has to be made: after a change that is a dozen groups of two thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bulletin.cache import Cache
from bulletin.engine import made_by
from bulletin.model.altered import altered
from bulletin.model.page import Group, Page

Names = tuple[tuple[str, str], ...]


class Name(NamedTuple):
    """Stands for a page."""

    path: str
    key: str  # as ``keyed``
    group: int
    number: int  # in its group


class Outline:
    """All pages of the site, those that nobody asks for by their names."""

    def __init__(self, groups: Sequence[Group], cache: Cache) -> None:
        self._groups = groups
        self._planned: dict[int, list[Page]] = {}
        said = [group.said() for group in groups]
        told = [number for number, one in enumerate(said) if one]
        found = dict(zip(told, cache.remember("plan", told, said.__getitem__, self._names), strict=True))
        self.names = [
            Name(path, key, group, number)
            for group in range(len(groups))
            for number, (path, key) in enumerate(found[group] if group in found else self._names_of(group))
        ]

    def page(self, name: Name | Page) -> Page:
        """Raises ThemeError where it can't be planned."""
        return name if isinstance(name, Page) else self._pages_of(name.group)[name.number]

    def pages(self, names: Iterable[Name | Page]) -> list[Page]:
        return [self.page(name) for name in names]

    def _names(self, groups: Iterable[int]) -> Iterable[Names]:
        return map(self._names_of, groups)

    def _names_of(self, group: int) -> Names:
        return tuple((page.path, page.key) for page in self._pages_of(group))

    def _pages_of(self, group: int) -> list[Page]:
        if group not in self._planned:
            self._planned[group] = keyed(self._groups[group].pages())
        return self._planned[group]


def keyed(pages: Iterable[Page]) -> list[Page]:
    """With what makes their bytes as a part of their keys: our code, or that of photos alone."""
    return [altered(page, key=page.key + made_by(page)) for page in pages]
