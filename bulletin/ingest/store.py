"""Planned files -> content/ on disk, never over anything; and what was imported before, by the digest of its bytes.

``content/_imported/ledger.json``: {"digest": {"source": name, "items": [paths]}}, and of a file that was dropped into
content/ its "path" and what was "made" of it, {path: digest}. It only saves an editor from importing twice: lost or
damaged, it is begun anew. docs/decisions/0007-imports.md, 0010-drop-folder.md.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

from bulletin.errors import BulletinError, WriteError
from bulletin.ingest.writing import ASIDE, Planned
from bulletin.model.late import regex
from bulletin.model.making import frozen

_LEDGER = f"{ASIDE}/ledger.json"
LARGEST = 60_000_000  # bytes of a file that is imported
MOST_FILES = 20_000  # of a folder
# What generators and programs make, and themes; the folder of photos that a browser saves beside a page
_SKIPPED = frozenset({
    "node_modules", "__pycache__", "public", "output", "themes", "layouts", "archetypes", "scaffolds", "_site",
    "_layouts", "_includes", "_sass", ASIDE,
})  # fmt: skip
_OF_A_PAGE = regex(r"(?:_files|\.files|_文件)$")


@frozen
class Known:
    """A source that was imported before."""

    source: str
    items: tuple[str, ...]
    path: str = ""  # of the source below content/, "" where it came from elsewhere
    made: tuple[tuple[str, str], ...] = ()  # (path below content/, digest) of every file as it was written


def digest_of(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def read_source(path: Path) -> bytes:
    """Raises BulletinError E960: it is not there, no regular file, or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "not a regular file")
        if status.st_size > LARGEST:
            raise OSError(0, f"> {LARGEST // 1_000_000} MB")
        with open(path, "rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise BulletinError("E960", path=str(path), reason=error.strerror or str(error)) from error


def beside(folder: Path) -> Callable[[str], bytes | None]:
    """Reads files of ``folder`` and below by their relative names; None for any other, or one too large."""
    root = folder.resolve()

    def read(name: str) -> bytes | None:
        if not name or "\x00" in name or len(name) > 1000:
            return None
        try:
            path = (root / name.removeprefix("./")).resolve()
            if not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > LARGEST:
                return None
            return path.read_bytes()
        except (OSError, ValueError):
            return None

    return read


def files_below(folder: Path) -> list[Path]:
    """Regular files at any depth, by name; hidden ones, links, and what programs make are passed over."""
    found: list[Path] = []
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(
            name for name in folders if name[:1] not in ".~" and name not in _SKIPPED and not _OF_A_PAGE.search(name)
        )
        for name in sorted(names):
            path = Path(root, name)
            if name[:1] not in ".~" and not path.is_symlink() and path.is_file():
                found.append(path)
        if len(found) > MOST_FILES:
            break
    return sorted(found[:MOST_FILES])


def read_ledger(content: Path) -> dict[str, Known]:
    try:
        raw = json.loads((content / _LEDGER).read_text(encoding="utf-8"))
        entries = raw["imports"].items()
        return {str(key): _known(one) for key, one in entries}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _known(one: Mapping[str, object]) -> Known:
    items, made = one["items"], one.get("made", {})
    if not isinstance(items, list) or not isinstance(made, dict):
        raise TypeError(items)
    pairs = tuple((str(path), str(digest)) for path, digest in made.items())
    return Known(str(one["source"]), tuple(map(str, items)), str(one.get("path", "")), pairs)


def is_untouched(content: Path, known: Known) -> bool:
    """Whether everything that was made of it lies there as it was written."""
    try:
        return bool(known.made) and all(
            _inside(content, path) and digest_of((content / path).read_bytes()) == digest for path, digest in known.made
        )
    except OSError:
        return False


def take_away(content: Path, known: Known) -> None:
    """What was made of a source, before it is made anew. Raises WriteError E968."""
    for path, _ in known.made:
        try:
            (content / path).unlink(missing_ok=True)
        except OSError as error:
            raise WriteError("E968", path=str(content / path), reason=error.strerror or str(error)) from error


def put_aside(content: Path, path: str) -> str:
    """A source goes where no text is an item, under a name that is free, and where that is. Raises WriteError E968."""
    name = Path(path).name
    stem, dot, suffix = name.rpartition(".")
    target, number = f"{ASIDE}/{name}", 1
    while (content / target).exists():
        number += 1
        target = f"{ASIDE}/{stem}-{number}{dot}{suffix}"
    try:
        (content / ASIDE).mkdir(exist_ok=True)
        if not _inside(content, target):
            raise OSError(0, "outside content/")
        os.rename(content / path, content / target)
    except OSError as error:
        raise WriteError("E968", path=str(content / target), reason=error.strerror or str(error)) from error
    return target


def still_there(content: Path, known: Known) -> bool:
    """Whether any of its items is: what was deleted may be imported again."""
    return any(_inside(content, path) and (content / path).exists() for path in known.items)


def is_taken(content: Path, path: str) -> bool:
    """Whether a file or folder of that name is there, in any case of letters."""
    target = content / path
    if target.exists() or target.is_symlink():
        return True
    with suppress(OSError):
        return any(name.casefold() == target.name.casefold() for name in os.listdir(target.parent))
    return False


def holds(content: Path, path: str, data: bytes) -> bool:
    """Whether a file of that name has these bytes: an import was killed when it had written it."""
    try:
        return _inside(content, path) and (content / path).is_file() and (content / path).read_bytes() == data
    except OSError:
        return False


def write_files(content: Path, files: Sequence[Planned]) -> None:
    """All or nothing: what was written of a set that can't be completed is taken away. Each file appears whole; one
    that is there already, with the same bytes, stays. Raises WriteError E968."""
    written: list[Path] = []
    target = content
    try:
        for one in files:
            target = content / one.path
            if not _inside(content, one.path):
                raise OSError(0, "outside content/")
            target.parent.mkdir(parents=True, exist_ok=True)
            if not holds(content, one.path, one.data):
                _put_new(target, one.data)
                written.append(target)
    except OSError as error:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise WriteError("E968", path=str(target), reason=error.strerror or str(error)) from error


def _put_new(target: Path, data: bytes) -> None:
    """Raises FileExistsError rather than to write over anything."""
    part = target.with_name(f".import-{token_hex(4)}.tmp")
    try:
        _fill_new(part, data)
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            _fill_new(target, data)
    finally:
        part.unlink(missing_ok=True)


def _fill_new(target: Path, data: bytes) -> None:
    """Nothing is left of what can't be written whole."""
    is_ours = False
    try:
        with open(target, "xb") as file:
            is_ours = True
            file.write(data)
    except OSError:
        if is_ours:
            target.unlink()
        raise


def write_ledger(content: Path, ledger: Mapping[str, Known]) -> None:
    """Replaced at once, so that two imports can't leave half of it. Raises WriteError E968."""
    data = {"imports": {key: _entry(one) for key, one in ledger.items()}}
    target = content / _LEDGER
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _inside(content, _LEDGER):
            raise OSError(0, "outside content/")
        for left in target.parent.glob(".ledger-*.tmp"):  # of an import that was killed
            left.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".ledger-", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
            file.write("\n")
        os.replace(name, target)
    except OSError as error:
        raise WriteError("E968", path=str(target), reason=error.strerror or str(error)) from error


def _entry(one: Known) -> dict[str, object]:
    dropped = {"path": one.path, "made": dict(one.made)} if one.path else {}
    return {"source": one.source, "items": list(one.items), **dropped}


def _inside(content: Path, path: str) -> bool:
    """Neither by its name nor by a link on the way out of content/."""
    if path.startswith("/") or ".." in Path(path).parts:
        return False
    try:
        return (content / path).parent.resolve().is_relative_to(content.resolve())
    except OSError:
        return False
