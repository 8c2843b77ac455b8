"""Documents that lie in content/ and that no item names: nobody gets to read them, and who put them there thinks so.

A Word file whose item lies beside it, under its name or in a folder of its name, was imported. What lies beside a
document at fault, or in a folder beside it, may well be named there: nothing is said of it until that is mended.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Set
from posixpath import basename, dirname, splitext
from urllib.parse import unquote

from bulletin.check.whole import Whole
from bulletin.model.problem import Problem

_MANUSCRIPTS = frozenset({"docx", "doc", "wps"})
_MOST = 50  # are told: a folder of old files would bury all else
_DOCUMENTS = _MANUSCRIPTS | {"pdf", "xlsx", "xls", "pptx", "ppt", "et", "dps", "ofd", "odt", "ods", "odp", "csv", "zip"}


def idle_files(whole: Whole) -> Iterator[Problem]:
    idle = [one for one in whole.idle if splitext(one.path)[1][1:].lower() in _DOCUMENTS]
    if not idle:
        return
    named = _named(whole)
    stems = {splitext(one.path)[0].casefold() for one in whole.checked}
    unread = {dirname(one.path) for one in whole.checked if one.item is None and one.issue is None}
    idle = [one for one in idle if _key(one.path) not in named and not is_imported(one.path, stems)]
    idle = [one for one in idle if unread.isdisjoint({home := dirname(one.path), dirname(home)})]
    for one in idle[:_MOST]:
        is_manuscript = splitext(one.path)[1][1:].lower() in _MANUSCRIPTS
        values = (("name", basename(one.path)),)
        yield Problem(one.path, 0, 0, "W440" if is_manuscript else "I440", values)


def is_imported(path: str, stems: Set[str]) -> bool:
    """Whether the item made of the file lies beside it. ``stems``: paths of all items without suffix, case folded."""
    stem = splitext(path)[0].casefold()
    return stem in stems or f"{stem}/{basename(stem)}" in stems


def _named(whole: Whole) -> set[str]:
    """Names of files that any item mentions, a draft or one that waits as well."""
    items = [one.item for one in whole.checked if one.item is not None]
    found = {_key(unquote(reference.target)) for item in items for reference in item.references}
    files = [one for item in items for one in item.attachments]
    found |= {_key(name) for one in files for name in (one.name, one.path, one.url) if name}
    return found | {_key(reference.target) for file in whole.issue_files for reference in file.references}


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", basename(path.replace("\\", "/"))).casefold()
