"""A folder that was looked at -> the bytes of its documents, those too that were not opened then; the folder after some
of its files were written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.read.folder import LARGEST_DOCUMENT, Folder, Text, bytes_of, root_of, text_of, too_large
from bulletin.read.glance import row_of
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
    """``folder`` after the files at ``paths`` (below content/) were written: only they are looked at. None where that
    is not enough: one of them is new or gone, is no document, no regular file any more, or can't be read."""
    root = root_of(site)
    changed = set(paths)
    documents = list(folder.documents)
    places = {text.path: place for place, text in enumerate(documents) if text.path in changed}
    if len(places) < len(changed):
        return None
    try:
        for path in changed:
            row = row_of(path, os.lstat(root / path))
            if not stat.S_ISREG(row[1]) or too_large(path, row[2], LARGEST_DOCUMENT):
                return None
            documents[places[path]] = text_of(path, read_below(root, path, LARGEST_DOCUMENT))
    except OSError:
        return None
    known = dict(folder.known)
    for row in [row for row in known if row[0] in changed]:
        del known[row]
    return Folder(tuple(documents), folder.files, folder.problems, known)
