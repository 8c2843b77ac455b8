"""Folders and a clock -> a call whenever something below them has settled after a change, or when it is time. The only
home of watchdog.

Events are hints only: reading a file makes events too, queues overflow in silence, network drives send none
(gorakhargosh/watchdog#654, #949). A hint says when to look, and where first; what has changed is the difference of two
looks. Of ten thousand files those that were told of are looked at at once, all others after ``changed`` was called.
Looks are taken now and then without a hint as well, so that nothing is missed for long, and nothing at all while
building: what changes meanwhile differs from the look that was taken before.
"""

from __future__ import annotations

import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from bulletin.model.making import frozen
from bulletin.serve.hints import EVERYTHING, Hints, Told
from bulletin.serve.looks import Look, Patience, changed_paths, look, look_again, settled
from bulletin.serve.mounts import is_remote
from bulletin.serve.noise import is_noise

# A build opens and closes every file: of that the system shall not even tell us
_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirModifiedEvent, DirMovedEvent,
    FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
_WHOLE = (FileClosedEvent, FileDeletedEvent, FileMovedEvent)  # nobody writes to it any more
logging.getLogger("watchdog").setLevel(logging.CRITICAL)  # it complains of events that come while it is being stopped
_BRIEF = 0.01  # seconds between two looks at what was closed
_FAR = Patience(0.5, 1.0)  # such disks keep what they say of a file for a while
_IDLE = (5.0, 50.0)  # seconds at least between two looks without a hint, and how many times as long as a look takes
_POLLING = (0.5, 20.0)
_LATEST = 1.5  # seconds after which the system has told of a change, if it ever will


@frozen
class Change:
    paths: frozenset[str]  # empty: nobody changed a file, but it is time
    is_due: bool = False


Changed = Callable[[Change], datetime | None]  # answers when it is time again, whatever happens to the files


class Watch:
    """Knows what the folders hold from its making on: a change before ``run`` is a change. ``told`` hears, in a word,
    why it looks itself instead of waiting for events."""

    def __init__(
        self, folders: Sequence[Path], is_polling: bool, now: Callable[[], datetime],
        told: Callable[[str], object] = lambda _: None,
    ) -> None:  # fmt: skip
        self._folders = tuple(folders)
        self._now = now
        self._told = told
        self._hints = Hints()
        self._owes_look = False  # at all that nobody told of
        self._is_far = any(is_remote(folder) for folder in self._folders)
        self._is_polling = is_polling or self._is_far
        if self._is_far and not is_polling:
            told("remote")
        self._took = 0.0
        self._known = self._look()

    def run(self, changed: Changed, stop: threading.Event, due: datetime | None = None) -> None:
        """Calls ``changed``, once at a time, until ``stop`` is set. ``due``: as it answers."""
        events = None if self._is_polling else self._events()
        try:
            while not stop.is_set():
                is_told = self._hints.wait(0 if self._owes_look else self._patience(due))
                if stop.is_set():
                    return
                change = self._change(due, stop)
                if change is not None and not stop.is_set():
                    due = changed(change)
                if events is not None and change is not None and change.paths and not is_told and self._is_deaf(stop):
                    events.close()
                    events = None
                elif events is not None and not events.is_alive:
                    events.close()
                    events = self._events()
        finally:
            if events is not None:
                events.close()

    def wake(self) -> None:
        """Looks now, and ends the waiting once ``stop`` is set."""
        self._hints.tell(EVERYTHING)

    def _is_deaf(self, stop: threading.Event) -> bool:
        """Whether nobody tells of a change that was found without being told of: the watches went out below some
        folder, or its disk is a remote one of which we do not know. From then on it looks itself."""
        if self._hints.wait(_LATEST) or stop.is_set():
            return False
        self._is_polling = True
        self._told("missed")
        return True

    def _change(self, due: datetime | None, stop: threading.Event) -> Change | None:
        is_due = due is not None and self._now() >= due
        told = self._hints.take()
        if not told.files and not told.is_more:  # the file itself may be told of in a moment
            stop.wait(_BRIEF)
            told = told.and_then(self._hints.take())
        seen = self._look_at(told)
        if seen == self._known and not told.is_all:
            told = EVERYTHING
            seen = self._look()
        self._owes_look = False
        if seen == self._known:
            return Change(frozenset(), True) if is_due else None
        settling = _Settling(self._look_at, self._hints, told, stop)
        seen = settled(self._known, seen, settling.look, settling.pause, _FAR if self._is_far else Patience())
        paths = changed_paths(self._known, seen)
        self._known = seen
        self._owes_look = not settling.told.is_all
        return Change(paths, is_due) if paths or is_due else None

    def _look_at(self, told: Told) -> Look:
        return self._look() if told.is_all else look_again(self._known, self._folders, told.files)

    def _look(self) -> Look:
        start = time.monotonic()
        found = look(self._folders)
        self._took = time.monotonic() - start
        return found

    def _patience(self, due: datetime | None) -> float:
        shortest, times = _POLLING if self._is_polling else _IDLE
        wait = max(shortest, times * self._took)
        left = (due - self._now()).total_seconds() if due else wait
        return max(0.05, min(wait, left))

    def _events(self) -> _Events | None:
        self._hints.tell(EVERYTHING)  # of what has changed until they are there nobody tells
        try:
            return _Events(self._folders, self._hints)
        except OSError:  # no watches left (ENOSPC), no descriptors (EMFILE), no such thing here
            self._is_polling = True
            self._told("exhausted")
            return None


