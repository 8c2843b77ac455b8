"""Files of content/ as they were before a command changed them -> a folder in .bulletin/undo/, and back from it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model.late import regex
from bulletin.model.making import frozen

FOLDER = ".bulletin/undo"
KEPT = 20  # changes that can be taken back
_MANIFEST = "manifest.json"
_VERSION = 1
_NAME = regex(r"\d{8}T\d{6}Z(?:-\d{2})?")


@frozen
class Old:
    """One changed file: its path below content/, its bytes before, the digest of what was to be written."""

    path: str
    data: bytes
    after: str


@frozen
class Record:
    name: str  # of its folder: 20261122T013305Z
    files: tuple[Old, ...]


def digest_of(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def keep(site: Path, now: datetime, files: Sequence[Old]) -> Record:
    """Raises BulletinError E938 where it can't be written: then nothing may be changed. The oldest go beyond KEPT."""
    root = site / FOLDER
    try:
        root.mkdir(parents=True, exist_ok=True)
        stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        latest = max(_names(root), default="")
        if latest >= stamp:  # the last one is the one whose name is greatest, whatever the clock says
            stamp = latest.partition("-")[0]
        taken = {name for name in _names(root) if name.startswith(stamp)}
        free = (f"{stamp}-{number:02}" if number else stamp for number in range(100))
        name = next((one for one in free if one not in taken and one > latest), "")
        if not name:
            raise BulletinError("E938", path=str(root), reason="100")
        scratch = Path(tempfile.mkdtemp(prefix=".", dir=root))
        for number, one in enumerate(files):
            _put(scratch / f"{number}.bin", one.data)
        _put(scratch / _MANIFEST, _manifest(files))
        os.replace(scratch, root / name)
        for old in sorted(_names(root))[:-KEPT]:
            shutil.rmtree(root / old, ignore_errors=True)
    except OSError as error:
        raise BulletinError("E938", path=str(root), reason=error.strerror or str(error)) from error
    return Record(name, tuple(files))


def latest_record(site: Path) -> Record | None:
    """The last change that was kept. Raises BulletinError E981 where it is damaged."""
    root = site / FOLDER
    try:
        name = max(_names(root), default="")
        if not name:
            return None
        stated = json.loads((root / name / _MANIFEST).read_text(encoding="utf-8"))
        files = []
        for number, one in enumerate(stated["files"]):
            data = (root / name / f"{number}.bin").read_bytes()
            if stated["version"] != _VERSION or digest_of(data) != one["before"]:
                raise ValueError(one["path"])
            files.append(Old(str(one["path"]), data, str(one["after"])))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BulletinError("E981", path=f"{FOLDER}/{name}") from error
    return Record(name, tuple(files))


def drop(site: Path, record: Record) -> None:
    """Takes back that it was kept; a folder that can't be deleted stays."""
    with suppress(OSError):
        os.unlink(site / FOLDER / record.name / _MANIFEST)
    shutil.rmtree(site / FOLDER / record.name, ignore_errors=True)


def _names(root: Path) -> list[str]:
    if not root.is_dir():
        return []
    return [one.name for one in root.iterdir() if _NAME.fullmatch(one.name) and (one / _MANIFEST).is_file()]


def _manifest(files: Sequence[Old]) -> bytes:
    entries = [{"path": one.path, "before": digest_of(one.data), "after": one.after} for one in files]
    return json.dumps({"version": _VERSION, "files": entries}, ensure_ascii=False, indent=2).encode("utf-8")


def _put(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
