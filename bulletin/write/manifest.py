"""What a published tree holds, as a file inside it: path -> key; size and time of what we wrote.

Tens of thousands of files: what is known of them lies in columns, each of them one value for C to read and write.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from bulletin.model.making import frozen

NAME = ".bulletin.json"
_STAGED = NAME + ".next"
_FORMAT = 2
_ROWS = 1  # the format before: path -> [key, size, mtime]


@frozen
class Manifest:
    """``keys`` and ``stamps`` have the same paths. A file with another stamp was changed behind our back."""

    items: int = 0  # articles in this tree, for the guard against sudden shrinking
    keys: Mapping[str, str] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)  # as ``stamp``
    number: int = 0  # of the release; 0: made by a version that gave none


def stamp(size: int, mtime: int) -> str:
    """Of a file as it was written; ``mtime`` in nanoseconds."""
    return f"{size} {mtime}"


def load(tree: Path) -> Manifest | None:
    """None: the folder is not ours, or its manifest can't be trusted."""
    try:
        data = json.loads((tree / NAME).read_bytes())
        keys, stamps = _columns(data)
        return Manifest(int(data["items"]), keys, stamps, int(data.get("number", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _columns(data: Any) -> tuple[dict[str, str], dict[str, str]]:
    if data["format"] == _ROWS:
        rows = data["files"].items()
        return {path: str(key) for path, (key, _, _) in rows}, {path: stamp(*rest) for path, (_, *rest) in rows}
    if data["format"] != _FORMAT:
        raise ValueError
    paths, keys, stamps = data["paths"], data["keys"], data["stamps"]
    "".join(chain(paths, keys, stamps))  # a TypeError where any is no text
    return dict(zip(paths, keys, strict=True)), dict(zip(paths, stamps, strict=True))


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
    known = copy.stamps.items() if copy else ()
    stamps = {path: found for path, found in known if is_as_written(f"{tree}/{path}", found)}
    keys = {path: copy.keys[path] for path in stamps} if copy else {}
    return Manifest(copy.items, keys, stamps, copy.number) if copy and stamps else None


def is_whole(tree: Path, manifest: Manifest) -> bool:
    """Every file that we wrote is there, with the size and time it had then."""
    root = str(tree)  # a Path for each of ten thousand files takes longer than to look at them, joining half as long
    look = os.lstat
    try:
        for path, known in manifest.stamps.items():
            state = look(f"{root}/{path}")
            if f"{state.st_size} {state.st_mtime_ns}" != known:  # as ``stamp``
                return False
    except (OSError, ValueError):
        return False
    return True


def is_as_written(path: str, known: str) -> bool:
    try:
        state = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stamp(state.st_size, state.st_mtime_ns) == known


def drop_staged_copy(folder: Path) -> None:
    with suppress(OSError):
        (folder / _STAGED).unlink(missing_ok=True)


def save(tree: Path, manifest: Manifest) -> None:
    paths = sorted(manifest.keys)
    keys, stamps = (list(map(column.__getitem__, paths)) for column in (manifest.keys, manifest.stamps))
    about = {"format": _FORMAT, "number": manifest.number, "items": manifest.items}
    text = json.dumps({**about, "paths": paths, "keys": keys, "stamps": stamps}, ensure_ascii=False)
    (tree / NAME).write_text(text, encoding="utf-8")
