"""A site on disk -> its pages in memory, made when asked for: joins rooms for ``bulletin serve``, as ``review``
does for its command.

    load, convert  ->  ``planning``: the Site and the Pages that are asked for  ->  the bytes of the one looked at

``build`` asks which of thousands of files are stale, and exchanges a release. Whoever looks at one page needs neither:
the same steps give the same Pages, and the same Producer their bytes. Every value of a step stays in memory; the first
time they come from the cache on disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from bulletin.cache import Cache
from bulletin.convert.article import Body, Converted
from bulletin.engine import engine_digest
from bulletin.jobs.planning import Planned
from bulletin.model.altered import altered
from bulletin.model.article import Article, Site
from bulletin.model.item import Bulletin
from bulletin.model.making import frozen
from bulletin.model.options import Options
from bulletin.model.page import Page
from bulletin.model.problem import Problem
from bulletin.parallel import open_workers
from bulletin.parts import LostPart
from bulletin.pickles import Packed
from bulletin.pipeline import convert, load, look, problems_of
from bulletin.read.folder import Known, opened, read_bytes
from bulletin.read.theme import read_theme
from bulletin.render.bodies import with_bodies
from bulletin.steps.assembling import assembling
from bulletin.steps.bodies import filled
from bulletin.steps.keeping import LastGood
from bulletin.stopwatch import Stopwatch
from bulletin.write import manifest

Input = TypeVar("Input")
Output = TypeVar("Output")

INDEX = "index.html"
_KEPT = 400  # pages whose bytes are kept between two changes
_OF_RELEASE = ("search-index/", "sitemap", "robots.txt")  # dear to make, and nothing that an editor looks at


@frozen
class Refreshed:
    """What there is to be told of a site that was read anew."""

    items: int
    problems: tuple[Problem, ...]
    turn: datetime  # when it will read otherwise though nobody changes a file
    kept: tuple[str, ...] = ()  # documents at fault, which are shown as they were before


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
        self._known: Known = {}  # documents with their bytes: what is at fault is shown as it was before
        self._is_first = True
        self._shown: Planned | None = None
        self._made: dict[str, bytes] = {}  # of the pages of ``_shown``
        self._converted: list[Converted] = []
        self._unread: tuple[Problem, ...] = ()
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
        return self._shown is not None and self._shown.page(path) is not None

    def refresh(self, now: datetime, looked_at: Collection[str] = ()) -> Refreshed:
        """Reads the site anew; what is ``looked_at`` (paths of files) is made at once, and only what that takes is
        planned: ``complete`` does the rest. Raises BulletinError, and then everything is shown as it was."""
        options = Options(self._site, now, has_drafts=self._has_drafts)
        bulletin, converted, assemble, unread = self._read(options)
        shown = Planned(bulletin, read_theme(self._site, bulletin.config.theme), assemble, self._shown)
        made: dict[str, bytes] = {}
        for path in looked_at or ("index.html",):
            if (page := shown.page(path)) is not None and page.template:
                with self._making:
                    made[path] = self._bytes_of(shown, page)
        self._note_moves(bulletin)
        self._shown, self._made, self._converted, self._unread = shown, made, converted, unread
        return self._refreshed(shown)

    def complete(self) -> Refreshed:
        """Plans all pages that nobody has asked for: what is found at fault in the site as a whole comes with them.
        Raises BulletinError where some can't be made at all."""
        shown = self._shown
        if shown is None:
            raise ValueError("nothing was read yet")
        shown.complete()
        if (before := manifest.load(self._output)) is not None:
            self._ours.update(before.keys)
        self._ours.update(shown.paths())
        return self._refreshed(shown)

    def _refreshed(self, shown: Planned) -> Refreshed:
        problems = problems_of(shown.bulletin, self._converted, shown.sites(), shown.places.problems)
        told = self._good.of_now(problems, self._unread)
        return Refreshed(len(shown.bulletin.items), told, shown.bulletin.turn, tuple(sorted(self._good.kept)))

    def find(self, path: str) -> bytes | None:
        """The bytes of the file ``path`` of the site; None where it is none, or lies on disk as it would be made.
        Raises BulletinError, as a build would."""
        shown, made = self._shown, self._made
        page = shown.page(path) if shown else None
        if shown is None or page is None or (page.source and (self._output / path).is_file()):
            return None  # the names of copies and photos hold their digests
        with self._making:
            if path not in made:
                data = self._bytes_of(shown, page)
                if page.source:  # a photo or an attachment: large, and on disk soon
                    return data
                if len(made) >= _KEPT:
                    made.clear()
                made[path] = data
            return made[path]

    def is_gone(self, path: str) -> bool:
        """Whether what lies on disk there is only left over from an earlier state."""
        shown = self._shown
        is_apart = shown is None or path.startswith(_OF_RELEASE) or shown.page(path) is not None
        return not is_apart and path in self._ours

    def moved(self, path: str) -> str:
        """Where the item is now whose page ``path`` was, as a path below the output: a date that somebody is typing
        moves a page again and again. "" where there is none."""
        shown, (edition, item) = self._shown, self._moved.get(path, ("", ""))
        if shown is None or not item or shown.page(path) is not None:
            return ""
        urls = (_file_of(edition, one.url) for one in shown.bulletin.items if one.path == item)
        return next((url for url in urls if shown.page(url) is not None), "")

    def _note_moves(self, bulletin: Bulletin) -> None:
        """Of items that are at another address now, or nowhere."""
        before = self._shown.bulletin if self._shown else None
        if before is None:
            return
        urls = {item.path: item.url for item in bulletin.items}
        for item in before.items:
            if urls.get(item.path) != item.url:
                for edition in before.config.editions:
                    self._moved[_file_of(edition.path, item.url)] = edition.path, item.path

    def _read(
        self, options: Options
    ) -> tuple[Bulletin, list[Converted], Callable[[int], Site], tuple[Problem, ...]]:
        try:
            return self._read_over(self._site / ".bulletin" / "cache.sqlite" if self._is_first else None, options)
        except LostPart:  # the file is damaged
            self._held = HeldCache()
            return self._read_over(None, options)

    def _read_over(
        self, store: Path | None, options: Options
    ) -> tuple[Bulletin, list[Converted], Callable[[int], Site], tuple[Problem, ...]]:
        with Cache(store, engine_digest(), self._warn) as disk, open_workers(0, "", lambda *_: None) as workers:
            cache = self._held.over(disk)
            settings, folder = look(options, watch := Stopwatch(), self._known)
            self._known = folder.known
            amend = self._good.amending(opened(self._site, folder.documents), folder.problems)
            bulletin = load(options, settings, folder, cache, workers, watch, amend)
            converted = convert(bulletin, cache, workers, watch)
            cache.hold([article.kept for one in converted for article in one.articles if article.kept])
            assemble = assembling(bulletin, converted, cache)
        self._held.forget_unused()
        self._is_first = False
        return bulletin, converted, assemble, folder.problems

    def _bytes_of(self, shown: Planned, page: Page) -> bytes:
        whole = altered(page, context=with_bodies(page.context, self._held.bodies))
        return shown.producer(page).bytes_of(whole, read_bytes(self._site, page.source) if page.source else None)


