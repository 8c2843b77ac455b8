"""The folder that a build has published -> what is to be sent of it: Source, if it is whole and of one build."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bulletin.deploy.folder import digest_of_file
from bulletin.deploy.record import RECORD, is_inside
from bulletin.deploy.target import Source
from bulletin.errors import BulletinError

_MANIFEST = ".bulletin.json"  # bulletin.write.manifest
_NOT_SENT = {_MANIFEST, RECORD}


@dataclass(frozen=True, slots=True)
class Output:
    source: Source
    left_out: tuple[str, ...]  # links, and names that not every target can say
    _mark: str

    def check(self) -> None:
        """Raises BulletinError E954 where a build has published something else since."""
        if _mark(self.source.folder) != self._mark:
            raise BulletinError("E954", path=_MANIFEST)


def published(folder: Path) -> Output:
    """Raises OSError where it can't be read as a whole: what seems to be missing would be deleted at the target; and
    BulletinError E950 nothing is there, E954 a build came in between, E973 files are missing or not as they were."""
    mark = _mark(folder)
    found, left_out = _files(folder)
    output = Output(Source(folder, found), tuple(sorted(left_out)), mark)
    output.check()
    damaged = sorted(path for path, size in _stated(folder).items() if _size(folder, path, found) != size)
    if damaged:
        raise BulletinError("E973", path=damaged[0], count=str(len(damaged)))
    return output


def _files(folder: Path) -> tuple[dict[str, str], list[str]]:
    def refuse(error: OSError) -> None:
        raise error

    if not folder.is_dir():
        raise BulletinError("E950", path=str(folder))
    found, left_out = {}, []
    for above, folders, names in os.walk(folder, onerror=refuse):
        for name in [*names, *(one for one in folders if Path(above, one).is_symlink())]:
            place = Path(above, name)
            path = place.relative_to(folder).as_posix()
            if name in _NOT_SENT and name == path:
                continue
            if is_inside(path) and place.is_file() and not place.is_symlink():
                found[path] = digest_of_file(place)
            else:
                left_out.append(path)
    if "index.html" not in found:
        raise BulletinError("E950", path=str(folder))
    return found, left_out


def _stated(folder: Path) -> dict[str, int]:
    """What the build says that it wrote: path -> bytes. Nothing where somebody has deleted or damaged that."""
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        data = json.loads(_bytes(folder))
        if "files" in data:  # the format before
            return {str(path): int(entry[1]) for path, entry in data["files"].items()}
        return {str(path): int(stamp.split()[0]) for path, stamp in zip(data["paths"], data["stamps"], strict=True)}
    return {}


def _size(folder: Path, path: str, found: Mapping[str, str]) -> int:
    return (folder / path).stat().st_size if path in found else -1


def _mark(folder: Path) -> str:
    try:
        return sha256(_bytes(folder)).hexdigest()
    except OSError:
        return ""


def _bytes(folder: Path) -> bytes:
    return (folder / _MANIFEST).read_bytes()
