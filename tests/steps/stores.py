"""Sites put into stores in memory, for the tests of content and caches at an address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from fsspec.implementations.memory import MemoryFile, MemoryFileSystem
from fsspec.implementations.sftp import SFTPFileSystem
from paramiko import Transport

import bulletin.store


@pytest.fixture
def memory() -> Iterator[str]:
    """An address of a store in memory of its own."""
    name = uuid4().hex
    yield f"memory://{name}"
    for path in [path for path in MemoryFileSystem.store if path.startswith(f"/{name}")]:
        del MemoryFileSystem.store[path]


@pytest.fixture
def is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed a moment ago is taken by its stamp, as it would be ten minutes later."""
    monkeypatch.setattr(bulletin.store, "_UNSURE", 0)


def put(address: str, path: str, data: bytes) -> None:
    """Under any name at all: the store itself would make some of them readable."""
    place = f"/{address.removeprefix('memory://')}/{path}"
    MemoryFileSystem.store[place] = MemoryFile(MemoryFileSystem(), place, data)
    MemoryFileSystem.store[place].seek(0)


def hang_up() -> None:
    """Ends what talks to servers by SFTP: its threads would outlive the test, and other tests could not fork."""
    SFTPFileSystem.clear_instance_cache()
    for thread in threading.enumerate():
        if isinstance(thread, Transport):
            thread.close()
            thread.join(10)


def put_site(address: str, site: Path) -> None:
    for path in (site / "content").rglob("*"):
        if path.is_file():
            put(address, path.relative_to(site / "content").as_posix(), path.read_bytes())


def held(address: str) -> dict[str, bytes]:
    top = f"/{address.removeprefix('memory://')}/"
    return {p.removeprefix(top): f.getvalue() for p, f in MemoryFileSystem.store.items() if p.startswith(top)}


def drop(address: str, path: str) -> None:
    del MemoryFileSystem.store[f"/{address.removeprefix('memory://')}/{path}"]
