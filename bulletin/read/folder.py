"""A site's content/ on disk -> its documents as bytes and the names of its other files, safely.

Files come from many people by shared disks: links, pipes and devices are never followed or opened, and everything
that is left out is named.
"""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Protocol, TypeVar

from bulletin.errors import BulletinError, ConfigError
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.read.names import SETTINGS, is_conflict_copy, is_document, is_litter, name_fault, readable
from bulletin.read.opening import Folders, megabytes, read_below

LARGEST_DOCUMENT = 2_000_000  # bytes
LARGEST_FILE = 500_000_000
DEEPEST = 32  # folders
_RECENT = 3_000_000_000  # ns: a file changed as lately may change again within one tick of its disk's clock
_KINDS = ((stat.S_ISFIFO, "FIFO"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))


@frozen
class Found:
    """A file that is no document; ``stamp`` changes whenever its bytes may have changed."""

    path: str
    stamp: str


@frozen
class Folder:
    documents: tuple[tuple[str, bytes], ...]  # by path
    files: tuple[Found, ...]  # by path
    problems: tuple[Problem, ...]


@frozen
class _Entry:
    path: str  # below content/, as on disk
    status: os.stat_result


class _Named(Protocol):
    @property
    def path(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


class Seen:
    """Documents that were read before, by path: the bytes of one whose stamp is as it was need not be read again."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[str, tuple[str, bytes]]] = {}
        self._now: dict[str, tuple[str, tuple[str, bytes]]] = {}

    def document(self, root: Path, entry: _Entry, path: str, folders: Folders) -> tuple[str, bytes]:
        """Raises OSError."""
        stamp = _stamp(root, entry)
        known = self._before.get(entry.path)
        if known is None or known[0] != stamp:
            known = stamp, _document(root, entry, path, folders)
        self._now[entry.path] = known
        return known[1]

    def settle(self) -> None:
        """All were asked for; what was not is forgotten."""
        self._before, self._now = self._now, {}


def scan(site: Path, seen: Seen | None = None) -> Folder:
    """Everything in ``site/content`` that may be published; with ``seen`` only what has changed is read.

    Raises ConfigError (E311, E312) where there is no such folder or no document in it: an unmounted disk must not
    become an empty site.
    """
    root = _root(site)
    problems: list[Problem] = []
    entries = without_clashes(sorted(_walk(root, "", problems), key=lambda entry: entry.path), problems)
    documents: list[tuple[str, bytes]] = []
    files: list[Found] = []
    with Folders() as folders:
        for entry in entries:
            path = unicodedata.normalize("NFC", entry.path)
            is_text = is_document(path)
            longest = LARGEST_DOCUMENT if is_text else LARGEST_FILE
            try:
                if fault := too_large(path, entry.status.st_size, longest):
                    problems.append(fault)
                elif is_text:
                    read = seen.document if seen else _document
                    documents.append(read(root, entry, path, folders))
                else:
                    files.append(Found(path, _stamp(root, entry)))
            except OSError as error:
                problems.append(problem_of(path, "E213", reason=error.strerror or str(error)))
    if seen:
        seen.settle()
    if not documents:
        raise ConfigError("E312", tuple(sorted(problems)), folder=str(root))
    return Folder(tuple(sorted(documents)), tuple(sorted(files, key=lambda f: f.path)), tuple(sorted(problems)))


def _document(root: Path, entry: _Entry, path: str, folders: Folders) -> tuple[str, bytes]:
    return path, read_below(root, entry.path, LARGEST_DOCUMENT, folders)


def read_bytes(site: Path, path: str, limit: int = LARGEST_FILE) -> bytes:
    """The bytes of a file that ``scan`` found. Raises BulletinError (E215) if it is gone, no regular file any more,
    outside content/ or longer than ``limit`` bytes: it was there a moment ago, so the disk is not to be trusted."""
    root = _root(site)
    try:
        return read_below(root, path, limit)
    except OSError as first:
        with suppress(OSError):
            return read_below(root, _as_on_disk(root, path), limit)
        raise BulletinError("E215", path=path, reason=first.strerror or str(first)) from first


def _root(site: Path) -> Path:
    """The real folder: content/ itself may be a link to a shared disk."""
    content = site / "content"
    try:
        root = content.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise ConfigError("E311", folder=str(content)) from error
    if not root.is_dir():
        raise ConfigError("E311", folder=str(content))
    return root


def _walk(root: Path, folder: str, problems: list[Problem]) -> Iterator[_Entry]:
    """Regular files at any depth, as they lie on disk."""
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        if not folder:
            raise ConfigError("E311", folder=str(root)) from error
        problems.append(problem_of(folder, "E213", reason=error.strerror or str(error)))
        return
    for entry in entries:
        if is_litter(entry.name, entry.is_dir(follow_symlinks=False)):
            continue
        path = f"{folder}/{entry.name}" if folder else entry.name
        if fault := name_fault(entry.name):
            problems.append(problem_of(path, *fault))
            continue
        try:
            yield from _inside(root, path, entry, problems)
        except OSError as error:
            problems.append(problem_of(path, "E213", reason=error.strerror or str(error)))


def _inside(root: Path, path: str, entry: os.DirEntry[str], problems: list[Problem]) -> Iterator[_Entry]:
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(status.st_mode):
        linked = _linked(root, path, problems)
        if linked is None:
            return
        status = linked
    if stat.S_ISDIR(status.st_mode):
        if path.count("/") >= DEEPEST:
            problems.append(problem_of(path, "E216", deepest=str(DEEPEST)))
        else:
            yield from _walk(root, path, problems)
    elif not stat.S_ISREG(status.st_mode):
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "?")
        problems.append(problem_of(path, "E212", kind=kind))
    elif is_conflict_copy(entry.name):
        problems.append(problem_of(path, "W217"))
    elif path not in SETTINGS:
        yield _Entry(path, status)


def _linked(root: Path, path: str, problems: list[Problem]) -> os.stat_result | None:
    """What a link leads to, if it is a file inside content/ (or anything else that is then refused by kind)."""
    try:
        target = (root / path).resolve(strict=True)
        status = target.stat()
    except (OSError, RuntimeError):
        problems.append(problem_of(path, "E211", target=_target(root / path)))
        return None
    if not target.is_relative_to(root) or stat.S_ISDIR(status.st_mode):
        problems.append(problem_of(path, "E210", target=_target(root / path)))
        return None
    return status


def _target(path: Path) -> str:
    with suppress(OSError):
        return readable(os.readlink(path))
    return "?"


def without_clashes(entries: Iterable[Named], problems: list[Problem]) -> list[Named]:
    """By path. Of two names that differ in normal form alone the first stays; in case alone: they are named."""
    by_form: dict[str, str] = {}
    by_case: dict[str, str] = {}
    kept = []
    for entry in entries:
        path = unicodedata.normalize("NFC", entry.path)
        if path in by_form:
            problems.append(problem_of(path, "E218", other=by_form[path]))
            continue
        by_form[path] = path
        other = by_case.setdefault(path.casefold(), path)
        if other != path:
            problems.append(problem_of(path, "W219", other=other))
        kept.append(entry)
    return kept


def _stamp(root: Path, entry: _Entry) -> str:
    """Of what the disk says of the file; of its bytes if it changed a moment ago (git's "racy" files)."""
    status = entry.status
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    facts = f"{entry.path}\0{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
    digest = blake2b(facts.encode("utf-8"), digest_size=16)
    if changed > time.time_ns() - _RECENT:
        digest.update(read_below(root, entry.path, LARGEST_FILE))
    return digest.hexdigest()


def _as_on_disk(root: Path, path: str) -> str:
    """The name that the disk keeps for an NFC path: an old Mac or its archive left it decomposed."""
    folder = root
    for part in path.split("/"):
        names = os.listdir(folder)
        folder /= next((name for name in names if unicodedata.normalize("NFC", name) == part), part)
    return folder.relative_to(root).as_posix()


def too_large(path: str, size: int, longest: int) -> Problem | None:
    """``size`` and ``longest`` in bytes."""
    if size <= longest:
        return None
    return problem_of(path, "E214", size=megabytes(size), longest=megabytes(longest))


def problem_of(path: str, code: str, **values: str) -> Problem:
    return Problem(readable(path), 0, 0, code, tuple(sorted(values.items())))
