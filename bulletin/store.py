"""An address of a store (s3://…, sftp://…, memory://…) -> its files, listed, read within bounds, written and deleted.

Through fsspec, so whatever that knows will do. A store is given by the one who types the command; what lies in it may
come from anyone. It can be sent to other processes and machines, and is opened where it is used.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bulletin.errors import BulletinError

_LOCAL = frozenset({"file", "local", "asynclocal"})
_DEEPEST = 34  # folders that are looked into: one more than a bulletin may have, so that one too many is seen
_TAGS = ("ETag", "etag", "md5Hash", "content_md5", "crc32c", "generation", "VersionId", "version_id")
_TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")
_UNSURE = 600  # seconds: what has no tag and changed as lately may change again unseen, and clocks differ
_BATCH = 64_000_000  # bytes that are asked for at once
_MOST = 256  # files likewise
_GROWN = 65_536  # bytes that a file may have more than listed, and twice as many
_LOST = (FileNotFoundError, PermissionError, IsADirectoryError)  # of one file, where others can be read


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a link where the store has such things. ``path`` is below the address, as it stands there."""

    path: str
    size: int
    stamp: str  # changes whenever the bytes may have
    kind: str = "file"
    is_sure: bool = True  # else the stamp is equal to no other: who remembers by it does so in vain


class Unreadable(Exception):
    """One file that can't be read, where others may be."""


@dataclass(frozen=True, slots=True)
class Store:
    """``url`` is as typed, and may hold a password: show ``place`` instead. Every method raises BulletinError: E919
    where a library is missing or the address is none, E920 where the store does not answer as it should."""

    url: str = field(repr=False)

    @property
    def place(self) -> str:
        """The address without what must not be shown."""
        before, _, after = self.url.partition("://")
        return f"{before}://{after.rpartition('@')[2]}"

    def entries(self, below: str = "") -> list[Entry]:
        """All files at any depth, in no order; none where there is no folder ``below``."""
        with self._opened() as (system, root):
            top = f"{root}/{below}" if below else root
            system.invalidate_cache()
            if below and not system.exists(top):
                return []
            now = time.time()
            found: dict[str, Entry] = {}
            for folder, folders, files in system.walk(top, maxdepth=_DEEPEST, detail=True, on_error="raise"):
                found |= {path: _entry(path, info, now) for path, info in _below(root, files)}
                if folder.removeprefix(root).count("/") + 1 == _DEEPEST:  # what is not looked into is told
                    deeper = (f"{path}/*" for path, _ in _below(root, folders))
                    found |= {path: Entry(path, 0, "") for path in deeper}
            return list(found.values())

    def read(self, path: str, limit: int) -> bytes:
        """Raises Unreadable too, also where there are more than ``limit`` bytes."""
        with self._opened(path) as (system, root):
            place = f"{root}/{path}"
            try:
                data = system.cat_file(place, start=0, end=limit + 1)  # by name: their order differs
            except _LOST as error:
                raise Unreadable(_reason(error)) from error
            except OSError:
                if system.size(place) != 0:  # of nothing S3 has no first byte to give
                    raise
                data = b""
        if len(data) > limit:
            raise Unreadable(f"> {limit}")
        return bytes(data)

    def read_all(self, entries: Sequence[Entry], limit: int) -> list[bytes | Unreadable]:
        """The bytes of each; many at once, where the store can do that. One that holds far more than was listed is
        unreadable as well."""
        found: dict[str, bytes | Unreadable] = {entry.path: b"" for entry in entries if not entry.size}
        with self._opened() as (system, root):
            for some in _batches([entry for entry in entries if entry.size]):
                ends = [min(limit, 2 * entry.size + _GROWN) + 1 for entry in some]
                paths = [f"{root}/{entry.path}" for entry in some]
                answers = system.cat_ranges(paths, [0] * len(some), ends, on_error="return")
                for entry, end, data in zip(some, ends, answers, strict=True):
                    found[entry.path] = _checked(data, end - 1)
        return [found[entry.path] for entry in entries]

    def write(self, path: str, data: bytes) -> None:
        """Not at once: who reads meanwhile, or after a crash, may find a part."""
        with self._opened() as (system, root):
            place = f"{root}/{path}"
            try:
                system.pipe_file(place, data)
            except FileNotFoundError:  # of a store that has folders
                system.makedirs(place.rpartition("/")[0], exist_ok=True)
                system.pipe_file(place, data)

    def delete(self, paths: Sequence[str]) -> None:
        """Those that are there still."""
        with self._opened() as (system, root):
            for path in paths:
                try:
                    system.rm_file(f"{root}/{path}")
                except FileNotFoundError:
                    continue

    @contextmanager
    def _opened(self, path: str = "") -> Iterator[tuple[Any, str]]:
        """The file system, and where in it the address leads. Whatever the libraries raise becomes a fault of ours."""
        try:
            yield _system(self.url)
        except (BulletinError, Unreadable):
            raise
        except ImportError as error:
            raise BulletinError("E919", url=self.place, reason=self._told(error)) from error
        except Exception as error:  # each kind of store has errors of its own
            place = f"{self.place}/{path}" if path else self.place
            raise BulletinError("E920", url=place, reason=self._told(error)) from error

    def _told(self, error: BaseException) -> str:
        """With the machine: it may be a worker that has not what the others have."""
        text = (str(error).strip() or type(error).__name__).split("\n")[0][:300]
        secret = _password(self.url)
        for hidden in {self.url, secret, unquote(secret)} - {""}:
            text = text.replace(hidden, "***")
        return f"{text} ({socket.gethostname()})"