def _file_of(edition: str, url: str) -> str:
    """Of an item's page, below the output."""
    return edition + unquote(url) + INDEX


class HeldCache(Cache):
    """Remembers in memory, over another cache: what that one has is asked for once."""

    def __init__(self) -> None:
        super().__init__(None, "", lambda _: None)
        self._behind: Cache | None = None
        self._values: dict[tuple[str, str], Any] = {}
        self._bodies: dict[str, Body] = {}

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
        place: Callable[[Input], str] | None = None,
    ) -> list[Output]:
        keys = [key(one) for one in inputs]
        missing = {k: one for k, one in zip(keys, inputs, strict=True) if (step, k) not in self._values}
        if missing and self._behind is not None:
            key_of = {id(one): k for k, one in missing.items()}
            found = self._behind.remember(step, list(missing.values()), lambda one: key_of[id(one)], compute, place)
            self._values.update({(step, k): value for k, value in zip(missing, found, strict=True)})
        self._used[step].update(keys)
        return [self._values[step, k] for k in keys]

    def hold(self, keys: Sequence[str]) -> None:
        """The bodies put away under these, and no others: what lies on disk may go with the next build."""
        missing = [key for key in keys if key not in self._bodies]
        found = self._behind.parts().of(missing) if self._behind is not None and missing else ()
        new = dict(zip(missing, found, strict=True))
        self._bodies = {key: new[key] if key in new else self._bodies[key] for key in keys}

    def bodies(self, articles: Sequence[Article]) -> Sequence[Article]:
        """With them."""
        return [filled(article, *self._bodies[article.kept]) if article.kept else article for article in articles]

    def forget_unused(self) -> None:
        self._values = {k: value for k, value in self._values.items() if k[1] in self._used[k[0]]}
        self._behind = None
