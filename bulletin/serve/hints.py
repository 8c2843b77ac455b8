"""What the system tells of files, as it tells it -> which of them to look at.

    tell()  from the system's thread  -->  take()  -->  Told: some files, or everything
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import field

from bulletin.model.making import frozen

_FEW = 50  # files: to look at more takes as long as to look at everything


@frozen
class Told:
    """``files``: path -> whether who wrote it has closed it, or put it there whole."""

    files: Mapping[str, bool] = field(default_factory=dict)
    is_more: bool = False  # a folder came, went or moved, or nobody knows

    @property
    def is_all(self) -> bool:
        """Whether everything is to be looked at."""
        return self.is_more or not 0 < len(self.files) <= _FEW

    @property
    def is_over(self) -> bool:
        """Whether nobody is writing any more."""
        return not self.is_all and all(self.files.values())

    def and_then(self, later: Told) -> Told:
        return Told({**self.files, **later.files}, self.is_more or later.is_more)


EVERYTHING = Told(is_more=True)


class Hints:
    """Used by two threads: who is told, and who waits."""

    def __init__(self) -> None:
        self._is_there = threading.Event()
        self._lock = threading.Lock()
        self._told = Told()

    def tell(self, told: Told) -> None:
        with self._lock:
            self._told = self._told.and_then(told)
        self._is_there.set()

    def wait(self, seconds: float) -> bool:
        """Whether anything was told meanwhile; ``take`` says what."""
        return self._is_there.wait(seconds)

    def take(self) -> Told:
        """What was told since the last time."""
        with self._lock:
            self._is_there.clear()
            told, self._told = self._told, Told()
        return told
