"""While something runs: how often Python looks for circles among its values."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A million values stay until the end of a build, or as long as a site is shown: to look again and again for circles
# among them takes a twentieth of a build's time, and half of that in which a large site is shown anew.
RARELY = 50_000  # values
ALMOST_NEVER = 1_000_000  # for a build, which ends: 1,000 items with all their pages leave 1,500 values in circles


@contextmanager
def collecting(after: int) -> Iterator[None]:
    """``after``: how many values more there are since the last time."""
    usual = gc.get_threshold()
    gc.set_threshold(after, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
