"""Any name -> a part of a path that is safe on every disk and readable in an address bar; a path -> its URL."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b
from urllib.parse import quote

from bulletin.model.late import regex

LONGEST = 120  # bytes of UTF-8: ten below what eCryptfs, the narrowest disk in use, keeps (143), with room for "-12"

_NOT_WORD = regex(r"[^\w-]+")
AS_IT_IS = regex(r"[A-Za-z0-9_.~/-]*")  # what no URL encodes
_HYPHENS = regex(r"-{2,}")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: the digits include superscripts 1, 2, 3
_RESERVED = regex(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)")


def slugify(text: str) -> str:
    """``text`` as one readable part of a path: NFC, lower case, Unicode letters, digits, ``_`` and single ``-``.

    Never empty, never longer than ``LONGEST`` bytes, the same for the same text for ever. ``slugify(slugify(x)) ==
    slugify(x)``. Two names may give one slug ("A B", "a-b"): who needs them apart must compare.
    """
    name = _lower(unicodedata.normalize("NFC", text))
    name = _HYPHENS.sub("-", _NOT_WORD.sub("-", name)).strip("-")
    name = _cut(name).strip("-")
    if not name:
        return "x" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return name + "-" if _RESERVED.fullmatch(name) else name


def quote_path(path: str) -> str:
    """A POSIX path percent-encoded for a URL (RFC 3986), its slashes kept."""
    return path if AS_IT_IS.fullmatch(path) else quote(path, safe="/", encoding="utf-8")


def _lower(text: str) -> str:
    """Lower case that stays lower: İ gives i and a dot above, which NFC may join again."""
    return unicodedata.normalize("NFC", text.lower())


def _cut(name: str) -> str:
    """At most ``LONGEST`` bytes, cut between characters."""
    data = name.encode("utf-8")
    return name if len(data) <= LONGEST else data[:LONGEST].decode("utf-8", "ignore")
