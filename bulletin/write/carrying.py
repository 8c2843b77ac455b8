"""What others have put among the published files -> the same files in the release being built."""

from __future__ import annotations

import os
import time
from collections.abc import Container
from contextlib import suppress
from filecmp import cmp
from pathlib import Path

from bulletin.errors import WriteError
from bulletin.model.making import frozen
from bulletin.write import manifest
from bulletin.write.staging import contained, link

_NOW = 2.0  # s: what comes later than this before the exchange may stay behind, in the release before


@frozen
class Foreign:
    """Files that we did not make, as paths, in order."""

    paths: tuple[str, ...]
    began: float  # when they were looked for, s of the monotonic clock

    @property
    def is_of_now(self) -> bool:
        return time.monotonic() - self.began <= _NOW


def look(root: str, ours: Container[str]) -> Foreign:
    """All that lies below ``root`` and is neither ``ours`` nor the manifest. Raises OSError."""
    began, found, todo = time.monotonic(), [], [""]
    while todo:
        below = todo.pop()
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(f"{root}/{below}") as entries:
            for entry in entries:
                path = below + entry.name
                if entry.is_dir(follow_symlinks=False):
                    todo.append(path + "/")
                elif path not in ours and path != manifest.NAME:
                    found.append(path)
    return Foreign(tuple(sorted(found)), began)


def carry_over(foreign: Foreign, root: str, stage: str) -> None:
    """Links them into ``stage``. Raises WriteError E803 where one stands in a page's way, OSError."""
    for path in foreign.paths:
        source, target = f"{root}/{path}", f"{stage}/{contained(path)}"
        if not os.path.lexists(source):  # taken away meanwhile
            continue
        if not os.path.lexists(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            link(source, target)
        elif not is_same_file(Path(source), Path(target)):
            raise WriteError("E803", path=path)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both are files, no links, with the same bytes: one may stand for the other."""
    return not one.is_symlink() and one.is_file() and cmp(one, other, shallow=False)
