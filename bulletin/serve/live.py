"""What the last build said -> every open page of the preview, by Server-Sent Events; and the script that hears it.

    GET /_live.js    the script; it stands in every page that the preview sends, and in no published byte
    GET /_live       a stream of states: "build", "language", "words", "notes", "errors", "warnings", "infos", "stale",
                     "kept"

A browser is told the state as it is when it comes, so that it can miss nothing, and the number of the build; the page
looks for itself whether it reads otherwise.
"""

from __future__ import annotations

import json
import secrets
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

from bulletin.model.making import frozen

STREAM = "/_live"
SCRIPT = "/_live.js"
_PARTS = ("live-patch.js", "live-notes.js", "live.js")
MOST_LISTENERS = 32  # of the connections that the server has at all
_MOST_NOTES = 100  # are sent; their number is always told
_BEAT = 15.0  # seconds between two signs of life
_LOOK = 1.0  # seconds until a window that was closed is noticed


@frozen
class Note:
    """One thing that is wrong, in words."""

    severity: str  # "error", "warning", "info"
    code: str
    place: str  # content/2026/47/推进会.md:3:5, "" where it is nowhere in particular
    text: str
    fix: str = ""  # what to type instead


@frozen
class State:
    build: int = 0
    notes: tuple[Note, ...] = ()  # the gravest first
    counts: tuple[int, int, int] = (0, 0, 0)  # errors, warnings, infos
    is_stale: bool = False  # what is shown was made before the last change
    has_kept: bool = False  # some files are shown as they were before they were at fault


class Live:
    """Told by whoever builds, asked by the threads of the server."""

    def __init__(self, language: str = "zh-Hans", words: Mapping[str, str] | None = None) -> None:
        self._about = {"language": language, "words": dict(words or {})}
        self._name = secrets.token_hex(4)  # of this run of the server: its builds are counted from 1
        self._state = State()
        self._is_over = False
        self._changed = threading.Condition()
        self._listeners: dict[int, str] = {}

    @property
    def build(self) -> str:
        """Names what is shown now."""
        return f"{self._name}-{self._state.build}"

    def tell(self, notes: Sequence[Note], is_stale: bool = False, has_kept: bool = False) -> None:
        """A build has ended; ``is_stale`` where it could not be shown, ``has_kept`` where some of it is older."""
        order = ("error", "warning", "info")
        counts = (*(sum(note.severity == one for note in notes) for one in order),)
        ranked = sorted(notes, key=lambda note: order.index(note.severity))[:_MOST_NOTES]
        with self._changed:
            number = self._state.build + 1
            self._state = State(number, tuple(ranked), (counts[0], counts[1], counts[2]), is_stale, has_kept)
            self._changed.notify_all()

    def close(self) -> None:
        """Ends all streams."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def looked_at(self) -> frozenset[str]:
        """Paths of the pages that are open, as their browsers say."""
        with self._changed:
            return frozenset(self._listeners.values())

    def states(self, page: str, is_closed: Callable[[], bool]) -> Iterator[bytes]:
        """The events for one reader, who looks at ``page``; none where there are too many readers."""
        with self._changed:
            if len(self._listeners) >= MOST_LISTENERS:
                return
            me = max(self._listeners, default=0) + 1
            self._listeners[me] = page
        try:
            yield from self._events(is_closed)
        finally:
            with self._changed:
                del self._listeners[me]

    def _events(self, is_closed: Callable[[], bool]) -> Iterator[bytes]:
        told, beat = -1, time.monotonic()
        while not self._is_over and not is_closed():
            with self._changed:
                if self._state.build == told and not self._is_over:
                    self._changed.wait(_LOOK)
                state = self._state
            if state.build != told:
                told, beat = state.build, time.monotonic()
                yield f"data: {self._json(state)}\n\n".encode()
            elif time.monotonic() - beat > _BEAT:
                beat = time.monotonic()
                yield b": \n\n"

    def _json(self, state: State) -> str:
        said = {
            **self._about,
            "build": f"{self._name}-{state.build}",
            "notes": [asdict(note) for note in state.notes],
            "errors": state.counts[0],
            "warnings": state.counts[1],
            "infos": state.counts[2],
            "stale": state.is_stale,
            "kept": state.has_kept,
        }
        return json.dumps(said, ensure_ascii=False)


@cache
def script() -> bytes:
    """All parts in one function, so that no page sees a name of theirs."""
    parts = [files("bulletin.serve").joinpath(name).read_text("utf-8") for name in _PARTS]
    return "\n".join(("(function () {", '"use strict";', *parts, "})();\n")).encode()


def with_script(page: bytes, build: str) -> bytes:
    """``page`` with the script at its end. Its digest tells the script whether a page it fetches reads otherwise."""
    digest = blake2b(page, digest_size=8).hexdigest()
    tag = f'<script src="{SCRIPT}" data-build="{build}" data-digest="{digest}"></script>'.encode()
    place = page.lower().rfind(b"</body>")
    return page[:place] + tag + page[place:] if place >= 0 else page + tag


def page_of(target: str) -> str:
    """The path that a browser says it looks at: ``/_live?page=/2026/11/x/``."""
    return parse_qs(urlsplit(target).query, max_num_fields=8).get("page", [""])[0][:2000]


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side has gone: who only listens sends nothing more."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True
