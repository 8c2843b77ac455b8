"""Two folders of one file system -> the one in the place of the other, at once where the system can.

Linux: ``renameat2(RENAME_EXCHANGE)``, one atomic step on ext4, xfs, btrfs and tmpfs. Elsewhere, and where the file
system refuses (NFS, SMB): two renames with a marker beside them, which ``recover`` completes after a kill between.
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


def exchange(fresh: Path, place: Path, marker: Path) -> None:
    """After it, ``place`` holds what ``fresh`` held. What was in ``place`` before, if anything, is in ``fresh``."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchange_at_once(fresh, place):
        _exchange_in_steps(fresh, place, marker)
    _sync(place.parent)


def recover(place: Path, marker: Path) -> None:
    """Completes an exchange in steps that was killed: brings the place's folder back if it is away."""
    try:
        aside = Path(marker.read_text(encoding="utf-8"))
    except OSError:
        return
    if not place.exists() and aside.is_dir():
        aside.rename(place)
    marker.unlink(missing_ok=True)


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


def _exchange_in_steps(fresh: Path, place: Path, marker: Path) -> None:
    aside = fresh.with_name(fresh.name + ".old")
    marker.write_text(str(aside), encoding="utf-8")
    place.rename(aside)
    try:
        fresh.rename(place)
    except OSError:
        aside.rename(place)
        marker.unlink(missing_ok=True)
        raise
    aside.rename(fresh)
    marker.unlink(missing_ok=True)


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
