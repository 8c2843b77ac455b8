"""A title -> the name of a file, without its ending, that every system can keep and shows as it is."""

from __future__ import annotations

import re
import unicodedata

from bulletin.model.late import regex

LONGEST = 60  # characters
_MOST_BYTES = 200  # of the 255 that a disk keeps, with room for "-12.md"
_UNSAFE = regex(r'[\\/:*?"<>|#%\[\]{}]+')
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file, whatever stands behind a dot
_RESERVED = regex(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?=\.|$)", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, marks of direction, no width, halves of characters, line ends


def file_name(text: str) -> str:
    """"" where nothing is left. Nothing in it misleads who lists the folder, hides the file (``.x``, ``~$x``), is taken
    for an option (``-x``), or is a device on Windows (``CON.md``)."""
    seen = (" " if unicodedata.category(letter) in _UNSEEN else letter for letter in unicodedata.normalize("NFC", text))
    name = " ".join(_UNSAFE.sub(" ", "".join(seen)).split()).lstrip(" .~_-")[:LONGEST]
    name = name.encode("utf-8")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .~")
    return _RESERVED.sub(r"\1_", name, count=1) if _RESERVED.match(name) else name
