"""A path and its bytes -> a file of the release being built, and what the manifest says of it. Runs wherever the bytes
are made: a worker that hands them over would have them copied three times."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from typing import NamedTuple

from bulletin.errors import WriteError

_STAYS = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Put(NamedTuple):
    """A file as it was written; ``mtime`` in nanoseconds."""

    size: int
    mtime: int


def put(stage: str, path: str, data: bytes) -> Put:
    """Writes the file at ``path`` below ``stage``. What was there of the release before gives way: a file, a folder in
    the place of the file, a file in the place of a folder. It is never written to, for the published file may be the
    same one. Two pages never lie at one path, or below one another. Raises WriteError E802, OSError."""
    target = f"{stage}/{contained(path)}"
    try:
        _write_new(target, data)
    except FileNotFoundError:  # most pages have a folder of their own, so that to look first would cost more
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write_new(target, data)
    except (FileExistsError, NotADirectoryError):
        try:  # as a rule it is the page itself, of the release before
            os.unlink(target)
        except OSError:
            _make_way(stage, path)
        _write_new(target, data)
    return Put(len(data), os.stat(target).st_mtime_ns)


def contained(path: str) -> str:
    """Paths come from our own renderers; one that leaves the stage is a fault (WriteError E802)."""
    if not is_contained(path):
        raise WriteError("E802", path=path)
    return path


def is_contained(path: str) -> bool:
    return not path.startswith("/") and "/../" not in f"/{path}/"


def link(source: str, target: str) -> None:
    """The same file under another name; where the file system knows no such thing, a copy with its times."""
    can_name_links = os.link in os.supports_follow_symlinks  # not on Windows
    try:
        if can_name_links:
            os.link(source, target, follow_symlinks=False)
        elif os.path.islink(source):
            shutil.copy2(source, target, follow_symlinks=False)
        else:
            os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target, follow_symlinks=False)


def prune(stage: str, path: str) -> None:
    """Takes the file at ``path`` away, and folders that it leaves empty. Raises OSError."""
    if not is_contained(path):  # a manifest may say anything
        return
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):  # gone, or a page has taken its place
        os.unlink(f"{stage}/{path}")
    while path := path.rpartition("/")[0]:
        try:
            os.rmdir(f"{stage}/{path}")
        except FileNotFoundError:
            continue
        except OSError as error:
            if error.errno not in _STAYS:
                raise
            break


def _make_way(stage: str, path: str) -> None:
    """Others may be about it, for pages in the same folder."""
    names = path.split("/")
    for count in range(1, len(names)):
        above = f"{stage}/{'/'.join(names[:count])}"
        if os.path.lexists(above) and not os.path.isdir(above):
            with suppress(FileNotFoundError, IsADirectoryError):
                os.unlink(above)
    target = f"{stage}/{path}"
    if os.path.isdir(target):
        shutil.rmtree(target)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with suppress(FileNotFoundError):
            os.unlink(target)


def _write_new(path: str, data: bytes) -> None:
    """Without Python's file objects: for a page they cost as much as the system does."""
    handle = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
