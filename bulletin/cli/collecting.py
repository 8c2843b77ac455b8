"""While something runs: how often Python looks for circles among its values."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A million values stay until the end of a build, or as long as a site is shown: to look again and again for circles
# among them takes a twentieth of a build's time, and half of that in which a large site is shown anew.
_RARELY = (50_000, 20, 100)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
