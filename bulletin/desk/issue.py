"""The file of an issue: what its lists name; with a wish, the same file with other lists. Joins rooms for the desk.

    wish --arranged--> lists --with_list--> text of issues/….md --read again: says just that?--> disk
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bulletin.check.arranging import Lists, Named, arranged
from bulletin.check.issue_file import Entry, IssueFile, is_issue_file, read_issue_file
from bulletin.check.issues import Entries
from bulletin.check.keys import ISSUE
from bulletin.errors import BulletinError
from bulletin.model.content import Document, Field
from bulletin.model.making import frozen
from bulletin.read.document import parse_document
from bulletin.read.folder import LARGEST_DOCUMENT, read_bytes
from bulletin.read.issue_lists import with_list
from bulletin.read.normal import exact_text
from bulletin.write.replacing import replace_file

_LISTS = {"items": "篇目", "pin": "置顶", "omit": "不收"}
_MARKS = {"utf-8": (b"\xef\xbb\xbf",), "utf-16": (b"\xff\xfe", b"\xfe\xff")}


@frozen
class Listed:
    """What the file of an issue names; ``data`` is None where there is no such file."""

    issue: str  # id
    path: str
    data: bytes | None
    lists: Lists

    @property
    def digest(self) -> str:
        return "" if self.data is None else blake2b(self.data, digest_size=16).hexdigest()


def read_lists(site: Path, issue: str, path: str, titles: Mapping[str, str]) -> Listed:
    """``titles`` is path -> title of the items that may be meant. Raises BulletinError E215 where it can't be read."""
    data = _bytes_of(site, path)
    file = _issue_file(path, data)
    if file is None:
        return Listed(issue, path, data, Lists())
    entries = Entries(titles)

    def named(some: Iterable[Entry]) -> tuple[Named, ...]:
        return tuple((entry.name, entries.find(entry, file)) for entry in some)

    return Listed(issue, path, data, Lists(named(file.items), named(file.pinned), named(file.omitted)))


def write_wish(site: Path, listed: Listed, shown: Sequence[str], wish: str, path: str, before: str = "") -> bool:
    """Whether there was anything to do for the wish (``check.arranging``); the file says it then, all else in it as it
    was. Raises BulletinError E932 where it has changed since it was read, E991 where its form does not allow for it,
    E992 where its encoding does not, E938 where it can't be written."""
    after = arranged(shown, listed.lists, wish, path, before)
    if after is None:
        return False
    data = _rewritten(listed, after)
    try:
        (site / "content" / "issues").mkdir(exist_ok=True)
    except OSError as error:
        raise BulletinError("E938", path="content/issues", reason=error.strerror or str(error)) from error
    replace_file(site, listed.path, data, listed.data)
    return True


def _bytes_of(site: Path, path: str) -> bytes | None:
    try:
        return read_bytes(site, path, LARGEST_DOCUMENT)
    except BulletinError:
        if os.path.exists(site / "content" / path):  # Path.exists raises for a name that is too long
            raise
        return None


def _issue_file(path: str, data: bytes | None) -> IssueFile | None:
    document = parse_document(path, data or b"")
    return read_issue_file(document)[0] if data is not None and is_issue_file(document) else None


def _rewritten(listed: Listed, lists: Lists) -> bytes:
    """The bytes of the file with these lists and nothing else changed: what can't be shown to be so is refused."""
    known = f"---\n期: {listed.issue}\n---\n".encode() if listed.data is None else listed.data
    document = parse_document(listed.path, known)
    before = _issue_file(listed.path, known)
    text = exact_text(known, document.encoding) if before else ""
    if before is None or _is_odd(document, before) or encoded(text, known, document.encoding) != known:
        raise BulletinError("E991", path=f"content/{listed.path}")
    wanted = {
        field: [name for name, _ in names]
        for field, names in (("items", lists.items), ("pin", lists.pinned), ("omit", lists.omitted))
    }
    for field, names in wanted.items():
        if _names(before, field) != names:
            text = with_list(text, partial(_is_key, field), _LISTS[field], names)
    data = encoded(text, known, document.encoding)
    if not _says(document, parse_document(listed.path, data), wanted):
        raise BulletinError("E991", path=f"content/{listed.path}")
    return data


def _is_odd(document: Document, file: IssueFile) -> bool:
    """Whether there is a list of which nothing is read, though its author meant something by it."""
    return any(
        field.value and _is_key(name, field.key) and not _names(file, name)
        for field in document.fields
        for name in _LISTS
    )


def _is_key(field: str, key: str) -> bool:
    found = ISSUE.find(key)
    return found is not None and found.field == field


def _names(file: IssueFile, field: str) -> list[str]:
    return [entry.name for entry in {"items": file.items, "pin": file.pinned, "omit": file.omitted}[field]]


def _says(old: Document, new: Document, wanted: Mapping[str, Sequence[str]]) -> bool:
    """The lists as wanted, all other fields and the body as before, no new fault."""
    file = read_issue_file(new)[0]
    if file is None or new.body != old.body or _others(old) != _others(new):
        return False
    if not _codes(new) <= _codes(old):
        return False
    return all(_names(file, field) == names for field, names in wanted.items())


def _codes(document: Document) -> set[str]:
    return {one.code for one in (*document.problems, *read_issue_file(document)[1])}


def _others(document: Document) -> list[tuple[str, object]]:
    return [
        (field.key, bare(field.value))
        for field in document.fields
        if not any(_is_key(name, field.key) for name in _LISTS)
    ]


def bare(value: object) -> object:
    """A Field's value without its places."""
    if isinstance(value, Field):
        return value.key, bare(value.value)
    return tuple(bare(one) for one in value) if isinstance(value, tuple) else value


def encoded(text: str, data: bytes, encoding: str) -> bytes:
    """In the encoding of the file ``data``, with the byte order mark that it has: the inverse of ``exact_text``. Raises
    BulletinError E992."""
    mark = next((one for one in _MARKS.get(encoding, ()) if data.startswith(one)), b"")
    codec = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(mark, encoding)
    try:
        return mark + text.encode(codec)
    except (UnicodeEncodeError, LookupError) as error:
        raise BulletinError("E992", encoding=encoding) from error
