"""A target of one file after the other over one connection (SFTP, FTP): lost connections are made again, within bounds.

A file is written under one name of ours at the top and then renamed, so that nobody meets half of it. Each run has its
own name for that; what a killed run has left under its name goes with the next that ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import Protocol, TypeVar

from bulletin.deploy.record import RECORD
from bulletin.deploy.target import Source, TargetError, Told

PART = ".bulletin-part"
TRIES = 4  # of one step; between them 1, 2 and 4 seconds
Wait = Callable[[float], None]  # seconds
_T = TypeVar("_T")


class Lost(Exception):
    """The connection is gone, or the server is busy: worth another try. The reason in its own words."""


@dataclass(frozen=True, slots=True)
class Entry:
    stamp: str  # "" where the server says neither size nor time, and of links
    may_hold: bool  # a folder, or a link that may lead to one
    is_folder: bool


class Connection(Protocol):
    """Open when it is made. Paths are below the target's folder. Each may raise Lost, TargetError and OSError."""

    def entries(self, folder: str) -> dict[str, Entry]:
        """By name; of "" the target's own folder. Empty where there is no such folder."""

    def read(self, path: str) -> bytes | None:
        """None where there is no such file."""

    def digest(self, path: str) -> str | None: ...

    def write(self, path: str, data: bytes) -> None: ...

    def rename(self, path: str, new: str) -> None:
        """Over the one that is there."""

    def remove(self, path: str) -> None:
        """No fault where there is none."""

    def make_folder(self, path: str) -> None:
        """No fault where there is one."""

    def remove_folder(self, path: str) -> None:
        """No fault where it is not empty."""

    def close(self) -> None: ...


class StepwiseTarget:
    """``connect`` raises Lost, or BulletinError where another try would be of no use."""

    batch = 150
    sees_all = False

    def __init__(
        self, place: str, connect: Callable[[], Connection], secret: str = "", wait: Wait = time.sleep
    ) -> None:
        self.place = place
        self._connect = connect
        self._secret = secret
        self._wait = wait
        self._connection: Connection | None = None
        self._folders: set[str] = set()
        self._part = f"{PART}-{token_hex(4)}"

    def open(self) -> None:
        self._steadily("", lambda _: None)

    def close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):  # it may be gone already; all that counts has been compared
                self._connection.close()
            self._connection = None

    def read_record(self) -> bytes | None:
        return self._steadily(RECORD, lambda one: one.read(RECORD))

    def write_record(self, data: bytes) -> None:
        self._put(RECORD, data)

    def stamps(self, paths: Collection[str]) -> dict[str, str]:
        """Only folders that hold one of them are listed, and none below one that is not there."""
        listed: dict[str, dict[str, Entry]] = {}
        found = {}
        for path in sorted(paths):
            for folder in ("", *_folders_of(path)):
                if folder not in listed:
                    listed[folder] = self._entries(folder, listed)
            folder, _, name = path.rpartition("/")
            entry = listed[folder].get(name)
            if entry is not None and not entry.is_folder:
                found[path] = entry.stamp
        return found

    def digests(self, paths: Collection[str], source: Source) -> dict[str, str]:
        del source
        found = {path: self._digest(path) for path in sorted(paths)}
        return {path: digest for path, digest in found.items() if digest is not None}

    def send(self, paths: Sequence[str], source: Source, told: Told) -> None:
        for path in paths:
            self._put(path, source.read(path))
            told(path)

    def delete(self, paths: Sequence[str], told: Told) -> None:
        for name, entry in self._steadily("", lambda one: one.entries("")).items():
            if name.startswith(PART) and not entry.is_folder:
                self._remove(name)
        for path in paths:
            self._remove(path)
            told(path)

    def hidden(self, text: str) -> str:
        return text.replace(self._secret, "***") if self._secret else text

    def _digest(self, path: str) -> str | None:
        return self._steadily(path, lambda one: one.digest(path))

    def _remove(self, path: str) -> None:
        def remove(one: Connection) -> None:
            one.remove(path)
            for folder in reversed([*_folders_of(path)]):
                one.remove_folder(folder)
                self._folders.discard(folder)

        self._steadily(path, remove)

    def _entries(self, folder: str, listed: dict[str, dict[str, Entry]]) -> dict[str, Entry]:
        above, _, name = folder.rpartition("/")
        if folder and not ((entry := listed[above].get(name)) and entry.may_hold):
            return {}
        return self._steadily(folder, lambda one: one.entries(folder))

    def _put(self, path: str, data: bytes) -> None:
        def put(one: Connection) -> None:
            one.write(self._part, data)
            for folder in _folders_of(path):
                if folder not in self._folders:
                    one.make_folder(folder)
                    self._folders.add(folder)
            one.rename(self._part, path)

        self._steadily(path, put)

    def _steadily(self, path: str, step: Callable[[Connection], _T]) -> _T:
        for number in range(TRIES):
            try:
                if self._connection is None:
                    self._connection = self._connect()
                return step(self._connection)
            except Lost as lost:
                reason = str(lost)
                self.close()
                if number < TRIES - 1:
                    self._wait(2.0**number)
        raise TargetError(path, reason)


def _folders_of(path: str) -> Iterator[str]:
    """The folders that it lies in, outermost first."""
    parts = path.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[:count])
