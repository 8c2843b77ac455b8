"""A site's content/ on disk -> its documents and the names of its other files, safely.

Files come from many people by shared disks: links, pipes and devices are never followed or opened, and everything
that is left out is named. What the disk says of each is known already (``glance``), and of most of them it says what it
said when they were opened last.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from functools import partial
from hashlib import blake2b
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Protocol, TypeVar

from bulletin.errors import BulletinError, ConfigError
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem
from bulletin.read.glance import DEEPEST, Row, Walk, is_aside, row_of, walk
from bulletin.read.names import SETTINGS, is_conflict_copy, is_document, is_litter, name_fault, readable
from bulletin.read.opening import Folders, megabytes, read_below

LARGEST_DOCUMENT = 2_000_000  # bytes
LARGEST_FILE = 500_000_000
_HELD = 64_000_000  # bytes of documents that a folder holds: more are opened again where they are needed
_KINDS = ((stat.S_ISFIFO, "FIFO"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))


@quick_to_pickle
@frozen
class Found:
    """A file that is no document; ``stamp`` changes whenever its bytes may have changed."""

    path: str
    stamp: str


@quick_to_pickle
@frozen
class Text:
    """A document as it lies there; with its bytes where it had to be opened, and there are not too many of them.
    ``again.opened`` has them in any case."""

    path: str
    digest: str  # of path and bytes
    data: bytes | None = None


Known = Mapping[Row, Text | Found]  # what it was of which the disk said that


@frozen
class Folder:
    documents: tuple[Text, ...]  # by path
    files: tuple[Found, ...]  # by path
    problems: tuple[Problem, ...]
    known: Known = field(default_factory=dict)  # for the next time that it is looked at


@frozen
class _Entry:
    path: str  # below content/, as on disk
    row: Row


class _Named(Protocol):
    @property
    def path(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


def scan(site: Path, walked: Walk | None = None, known: Known | None = None) -> Folder:
    """Everything in ``site/content`` that may be published. ``walked``: where somebody has looked already.

    As git does by its index: that of which the disk says what it said when it became ``known`` is not opened. What it
    says of links, and of what changed a moment ago, is never kept. Raises ConfigError (E311, E312) where there is no
    such folder or no document in it: an unmounted disk must not become an empty site.
    """
    root, known = root_of(site), known or {}
    walked = walked or walk(root, is_aside)
    problems = list(_in_folders(root, walked))
    linked: dict[str, Row] = {}
    rows = [row for row in walked.rows if row in known or is_admitted(root, row, linked, problems)]
    documents: list[Text] = []
    files: list[Found] = []
    kept: dict[Row, Text | Found] = {}
    held = 0
    with Folders() as folders:
        for row in _distinct(rows, problems):
            found = known.get(row) or _found(root, linked.get(row[0], row), walked, folders, problems)
            if isinstance(found, Text):
                held += len(found.data or b"")
                found = found if held <= _HELD else without_bytes(found)
                documents.append(found)
            elif found:
                files.append(found)
            if found and walked.is_over(row) and row[0] not in linked:
                kept[row] = found
    if not documents:
        raise ConfigError("E312", tuple(sorted(problems)), folder=str(root))
    by_path = attrgetter("path")
    return Folder(
        tuple(sorted(documents, key=by_path)), tuple(sorted(files, key=by_path)), tuple(sorted(problems)), kept
    )


def text_of(path: str, data: bytes) -> Text:
    digest = blake2b(f"{path}\0".encode(), digest_size=16)
    digest.update(data)
    return Text(path, digest.hexdigest(), data)


def without_bytes(text: Text) -> Text:
    return Text(text.path, text.digest)


def key_of_text(settings: str, text: Text) -> str:
    """Says all that becomes of it; ``settings`` is their digest."""
    return text.digest + settings


def read_bytes(site: Path, path: str, limit: int = LARGEST_FILE) -> bytes:
    """The bytes of a file that ``scan`` found. Raises BulletinError (E215) if it is gone, no regular file any more,
    outside content/ or longer than ``limit`` bytes: it was there a moment ago, so the disk is not to be trusted."""
    return bytes_of(root_of(site), path, limit)


def bytes_of(root: Path, path: str, limit: int, folders: Folders | None = None) -> bytes:
    try:
        return read_below(root, path, limit, folders)
    except OSError as first:
        with suppress(OSError):
            return read_below(root, _as_on_disk(root, path), limit)
        raise BulletinError("E215", path=path, reason=first.strerror or str(first)) from first


def root_of(site: Path) -> Path:
    """The real folder: content/ itself may be a link to a shared disk."""
    content = site / "content"
    try:
        root = content.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise ConfigError("E311", folder=str(content)) from error
    if not root.is_dir():
        raise ConfigError("E311", folder=str(content))
    return root


def _in_folders(root: Path, walked: Walk) -> Iterator[Problem]:
    """What is wrong with folders, and what the disk says nothing of."""
    for path in walked.folders:
        if fault := name_fault(path):
            yield problem_of(path, *fault)
        elif path.count("/") >= DEEPEST:
            yield problem_of(path, "E216", deepest=str(DEEPEST))
    for path, reason in walked.faults:
        if not path:
            raise ConfigError("E311", folder=str(root))
        if fault := name_fault(path):
            yield problem_of(path, *fault)
        elif not is_litter(path.rpartition("/")[2]):
            yield problem_of(path, "E213", reason=reason)


def is_admitted(root: Path, row: Row, linked: dict[str, Row], problems: list[Problem]) -> bool:
    """Whether it is a regular file that somebody meant to publish; ``linked`` is told what a link leads to."""
    path, mode = row[:2]
    name = path.rpartition("/")[2]
    if is_litter(name):
        return False
    if fault := name_fault(name):
        problems.append(problem_of(path, *fault))
        return False
    if stat.S_ISLNK(mode):
        target = _linked(root, path, problems)
        if target is None:
            return False
        linked[path], mode = target, target[1]
    if not stat.S_ISREG(mode):
        kind = next((kind for test, kind in _KINDS if test(mode)), "?")
        problems.append(problem_of(path, "E212", kind=kind))
        return False
    if is_conflict_copy(name):
        problems.append(problem_of(path, "W217"))
        return False
    return path not in SETTINGS


def _distinct(rows: Sequence[Row], problems: list[Problem]) -> Sequence[Row]:
    """Without those whose name is another's in another normal form; nearly everywhere there is none."""
    composed = partial(unicodedata.normalize, "NFC")
    if len(set(map(str.casefold, map(composed, map(itemgetter(0), rows))))) == len(rows):
        return rows
    return [entry.row for entry in without_clashes([_Entry(row[0], row) for row in rows], problems)]


def _found(root: Path, row: Row, walked: Walk, folders: Folders, problems: list[Problem]) -> Text | Found | None:
    path = unicodedata.normalize("NFC", row[0])
    is_text = is_document(path)
    if fault := too_large(path, row[2], LARGEST_DOCUMENT if is_text else LARGEST_FILE):
        problems.append(fault)
        return None
    try:
        if is_text:
            return text_of(path, read_below(root, row[0], LARGEST_DOCUMENT, folders))
        return Found(path, _stamp(root, row, walked))
    except OSError as error:
        problems.append(problem_of(path, "E213", reason=error.strerror or str(error)))
        return None


def _linked(root: Path, path: str, problems: list[Problem]) -> Row | None:
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
    return row_of(path, status)


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


def _stamp(root: Path, row: Row, walked: Walk) -> str:
    """Of what the disk says of the file; of its bytes if it changed a moment ago (git's "racy" files)."""
    path, _, size, written, changed, number = row
    digest = blake2b(f"{path}\0{size} {written} {changed} {number}".encode(), digest_size=16)
    if not walked.is_over(row):
        digest.update(read_below(root, path, LARGEST_FILE))
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
