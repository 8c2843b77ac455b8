"""Remembered steps: (step, digest of the input) -> the value that the step gave last time, in one SQLite file.

Deleting the file only costs time. A damaged, older or foreign file is dropped as a whole, never trusted: each row
carries a checksum, and nothing but the types of ``bulletin.model`` and plain data is ever unpickled from it.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from zlib import crc32

from bulletin.parts import PART, WRITERS, LostPart, Parts, rows_of
from bulletin.pickles import CacheDamage, Packed, checked, pickled, unpacked, unpickled

Input = TypeVar("Input")
Output = TypeVar("Output")
Row = tuple[str, str, bytes]  # step, key, value as it is put away

_FORMAT = 3
_MUCH = 32_000_000  # bytes: so much waits in memory to be written
_BUNDLE = 64  # values that lie in one row, on an average
_LEFT = 8  # of so many rows in use one more may lie there unused: to look for them takes as long as to read a third


class Cache:
    """Use as a context manager. ``path`` None: nothing is remembered. ``engine`` names the code and libraries that
    made the values: a file of another engine is dropped. ``warn`` is told in one word why a file was dropped."""

    def __init__(self, path: Path | None, engine: str, warn: Callable[[str], None]) -> None:
        self._path = path
        self._engine = f"{_FORMAT} {engine}"
        self._warn = warn
        self._rows: sqlite3.Connection | None = None
        self._used: defaultdict[str, set[str]] = defaultdict(set)  # keys by step
        self._held: dict[str, bytes] = {}  # parts, where there is no file
        self._waiting = 0  # bytes to be written, at the least
        self._keeps_all = False
        self._is_dropped = False

    def __enter__(self) -> Self:
        if self._path is not None:
            try:
                self._rows = self._open(self._path)
            except (sqlite3.DatabaseError, OSError):
                self._drop("unusable")
            WRITERS[os.getpid()].add(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        WRITERS[os.getpid()].discard(self)
        if self._rows is None:
            return
        try:
            if kind is None and self._has_many_unused():
                self.forget_unused()
            if isinstance(error, LostPart):  # else it would be missed each time
                self._drop("damaged")
            if self._rows is not None:  # it is not, where nothing more can be written
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
        place: Callable[[Input], str] | None = None,
    ) -> list[Output]:
        """One output for each input, in order. ``compute`` gets the inputs not seen before, in one list; what it gives,
        packed or not, is put away as it comes, while others may still work on the rest.

        ``place`` tells where a value stands among others, whatever it holds. Neighbours lie in one row as well, by all
        of their keys: of ten thousand values that are known all but a few are read in a tenth of the time."""
        keys = [key(one) for one in inputs]
        bundles = dict(_bundles(keys, [place(one) for one in inputs])) if place else {}
        known = self._load(_bundled(step), bundles) if bundles else {}
        found: dict[str, Output] = {}
        for name, values in known.items():
            found.update(zip(bundles[name], values, strict=False))
        found.update(self._load(step, [k for k in keys if k not in found] if found else keys))
        missing = {k: one for k, one in zip(keys, inputs, strict=True) if k not in found}
        if missing:
            for k, value in zip(missing, compute(list(missing.values())), strict=True):
                self._store(step, k, value)
                found[k] = unpickled(value.data) if isinstance(value, Packed) else value
        for name, members in bundles.items():
            if name not in known:
                self._store(_bundled(step), name, [found[k] for k in members])
        self._used[step].update(keys)
        self._used[_bundled(step)].update(bundles)
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
        self._used[step].update(found)
        return found

    def put(self, step: str, key: str, value: object) -> None:
        self._store(step, key, value)
        self._used[step].add(key)

    def keep(self, step: str, keys: Iterable[str]) -> None:
        """What is known of these is not forgotten, though it is not asked for this time."""
        self._used[step].update(keys)

    def keep_all(self) -> None:
        """Nothing is forgotten this time: for who did not ask for all that the next one may need."""
        self._keeps_all = True

    def parts(self) -> Parts:
        """What was taken out of values, for whoever needs it; also in processes that are forked from now on."""
        self.commit()
        try:
            if self._rows is not None:
                self._rows.execute("PRAGMA cache_spill = OFF")  # else others could not read between two commits
                return Parts(self._path)
        except sqlite3.DatabaseError:
            self._drop("unwritable")
        return Parts(None, self._held)

    def commit(self) -> None:
        try:
            if self._rows is not None:
                self._rows.commit()
                self._waiting = 0
        except sqlite3.DatabaseError:
            self._drop("unwritable")

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
                return {k: unpacked(step, k, blob) for k, blob in rows}
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
        if self._rows is not None:
            yield from rows_of(self._rows, columns, step, keys)

    def _store(self, step: str, key: str, value: object) -> None:
        parts = value.parts if isinstance(value, Packed) else ()
        self._used[PART].update(name for name, _ in parts)
        if self._rows is None:
            self._held.update(parts)
            return
        data = value.data if isinstance(value, Packed) else pickled(value)
        rows = [(step, key, checked(step, key, data)), *((PART, k, checked(PART, k, part)) for k, part in parts)]
        try:
            self._rows.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
            self._waiting += sum(len(row) for _, _, row in rows)
            if self._waiting > _MUCH:
                self.commit()
        except sqlite3.DatabaseError:
            self._drop("unwritable")

    def _has_many_unused(self) -> bool:
        used = sum(map(len, self._used.values()))
        return any(count > used + used // _LEFT for (count,) in self._ask("SELECT count(*) FROM memo"))

    def forget_unused(self) -> None:
        """All that nobody asked for, unless all is kept: at the end, or when everything was asked for."""
        if self._rows is None or self._keeps_all:
            return
        unused = [(step, key) for step, key in self._ask("SELECT step, key FROM memo") if key not in self._used[step]]
        try:
            for table in ("memo", "sent") if unused and self._rows is not None else ():
                self._rows.executemany(f"DELETE FROM {table} WHERE step = ? AND key = ?", unused)
        except sqlite3.DatabaseError:
            self._drop("unwritable")

    def _drop(self, why: str) -> None:
        """Forget everything; go on with an empty file, or with none where even that fails."""
        if not self._is_dropped:  # one line says it
            self._warn(why)
        self._is_dropped = True
        if self._rows is not None:
            with suppress(sqlite3.Error):
                self._rows.close()
        self._rows = None
        if self._path is not None:
            with suppress(sqlite3.Error, OSError):
                self._path.unlink(missing_ok=True)
                self._rows = self._open(self._path)


def _bundled(step: str) -> str:
    """The step under which neighbours lie together: of these rows all can be made from the others."""
    return f"{step}s"


def _bundles(keys: Sequence[str], places: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Neighbours' keys, by a name that says them all. Where one begins a place alone decides: one that comes or goes
    leaves all others as they are."""
    marks = (crc32(place.encode("utf-8", "surrogatepass")) for place in places)
    begins = [at for at, mark in enumerate(marks) if mark % _BUNDLE == 0 and at]
    for begin, end in zip([0, *begins], [*begins, len(keys)], strict=True):
        if begin < end:
            name = blake2b("\n".join(keys[begin:end]).encode(), digest_size=16).hexdigest()
            yield name, keys[begin:end]
