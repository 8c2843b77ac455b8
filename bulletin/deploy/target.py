"""What the sending asks of a place that a site is sent to, and what it hands over.

    send() --paths--> Target.stamps, Target.digests     what lies there
           --paths, Source--> Target.send               whole under its name, or not at all
           --paths--> Target.delete

``folder``, ``rsync`` and ``s3`` are targets; ``sftp`` and ``ftp`` are connections of the target ``stepwise``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from bulletin.errors import BulletinError

Told = Callable[[str], None]  # a path that is done


class TargetError(Exception):
    """The target refuses, or is gone for good: what of, and why in its own words."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """A published folder as it was when the plan was made."""

    folder: Path
    digests: Mapping[str, str]

    def read(self, path: str) -> bytes:
        """Raises BulletinError E954 where the file has changed since."""
        data = (self.folder / path).read_bytes()
        if sha256(data).hexdigest() != self.digests[path]:
            raise BulletinError("E954", path=path)
        return data


class Target(Protocol):
    """Every method may raise OSError, TargetError and BulletinError."""

    @property
    def place(self) -> str:
        """As it is shown; never holds a secret."""

    @property
    def batch(self) -> int:
        """After how many files they are compared, and the record is written."""

    @property
    def sees_all(self) -> bool:
        """Looking at every file costs little: do so each time."""

    def open(self) -> None:
        """Before anything else. E959 where the folder is not there."""

    def close(self) -> None:
        """After everything else; never raises."""

    def read_record(self) -> bytes | None: ...

    def write_record(self, data: bytes) -> None: ...

    def stamps(self, paths: Collection[str]) -> dict[str, str]:
        """Of those that are there, something that changes when the file does; "" where nothing says so."""

    def digests(self, paths: Collection[str], source: Source) -> dict[str, str]:
        """SHA-256 of what lies there, by its bytes; those that are not there are left out."""

    def send(self, paths: Sequence[str], source: Source, told: Told) -> None: ...

    def delete(self, paths: Sequence[str], told: Told) -> None:
        """The files, and the folders that they leave empty. What is gone already is no fault."""

    def hidden(self, text: str) -> str:
        """``text`` without our secrets, whatever a server answers."""
