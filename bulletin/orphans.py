"""A worker process that is started -> one that ends with its parent, whatever ends that."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection


@contextmanager
def kept_for_child() -> Iterator[None]:
    """Around a fork: a child that is told to end before it has begun does end, in ``end_with_parent``. Python would
    forget it: of signals that came before its own work after a fork it knows nothing (``PyOS_AfterFork_Child``)."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """A worker whose build was killed would wait for ever: the pool's pipes never close by themselves. Ctrl+C goes to
    all processes of a terminal, but it is the build that ends its workers, and says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])  # see ``kept_for_child``
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
