"""Keys -> what was taken out of remembered values because it is heavy, read where somebody needs it.

Of ten thousand articles a build after one change needs the text of a few, and a build from nothing needs it where pages
are made. Each process reads for itself, from the file of ``cache``, in which nothing changes meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol
from weakref import WeakSet

from bulletin.pickles import CacheDamage, data_of

PART = "part"  # step
_PATIENCE = 60  # seconds: somebody else may be about to write what was put away until now
_BATCH = 500  # keys in one SELECT: below SQLite's oldest limit of 999 parameters


class LostPart(Exception):
    """What was put away is not there any more. All of it can be worked out again."""


class Parts:
    """Can be sent to other processes of this machine, and may be used by those that were forked from this one."""

    def __init__(self, path: Path | None, held: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """``held`` where there is no file: parts as they are put away."""
        self._path = path
        self._held = held
        self._rows: sqlite3.Connection | None = None
        self._inherited: sqlite3.Connection | None = None
        self._process = 0  # that opened the file: SQLite must not be used by another

    def __reduce__(self) -> tuple[type[Parts], tuple[Path | None, dict[str, bytes]]]:
        return Parts, (self._path, dict(self._held))

    def of(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Raises LostPart."""
        if self._path is None:
            found = {key: self._held[key] for key in keys if key in self._held}
        else:
            try:
                with closing(rows_of(self._opened(self._path), "key, value", PART, keys)) as rows:
                    found = {key: bytes(data_of(PART, key, blob)) for key, blob in rows}
            except (sqlite3.DatabaseError, CacheDamage) as error:
                raise LostPart(str(error)) from error
        for key in keys:
            if key not in found:
                raise LostPart(key)
        return found

    def _opened(self, path: Path) -> sqlite3.Connection:
        """For reading. One that another process opened is left to it, not even closed."""
        if self._rows is None or self._process != os.getpid():
            self._inherited = self._rows
            place = f"{path.resolve().as_uri()}?mode=ro"
            self._rows = sqlite3.connect(place, uri=True, check_same_thread=False, timeout=_PATIENCE)
            self._process = os.getpid()
        return self._rows


def rows_of(
    file: sqlite3.Connection, columns: str, step: str, keys: Iterable[str]
) -> Generator[tuple[Any, ...], None, None]:
    """Those of the table of remembered steps that there are. Raises sqlite3.DatabaseError."""
    wanted = list(dict.fromkeys(keys))
    for begin in range(0, len(wanted), _BATCH):
        some = wanted[begin : begin + _BATCH]
        query = f"SELECT {columns} FROM memo WHERE step = ? AND key IN ({','.join('?' * len(some))})"
        with closing(file.execute(query, (step, *some))) as rows:
            yield from rows


class Writer(Protocol):
    """Of a file from which parts are read."""

    def commit(self) -> None: ...


def _commit_all() -> None:
    """Before a process is forked. It does not inherit our locks, but what SQLite believes of them: while we write, it
    would read without a lock, and take for damage what is half written."""
    for writer in list(WRITERS[os.getpid()]):
        writer.commit()


WRITERS: defaultdict[int, WeakSet[Writer]] = defaultdict(WeakSet)  # by the process that opened their files
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_commit_all)
