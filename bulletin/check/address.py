"""The path of a document, its date and its 网址 -> the slug and the URL at which it is published.

A slug is 网址 if given, else the file's name if that is ASCII, else a short id of the path. So a title can change and
the address stays.
"""

from __future__ import annotations

import re
from base64 import b32encode
from datetime import datetime
from hashlib import blake2b
from posixpath import basename, dirname, splitext
from unicodedata import normalize
from urllib.parse import unquote

from bulletin.model.content import Config
from bulletin.model.item import Kind
from bulletin.model.late import regex
from bulletin.model.slug import quote_path, slugify

UNDATED = "undated"

# First parts of the paths at which everything else is published (docs/architecture.md)
_TAKEN = frozenset(
    {"sections", "unions", "tags", "authors", "archive", "issues", "search", "photos", "files", "assets"}
    | {"search-index", "page", "index", "404", "feed", "sitemap", "robots", UNDATED}
)
VARIANT = ".zh-han"  # what the name of every variant holds, in whatever case
_VARIANT = regex(r"(.+)\.(zh-han[st](?:-[a-z]{2})?)(\.[a-z]+)", re.IGNORECASE)
_LEADING_DATE = regex(r"(\d{4}-\d{1,2}-\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{4}_\d{1,2}_\d{1,2}|\d{8}(?!\d))[-_. ]*")
_ALIAS = regex(r"(?!\.)[^\x00-\x20\x7f\\:*?\"<>|#]+(?: [^\x00-\x20\x7f\\:*?\"<>|#]+)*")
_LONGEST_ALIAS = 400
# A web server or host takes its orders from these, as from every name that begins with a dot (.htaccess)
_ORDERS = frozenset(
    {"web.config", "_headers", "_redirects", "_config.yml", "nginx.conf", "caddyfile", "_worker.js", "_routes.json"}
    | {"netlify.toml", "vercel.json", "staticwebapp.config.json", "php.ini", "cname"}
)
# No names on Windows (``model.slug``): one such page, and nothing at all could be published there
_NO_NAME = regex(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?|.*[. ]", re.IGNORECASE)


def stem_of(path: str) -> str:
    """The file's name without its suffix; of 推进会/index.md the folder's."""
    stem = splitext(basename(path))[0]
    return basename(dirname(path)) if stem.lower() in ("index", "readme") and "/" in path else stem


def leading_date(path: str) -> tuple[str, str]:
    """(date, rest) of a name like 2026-11-18-tuijinhui.md or 20261118推进会.md; ("", name) for others."""
    stem = stem_of(path)
    match = _LEADING_DATE.match(stem)
    return (match[1].replace("_", "-"), stem[match.end() :]) if match else ("", stem)


def variant_of(path: str) -> tuple[str, str]:
    """x.zh-Hant.md -> (x, zh-hant): the path without tag and suffix, and the tag as typed; ("", "") for others."""
    match = _VARIANT.fullmatch(path) if path.count(".") > 1 else None
    return (match[1], match[2]) if match else ("", "")


def slug_of(path: str) -> str:
    """For a document that names none."""
    rest = leading_date(path)[1].strip()
    if rest.isascii() and any(char.isalnum() for char in rest):
        return slugify(rest)
    digest = blake2b(normalize("NFC", splitext(path)[0]).encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return b32encode(digest).decode("ascii").lower()


def is_taken(slug: str, config: Config) -> bool:
    """Whether a page of this slug would lie where something else is published."""
    if slug in _TAKEN or re.fullmatch(r"\d{4}", slug):
        return True
    return any(edition.path.split("/")[0] == slug for edition in config.editions)


def url_of(kind: Kind, slug: str, date: datetime | None) -> str:
    """Below the edition, percent-encoded."""
    if kind == "page":
        return quote_path(f"{slug}/")
    return quote_path(f"{date.year:04}/{date.month:02}/{slug}/" if date else f"{UNDATED}/{slug}/")


def address_key(path: str) -> str:
    """Equal for two addresses that one file answers on some server: without case, as NFC, decoded."""
    is_plain = path.isascii() and "%" not in path
    plain = path.lower() if is_plain else normalize("NFC", unquote(path)).casefold()
    plain = plain.removesuffix("index.html").removesuffix("/")
    return plain if is_plain else normalize("NFC", plain)


def contained_alias(typed: str, config: Config) -> str:
    """An old address below the site, without "/" before it; "" for one that leads out of it or can't be a file."""
    path = typed.strip()
    if path.startswith(config.url):
        path = path.removeprefix(config.url)
    path = normalize("NFC", path.removeprefix("/"))
    parts = path.removesuffix("/").split("/")
    plain = unquote(path)
    if plain.startswith(".") or "/." in plain or basename(plain).casefold() in _ORDERS:
        return ""
    if len(path) > _LONGEST_ALIAS or not all(_ALIAS.fullmatch(part) and part.strip(". ") for part in parts):
        return ""
    if any(_NO_NAME.fullmatch(part) for part in plain.split("/")):
        return ""
    return path if not re.search(r"%(?:2e|2f|5c|00)", path, re.IGNORECASE) else ""
