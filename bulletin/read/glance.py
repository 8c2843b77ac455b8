"""A site's folders on disk -> what the disk says of all that is read from them, without a file being opened."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import bulletin
from bulletin.model.digest import digest_of_plain
from bulletin.model.making import frozen
from bulletin.read.names import is_litter, name_fault

DEEPEST = 32  # folders
_RECENT = 3_000_000_000  # ns: a file changed as lately may change again within one tick of its disk's clock
_COARSE = 10_000_000  # ns: disks with no finer time (FAT, exFAT, SFTP, WebDAV) give that of writing for that of change

Row = tuple[str, int, int, int, int, int]  # path below the root, mode, size, time of writing, of change, number on disk
Fault = tuple[str, str]  # path, and why the disk says nothing of it


@frozen
class Walk:
    """What one look at all that lies below a folder was told. Equal rows are of equal bytes, where they tell."""

    root: str  # as it is really called
    begin: int  # ns: what was written or changed later may be written again within one tick of its disk's clock
    rows: tuple[Row, ...]  # of all that is no folder, hidden files left out
    folders: tuple[str, ...]  # those that nobody enters too: of an impossible name, or too deep
    faults: tuple[Fault, ...]  # "" is the root itself

    @property
    def is_telling(self) -> bool:
        """Whether an equal one means equal bytes."""
        return not self.faults and all(map(self.is_over, self.rows)) and all(map(is_telling, self.rows))

    def is_over(self, row: Row) -> bool:
        """Not of what changed a moment ago (git's "racy" files), nor of a date to come."""
        return row[3] <= self.begin and row[4] <= self.begin


@frozen
class Glance:
    digest: str  # equal only where every byte of ``content/`` and of all themes is as it was; "": the disk does not say
    content: Walk


def glance(site: Path) -> Glance:
    """The time of change (ctime) is the one that no program can set: a tool that writes a file and puts its old date
    back is seen. The disk says too little where there is no such time (Windows, FAT), of what changed a moment ago, and
    of links.
    """
    content = walk(site / "content", is_aside)
    themes = [walk(home, is_hidden) for home in theme_homes(site)]
    if not all(one.is_telling for one in (content, *themes)):
        return Glance("", content)
    told = [(one.root, one.rows, one.folders) for one in (content, *themes)]
    return Glance(digest_of_plain(reader(), told), content)


def is_aside(name: str) -> bool:
    """Whether nobody meant to publish what lies in a folder of content/ that is called so."""
    return is_litter(name, is_folder=True)


def is_hidden(name: str) -> bool:
    return name.startswith(".")


def reader() -> tuple[object, ...]:
    """Whom the disk shows what it shows."""
    return () if sys.platform == "win32" else (os.geteuid(), os.getegid())


def is_telling(row: Row) -> bool:
    """Whether another one is of the same bytes wherever it is equal: not by the dates of Windows or FAT, nor of what a
    link leads to."""
    return sys.platform != "win32" and row[4] % _COARSE != 0 and not stat.S_ISLNK(row[1])


def theme_homes(site: Path) -> tuple[Path, ...]:
    """Where themes lie, nearest first: the site's, those of an installed wheel, those of a checkout."""
    package = Path(bulletin.__file__).resolve().parent
    homes = (site / "themes", package / "themes", package.parent / "themes")
    distinct = {home.resolve(): home for home in reversed(homes)}
    return tuple(home for home in homes if distinct.pop(home.resolve(), None) is not None)


def walk(root: Path, is_passed: Callable[[str], bool]) -> Walk:
    """Below ``root``, links not followed (but ``root`` itself may be one, to a shared disk); without hidden files, and
    without folders whose name ``is_passed``. Where there is no such folder nothing is found."""
    begin = time.time_ns() - _RECENT
    place = os.path.realpath(root)
    rows: list[Row] = []
    folders: list[str] = []
    faults: list[Fault] = []
    waiting = [""] if os.path.isdir(place) else []
    while waiting:
        folder = waiting.pop()
        inner: list[str] = []
        try:
            with os.scandir(f"{place}/{folder}") as entries:
                _look(entries, f"{folder}/" if folder else "", inner, rows, faults)
        except OSError as error:
            faults.append((folder, error.strerror or str(error)))
        found = [path for path in inner if not is_passed(path.rpartition("/")[2])]
        folders += found
        waiting += [path for path in found if path.count("/") < DEEPEST and not name_fault(path)]
    return Walk(place, begin, tuple(sorted(rows)), tuple(sorted(folders)), tuple(sorted(faults)))


def _look(
    entries: Iterable[os.DirEntry[str]], folder: str, folders: list[str], rows: list[Row], faults: list[Fault]
) -> None:
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        path = folder + name
        try:
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
                continue
            state = entry.stat(follow_symlinks=False)
        except OSError as error:
            faults.append((path, error.strerror or str(error)))
            continue
        rows.append(row_of(path, state))


def row_of(path: str, state: os.stat_result) -> Row:
    return path, state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
