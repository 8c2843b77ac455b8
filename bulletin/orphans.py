"""A worker process that is started -> one that ends with its parent, whatever ends that."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing import connection


def end_with_parent() -> None:
    """A worker whose build was killed would wait for ever: the pool's pipes never close by themselves. Ctrl+C goes to
    all processes of a terminal, but it is the build that ends its workers, and says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
