"""One file of content/ -> the same file with other bytes, at once, if nobody has changed it meanwhile."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from bulletin.errors import BulletinError, WriteError
from bulletin.write.lock import locked


def replace_file(site: Path, name: str, data: bytes, known: bytes | None) -> None:
    """``data`` in the place of ``SITE/content/name``, which held ``known`` (None: was not there) when it was read.

    Readers see the old or the new file, never half of one. Raises BulletinError E932 where the file holds something
    else by now, or another process of ours is about to change it, E938 where the disk refuses.
    """
    path = site / "content" / name
    try:
        place = path.resolve()
        if not place.is_relative_to((site / "content").resolve()):
            raise BulletinError("E938", path=str(path), reason="link")
        (site / ".bulletin").mkdir(exist_ok=True)
        with locked(site / ".bulletin" / "replacing.lock"):
            if (place.read_bytes() if place.exists() else None) != known:
                raise BulletinError("E932", path=str(path))
            _put(place, data)
    except WriteError as error:
        raise BulletinError("E932", path=str(path)) from error
    except (OSError, RuntimeError) as error:
        raise BulletinError("E938", path=str(path), reason=getattr(error, "strerror", "") or str(error)) from error


def _put(place: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".tmp", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, place.stat().st_mode & 0o777 if place.exists() else 0o644)
        os.replace(name, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
