"""A path below a folder -> the bytes of the regular file there, reached without following a link out of it.

Whoever writes to a shared disk can put links, pipes and devices into it at any moment, also between two looks.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Self

_NO_NAMES = frozenset({"", ".", ".."})
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FLAGS |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_CAN_REACH = os.open in os.supports_dir_fd  # not on Windows


class Folders:
    """The folder in which a file was opened last: of ten thousand documents most lie beside the one before."""

    def __init__(self) -> None:
        self._path = ""
        self._folder = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1

    def open(self, root: Path, path: str) -> int:
        """A descriptor of the file, which whoever asked closes."""
        folder, _, name = path.rpartition("/")
        if self._folder < 0 or folder != self._path:
            opened = _open_folder(root, folder)
            self.__exit__()
            self._path, self._folder = folder, opened
        return os.open(name, _FLAGS, dir_fd=self._folder)


def read_below(root: Path, path: str, limit: int, folders: Folders | None = None) -> bytes:
    """At most ``limit`` bytes. Raises OSError, also for more. A link as the last part is followed only inside ``root``;
    one on the way there never. ``folders``: for who reads many, one after the other."""
    try:
        file = _open(root, path, folders)
    except OSError:
        if not os.path.islink(root / path):
            raise
        target = (root / path).resolve(strict=True)
        if not target.is_relative_to(root):
            raise PermissionError(0, "link") from None
        file = _open(root, target.relative_to(root).as_posix(), None)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise PermissionError(0, "not a regular file")
        if status.st_size > limit:
            raise OSError(0, f"> {megabytes(limit)}")
        return _all_of(file, status.st_size, limit)
    finally:
        os.close(file)


def _all_of(file: int, size: int, limit: int) -> bytes:
    """``size`` as the disk has it; a file may grow while it is read."""
    parts, length = [], 0
    while data := os.read(file, max(size - length, 0) + 1):
        parts.append(data)
        length += len(data)
        if length > limit:
            raise OSError(0, f"> {megabytes(limit)}")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _open(root: Path, path: str, folders: Folders | None) -> int:
    """A descriptor, reached from ``root`` without following a link, without waiting for a pipe's other end."""
    if not _NO_NAMES.isdisjoint(path.split("/")) or "\0" in path or (os.sep == "\\" and "\\" in path):
        raise PermissionError(0, "outside content/")
    if not _CAN_REACH:
        if not (root / path).resolve(strict=True).is_relative_to(root):
            raise PermissionError(0, "outside content/")
        return os.open(root / path, _FLAGS)
    if folders is not None:
        return folders.open(root, path)
    with Folders() as one:
        return one.open(root, path)


def _open_folder(root: Path, path: str) -> int:
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in path.split("/") if path else ():
            inner = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
    except BaseException:
        os.close(folder)
        raise
    return folder


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
