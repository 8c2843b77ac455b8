"""A site that has changed -> published by a process of its own, once nobody has changed it for a moment.

The preview shows the site from memory; what lies in the output follows behind it, search index and all. One process
at a time: a change that comes meanwhile makes another.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from bulletin.errors import BulletinError
from bulletin.model.making import frozen
from bulletin.model.page import Report
from bulletin.model.problem import Problem
from bulletin.pipeline import Options, build

_QUIET = 3.0  # seconds without a change
_NICE = 10  # whoever saves meanwhile comes first
_AGAIN = 3.0  # until another build that is at work has ended
_BUSY = "E801"


@frozen
class Fault:
    """A BulletinError as it comes from another process."""

    code: str
    values: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]

    def error(self) -> BulletinError:
        return BulletinError(self.code, self.problems, **dict(self.values))


class Publisher:
    """``ended`` is told, from another thread, how each build ended: how many pages it made anew, or the fault."""

    def __init__(self, options: Callable[[], Options], ended: Callable[[Report | Fault], object]) -> None:
        self._options = options
        self._ended = ended
        self._due: float | None = None
        self._changed = threading.Condition()
        self._is_over = False
        self._process: BaseProcess | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wanted(self, seconds: float = _QUIET) -> None:
        """The site has changed: it is published after so many seconds without another change."""
        with self._changed:
            self._due = time.monotonic() + seconds
            self._changed.notify_all()

    def close(self) -> None:
        """Ends a build that is at work: what was published stays."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
            if self._process is not None:
                self._process.terminate()
        self._thread.join(10)

    def _run(self) -> None:
        while self._wait():
            found = self._build()
            if self._is_over:
                return
            if isinstance(found, Fault) and found.code == _BUSY:
                self.wanted(_AGAIN)
            elif found is not None:
                self._ended(found)

    def _wait(self) -> bool:
        """Whether there is something to publish; False at the end."""
        with self._changed:
            while not self._is_over:
                left = None if self._due is None else self._due - time.monotonic()
                if left is not None and left <= 0:
                    self._due = None
                    return True
                self._changed.wait(left)
        return False

    def _build(self) -> Report | Fault | None:
        """None: the process was ended."""
        context = multiprocessing.get_context("spawn")  # this one has threads, whose locks a forked one would hold
        receiver, sender = context.Pipe(duplex=False)
        with self._changed:
            if self._is_over:
                return None
            self._process = context.Process(target=_publish, args=(self._options(), sender))
            self._process.start()
        sender.close()
        try:
            found: Report | Fault | None = receiver.recv()
        except EOFError:
            found = None
        finally:
            receiver.close()
        self._process.join()
        return found


def _publish(options: Options, answer: Connection) -> None:
    """Runs in a process of its own. Ctrl+C goes to all processes of a terminal; the one that serves ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        answer.send(build(options, lambda *_: None, lambda *_: None))
    except BulletinError as error:
        answer.send(Fault(error.code, tuple(error.values.items()), error.problems))
