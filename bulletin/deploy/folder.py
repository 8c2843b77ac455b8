"""A folder on this machine or a mounted disk, as a target: each file appears whole under its name, or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from bulletin.deploy.record import RECORD
from bulletin.deploy.target import Source, Told
from bulletin.errors import BulletinError

_PART = ".bulletin-part"


class FolderTarget:
    """What lies there is read from the disk each time: no stamp is trusted."""

    batch = 1_000_000
    sees_all = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._part = f"{_PART}-{token_hex(4)}"
        self._parents: set[Path] = set()

    @property
    def place(self) -> str:
        return str(self.folder)

    def open(self) -> None:
        if not self.folder.is_dir():
            raise BulletinError("E959", path=str(self.folder))

    def close(self) -> None:
        """Nothing is open."""

    def read_record(self) -> bytes | None:
        with suppress(FileNotFoundError):
            return (self.folder / RECORD).read_bytes()
        return None

    def write_record(self, data: bytes) -> None:
        self._write(RECORD, data)

    def stamps(self, paths: Collection[str]) -> dict[str, str]:
        self._parents.update((self.folder / path).parent for path in paths)
        return {path: "" for path in paths if (self.folder / path).is_file()}

    def digests(self, paths: Collection[str], source: Source) -> dict[str, str]:
        del source
        found = {}
        for path in paths:
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                found[path] = digest_of_file(self.folder / path)
        return found

    def send(self, paths: Sequence[str], source: Source, told: Told) -> None:
        for path in paths:
            self._write(path, source.read(path))
            told(path)

    def delete(self, paths: Sequence[str], told: Told) -> None:
        """As well what killed runs were about to put into its place."""
        for parent in self._parents:
            for left in parent.glob(f"*{_PART}*"):
                left.unlink(missing_ok=True)
        for path in paths:
            place = self.folder / path
            place.unlink(missing_ok=True)
            with suppress(OSError):
                while place.parent != self.folder:
                    place = place.parent
                    place.rmdir()
            told(path)

    def hidden(self, text: str) -> str:
        return text

    def _write(self, path: str, data: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(self._part)
        try:
            with open(part, "xb") as file:  # never through a link that somebody has put there
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, place)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def digest_of_file(path: Path) -> str:
    digest = sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
