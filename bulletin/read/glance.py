"""A site's folders on disk -> what the disk says of all that is read from them, without a file being opened."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import bulletin
from bulletin.model.digest import digest_of

_RECENT = 3_000_000_000  # ns: a file changed as lately may change again within one tick of its disk's clock
_COARSE = 10_000_000  # ns: disks with no finer time (FAT, exFAT, SFTP, WebDAV) give that of writing for that of change

Told = tuple[object, ...]  # path, and of a file: mode, size, time of writing, time of change, number on its disk


def glance(site: Path) -> str:
    """Equal only where every byte of ``content/`` and of all themes is as it was; "" where the disk does not say.

    The time of change (ctime) is the one that no program can set: a tool that writes a file and puts its old date back
    is seen. The disk says too little where there is no such time (Windows, FAT), of what changed a moment ago (git's
    "racy" files), and of links.
    """
    if sys.platform == "win32":
        return ""
    begin = time.time_ns() - _RECENT
    told: list[Told] = [("user", os.geteuid(), os.getegid())]  # what may be read
    try:
        for root in (site / "content", *theme_homes(site)):
            place = os.path.realpath(root)
            told.append((place, os.path.isdir(place)))
            if os.path.isdir(place) and not _look(place, begin, told):
                return ""
    except OSError:
        return ""
    return digest_of(told)


def theme_homes(site: Path) -> tuple[Path, ...]:
    """Where themes lie, nearest first: the site's, those of an installed wheel, those of a checkout."""
    package = Path(bulletin.__file__).resolve().parent
    homes = (site / "themes", package / "themes", package.parent / "themes")
    distinct = {home.resolve(): home for home in reversed(homes)}
    return tuple(home for home in homes if distinct.pop(home.resolve(), None) is not None)


def _look(root: str, begin: int, told: list[Told]) -> bool:
    """False where it is of no use. Hidden files are no content, nor part of a theme. Raises OSError."""
    folders = [root]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    told.append((entry.path,))
                    folders.append(entry.path)
                    continue
                state = entry.stat(follow_symlinks=False)
                written, changed = state.st_mtime_ns, state.st_ctime_ns
                if changed > begin or written > begin or changed % _COARSE == 0 or stat.S_ISLNK(state.st_mode):
                    return False
                told.append((entry.path, state.st_mode, state.st_size, written, changed, state.st_ino))
    return True
