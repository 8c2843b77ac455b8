"""A folder on this machine or a mounted disk, as a target: each file appears whole under its name, or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

RECORD = ".bulletin-deployed.json"
_PART = ".bulletin-part"


class FolderTarget:
    """Every method may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def known(self) -> dict[str, str]:
        """What we sent there, by our own record. Nothing where there is none that can be read."""
        try:
            data = json.loads((self.folder / RECORD).read_bytes())
            return {str(path): str(digest) for path, digest in data["files"].items() if is_inside(str(path))}
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """Of those that are there, read from the disk: what counts is what lies there, not what we remember."""
        found = {}
        for path in paths:
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                found[path] = digest_of_file(self.folder / path)
        return found

    def send(self, path: str, data: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(place.name[:60] + _PART)
        try:
            with open(part, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, place)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def delete(self, path: str) -> None:
        """The file, and the folders that it leaves empty."""
        place = self.folder / path
        place.unlink(missing_ok=True)
        with suppress(OSError):
            while place.parent != self.folder:
                place = place.parent
                place.rmdir()

    def record(self, files: Mapping[str, str]) -> None:
        text = json.dumps({"files": dict(sorted(files.items()))}, ensure_ascii=False)
        self.send(RECORD, text.encode())


def is_inside(path: str) -> bool:
    """A record that somebody tampered with must not lead a deletion out of the target."""
    return bool(path) and not path.startswith("/") and "\\" not in path and ".." not in path.split("/")


def digest_of_file(path: Path) -> str:
    digest = sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
