"""A draft's file -> the same file, no draft any more. Joins rooms for the desk."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from bulletin.check.keys import ITEM
from bulletin.desk.issue import bare, encoded
from bulletin.errors import BulletinError
from bulletin.model.content import Document
from bulletin.read.document import parse_document
from bulletin.read.folder import LARGEST_DOCUMENT, read_bytes
from bulletin.read.normal import exact_text, with_values
from bulletin.write.replacing import replace_file

_NO = "否"


def digest_of_item(site: Path, path: str) -> str:
    """Raises BulletinError E215 where it can't be read."""
    return _digest(read_bytes(site, path, LARGEST_DOCUMENT))


def make_ready(site: Path, path: str, digest: str) -> None:
    """Writes 草稿: 否 into an item's file, all else in it as it was. Raises BulletinError E932 where it is not the file
    of ``digest`` any more, E996 where its form does not allow for it, E992, E938 and E215."""
    data = read_bytes(site, path, LARGEST_DOCUMENT)
    if _digest(data) != digest:
        raise BulletinError("E932", path=f"content/{path}")
    document = parse_document(path, data)
    text = exact_text(data, document.encoding) if not _is_unreadable(document) else ""
    after = with_values(text, _ready)
    if after == text or encoded(text, data, document.encoding) != data:
        raise BulletinError("E996", path=f"content/{path}")
    fresh = encoded(after, data, document.encoding)
    if not _says(document, parse_document(path, fresh)):
        raise BulletinError("E996", path=f"content/{path}")
    replace_file(site, path, fresh, data)


def _ready(key: str, value: str) -> str:
    return _NO if _is_draft(key) else value


def _is_draft(key: str) -> bool:
    found = ITEM.find(key)
    return found is not None and found.field == "draft"


def _is_unreadable(document: Document) -> bool:
    return any(problem.severity == "error" for problem in document.problems)


def _says(old: Document, new: Document) -> bool:
    """The same, but that it is no draft."""
    wanted = [(field.key, _NO if _is_draft(field.key) else bare(field.value)) for field in old.fields]
    found = [(field.key, bare(field.value)) for field in new.fields]
    return new.body == old.body and found == wanted and [p.code for p in new.problems] == [p.code for p in old.problems]


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
