"""A site on disk -> its pages in memory, made when asked for: joins rooms for ``bulletin serve``, as ``review``
does for its command.

    load, convert  ->  a Site for each edition  ->  Pages without keys  ->  the bytes of the one that is looked at

``build`` asks which of thousands of files are stale, and exchanges a release. Whoever looks at one page needs neither:
the same steps give the same Pages, and the same Producer their bytes. Every value of a step stays in memory; the first
time they come from the cache on disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from bulletin.cache import Cache, Packed, engine_digest
from bulletin.convert.article import Converted
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.options import Options
from bulletin.model.page import Page
from bulletin.model.problem import Problem
from bulletin.parallel import open_workers
from bulletin.pipeline import convert, load, look, problems_of, templates_of
from bulletin.read.folder import read_bytes
from bulletin.read.theme import read_theme
from bulletin.render.files import asset_pages, attachment_pages
from bulletin.render.keys import Keys
from bulletin.render.offline import worker_pages
from bulletin.render.pages import site_pages
from bulletin.render.photos import photo_pages
from bulletin.render.places import Places
from bulletin.render.produce import Producer
from bulletin.render.templates import bare
from bulletin.render.views import Chrome
from bulletin.steps.keeping import LastGood
from bulletin.stopwatch import Stopwatch
from bulletin.write import manifest

Input = TypeVar("Input")
Output = TypeVar("Output")

INDEX = "index.html"
_KEPT = 400  # pages whose bytes are kept between two changes
_OF_RELEASE = ("search-index/", "sitemap", "robots.txt")  # dear to make, and nothing that an editor looks at


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What there is to be told of a site that was read anew."""

    items: int
    problems: tuple[Problem, ...]
    turn: datetime  # when it will read otherwise though nobody changes a file
    kept: tuple[str, ...] = ()  # documents at fault, which are shown as they were before


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """One state of the site."""

    bulletin: Bulletin
    pages: Mapping[str, Page]
    producer: Producer
    made: dict[str, bytes]


