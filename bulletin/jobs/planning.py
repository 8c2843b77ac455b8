"""A bulletin in all editions -> its pages, planned as far as somebody asks for one: a part of ``previewing``.

Whoever looks at a page needs one edition, and of it the group of pages that his stands in: that is where it was before
the last change, or close by. ``complete`` finds the paths of all pages, and then a page is the one that a build has
there; groups that follow from what they followed from before are not planned for that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count, islice, repeat
from types import MappingProxyType
from typing import NamedTuple

from bulletin.cache import Cache
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.page import Group, Page
from bulletin.model.problem import Problem
from bulletin.pipeline import templates_of
from bulletin.render.anatomy import bare
from bulletin.render.bodies import Fill
from bulletin.render.files import asset_groups, attachment_groups
from bulletin.render.keys import Keys
from bulletin.render.offline import worker_pages
from bulletin.render.pages import site_groups
from bulletin.render.pictures import photo_groups
from bulletin.render.places import Footprint, Places, footprint
from bulletin.render.produce import Producer
from bulletin.render.templates import Templates

_CLOSE = 3  # groups: a change makes a month or a list more, or one less
Plan = tuple[tuple[str, ...], Footprint]  # paths of a group's pages, what their files take up


class _Name(NamedTuple):
    """Stands for a page."""

    path: str
    part: int  # an edition, by its number, or after them what all share
    group: int  # in its part
    number: int  # in its group
    key: str = ""


_name = partial(tuple.__new__, _Name)  # without a call in Python for each of thirty thousand


class Planned:
    """The pages of one state of the site. Used by many threads."""

    def __init__(
        self,
        bulletin: Bulletin,
        theme: Theme,
        assemble: Callable[[int], Site],
        fill: Fill,
        cache: Cache,
        before: Planned | None,
    ) -> None:
        """``assemble`` makes the site of the edition with that number, ``fill`` gives its articles with their bodies.
        ``before``: the state until now. It tells where pages may be found, and its templates serve again where they
        would be the same."""
        self.bulletin = bulletin
        self.fill = fill
        self._theme = theme
        self._cache = cache
        self._places = Places[_Name](self._page)
        self._settled: Mapping[str, _Name] | None = None
        self._hints: Mapping[str, _Name] = before.names if before else MappingProxyType({})
        self._lock = threading.RLock()  # of what is planned; taken after that of settling
        self._settling = threading.Lock()
        last = [edition.last_producer for edition in before.editions] if before else []
        self.editions: tuple[Edition, ...] = tuple(
            Edition(partial(assemble, number), theme, last[number] if number < len(last) else None)
            for number in range(len(bulletin.config.editions))
        )
        self._parts = (*(_Part(edition.groups) for edition in self.editions), _Part(self._shared_groups))

    @property
    def names(self) -> Mapping[str, _Name]:
        """By their paths; as long as nobody asked for all of them, those of the state before."""
        return self._hints if self._settled is None else self._settled

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each page that has no file, and why; after ``complete``."""
        return self._places.problems

    def has(self, path: str) -> bool:
        """Whether there is a page with that file."""
        settled = self._settled
        return path in settled if settled is not None else self.page(path) is not None

    def page(self, path: str) -> Page | None:
        """The page of that file; of several that would fall on one the first, once all are known."""
        if self._settled is None and (found := self._close_by(path)) is not None:
            return found
        name = self._all_names().get(path)
        return self._page(name) if name else None

    def producer(self, page: Page) -> Producer:
        """What makes its bytes. Raises ThemeError."""
        with self._lock:
            return self.editions[self._number_of(page.edition)].producer

    def complete(self) -> Iterable[str]:
        """The paths of all files. Raises ThemeError where one can't be planned."""
        return self._all_names()

    def sites(self) -> Sequence[Site]:
        """Those that were assembled so far."""
        return [edition.site for edition in self.editions if edition.is_assembled]

    def _close_by(self, path: str) -> Page | None:
        """Where it was before; at first anywhere, from the first page of its edition on."""
        hint = self._hints.get(path)
        if hint is None and self._hints:
            return None
        with self._lock:
            if hint is not None:
                return self._parts[hint.part].find(path, hint.group) if hint.part < len(self._parts) else None
            return self._parts[self._number_of(path)].find(path)

    def _all_names(self) -> Mapping[str, _Name]:
        with self._settling:
            if self._settled is None:
                names = (name for number, part in enumerate(self._parts) for name in self._settle(number, part))
                self._settled = {name.path: name for name in names}
            return self._settled

    def _settle(self, number: int, part: _Part) -> Iterator[_Name]:
        with self._lock:
            said = [group.said() for group in part.groups]
        told = [group for group, one in enumerate(said) if one]
        plans = self._cache.remember("paths", told, said.__getitem__, partial(self._plans, part))
        found = dict(zip(told, plans, strict=True))
        for group in range(len(said)):
            paths, taken = found[group] if group in found else self._plan(part, group)
            rows = zip(paths, repeat(number), repeat(group), count(), repeat(""), strict=False)
            yield from self._places.settle(list(map(_name, rows)), taken)

    def _plans(self, part: _Part, groups: Iterable[int]) -> Iterator[Plan]:
        return map(partial(self._plan, part), groups)

    def _plan(self, part: _Part, group: int) -> Plan:
        """Others get their turn after each group."""
        with self._lock:
            paths = tuple([page.path for page in part.pages(group)])
        return paths, footprint(paths)

    def _page(self, name: _Name) -> Page:
        with self._lock:
            return self._parts[name.part].pages(name.group)[name.number]

    def _number_of(self, path: str) -> int:
        """Of the edition that the path tells."""
        editions = self.bulletin.config.editions
        return max(
            (number for number, one in enumerate(editions) if path.startswith(one.path)),
            key=lambda number: len(editions[number].path),
            default=0,
        )

    def _shared_groups(self) -> Iterator[Group]:
        yield from photo_groups(self.bulletin)
        yield from attachment_groups(self.bulletin)
        yield from asset_groups(self._theme)
        yield Group(partial(worker_pages, tuple(edition.site for edition in self.editions), self._theme))


