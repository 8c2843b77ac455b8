"""The name of a file in content/ -> whether it is a document, litter, a conflict copy, or can't be a name at all."""

from __future__ import annotations

import os
import re
import unicodedata

from bulletin.model.late import regex

SETTINGS = frozenset({"site.yaml", "unions.yaml", "glossary.yaml"})  # in content/ itself
_DOCUMENTS = (".md", ".markdown", ".txt")

_LITTER = regex(
    r"""\.|~\$|.*(?:\.(?:tmp|temp|swp|swo|bak|old|orig|part|partial|crdownload|download|lnk)|~)$
    |(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|\$recycle\.bin|system\ volume\ information|@eadir|lost\+found)$""",
    re.IGNORECASE | re.VERBOSE,
)
# Dropbox, Nextcloud, ownCloud, Syncthing, 坚果云, OneDrive for Business and their translations
_CONFLICT = regex(
    r"""conflicted\ copy|\.sync-conflict-\d{8}-\d{6}|_conflict-\d{8}-\d{6}
    |(?:[的\s(（_\-]|^)(?:冲突|衝突)(?:副本|文件|版本|複本|檔案)""",
    re.IGNORECASE | re.VERBOSE,
)
_UNPRINTABLE = regex("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def is_document(name: str) -> bool:
    return name.lower().endswith(_DOCUMENTS)


def is_litter(name: str, is_folder: bool = False) -> bool:
    """What programs leave behind, hidden files, folders set aside with ``_``: nobody meant to publish them. (A photo
    may well be called ``_DSC0042.jpg``: cameras do that.)"""
    return _LITTER.match(name) is not None or (is_folder and name.startswith("_"))


def is_conflict_copy(name: str) -> bool:
    """What a synchronising disk makes when two people edit one file."""
    return _CONFLICT.search(name) is not None


def name_fault(name: str) -> tuple[str] | None:
    """Code of what makes a name impossible to publish: bytes that are no UTF-8, control or direction characters."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return ("E220",)
    return ("E221",) if _UNPRINTABLE.search(name) else None


def readable(name: str) -> str:
    """For messages: NFC, bytes of an old archive as the Chinese they were meant to be, the invisible escaped."""
    data = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            text = data.decode("utf-8", "backslashreplace")
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", unicodedata.normalize("NFC", text))
