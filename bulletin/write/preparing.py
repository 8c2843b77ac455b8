"""What is published, and an earlier release that nobody needs -> the stage: all files that are published, by links, and
nothing else. Runs beside a build, which has only to put there what is new.

The old tree has most of these links already: as many are made as files have changed in the last few builds. What it has
is never believed: a file stays where it is the very one that is published, known by its number on the disk, which
listing a folder says. Whatever else lies there goes.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from bulletin.write import shelf
from bulletin.write.manifest import Manifest
from bulletin.write.staging import is_contained, link

_PROBE = ".bulletin.folder"
_TRIED = 16  # files whose numbers are looked at, whether listing a folder says the same
_UNKNOWN = -1

Kind = tuple[int, int, int]  # mode, owner, group of a folder


def prepare(output: Path, stage: Path, folder: Path, published: Manifest, is_recycled: bool) -> frozenset[str]:
    """Files of ours that are gone, or not as we wrote them: of these the stage has none. It is empty at first, or was
    an earlier release (``is_recycled``). Where that is of no use, because something in it can't be removed, say, it is
    set aside. Raises OSError."""
    try:
        unfit = linked(str(output), str(stage), published.stamps)
    except OSError:
        if not is_recycled:
            raise
        shelf.set_aside(stage, folder)
        stage.mkdir()
        unfit = linked(str(output), str(stage), published.stamps)
    shelf.drop_taken_back(folder, published)
    shelf.drop_old(folder)
    return unfit


def linked(root: str, stage: str, stamps: Mapping[str, str]) -> frozenset[str]:
    """Brings ``stage`` to the state of the files below ``root`` that ``stamps`` names. Raises OSError."""
    there = _sifted(stage, stamps)
    device, folders, unfit = os.lstat(stage).st_dev, set[str](), []
    for path, known in stamps.items():
        source, number = f"{root}/{path}", there.pop(path, 0)
        try:
            state = os.lstat(source)
            is_fit = stat.S_ISREG(state.st_mode) and f"{state.st_size} {state.st_mtime_ns}" == known
        except (OSError, ValueError):
            is_fit = False
        if is_fit and number == state.st_ino and state.st_dev == device:
            continue
        target = f"{stage}/{path}"
        if number:
            os.unlink(target)
        if not is_fit or not is_contained(path):  # a manifest may say anything
            unfit.append(path)
            continue
        above = os.path.dirname(target)
        if above not in folders:
            os.makedirs(above, exist_ok=True)
            folders.add(above)
        try:
            link(source, target)
        except FileNotFoundError:  # somebody takes it away in this instant
            unfit.append(path)
    return frozenset(unfit)


def _sifted(stage: str, stamps: Mapping[str, str]) -> dict[str, int]:
    """Removes from ``stage`` what has none of these paths, and folders that are not as we would make them now: who
    publishes may have changed, or what others may do. Of the files that stay the numbers."""
    ours, usual = _folders_of(stamps), _usual(stage)
    found: dict[str, int] = {}
    todo = [""]
    while todo:
        below = todo.pop()
        with os.scandir(f"{stage}/{below}") as entries:
            for entry in list(entries):
                path = below + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    if path in stamps:
                        found[path] = entry.inode()
                    else:
                        os.unlink(entry.path)
                elif path in ours and _kind(entry.stat(follow_symlinks=False)) == usual:
                    todo.append(path + "/")
                else:
                    shutil.rmtree(entry.path)
    tried = list(found)[:_TRIED]
    if any(os.lstat(f"{stage}/{path}").st_ino != found[path] for path in tried):  # some network disks
        return dict.fromkeys(found, _UNKNOWN)
    return found


def _folders_of(paths: Iterable[str]) -> set[str]:
    found = {""}
    for path in paths:
        above = path.rpartition("/")[0]
        while above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return found


def _usual(stage: str) -> Kind:
    """What a folder made there is like. Raises OSError where ``stage`` itself is not like that."""
    probe = f"{stage}/{_PROBE}"
    with suppress(FileExistsError):  # left by a build that was killed
        os.mkdir(probe)
    found = _kind(os.lstat(probe))
    os.rmdir(probe)
    if _kind(os.lstat(stage)) != found:
        raise PermissionError
    return found


def _kind(state: os.stat_result) -> Kind:
    return state.st_mode, state.st_uid, state.st_gid
