"""What a published tree holds, as a file inside it: path -> key, size, time and digest of what we wrote."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from bulletin.model.making import frozen

NAME = ".bulletin.json"
_STAGED = NAME + ".next"
_FORMAT = 1


class Entry(NamedTuple):
    """One file that we made. ``mtime`` in nanoseconds: a file changed behind our back is made again."""

    key: str
    size: int
    mtime: int


@frozen
class Manifest:
    items: int = 0  # articles in this tree, for the guard against sudden shrinking
    files: Mapping[str, Entry] = field(default_factory=dict)
    number: int = 0  # of the release; 0: made by a version that gave none


def load(tree: Path) -> Manifest | None:
    """None: the folder is not ours, or its manifest can't be trusted."""
    try:
        data = json.loads((tree / NAME).read_bytes())
        if data["format"] != _FORMAT:
            return None
        files = {path: Entry._make(entry) for path, entry in data["files"].items()}
        return Manifest(int(data["items"]), files, int(data.get("number", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def digest(tree: Path) -> str:
    """Of the manifest of ``tree``, with the times of all its files: no two releases have the same. "" for none."""
    try:
        return blake2b((tree / NAME).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def stage_copy(tree: Path, folder: Path) -> None:
    """A copy of the manifest of ``tree`` in ``folder``, for the day on which somebody deletes the file itself. It is
    written before the tree is published, where a full disk does no harm, and counts from ``keep_copy`` on."""
    shutil.copyfile(tree / NAME, folder / _STAGED)


def keep_copy(folder: Path) -> None:
    with suppress(OSError):
        os.replace(folder / _STAGED, folder / NAME)


def recall(tree: Path, folder: Path) -> Manifest | None:
    """What the copy in ``folder`` says of ``tree``: only files that have the size and the time they had when we wrote
    them are ours. None where there are none."""
    copy = load(folder)
    known = copy.files.items() if copy else ()
    files = {path: entry for path, entry in known if _is_as_written(str(tree / path), entry)}
    return Manifest(copy.items, files, copy.number) if copy and files else None


def is_whole(tree: Path, manifest: Manifest) -> bool:
    """Every file that we wrote is there, with the size and time it had then."""
    root = str(tree)  # a Path for each of ten thousand files takes longer than to look at them, joining half as long
    look = os.lstat
    try:
        for path, (_, size, mtime) in manifest.files.items():
            state = look(f"{root}/{path}")
            if state.st_size != size or state.st_mtime_ns != mtime:
                return False
    except (OSError, ValueError):
        return False
    return True


def _is_as_written(path: str, entry: Entry) -> bool:
    try:
        state = os.lstat(path)
    except (OSError, ValueError):
        return False
    return (state.st_size, state.st_mtime_ns) == (entry.size, entry.mtime)


def drop_staged_copy(folder: Path) -> None:
    with suppress(OSError):
        (folder / _STAGED).unlink(missing_ok=True)


def save(tree: Path, manifest: Manifest) -> None:
    files = dict(sorted(manifest.files.items()))
    about = {"format": _FORMAT, "number": manifest.number, "items": manifest.items}
    text = json.dumps({**about, "files": files}, ensure_ascii=False)
    (tree / NAME).write_text(text, encoding="utf-8")