def store_at(url: str, may_be_here: bool = False) -> Store | None:
    """None for "". Nothing is opened yet. Raises BulletinError E919, or E921 for a folder of this machine where it may
    not be one."""
    if not url:
        return None
    store = Store(url)
    scheme, mark, rest = url.partition("://")
    if not mark or not rest or "::" in url:
        raise BulletinError("E919", url=store.place if mark else url, reason="SCHEME://…")
    if scheme in _LOCAL and not may_be_here:
        raise BulletinError("E921", url=store.place)
    try:
        from fsspec import get_filesystem_class  # an optional extra, the one reason for imports inside a function

        get_filesystem_class(scheme)  # nothing is opened: that would start threads, and nothing could be forked then
    except (ImportError, ValueError) as error:
        raise BulletinError("E919", url=store.place, reason=store._told(error)) from error
    return store


def _system(url: str) -> tuple[Any, str]:
    """fsspec keeps what is open, once in each process: a connection is never shared with a forked one."""
    from fsspec.core import url_to_fs

    scheme = url.partition("://")[0]
    more: dict[str, Any] = {"host_key_policy": _known_hosts()} if scheme in {"sftp", "ssh"} else {}
    system, root = url_to_fs(url, **more)
    return system, root.rstrip("/")


@cache
def _known_hosts() -> type:
    """Only a server that is in ``known_hosts``: fsspec would believe any, and tell it the password."""
    import paramiko

    class Known(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # the library ships no types
        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:  # noqa: ARG002 - as the library asks
            path = Path.home() / ".ssh" / "known_hosts"
            if not path.exists() or not paramiko.HostKeys(str(path)).check(hostname, key):
                raise paramiko.SSHException(f"{hostname} is not in {path}")

    return Known


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def _below(root: str, files: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for info in files.values():
        name = str(info["name"])
        path = name[len(root) + 1 :] if name.startswith(f"{root}/") else ""
        if path or (name == f"{root}/" and info.get("type") == "directory"):  # a folder without a name: "a//b"
            yield path or "/", info


def _entry(path: str, info: Any, now: float) -> Entry:
    tags = [f"{name}={info[name]}" for name in _TAGS if info.get(name)]
    times = [moment for name in _TIMES if (moment := _seconds(info.get(name))) is not None]
    size = int(info.get("size") or 0)
    facts = [path, str(size), *tags, *map(str, times)]
    is_sure = bool(tags) or (bool(times) and max(times) <= now - _UNSURE)
    if not is_sure:
        facts.append(f"{time.time_ns()}")  # it is read each time
    stamp = blake2b("\0".join(facts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    kind = "link" if info.get("islink") else str(info.get("type") or "file")
    return Entry(path, size, stamp, kind, is_sure)


def _seconds(moment: object) -> float | None:
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return float(moment) if isinstance(moment, (int, float)) else None


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    begin, size = 0, 0
    for number, entry in enumerate(entries):
        if number > begin and (size + entry.size > _BATCH or number - begin == _MOST):
            yield entries[begin:number]
            begin, size = number, 0
        size += entry.size
    if begin < len(entries):
        yield entries[begin:]


def _checked(data: object, limit: int) -> bytes | Unreadable:
    if isinstance(data, _LOST):
        return Unreadable(_reason(data))
    if isinstance(data, BaseException):
        raise data
    if not isinstance(data, bytes):
        raise TypeError(type(data).__name__)
    return data if len(data) <= limit else Unreadable(f"> {limit}")


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