class _Settling:
    """Looks at what was told of, until nobody writes any more, and at what is told of meanwhile."""

    def __init__(self, look: Callable[[Told], Look], hints: Hints, told: Told, stop: threading.Event) -> None:
        self.told = told
        self._look = look
        self._hints = hints
        self._stop = stop

    def look(self) -> Look:
        self.told = self.told.and_then(self._hints.take())
        return self._look(self.told)

    def pause(self, seconds: float) -> None:
        """Less where few files are looked at, and those were closed or have changed again."""
        end = time.monotonic() + seconds
        before = None if self.told.is_all else self._look(self.told)
        is_brief = seconds <= Patience().usual
        while before is not None and not self._stop.wait(_BRIEF) and time.monotonic() < end:
            now = self.look()
            if self.told.is_all:
                break
            if now != before or (is_brief and self.told.is_over):
                return
        self._stop.wait(max(0.0, end - time.monotonic()))


class _Events:
    """What the system tells of the folders that there are now."""

    def __init__(self, folders: Sequence[Path], hints: Hints) -> None:
        self._folders = folders
        self._numbers = self._inodes()
        # watchdog 7 says so of a folder that is made while it looks for folders; it is watched nevertheless
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer: BaseObserver = Observer()
        try:
            for folder in folders:
                if folder.is_dir():
                    self._observer.schedule(_Handler(hints), str(folder), recursive=True, event_filter=_CHANGES)
            self._observer.start()
        except OSError:
            self._observer.unschedule_all()
            raise

    @property
    def is_alive(self) -> bool:
        """Not where a folder was moved away and another put into its place: of that one nothing would be told."""
        return self._observer.is_alive() and self._numbers == self._inodes()

    def close(self) -> None:
        self._observer.stop()
        self._observer.join(5)

    def _inodes(self) -> list[tuple[int, int]]:
        return [_inode(folder) for folder in self._folders]


class _Handler(FileSystemEventHandler):
    def __init__(self, hints: Hints) -> None:
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = str(event.src_path), str(event.dest_path or "")
        if isinstance(event, tuple(_CHANGES)) and is_hint(*paths, event.is_directory):
            self._hints.tell(_told(event, paths))


def _told(event: FileSystemEvent, paths: Iterable[str]) -> Told:
    """That something in a folder has changed says nothing: the file itself is told of as well, or it is noise."""
    if event.is_directory:
        return Told(is_more=not isinstance(event, DirModifiedEvent))
    return Told(dict.fromkeys(filter(None, paths), isinstance(event, _WHOLE)))


def is_hint(source: str, target: str, is_folder: bool = False) -> bool:
    """Whether an event may be about a file of the site: of a move, where it came from or where it went."""
    names = (path.replace("\\", "/").rpartition("/")[2] for path in (source, target) if path)
    return any(not is_noise(name, is_folder) for name in names)


def _inode(folder: Path) -> tuple[int, int]:
    try:
        status = folder.stat()
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino
