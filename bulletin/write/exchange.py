"""Two folders of one file system -> the one in the place of the other, at once where the system can.

Linux: ``renameat2(RENAME_EXCHANGE)``, one atomic step on ext4, xfs, btrfs and tmpfs. Elsewhere, and where the file
system refuses (NFS, SMB, Windows): two renames, with the old folder set aside between them under a name from which
``recover`` brings it back after a kill. For that instant there is no site; there is never half of one.
"""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(fresh: Path, place: Path) -> None:
    """After it, ``place`` holds what ``fresh`` held. What was in ``place`` before, if anything, is in ``fresh``. Raises
    OSError only where ``place`` is as it was."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchange_at_once(fresh, place):
        _exchange_in_steps(fresh, place)
    _sync(place.parent)


def recover(fresh: Path, place: Path) -> None:
    """After an exchange in steps that was killed: what was set aside is in ``place`` again, or in ``fresh`` where the
    new folder had come into its place already."""
    aside, goal = _aside(fresh), fresh if place.exists() else place
    if aside.is_dir() and not goal.exists():
        aside.rename(goal)


def settle(tree: Path) -> None:
    """Waits until what was written below ``tree`` is on the disk, by one call for the whole file system. Raises OSError
    where it can't be: some disks say only now that they are full."""
    library = _libc()
    if library is None or not hasattr(library, "syncfs"):
        return
    handle = os.open(tree, os.O_RDONLY)
    try:
        if library.syncfs(handle) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(tree))
    finally:
        os.close(handle)


def _exchange_at_once(fresh: Path, place: Path) -> bool:
    library = _libc()
    if library is None or not hasattr(library, "renameat2"):
        return False
    if library.renameat2(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(place), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(place))


def _exchange_in_steps(fresh: Path, place: Path) -> None:
    aside = _aside(fresh)
    place.rename(aside)
    try:
        fresh.rename(place)
    except OSError:
        aside.rename(place)
        raise
    with suppress(OSError):  # the new folder is in its place: the next ``recover`` tries again
        aside.rename(fresh)


def _aside(fresh: Path) -> Path:
    return fresh.with_name(fresh.name + ".old")


def _sync(folder: Path) -> None:
    with suppress(OSError):  # Windows has no such thing
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@cache
def _libc() -> Any:
    try:
        return ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    except OSError:
        return None
