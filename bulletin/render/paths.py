"""URLs of the model -> paths below the output folder, and whether a path stays below it."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote

from bulletin.model.article import Site
from bulletin.model.late import regex

_FORBIDDEN = frozenset('\\\0:*?"<>|#')  # on some system no part of a file's name, or of a URL's path
_UNSEEN = regex("[\0-\x1f\x7f\ud800-\udfff]")
_LONGEST = 240  # bytes in one part: every file system stops at 255


def below_edition(site: Site, url: str) -> str:
    """A root-relative URL of this edition -> its path below the edition, still percent-encoded: "2026/11/abc/"."""
    return url.removeprefix(root_of(site))


def root_of(site: Site) -> str:
    """The URL of an edition's home."""
    return site.config.base + site.edition.path


def below_base(site: Site, url: str) -> str:
    """A root-relative URL -> the path below the output folder of the file that answers it."""
    return file_path(url.removeprefix(site.config.base))


def file_path(path: str) -> str:
    """A percent-encoded path -> that of its file: "2026/11/abc/" -> "2026/11/abc/index.html"."""
    plain = normalize("NFC", unquote(path))
    return f"{plain}index.html" if not plain or plain.endswith("/") else plain


def alias_path(path: str) -> str | None:
    """An old address as an author typed it -> the file that answers it now; None where no file can: "a.asp?id=3".

    A name without a suffix becomes a folder, because a server would hand it out as a download.
    """
    plain = normalize("NFC", unquote(path)).removeprefix("/")
    name = plain.rsplit("/", 1)[-1]
    if name and "." not in name:
        plain += "/"
    found = file_path(plain) if plain else ""
    return found if is_contained(found) else None


def is_contained(path: str) -> bool:
    """Whether a decoded path names a file below the folder it is joined to, on every system, that is no order to
    the web server (.htaccess)."""
    return all(map(_is_name, path.split("/")))


@lru_cache(maxsize=65536)  # most are the same few, and those of an article are asked about several times
def _is_name(part: str) -> bool:
    return (
        part.strip(". ") != ""
        and part[0] != "."
        and not _FORBIDDEN.intersection(part)
        and (part.isprintable() or not _UNSEEN.search(part))
        and len(part.encode()) <= _LONGEST
    )
