"""A request to stop, at any instant <-> stretches of work that are not cut in two.

Python hands a signal on as an exception, wherever the main thread happens to be. Most code bears that: what it began is
cleared away. A pool of processes that is half started does not, nor does a fork.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _State(threading.local):
    depth = 0
    asked: BaseException | None = None


_state = _State()


def stop(request: BaseException) -> None:
    """Raises ``request``, where something is ``undivided`` in this thread at its end."""
    if not _state.depth:
        raise request
    _state.asked = request


@contextmanager
def undivided() -> Iterator[None]:
    """What is done here is done whole: short, or it ends by itself."""
    _state.depth += 1
    try:
        yield
    finally:
        _state.depth -= 1
        if not _state.depth and _state.asked is not None:
            asked, _state.asked = _state.asked, None
            raise asked
