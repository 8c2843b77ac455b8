"""How long each stage of a build took: the one place where time is measured."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Opened = TypeVar("Opened")


class Stopwatch:
    """``with watch("convert"): ...`` adds to that stage; ``seconds`` lists the stages in the order they began."""

    def __init__(self, measured: Sequence[tuple[str, float]] = ()) -> None:
        """``measured``: what another one says."""
        self._seconds: dict[str, float] = dict(measured)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        begin = time.perf_counter()
        self._seconds.setdefault(stage, 0.0)
        try:
            yield
        finally:
            self._seconds[stage] += time.perf_counter() - begin

    def around(self, workers: Opened) -> Opened:
        """``workers`` as they are: nothing inside a stage is measured. See ``bulletin.steps.profiling``."""
        return workers

    @property
    def seconds(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._seconds.items())