class Previewer:
    """Used by many threads; ``refresh`` by one."""

    def __init__(self, site: Path, has_drafts: bool, warn: Callable[[str], None], output: Path) -> None:
        """``output``: where the site is built now and then, whole."""
        self._site = site
        self._has_drafts = has_drafts
        self._warn = warn
        self._output = output
        self._held = HeldCache()
        self._good = LastGood()
        self._moved: dict[str, tuple[str, str]] = {}  # page that was an item's -> path of its edition, of the item
        self._is_first = True
        self._shown: _Shown | None = None
        self._ours: set[str] = set()  # every path that was ever ours: what is on disk of them may be older
        self._making = threading.Lock()

    @property
    def base(self) -> str:
        """Path of the site's root on its host."""
        return self._shown.bulletin.config.base if self._shown else "/"

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to be shown."""
        return self._shown is not None

    def has(self, path: str) -> bool:
        """Whether the site has a file of that path."""
        return self._shown is not None and path in self._shown.pages

    def refresh(self, now: datetime, looked_at: Collection[str] = ()) -> Refreshed:
        """Reads the site anew; what is ``looked_at`` (paths of files) is made at once. Raises BulletinError, and then
        everything is shown as it was."""
        options = Options(self._site, now, has_drafts=self._has_drafts)
        bulletin, converted, sites, unread = self._read(options)
        theme = read_theme(self._site, bulletin.config.theme)
        editions = tuple(replace(templates_of(theme, site), keys=_NoKeys()) for site in sites)
        planned = [page for pair in zip(sites, editions, strict=True) for page in site_pages(*pair)]
        planned += [*photo_pages(bulletin), *attachment_pages(bulletin), *asset_pages(theme)]
        planned += worker_pages(sites, theme)
        places = Places()
        pages = {page.path: page for page in places.settle(planned)}
        shown = _Shown(bulletin, pages, self._producer(theme, tuple(one.chrome for one in editions)), {})
        for path in looked_at:
            if path in pages and pages[path].template:
                self._make(shown, pages[path])
        if not self._ours and (before := manifest.load(self._output)) is not None:
            self._ours.update(before.files)
        self._ours.update(pages)
        self._note_moves(pages)
        self._shown = shown
        problems = problems_of(bulletin, converted, sites, places.problems)
        told = self._good.of_now(problems, unread)
        return Refreshed(len(bulletin.items), told, bulletin.turn, tuple(sorted(self._good.kept)))

    def find(self, path: str) -> bytes | None:
        """The bytes of the file ``path`` of the site; None where it is none, or lies on disk as it would be made.
        Raises BulletinError, as a build would."""
        shown = self._shown
        page = shown.pages.get(path) if shown else None
        if shown is None or page is None or (page.source and (self._output / path).is_file()):
            return None  # the names of copies and photos hold their digests
        return self._make(shown, page)

    def is_gone(self, path: str) -> bool:
        """Whether what lies on disk there is only left over from an earlier state."""
        shown = self._shown
        is_apart = shown is None or path.startswith(_OF_RELEASE) or path in shown.pages
        return not is_apart and path in self._ours

    def moved(self, path: str) -> str:
        """Where the item is now whose page ``path`` was, as a path below the output: a date that somebody is typing
        moves a page again and again. "" where there is none."""
        shown, (edition, item) = self._shown, self._moved.get(path, ("", ""))
        if shown is None or path in shown.pages or not item:
            return ""
        urls = (edition + unquote(one.url) + INDEX for one in shown.bulletin.items if one.path == item)
        return next((url for url in urls if url in shown.pages), "")

    def _note_moves(self, pages: Mapping[str, Page]) -> None:
        if self._shown is None or not (gone := self._shown.pages.keys() - pages.keys()):
            return
        bulletin = self._shown.bulletin
        for edition in bulletin.config.editions:
            for item in bulletin.items:
                if (path := edition.path + unquote(item.url) + INDEX) in gone:
                    self._moved[path] = edition.path, item.path

    def _read(self, options: Options) -> tuple[Bulletin, list[Converted], tuple[Site, ...], tuple[Problem, ...]]:
        store = self._site / ".bulletin" / "cache.sqlite" if self._is_first else None
        with Cache(store, engine_digest(), self._warn) as disk, open_workers(0, "", lambda *_: None) as workers:
            cache = self._held.over(disk)
            settings, folder = look(options, watch := Stopwatch())
            amend = self._good.amending(folder.documents, folder.problems)
            bulletin = load(options, settings, folder, cache, workers, watch, amend)
            converted, sites = convert(bulletin, cache, workers, watch)
        self._held.forget_unused()
        self._is_first = False
        return bulletin, converted, sites, folder.problems

    def _producer(self, theme: Theme, chromes: tuple[Chrome, ...]) -> Producer:
        """The last one where it would be the same: making one looks through all templates."""
        last = self._shown.producer if self._shown else None
        is_same = last is not None and (last.theme, last.chromes) == (bare(theme), chromes)
        return last if last is not None and is_same else Producer(theme, chromes)

    def _make(self, shown: _Shown, page: Page) -> bytes:
        with self._making:
            if page.path not in shown.made:
                source = read_bytes(self._site, page.source) if page.source else None
                data = shown.producer.bytes_of(page, source)
                if page.source:  # a photo or an attachment: large, and on disk soon
                    return data
                if len(shown.made) >= _KEPT:
                    shown.made.clear()
                shown.made[page.path] = data
            return shown.made[page.path]


class HeldCache(Cache):
    """Remembers in memory, over another cache: what that one has is asked for once."""

    def __init__(self) -> None:
        super().__init__(None, "", lambda _: None)
        self._behind: Cache | None = None
        self._values: dict[tuple[str, str], Any] = {}

    def over(self, behind: Cache) -> HeldCache:
        self._behind = behind
        self._used.clear()
        return self

    def remember(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output | Packed]],
    ) -> list[Output]:
        keys = [key(one) for one in inputs]
        missing = {k: one for k, one in zip(keys, inputs, strict=True) if (step, k) not in self._values}
        if missing and self._behind is not None:
            key_of = {id(one): k for k, one in missing.items()}
            found = self._behind.remember(step, list(missing.values()), lambda one: key_of[id(one)], compute)
            self._values.update({(step, k): value for k, value in zip(missing, found, strict=True)})
        self._used.update((step, k) for k in keys)
        return [self._values[step, k] for k in keys]

    def forget_unused(self) -> None:
        self._values = {k: value for k, value in self._values.items() if k in self._used}
        self._behind = None


class _NoKeys(Keys):
    """A page in memory is not compared with one on disk."""

    def of(self, family: str, view: object) -> str:  # noqa: ARG002 - nothing is asked of the view
        return ""