class _Part:
    """Groups of pages, each planned when it is asked for; only as many of them are named as somebody needs."""

    def __init__(self, source: Callable[[], Iterable[Group]]) -> None:
        self._source = source
        self._left: Iterator[Group] | None = None
        self._groups: list[Group] = []
        self._planned: dict[int, list[Page]] = {}

    @property
    def groups(self) -> list[Group]:
        return self._first(None)

    def _first(self, most: int | None) -> list[Group]:
        """So many at least, of those that there are. Raises ThemeError, each time."""
        try:
            self._left = iter(self._source()) if self._left is None else self._left
            self._groups.extend(islice(self._left, None if most is None else max(0, most - len(self._groups))))
        except BaseException:
            self._left, self._groups = None, []
            raise
        return self._groups

    def pages(self, group: int) -> list[Page]:
        """Raises ThemeError where one can't be planned."""
        if group not in self._planned:
            self._planned[group] = list(self._first(group + 1)[group].pages())
        return self._planned[group]

    def find(self, path: str, close_to: int | None = None) -> Page | None:
        """In a group, or in one close to it; without one, anywhere."""
        last = None if close_to is None else close_to + _CLOSE + 1
        near = range(len(self._first(last)))[max(0, (last or 0) - 2 * _CLOSE - 1) : last]
        groups = sorted(near, key=lambda group: abs(group - (close_to or 0)))
        return next((page for group in groups for page in self.pages(group) if page.path == path), None)


class Edition:
    """One edition, each of its parts made when it is needed."""

    def __init__(self, assemble: Callable[[], Site], theme: Theme, last_producer: Producer | None) -> None:
        """``last_producer``: of the state before, which serves again where it would be the same: to make one is to look
        through all templates."""
        self._assemble = assemble
        self._theme = theme
        self.last_producer = last_producer
        self._site: Site | None = None
        self._templates: Templates | None = None
        self._producer: Producer | None = None

    @property
    def is_assembled(self) -> bool:
        return self._site is not None

    @property
    def site(self) -> Site:
        if self._site is None:
            self._site = self._assemble()
        return self._site

    @property
    def templates(self) -> Templates:
        if self._templates is None:
            self._templates = replace(templates_of(self._theme, self.site), keys=_NoKeys())
        return self._templates

    @property
    def producer(self) -> Producer:
        if self._producer is None:
            chromes = (self.templates.chrome,)
            last = self.last_producer
            is_same = last is not None and (last.theme, last.chromes) == (bare(self._theme), chromes)
            self._producer = last if last is not None and is_same else Producer(self._theme, chromes)
            self.last_producer = self._producer
        return self._producer

    def groups(self) -> Iterator[Group]:
        return site_groups(self.site, self.templates)


class _NoKeys(Keys):
    """A page in memory is not compared with one on disk."""

    def of(self, family: str, view: object) -> str:  # noqa: ARG002 - nothing is asked of the view
        return ""
