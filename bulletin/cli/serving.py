"""``bulletin serve``: shows the site as it is in content/, anew after each change and when it is time, until Ctrl+C."""

from __future__ import annotations

import sys
import threading
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

from bulletin.cli import show
from bulletin.cli.clock import stated_time
from bulletin.cli.collecting import RARELY, collecting
from bulletin.cli.desk import PREVIEW, Rooms
from bulletin.cli.dropping import import_and_tell
from bulletin.cli.notes import TAGS, notes_of, notes_of_error, words
from bulletin.cli.opening import free_port, open_desk
from bulletin.errors import BulletinError
from bulletin.jobs.dropping import MANUSCRIPTS
from bulletin.jobs.previewing import Previewer, Refreshed
from bulletin.model.page import Report
from bulletin.pipeline import Options
from bulletin.serve.desk_frame import DESK
from bulletin.serve.live import Live, Note
from bulletin.serve.publishing import Fault, Publisher
from bulletin.serve.review_page import PATH
from bulletin.serve.server import serving
from bulletin.serve.watch import Change, Watch
from bulletin.words import Language, phrase

_TURN = 0.001  # seconds: who asks for a page waits so long, some five times, while the rest of the site is planned
_RETRY = timedelta(seconds=5)  # after a fault: a disk may come back without a file having changed


def run(arguments: Namespace, language: Language) -> int:
    """0, after Ctrl+C. Raises BulletinError."""
    with collecting(RARELY), switching(_TURN):
        return _run(arguments, language)


def _run(arguments: Namespace, language: Language) -> int:
    site: Path = arguments.site
    desk = _Desk(site, arguments.drafts, language)
    watch = Watch([site / "content", site / "themes"], arguments.poll, _now, desk.tell_watch)
    due = desk.refresh(Change(frozenset()))
    stop = threading.Event()
    port = free_port(arguments.host, arguments.port) if arguments.open else arguments.port
    try:
        with serving(desk.folder(), arguments.host, port, desk.shown, desk.live, desk.rooms.all()) as address:
            desk.open()
            url = address + desk.shown.base
            print(phrase("Say_serving", language, {"url": url}), flush=True)
            print(phrase("Say_reviewing", language, {"url": urljoin(url, PATH)}), flush=True)
            print(phrase("Say_desk", language, {"url": urljoin(url, DESK)}), flush=True)
            if arguments.open:
                open_desk(url)
            watch.run(desk.refresh, stop, due)
    except KeyboardInterrupt:
        pass
    finally:
        desk.close()
    return 0


@contextmanager
def switching(seconds: float) -> Iterator[None]:
    """Threads that wait for their turn get it after so long."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _now() -> datetime:
    return stated_time(None)


class _Desk:
    """What is shown, and what was said of it last."""

    def __init__(self, site: Path, has_drafts: bool, language: Language) -> None:
        self._site = site
        self._language = language
        self._output = site / PREVIEW  # what readers see is changed by the button of the desk, and by build
        self.shown = Previewer(site, has_drafts, show.cache_warning(language), self._output)
        self.live = Live(TAGS[language], words(language))
        self.rooms = Rooms(site, _now, language, self.shown.has)
        self._publisher: Publisher | None = None
        self._notes: tuple[Note, ...] = ()
        self._fault: tuple[Note, ...] = ()  # of the last publishing
        self._dropped: tuple[Note, ...] = ()
        self._is_stale = self._has_kept = False
        self._said: list[str] = []

    def folder(self) -> Path:
        """Where to look for what is not in memory: all, if there is nothing yet."""
        return self._output if self.shown.is_ready or self._output.is_dir() else self._site / "public"

    def open(self) -> None:
        """From now on what is shown is written as well, search index and all; and the first change waits for nothing
        to be loaded."""
        threading.Thread(target=self.shown.warm, daemon=True).start()
        self._publisher = Publisher(self._options, self._published)
        self._publisher.wanted(0)

    def _options(self) -> Options:
        return Options(self._site, _now(), output=self._output, may_shrink=True)  # no reader loses anything by it

    def close(self) -> None:
        if self._publisher is not None:
            self._publisher.close()

    def refresh(self, change: Change) -> datetime | None:
        """Answers when to look again."""
        self.rooms.forget()
        if change.is_due or not change.paths or any(path.lower().endswith(MANUSCRIPTS) for path in change.paths):
            self._import()
        try:
            self._show(self.shown.refresh(_now(), self.live.looked_at(), change.paths))
            self._show_if_other(self.shown.judge())  # readers see their pages already
            found = self.shown.complete()
        except BulletinError as error:
            self._notes, self._is_stale = tuple(notes_of_error(error, self._language)), True
            self._tell()
            self._say(show.error_lines(error, self._language))
            return _now() + _RETRY
        self._show_if_other(found)
        self._say(show.problem_lines(found.problems, self._language))
        show.complain([phrase("Say_refreshed", self._language, {"items": str(found.items)})])
        if self._publisher is not None:
            self._publisher.wanted()
        return found.turn

    def _show_if_other(self, found: Refreshed) -> None:
        if found.is_anew or tuple(notes_of(found.problems, self._language)) != self._notes:
            self._show(found)

    def _show(self, found: Refreshed) -> None:
        self._notes, self._is_stale = tuple(notes_of(found.problems, self._language)), False
        self._has_kept = bool(found.kept)
        self._tell()

    def _import(self) -> None:
        """What was dropped into content/; what can't be imported is told over the pages."""
        try:
            report = import_and_tell(self._site, self._language)
        except BulletinError as error:
            self._dropped = tuple(notes_of_error(error, self._language))
            return
        problems = (problem for one in report.sources if one.status != "imported" for problem in one.reading.problems)
        self._dropped = tuple(notes_of(problems, self._language))

    def tell_watch(self, why: str) -> None:
        show.complain([phrase(f"Say_watch_{why}", self._language, {})])

    def _published(self, ended: Report | Fault) -> None:
        fault = tuple(notes_of_error(ended.error(), self._language)) if isinstance(ended, Fault) else ()
        if isinstance(ended, Fault):
            show.complain(show.error_lines(ended.error(), self._language))
        else:
            values = {"rendered": str(ended.rendered), "pages": str(ended.pages)}
            show.complain([phrase("Say_rebuilt", self._language, values)])
        if fault != self._fault:
            self._fault = fault
            self._tell()

    def _tell(self) -> None:
        unsaid = [note for note in (*self._dropped, *self._fault) if note not in self._notes]
        self.live.tell([*self._notes, *unsaid], self._is_stale, self._has_kept)

    def _say(self, lines: Sequence[str]) -> None:
        """What was said before is not said again after every change."""
        show.complain(line for line in lines if line not in self._said)
        self._said = list(lines)
