"""A folder that was looked at -> the bytes of its documents, those too that were not opened then; the folder after some
of its files were written."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model.problem import Problem
from bulletin.read.folder import LARGEST_DOCUMENT, Folder, Text, bytes_of, is_admitted, root_of, text_of, too_large
from bulletin.read.glance import Row, row_of
from bulletin.read.names import is_document
from bulletin.read.opening import Folders, read_below


def opened(site: Path, texts: Sequence[Text]) -> list[tuple[str, bytes]]:
    """Each with its bytes. Raises BulletinError (E215) where they are not what ``scan`` took them for."""
    root = root_of(site) if any(text.data is None for text in texts) else site
    with Folders() as folders:
        return [(text.path, _again(root, text, folders) if text.data is None else text.data) for text in texts]


def _again(root: Path, text: Text, folders: Folders) -> bytes:
    data = bytes_of(root, text.path, LARGEST_DOCUMENT, folders)
    if text_of(text.path, data).digest != text.digest:
        raise BulletinError("E215", path=text.path, reason="changed while the build ran")
    return data


def scan_again(site: Path, folder: Folder, paths: Iterable[str]) -> Folder | None:
    """``folder`` after the files at ``paths`` (below content/) were written, made or removed: only they are looked at.
    None where that is not enough: one of them is no document or can't be read, or may have to do with others."""
    root = root_of(site)
    changed = set(paths)
    there = {text.path for text in folder.documents if text.path in changed}
    documents = [text for text in folder.documents if text.path not in changed]
    others = 0  # names that came or went
    if len(set(map(str.casefold, changed))) < len(changed):
        return None
    try:
        for path in changed:
            row = _row(root, path)
            if path not in there and (row is None or not _may_come(root, row, folder)):
                return None
            others += (path in there) != (row is not None)
            if row is not None:
                if not stat.S_ISREG(row[1]) or too_large(path, row[2], LARGEST_DOCUMENT):
                    return None
                documents.append(text_of(path, read_below(root, path, LARGEST_DOCUMENT)))
    except OSError:
        return None
    if not documents or (others and folder.problems):  # which may be about these names
        return None
    known = dict(folder.known)
    for row in [row for row in known if row[0] in changed]:
        del known[row]
    return Folder(tuple(sorted(documents, key=attrgetter("path"))), folder.files, folder.problems, known)


def _row(root: Path, path: str) -> Row | None:
    """None where there is no such file."""
    try:
        return row_of(path, os.lstat(root / path))
    except FileNotFoundError:
        return None


def _may_come(root: Path, row: Row, folder: Folder) -> bool:
    """Whether it is a document like others in its folder, under a name that is like no other."""
    path, problems = row[0], list[Problem]()
    home = path.rpartition("/")[0] + "/"
    if not is_document(path) or not unicodedata.is_normalized("NFC", path):
        return False
    if home != "/" and not any(text.path.startswith(home) for text in folder.documents):
        return False
    if not is_admitted(root, row, {}, problems) or problems:
        return False
    every = (one.path.casefold() for some in (folder.documents, folder.files) for one in some)
    return path.casefold() not in every
