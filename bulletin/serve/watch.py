"""Folders -> a call whenever something below them has settled after a change. The only home of watchdog.

Events are hints only: reading a file makes events too, queues overflow in silence, network drives send none
(gorakhargosh/watchdog#654, #949). What has really changed is found by the build, which compares contents.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_QUIET = 0.3  # seconds without an event before a burst counts as over
_CHANGES = {"created", "modified", "moved", "deleted", "closed"}


class _Hints(FileSystemEventHandler):
    def __init__(self, seen: threading.Event) -> None:
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _CHANGES:
            self._seen.set()


def watch(folders: Sequence[Path], is_polling: bool, changed: Callable[[], object], stop: threading.Event) -> None:
    """Calls ``changed`` after each burst of changes, until ``stop`` is set. Polls where asked, and where the system
    has no watches left (OSError 28 of inotify)."""
    seen = threading.Event()
    observer = _observe(folders, is_polling, seen)
    try:
        while not stop.is_set():
            if not seen.wait(0.2):
                continue
            while seen.is_set():
                seen.clear()
                stop.wait(_QUIET)
            if not stop.is_set():
                changed()
    finally:
        observer.stop()
        observer.join()


def _observe(folders: Sequence[Path], is_polling: bool, seen: threading.Event) -> BaseObserver:
    observer: BaseObserver = PollingObserver(timeout=1) if is_polling else Observer()
    for folder in folders:
        if folder.is_dir():
            observer.schedule(_Hints(seen), str(folder), recursive=True)
    try:
        observer.start()
    except OSError:
        if is_polling:
            raise
        return _observe(folders, True, seen)
    return observer
