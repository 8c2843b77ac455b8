"""A path and its bytes -> a file of the release being built, and what the manifest says of it. Runs wherever the bytes
are made: a worker that hands them over would have them copied three times."""

from __future__ import annotations

import os
from typing import NamedTuple

from bulletin.errors import WriteError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Put(NamedTuple):
    """A file as it was written; ``mtime`` in nanoseconds."""

    size: int
    mtime: int


def put(stage: str, path: str, data: bytes) -> Put:
    """Writes the file at ``path`` below ``stage``, where there must be none. Raises WriteError E802, OSError."""
    target = f"{stage}/{contained(path)}"
    try:
        _write_new(target, data)
    except FileNotFoundError:  # most pages have a folder of their own, so that to look first would cost more
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write_new(target, data)
    return Put(len(data), os.stat(target).st_mtime_ns)


def contained(path: str) -> str:
    """Paths come from our own renderers; one that leaves the stage is a fault (WriteError E802)."""
    if path.startswith("/") or "/../" in f"/{path}/":
        raise WriteError("E802", path=path)
    return path


def _write_new(path: str, data: bytes) -> None:
    """Without Python's file objects: for a page they cost as much as the system does."""
    handle = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
