"""Remembered steps: (step, digest of the input) -> the value that the step gave last time, in one SQLite file.

Deleting the file only costs time. A damaged, older or foreign file is dropped as a whole, never trusted: each row
carries a checksum, and nothing but the types of ``bulletin.model`` and plain data is ever unpickled from it.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import is_dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from zlib import crc32

from bulletin.model.making import frozen
from bulletin.model.pickling import SHARED

Input = TypeVar("Input")
Output = TypeVar("Output")
Row = tuple[str, str, bytes]  # step, key, value as it is put away

_FORMAT = 2
_BATCH = 500  # keys in one SELECT: below SQLite's oldest limit of 999 parameters
_KEPT = 100_000  # values of a type of which equal ones are one object
_CLASSES: dict[tuple[str, str], Any] = {}  # what values may be made of, as far as it was asked for
_PLAIN = {("datetime", name) for name in ("datetime", "date", "timezone", "timedelta")}


@frozen
class Packed:
    """A value as it is put away."""

    data: bytes


@frozen
class Packing:
    """A function over values that gives its results packed: where it runs elsewhere they are pickled once, and there.
    Pickled here, each text would also leave its UTF-8 behind in memory."""

    function: Callable[[Any], Sequence[Any]]

    def __call__(self, values: Any) -> list[Packed]:
        return [Packed(pickle.dumps(value, protocol=5)) for value in self.function(values)]


class CacheDamage(Exception):
    """A row that is not what was written."""


class Cache:
    """Use as a context manager. ``path`` None: nothing is remembered. ``engine`` names the code and libraries that
    made the values: a file of another engine is dropped. ``warn`` is told in one word why a file was dropped."""

    def __init__(self, path: Path | None, engine: str, warn: Callable[[str], None]) -> None:
        self._path = path
        self._engine = f"{_FORMAT} {engine}"
        self._warn = warn
        self._rows: sqlite3.Connection | None = None
        self._used: set[tuple[str, str]] = set()
        self._keeps_all = False

    def __enter__(self) -> Self:
        if self._path is not None:
            try:
                self._rows = self._open(self._path)
            except (sqlite3.DatabaseError, OSError):
                self._drop("unusable")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._rows is None:
            return
        try:
            if kind is None:
                self.forget_unused()
            self._rows.commit()
        except sqlite3.DatabaseError:
            self._drop("unwritable")
        finally:
            if self._rows is not None:
                self._rows.close()

    def remember(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output | Packed]],
    ) -> list[Output]:
        """One output for each input, in order. ``compute`` gets the inputs not seen before, in one list; what it gives,
        packed or not, is put away as it comes, while others may still work on the rest."""
        keys = [key(one) for one in inputs]
        found = self._load(step, keys)
        missing = {k: one for k, one in zip(keys, inputs, strict=True) if k not in found}
        if missing:
            for k, value in zip(missing, compute(list(missing.values())), strict=True):
                self._store(step, k, value)
                found[k] = _unpickled(value.data) if isinstance(value, Packed) else value
        self._used.update((step, k) for k in keys)
        return [found[k] for k in keys]

    def fill(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output | Packed]],
    ) -> None:
        """As ``remember``, for who will ask later: what is known is not read, what is new is put away as it comes."""
        wanted = {key(one): one for one in inputs}
        known = self._known(step, list(wanted))
        missing = {k: one for k, one in wanted.items() if k not in known}
        if missing:
            for k, value in zip(missing, compute(list(missing.values())), strict=True):
                self._store(step, k, value)
        self.keep(step, wanted)

    def recall(self, step: str, key: str) -> Any | None:
        """What was put away under ``key``, if anything was."""
        return self._load(step, [key]).get(key)

    def recall_all(self, step: str, keys: Sequence[str]) -> dict[str, Any]:
        """What was put away under those of ``keys`` that are known, by key; it is in use then."""
        found = self._load(step, keys)
        self._used.update((step, key) for key in found)
        return found

    def put(self, step: str, key: str, value: object) -> None:
        self._store(step, key, value)
        self._used.add((step, key))

    def keep(self, step: str, keys: Iterable[str]) -> None:
        """What is known of these is not forgotten, though it is not asked for this time."""
        self._used.update((step, key) for key in keys)

    def keep_all(self) -> None:
        """Nothing is forgotten this time: for who did not ask for all that the next one may need."""
        self._keeps_all = True

    def packs(self) -> set[str]:
        """Names of packs whose rows were taken in, or that were made of rows of this file; see ``steps.sharing``."""
        return {name for (name,) in self._ask("SELECT name FROM packs")}

    def rows(self, is_unshared: bool, left_out: Sequence[str]) -> Iterator[Row]:
        """As they are put away: all, or those that are in no pack yet; but for those of the steps ``left_out``."""
        marks = ",".join("?" * len(left_out))
        unshared = "AND NOT EXISTS (SELECT 1 FROM sent WHERE sent.step = memo.step AND sent.key = memo.key)"
        query = f"SELECT step, key, value FROM memo WHERE step NOT IN ({marks}) {unshared if is_unshared else ''}"
        yield from self._ask(f"{query} ORDER BY step, key", left_out)

    def take_in(self, pack: str, rows: Sequence[Row], has_values: bool = True) -> None:
        """Rows of ``pack``. They are believed no more than those of the file: what is no value of ours, or was not put
        away under its key, is found when it is asked for. Without values the rows came from here."""
        if self._rows is None:
            return
        try:
            if has_values:
                self._rows.executemany("INSERT OR IGNORE INTO memo VALUES (?, ?, ?)", rows)
            self._rows.executemany("INSERT OR IGNORE INTO sent VALUES (?, ?)", [row[:2] for row in rows])
            self._rows.execute("INSERT OR IGNORE INTO packs VALUES (?)", (pack,))
        except sqlite3.DatabaseError:
            self._drop("unwritable")

    def _ask(self, query: str, values: Sequence[str] = ()) -> Iterator[Any]:
        try:
            if self._rows is not None:
                yield from self._rows.execute(query, values)
        except sqlite3.DatabaseError:
            self._drop("damaged")

    def _open(self, path: Path) -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = sqlite3.connect(path, isolation_level="DEFERRED", check_same_thread=False)
        rows.execute("PRAGMA journal_mode=MEMORY")
        rows.execute("PRAGMA synchronous=OFF")  # a torn file is found by its checksums and dropped
        rows.execute("CREATE TABLE IF NOT EXISTS about (engine TEXT)")
        rows.execute("CREATE TABLE IF NOT EXISTS memo (step TEXT, key TEXT, value BLOB, PRIMARY KEY (step, key))")
        rows.execute("CREATE TABLE IF NOT EXISTS packs (name TEXT PRIMARY KEY)")
        rows.execute("CREATE TABLE IF NOT EXISTS sent (step TEXT, key TEXT, PRIMARY KEY (step, key))")
        engine = rows.execute("SELECT engine FROM about").fetchone()
        if engine != (self._engine,):
            if engine is not None:
                self._warn("another version")
            for table in ("memo", "packs", "sent", "about"):
                rows.execute(f"DELETE FROM {table}")
            rows.execute("INSERT INTO about VALUES (?)", (self._engine,))
        return rows

    def _load(self, step: str, keys: Iterable[str]) -> dict[str, Any]:
        try:
            with closing(self._rows_of("key, value", step, keys)) as rows:
                return {k: _unpack(step, k, blob) for k, blob in rows}
        except (sqlite3.DatabaseError, CacheDamage):
            self._drop("damaged")
            return {}

    def _known(self, step: str, keys: Iterable[str]) -> set[str]:
        try:
            with closing(self._rows_of("key", step, keys)) as rows:
                return {k for (k,) in rows}
        except sqlite3.DatabaseError:
            self._drop("damaged")
            return set()

    def _rows_of(self, columns: str, step: str, keys: Iterable[str]) -> Generator[tuple[Any, ...], None, None]:
        wanted = list(dict.fromkeys(keys)) if self._rows is not None else []
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(some))
            query = f"SELECT {columns} FROM memo WHERE step = ? AND key IN ({marks})"
            if self._rows is not None:
                yield from self._rows.execute(query, (step, *some))

    def _store(self, step: str, key: str, value: object) -> None:
        if self._rows is None:
            return
        try:
            self._rows.execute("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", (step, key, _pack(step, key, value)))
        except sqlite3.DatabaseError:
            self._drop("unwritable")

    def forget_unused(self) -> None:
        """All that nobody asked for, unless all is kept: at the end, or when everything was asked for."""
        if (rows := self._rows) is None or self._keeps_all:
            return
        try:
            rows.execute("CREATE TEMP TABLE IF NOT EXISTS used (step TEXT, key TEXT, PRIMARY KEY (step, key))")
            rows.executemany("INSERT OR IGNORE INTO used VALUES (?, ?)", self._used)
            kept = "SELECT 1 FROM used WHERE used.step = memo.step AND used.key = memo.key"
            rows.execute(f"DELETE FROM memo WHERE NOT EXISTS ({kept})")
            there = "SELECT 1 FROM memo WHERE memo.step = sent.step AND memo.key = sent.key"
            rows.execute(f"DELETE FROM sent WHERE NOT EXISTS ({there})")
        except sqlite3.DatabaseError:
            self._drop("unwritable")

    def _drop(self, why: str) -> None:
        """Forget everything; go on with an empty file, or with none where even that fails."""
        self._warn(why)
        if self._rows is not None:
            with suppress(sqlite3.Error):
                self._rows.close()
        self._rows = None
        if self._path is not None:
            with suppress(sqlite3.Error, OSError):
                self._path.unlink(missing_ok=True)
                self._rows = self._open(self._path)


def _pack(step: str, key: str, value: object) -> bytes:
    data = value.data if isinstance(value, Packed) else pickle.dumps(value, protocol=5)
    return _checksum(step, key, data) + data


def _unpack(step: str, key: str, blob: object) -> Any:
    data = memoryview(blob)[4:] if isinstance(blob, bytes) else memoryview(b"")
    if not isinstance(blob, bytes) or blob[:4] != _checksum(step, key, data):
        raise CacheDamage(key)
    try:
        return _unpickled(data)
    except Exception as error:  # a pickle may raise anything at all
        raise CacheDamage(key) from error


def _unpickled(data: bytes | memoryview) -> Any:
    return _ModelUnpickler(io.BytesIO(data)).load()


def _checksum(step: str, key: str, data: bytes | memoryview) -> bytes:
    """Against accidents, as quick as reading: who means harm could write any checksum, and is stopped below."""
    return crc32(data, crc32(f"{step} {key}".encode())).to_bytes(4, "big")


class _ModelUnpickler(pickle.Unpickler):
    """Makes values of ours and nothing else, for whoever can write the file could write anything into it: only the
    frozen dataclasses of modules that are loaded. A dotted name would reach through a module to what it imports."""

    def find_class(self, module: str, name: str) -> Any:
        """Asked of every class in each of ten thousand values: what was found is remembered."""
        known = _CLASSES.get((module, name))
        if known is None:
            known = _CLASSES[module, name] = self._found(module, name)
        return known

    def _found(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = getattr(sys.modules.get(module), name, None) if module.startswith("bulletin.") else None
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
            return lru_cache(maxsize=_KEPT)(found) if found in SHARED else found
        raise CacheDamage(f"{module}.{name}")
