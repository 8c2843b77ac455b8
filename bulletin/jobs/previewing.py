"""A site on disk -> its pages in memory, made when asked for: joins rooms for ``bulletin serve``, as ``review``
does for its command.

    check, convert  ->  ``planning``: the Site and the Pages that are asked for  ->  the bytes of the one looked at

``build`` asks which of thousands of files are stale, and exchanges a release. Whoever looks at one page needs neither:
the same steps give the same Pages, and the same Producer their bytes. Values of steps stay in memory (``holding``); the
first time they come from the cache on disk. Where somebody says which files changed, only these are looked at. What the
page does not need comes after it: ``judge`` asks the rules for the whole site, ``complete`` looks whether all was told.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import compress
from operator import is_not
from pathlib import Path
from urllib.parse import unquote

from bulletin.cache import Cache
from bulletin.check.bulletin import faults, gather
from bulletin.check.whole import Whole
from bulletin.convert.article import Converted
from bulletin.engine import engine_digest
from bulletin.errors import BulletinError
from bulletin.jobs.holding import HeldCache
from bulletin.jobs.planning import Planned
from bulletin.jobs.warming import warm
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.making import frozen
from bulletin.model.options import Options
from bulletin.model.page import Page
from bulletin.model.problem import Problem
from bulletin.parallel import open_workers
from bulletin.pipeline import convert, look, problems_of
from bulletin.read.again import opened, scan_again
from bulletin.read.folder import Folder, Known, read_bytes
from bulletin.read.settings import Settings
from bulletin.read.theme import read_theme
from bulletin.render.bodies import Fill
from bulletin.steps.assembling import assembling
from bulletin.steps.bodies import Bodies, over
from bulletin.steps.checking import checked_documents, known_to
from bulletin.steps.keeping import LastGood
from bulletin.stopwatch import Stopwatch
from bulletin.write import manifest

INDEX = "index.html"
_WARMING = 4  # documents
_KEPT = 400  # pages whose bytes are kept between two changes
_OF_RELEASE = ("search-index/", "sitemap", "robots.txt")  # dear to make, and nothing that an editor looks at


@frozen
class Refreshed:
    """What there is to be told of a site that was read anew."""

    items: int
    problems: tuple[Problem, ...]
    turn: datetime  # when it will read otherwise though nobody changes a file
    kept: tuple[str, ...] = ()  # documents at fault, which are shown as they were before
    is_anew: bool = False  # more had changed than was said: what is shown now reads otherwise


@frozen
class _Seen:
    """What was looked at."""

    settings: Settings
    folder: Folder
    theme: Theme
    is_whole: bool  # all of it, not what somebody said had changed

    def is_as(self, other: _Seen) -> bool:
        mine, others = self.folder, other.folder
        is_same = (mine.documents, mine.files, mine.problems) == (others.documents, others.files, others.problems)
        return is_same and (self.settings, self.theme) == (other.settings, other.theme)


@frozen
class _Read:
    """What follows from what was looked at."""

    bulletin: Bulletin
    whole: Whole
    converted: list[Converted]
    assemble: Callable[[int], Site]
    fill: Fill


class Previewer:
    """Used by many threads; ``refresh`` by one."""

    def __init__(self, site: Path, has_drafts: bool, warn: Callable[[str], None], output: Path) -> None:
        """``output``: where the site is built now and then, whole."""
        self._site = site
        self._has_drafts = has_drafts
        self._warn = warn
        self._output = output
        self._held = HeldCache()
        self._good = LastGood(partial(opened, site))
        self._moved: dict[str, tuple[str, str]] = {}  # page that was an item's -> path of its edition, of the item
        self._known: Known = {}  # documents with their bytes: what is at fault is shown as it was before
        self._seen: _Seen | None = None
        self._is_first = True
        self._shown: Planned | None = None
        self._made: dict[str, tuple[Page, bytes]] = {}  # of the pages of ``_shown``
        self._converted: list[Converted] = []
        self._unjudged: Whole | None = None
        self._of_whole: tuple[Problem, ...] = ()  # what is wrong with all of it, when that was asked last
        self._ours: set[str] = set()  # every path that was ever ours: what is on disk of them may be older
        self._built: tuple[str, Collection[str]] = "", ()  # digest of the manifest on disk, paths of what it names
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
        return self._shown is not None and self._shown.has(path)

    def refresh(self, now: datetime, looked_at: Collection[str] = (), changed: Collection[str] = ()) -> Refreshed:
        """Reads the site anew; what is ``looked_at`` (paths of files) is made at once, and only what that takes is
        planned: ``complete`` does the rest. ``changed``: the files that did, where that is known. What is told of the
        site as a whole is what was wrong before; ``judge`` says it anew. Raises BulletinError; then everything is shown
        as it was."""
        before, self._seen = self._seen, None
        self._seen = seen = (before and self._seen_again(before, changed)) or self._seen_all()
        read = self._read(self._options(now), seen)
        shown = Planned(read.bulletin, seen.theme, read.assemble, read.fill, self._held, self._shown)
        made: dict[str, tuple[Page, bytes]] = {}
        for path in looked_at or (INDEX,):
            if (page := shown.page(path)) is not None and page.template:
                with self._making:
                    made[path] = page, self._bytes_of(shown, page)
        self._note_moves(read.bulletin)
        self._shown, self._made, self._converted, self._unjudged = shown, made, read.converted, read.whole
        return self._refreshed(shown)

    def judge(self) -> Refreshed:
        """With what is wrong with the site as a whole: no page depends on it."""
        if self._shown is None:
            raise ValueError("nothing was read yet")
        if self._unjudged is not None:
            self._of_whole, self._unjudged = faults(self._unjudged), None
        return self._refreshed(self._shown)

    def complete(self) -> Refreshed:
        """Looks whether more has changed than somebody said, and plans all pages that nobody has asked for: what is
        found at fault in the site as a whole comes with them. Raises BulletinError where some can't be made at all."""
        if self._shown is None:
            raise ValueError("nothing was read yet")
        is_anew = self._seen is not None and not self._seen.is_whole and self._has_more(self._seen)
        if is_anew:
            self.refresh(self._shown.bulletin.now, list(self._made))
        self._ours.update(self._shown.complete())
        return replace(self.judge(), is_anew=is_anew)

    def warm(self) -> None:
        """Does the work of a change with a few documents: what that loads, the first change need not wait for. May be
        called by another thread."""
        seen, shown = self._seen, self._shown
        if seen is None or shown is None:
            return
        newest = shown.bulletin.items[:_WARMING]
        paths = {item.path for item in newest}
        few = tuple(text for text in seen.folder.documents if text.path in paths)
        warm(self._options(shown.bulletin.now), seen.settings, replace(seen.folder, documents=few, files=()))
        with suppress(BulletinError):
            for item in newest[:1]:
                self.find(_file_of(shown.bulletin.config.editions[0].path, item.url))

    def _options(self, now: datetime) -> Options:
        return Options(self._site, now, has_drafts=self._has_drafts)

    def _seen_all(self) -> _Seen:
        settings, folder = look(Options(self._site, datetime.min), Stopwatch(), self._known)
        self._known = folder.known
        return _Seen(settings, folder, read_theme(self._site, settings.config.theme), True)

    def _seen_again(self, before: _Seen, changed: Collection[str]) -> _Seen | None:
        """None where all has to be looked at."""
        content = f"{self._site / 'content'}{os.sep}"
        if not changed or not all(path.startswith(content) for path in changed):
            return None
        below = [path.removeprefix(content).replace(os.sep, "/") for path in changed]
        folder = scan_again(self._site, before.folder, below)
        return _Seen(before.settings, folder, before.theme, False) if folder else None

    def _has_more(self, seen: _Seen) -> bool:
        """What was seen in part is seen as a whole."""
        whole = self._seen_all()
        self._seen = whole if (is_same := whole.is_as(seen)) else None
        return not is_same

    def _refreshed(self, shown: Planned) -> Refreshed:
        problems = problems_of(shown.bulletin, self._converted, shown.sites(), (*self._of_whole, *shown.problems))
        told = self._good.of_now(problems, self._seen.folder.problems if self._seen else ())
        return Refreshed(len(shown.bulletin.items), told, shown.bulletin.turn, tuple(sorted(self._good.kept)))

    def find(self, path: str) -> bytes | None:
        """The bytes of the file ``path`` of the site; None where it is none, or lies on disk as it would be made.
        Raises BulletinError, as a build would."""
        shown, made = self._shown, self._made
        page = shown.page(path) if shown else None
        if shown is None or page is None or (page.source and (self._output / path).is_file()):
            return None  # the names of copies and photos hold their digests
        with self._making:
            if path in made and made[path][0] is page:  # another one may have the better right to that file
                return made[path][1]
            data = self._bytes_of(shown, page)
            if page.source:  # a photo or an attachment: large, and on disk soon
                return data
            if len(made) >= _KEPT:
                made.clear()
            made[path] = page, data
            return data

    def is_gone(self, path: str) -> bool:
        """Whether what lies on disk there is only left over from an earlier state."""
        shown = self._shown
        is_apart = shown is None or path.startswith(_OF_RELEASE) or shown.has(path)
        return not is_apart and (path in self._ours or path in self._published())

    def _published(self) -> Collection[str]:
        """Paths of what was built last, by whomever."""
        digest = manifest.digest(self._output)
        if digest != self._built[0]:
            built = manifest.load(self._output)
            self._built = digest, built.keys if built else ()
        return self._built[1]

    def moved(self, path: str) -> str:
        """Where the item is now whose page ``path`` was, as a path below the output: a date that somebody is typing
        moves a page again and again. "" where there is none."""
        shown, (edition, item) = self._shown, self._moved.get(path, ("", ""))
        if shown is None or not item or shown.has(path):
            return ""
        urls = (_file_of(edition, one.url) for one in shown.bulletin.items if one.path == item)
        return next((url for url in urls if shown.has(url)), "")

    def _note_moves(self, bulletin: Bulletin) -> None:
        """Of items that are at another address now, or nowhere."""
        before = self._shown.bulletin if self._shown else None
        if before is None:
            return
        are_other = len(before.items) != len(bulletin.items)  # else nearly all stand where they stood, and are the same
        others = before.items if are_other else tuple(compress(before.items, map(is_not, before.items, bulletin.items)))
        paths = {item.path for item in others}
        urls = {item.path: item.url for item in bulletin.items if item.path in paths}
        for item in others:
            if urls.get(item.path) != item.url:
                for edition in before.config.editions:
                    self._moved[_file_of(edition.path, item.url)] = edition.path, item.path

    def _read(self, options: Options, seen: _Seen) -> _Read:
        store = self._site / ".bulletin" / "cache.sqlite"
        return over(store if self._is_first else None, partial(self._read_over, options, seen))

    def _read_over(self, options: Options, seen: _Seen, store: Path | None) -> _Read:
        with Cache(store, engine_digest(), self._warn) as disk, open_workers(0, "", lambda *_: None) as workers:
            disk.keep_all()  # who builds asks for more
            with self._held.over(disk):
                folder, watch = seen.folder, Stopwatch()
                content, checked = checked_documents(options, seen.settings, folder, self._held, workers, watch)
                known = known_to(seen.settings)
                checked = self._good.amended(checked, known, folder.documents, folder.problems)
                bulletin, whole = gather(content, checked, options.now, options.has_drafts)
                converted = convert(bulletin, self._held, workers, watch)
                assemble = assembling(bulletin, converted, self._held)
                fill = Bodies(self._held.parts())
        self._is_first = False
        return _Read(bulletin, whole, converted, assemble, fill)

    def _bytes_of(self, shown: Planned, page: Page) -> bytes:
        source = read_bytes(self._site, page.source) if page.source else None
        return shown.producer(page).bytes_of(page, source, shown.fill)


def _file_of(edition: str, url: str) -> str:
    """Of an item's page, below the output."""
    return edition + unquote(url) + INDEX
