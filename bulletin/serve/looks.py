"""Folders -> what the disk says of every file in them: two looks that are equal saw the same files.

    look()  -->  {path: Stamp}  --changed_paths-->  what came, went, changed
                 look_again()   --settled-->        the look after which nobody was writing any more
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bulletin.model.making import frozen
from bulletin.serve.noise import is_noise

_DEEPEST = 32  # folders, as the reader goes
_MOST_LOOKS = 40  # at files that go on changing, until a build is due all the same

Stamp = tuple[int, int, int, int]  # size, time of change, time of change of anything about it, number
Look = Mapping[str, Stamp]


@frozen
class Patience:
    """Seconds between two looks while something is being written."""

    usual: float = 0.05
    doubtful: float = 0.3  # a file is gone or empty: many programs save by way of that


def look(folders: Sequence[Path]) -> dict[str, Stamp]:
    """Every regular file below ``folders`` that isn't noise; what can't be read isn't there."""
    return {path: stamp for folder in folders for path, stamp in _files(str(folder), 0)}


def _files(folder: str, depth: int) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_noise(entry.name, is_folder):
                continue
            if is_folder:
                if depth < _DEEPEST:
                    yield from _files(entry.path, depth + 1)
                continue
            stamp = _stamp_of(entry.stat())  # of a link what it leads to
        except OSError:
            continue
        if stamp is not None:
            yield entry.path, stamp


def look_again(known: Look, folders: Sequence[Path], paths: Iterable[str]) -> dict[str, Stamp]:
    """``known``, but for the files at ``paths`` as a look would see them now."""
    seen = dict(known)
    for path in paths:
        seen.pop(path, None)
        if (stamp := _stamp(folders, path)) is not None:
            seen[path] = stamp
    return seen


def _stamp(folders: Sequence[Path], path: str) -> Stamp | None:
    """None where ``look`` would pass it over."""
    home = next((str(folder) for folder in folders if path.startswith(f"{folder}{os.sep}")), "")
    *inner, name = path[len(home) + 1 :].split(os.sep)
    if not home or len(inner) > _DEEPEST or is_noise(name) or any(is_noise(one, is_folder=True) for one in inner):
        return None
    try:
        for depth in range(len(inner)):
            if os.path.islink(os.sep.join((home, *inner[: depth + 1]))):
                return None
        return _stamp_of(os.stat(path))
    except OSError:
        return None


def _stamp_of(status: os.stat_result) -> Stamp | None:
    is_file = stat.S_ISREG(status.st_mode)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) if is_file else None


def changed_paths(before: Look, after: Look) -> frozenset[str]:
    """Those that are in one look only, or read otherwise."""
    return frozenset(path for path, _ in before.items() ^ after.items())


def settled(
    known: Look, seen: Look, again: Callable[[], Look], pause: Callable[[float], object], patience: Patience
) -> Look:
    """The first of the looks from ``seen`` on that is equal to the one before it. Nobody who writes without an end is
    waited for for ever: after many looks the last one counts, and the next change is another change."""
    for _ in range(_MOST_LOOKS):
        pause(patience.doubtful if _is_doubtful(known, seen) else patience.usual)
        fresh = again()
        if fresh == seen:
            return fresh
        seen = fresh
    return seen


def _is_doubtful(known: Look, seen: Look) -> bool:
    changed = changed_paths(known, seen) & known.keys()
    return any(path not in seen or (not seen[path][0] and known[path][0]) for path in changed)
