"""content/ -> the files that somebody dropped there to be imported. Joins ``read`` and ``importing`` for ``serve`` and
``build --import``.

    what lies there  --dropped-->  manuscripts, attachments left alone  --import_beside-->  items beside them
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bulletin.check.rules.idle_files import is_imported
from bulletin.errors import BulletinError
from bulletin.ingest.draft import Reading
from bulletin.ingest.page import Wish
from bulletin.ingest.store import (
    Known,
    digest_of,
    holds,
    is_taken,
    is_untouched,
    put_aside,
    read_ledger,
    read_source,
    still_there,
    take_away,
    write_files,
    write_ledger,
)
from bulletin.ingest.writing import planned
from bulletin.jobs.importing import Imported, ImportReport, failed_reading, imported_as, reading_of, section_names
from bulletin.model.late import regex
from bulletin.read.again import opened
from bulletin.read.document import parse_document
from bulletin.read.folder import scan

_WORD = (".docx", ".doc", ".wps")  # the last two are named as what can't be read
_TEXT = ".txt"
MANUSCRIPTS = (*_WORD, _TEXT)  # suffixes of what may be dropped
_ISSUES = "issues/"
_VARIANT = regex(r"\.zh-han[st](?:-[a-z]{2})?$", re.IGNORECASE)
_STILL = 0.3  # seconds in which a file that is whole does not change


def import_dropped(site: Path, pause: Callable[[float], object] = time.sleep) -> ImportReport:
    """What was dropped since the last time, once it is there whole. Raises BulletinError E904 or as ``scan`` does, and
    E968 where nothing can be written."""
    found = dropped(site)
    if not found:
        return ImportReport(str(site), False, ())
    before = [_state(site / "content" / path) for path in found]
    pause(_STILL)
    whole = [path for path, state in zip(found, before, strict=True) if state == _state(site / "content" / path)]
    return import_beside(site, whole)


def dropped(site: Path) -> tuple[str, ...]:
    """Paths below content/ of what is to be imported: Word files, and texts that begin with no field.

    In content/ itself, and in folders that hold nothing else that could be an item: a folder somebody sent, with a
    manuscript and its photos. A file whose name an item mentions is an attachment; one that has its .md beside it was
    imported, whatever the ledger says.
    """
    folder = _scanned(site)
    if not folder:
        return ()
    documents, files = folder
    texts = {path: data for path, data in documents if path.lower().endswith(_TEXT) and _is_raw(path, data)}
    items = [(path, data) for path, data in documents if path not in texts]
    words = [path for path in files if path.lower().endswith(_WORD)]
    homes = {path.rpartition("/")[0] for path, _ in items}
    ledger = read_ledger(site / "content")
    known = {one.path for one in ledger.values() if one.path}
    stems = {path.rpartition(".")[0].casefold() for path, _ in items}
    again = [path for path in words if path in known]  # changed since, perhaps
    fresh = [path for path in (*texts, *words) if path not in known or path in texts]
    loose = [path for path in fresh if _is_loose(path, homes) and (path in known or not is_imported(path, stems))]
    mentioned = _mentioned(loose, items)
    wanted = {*again, *(path for path in loose if path not in mentioned)}
    return tuple(path for path in sorted(wanted) if path in texts or not _is_known(site / "content" / path, ledger))


def import_beside(site: Path, paths: Sequence[str]) -> ImportReport:
    """As ``import_files``, for files below content/ (``paths``): each item beside its source, and none a second time,
    whatever became of it. Of a Word file that was changed since, the item is made anew if nobody has touched it. A
    text, which would be an item itself, is put aside. docs/decisions/0010-drop-folder.md."""
    content = site / "content"
    wish = Wish(False, section_names(site))
    ledger = read_ledger(content)
    return ImportReport(str(site), False, tuple(_dropped(path, content, ledger, wish) for path in paths))


def _dropped(path: str, content: Path, ledger: dict[str, Known], wish: Wish) -> Imported:
    source = content / path
    is_text = source.suffix.lower() == _TEXT
    try:
        data = read_source(source)
    except BulletinError as error:
        return Imported(path, "failed", failed_reading(Path(path), error.code, **error.values))
    digest = digest_of(data)
    known = ledger.get(digest)
    if known is not None and not is_text:
        return Imported(path, "known", Reading(""), known.items)
    if known is not None and still_there(content, known):  # the same text, dropped once more
        put_aside(content, path)
        values = {"items": "  ".join(known.items[:3]), "count": str(len(known.items))}
        return Imported(path, "known", failed_reading(Path(path), "I960", **values), known.items)
    reading = reading_of(Path(path), data, wish)
    before = _before(path, content, ledger, reading if is_text else None)
    if before and not is_untouched(content, ledger[before]):
        items = ledger[before].items
        if is_text:
            put_aside(content, path)
        return Imported(path, "known", failed_reading(Path(path), "W975", items="  ".join(items[:3])), items)
    if not reading.drafts or any(problem.severity == "error" for problem in reading.problems):
        return Imported(path, "failed", reading)
    if before:
        take_away(content, ledger.pop(before))
    plan = planned(_beside(reading, path, content), source.name, partial(is_taken, content), partial(holds, content))
    made = tuple((one.path, digest_of(one.data)) for one in plan.files)
    write_files(content, plan.files)
    ledger[digest] = Known(source.name, plan.items, path, made)
    write_ledger(content, ledger)
    if is_text:
        put_aside(content, path)
    return imported_as(Path(path), reading, plan)


def _before(path: str, content: Path, ledger: Mapping[str, Known], text: Reading | None) -> str:
    """Under which digest this file was imported when it read otherwise; "" if never. A text of the same name, but with
    another title, is another: many are called 新建文本文档.txt."""
    for digest, one in ledger.items():
        if one.path == path and (text is None or _title_of(content, one) == next((d.title for d in text.drafts), "")):
            return digest
    return ""


def _title_of(content: Path, known: Known) -> str:
    try:
        document = parse_document(known.items[0], (content / known.items[0]).read_bytes())
    except (OSError, IndexError):
        return ""
    return next((str(field.value) for field in document.fields if field.key == "标题"), "")


def _beside(reading: Reading, path: str, content: Path) -> Reading:
    """``planned`` keeps to the paths that drafts have. Photos lie beside their item, and both beside the source where
    that has a folder to itself; else in a folder of its name."""
    stem = path.rpartition(".")[0]
    home, _, name = stem.rpartition("/")
    photos = [asset.name for draft in reading.drafts for asset in draft.assets]
    is_free = bool(home) and not any(is_taken(content, f"{home}/{photo}") for photo in photos)
    folder, number = stem, 1
    while photos and is_taken(content, folder):
        number += 1
        folder = f"{stem}-{number}"
    target = f"{stem}.md" if is_free or not photos else f"{folder}/{name}.md"
    return replace(reading, drafts=tuple(replace(draft, path=target) for draft in reading.drafts))


def _scanned(site: Path) -> tuple[Sequence[tuple[str, bytes]], Sequence[str]] | None:
    """Documents, and the paths of other files; a folder that holds nothing but manuscripts is a site all the same."""
    try:
        folder = scan(site)
    except BulletinError as error:
        if error.code != "E312":
            raise
        content = site / "content"
        return (), [one.name for one in sorted(content.iterdir()) if _is_plain(one)]
    return opened(site, folder.documents), [file.path for file in folder.files]


def _is_plain(path: Path) -> bool:
    """A file, no link: what one leads to may lie anywhere."""
    return path.name[0] not in ".~_" and path.is_file() and not path.is_symlink()


def _is_raw(path: str, data: bytes) -> bool:
    """A text without fields, not empty, and no variant of another in another script."""
    is_other = not data.strip() or path.startswith(_ISSUES) or _VARIANT.search(path[: -len(_TEXT)]) is not None
    return not is_other and not parse_document(path, data).fields


def _is_loose(path: str, homes: set[str]) -> bool:
    home = path.rpartition("/")[0]
    return not home or (home not in homes and not path.startswith(_ISSUES))


def _mentioned(paths: Iterable[str], items: Iterable[tuple[str, bytes]]) -> set[str]:
    """Those whose names stand in some item, as typed or as an address."""
    wanted = {path: {name.encode(), name.encode("gb18030", "replace"), quote(name).encode()} for path, name in (
        (path, path.rpartition("/")[2]) for path in paths
    )}  # fmt: skip
    found: set[str] = set()
    for _, data in items if wanted else ():
        text = unicodedata.normalize("NFC", data.decode("utf-8", "replace")).encode()
        found.update(path for path, names in wanted.items() if any(name in data or name in text for name in names))
    return found


def _is_known(path: Path, ledger: Container[str]) -> bool:
    """Whether these very bytes were imported, from wherever."""
    try:
        return digest_of(path.read_bytes()) in ledger
    except OSError:
        return True


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
