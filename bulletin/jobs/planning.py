"""A bulletin in all editions -> its pages, planned as far as somebody asks for one: a part of ``previewing``.

Whoever looks at an article needs one edition, and of it the articles' pages, not some thousand lists and issues.
``complete`` plans all the rest, and then the pages are those of a build.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from bulletin.errors import BulletinError
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.page import Page
from bulletin.pipeline import templates_of
from bulletin.render.bodies import Fill
from bulletin.render.files import asset_pages, attachment_pages
from bulletin.render.keys import Keys
from bulletin.render.offline import worker_pages
from bulletin.render.pages import site_pages
from bulletin.render.photos import photo_pages
from bulletin.render.places import Places
from bulletin.render.produce import Producer
from bulletin.render.templates import Templates, bare

_AT_ONCE = 500  # pages planned before others who want one get their turn


class Planned:
    """The pages of one state of the site. Used by many threads."""

    def __init__(
        self, bulletin: Bulletin, theme: Theme, assemble: Callable[[int], Site], fill: Fill, before: Planned | None
    ) -> None:
        """``assemble`` makes the site of the edition with that number, ``fill`` gives its articles with their bodies.
        ``before``: the state until now, whose templates serve again where they would be the same."""
        self.bulletin = bulletin
        self.fill = fill
        self.places = Places[Page](lambda page: page)  # of all pages, once they are planned
        self._settled: dict[str, Page] | None = None
        self._lock = threading.RLock()
        last = [edition.last_producer for edition in before.editions] if before else []
        self.editions: tuple[Edition, ...] = tuple(
            Edition(partial(assemble, number), theme, last[number] if number < len(last) else None)
            for number in range(len(bulletin.config.editions))
        )
        self._shared = _Pages(self._shared_pages(theme))

    def page(self, path: str) -> Page | None:
        """The page of that file; of several that would fall on one the first, once all are planned."""
        settled = self._settled
        if settled is not None:
            return settled.get(path)
        plans = self._plans(path)
        known = next((plan.known[path] for plan in plans if path in plan.known), None)
        if known is not None:
            return known
        with self._lock:
            return next(filter(None, (plan.find(path) for plan in plans)), None)

    def producer(self, page: Page) -> Producer:
        """What makes its bytes. Raises ThemeError."""
        with self._lock:
            return self.editions[self._number_of(page.edition)].producer

    def complete(self) -> None:
        """Plans all that nobody has asked for yet. Raises ThemeError."""
        plans = [*(edition.pages for edition in self.editions), self._shared]
        for plan in plans:
            is_more = True
            while is_more:
                with self._lock:
                    is_more = plan.advance(_AT_ONCE)
        pages = chain.from_iterable(plan.taken for plan in plans)
        self._settled = {page.path: page for page in self.places.settle(pages)}

    def paths(self) -> Iterable[str]:
        """Of all files, after ``complete``."""
        return self._settled or ()

    def sites(self) -> Sequence[Site]:
        """Those that were assembled so far."""
        return [edition.site for edition in self.editions if edition.is_assembled]

    def _plans(self, path: str) -> list[_Pages]:
        """The edition that the path tells, then the others and what all share."""
        first = self._number_of(path)
        others = (edition.pages for number, edition in enumerate(self.editions) if number != first)
        return [self.editions[first].pages, self._shared, *others]

    def _number_of(self, path: str) -> int:
        editions = self.bulletin.config.editions
        return max(
            (number for number, one in enumerate(editions) if path.startswith(one.path)),
            key=lambda number: len(editions[number].path),
            default=0,
        )

    def _shared_pages(self, theme: Theme) -> Iterator[Page]:
        yield from photo_pages(self.bulletin)
        yield from attachment_pages(self.bulletin)
        yield from asset_pages(theme)
        yield from worker_pages(tuple(edition.site for edition in self.editions), theme)


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
        self.pages = _Pages(self._planned())

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

    def _planned(self) -> Iterator[Page]:
        yield from site_pages(self.site, self.templates)


class _Pages:
    """Pages by their paths, as far as they were taken from where they come from."""

    def __init__(self, source: Iterator[Page]) -> None:
        self._source = source
        self._fault: BulletinError | None = None
        self.taken: list[Page] = []
        self.known: dict[str, Page] = {}

    def find(self, path: str) -> Page | None:
        while path not in self.known:
            if not self.advance(1):
                return None
        return self.known[path]

    def advance(self, count: int) -> bool:
        """Whether there may be more. Raises BulletinError where one can't be planned, each time it is asked."""
        if self._fault is not None:
            raise self._fault
        before = len(self.taken)
        try:
            self.taken.extend(islice(self._source, count))
        except BulletinError as error:
            self._fault = error
            raise
        finally:
            for page in self.taken[before:]:
                self.known.setdefault(page.path, page)
        return len(self.taken) - before == count


class _NoKeys(Keys):
    """A page in memory is not compared with one on disk."""

    def of(self, family: str, view: object) -> str:  # noqa: ARG002 - nothing is asked of the view
        return ""
