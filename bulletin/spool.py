"""Names -> bytes, in a file without a name: more than a process should hold. One that was forked from it shares it."""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self, cast

Places = dict[str, tuple[int, int]]  # where the bytes of a name begin, and how many they are


class Spool(MutableMapping[str, bytes]):
    """Use as a context manager. Who forked the process that wrote takes over its ``places``; never both write.
    Raises OSError, where the disk is full say."""

    def __init__(self, folder: Path) -> None:
        """``folder``: where there is room. Where nothing can be written there, elsewhere."""
        self.places: Places = {}
        self._file = _file(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._file.close()

    def __getitem__(self, name: str) -> bytes:
        begin, size = self.places[name]
        self._file.seek(begin)
        return self._file.read(size)

    def __setitem__(self, name: str, data: bytes) -> None:
        begin = self._file.seek(0, os.SEEK_END)
        written = 0
        while written < len(data):
            written += self._file.write(data[written:])
        self.places[name] = begin, len(data)

    def __delitem__(self, name: str) -> None:
        del self.places[name]

    def __contains__(self, name: object) -> bool:
        return name in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def _file(folder: Path) -> BinaryIO:
    try:
        return cast(BinaryIO, TemporaryFile(buffering=0, dir=folder))
    except OSError:
        return cast(BinaryIO, TemporaryFile(buffering=0))
