"""Attachments of the bulletin and assets of the theme -> pages; asset names carry a digest of what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from hashlib import blake2b
from posixpath import dirname, join, normpath, relpath, splitext
from urllib.parse import quote, unquote, urlsplit

from bulletin.model.content import File, Theme
from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.item import Bulletin
from bulletin.model.late import regex
from bulletin.model.page import Group, Page
from bulletin.render.paths import is_contained
from bulletin.render.scripts import bare_script

_IN_STYLE = regex(
    rb"""/\*.*?\*/                                             # a comment, left alone
      | \burl\(\s* (?: "([^"\n]*)" | '([^'\n]*)' | ([^\s"'()]+) ) \s*\)
      | @import\s+ (?: "([^"\n]*)" | '([^'\n]*)' )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_IN_SCRIPT = regex(rb"""\b(?:from|import)\s*\(?\s*(?:"(\.{1,2}/[^"\n]*)"|'(\.{1,2}/[^'\n]*)')""")
_NOWHERE = regex(rb"(?!)")
_REFERENCES = {".css": _IN_STYLE, ".js": _IN_SCRIPT, ".mjs": _IN_SCRIPT}  # what an asset of this kind shows or imports


def attachment_groups(bulletin: Bulletin) -> Iterator[Group]:
    told = partial(digest_of_plain, "files", [(file.path, file.digest) for file in bulletin.files])
    yield Group(partial(attachment_pages, bulletin), told)


def attachment_pages(bulletin: Bulletin) -> Iterator[Page]:
    """Each published file once, copied as it is. Two of the same name and content are one."""
    seen: set[str] = set()
    for file in bulletin.files:
        path = attachment_path(file)
        if path not in seen and is_contained(path):
            seen.add(path)
            yield Page(path, digest_of("file", file.digest), source=file.path)


def attachment_path(file: File) -> str:
    return f"files/{file.digest}/{file.path.rsplit('/', 1)[-1]}"


def asset_groups(theme: Theme) -> Iterator[Group]:
    yield Group(partial(asset_pages, theme), partial(digest_of_plain, "assets", theme.assets))


def asset_pages(theme: Theme) -> Iterator[Page]:
    names = asset_names(theme)
    for name, data in theme.assets:
        shown = _with_names(name, data, names)
        if name.endswith((".js", ".mjs")):
            shown = bare_script(shown)
        yield Page(names[name], digest_of("asset", shown), data=shown)


@lru_cache(maxsize=2)
def asset_names(theme: Theme) -> Mapping[str, str]:
    """Path below the theme's assets/ -> path below the output folder, "assets/style.3f2a9c1b.css".

    The digest is of the asset and of all that it shows through url() or imports: a changed picture gives its style
    sheet another name too, so that both may be cached for good.
    """
    assets = dict(theme.assets)
    shown = {name: tuple(_shown(name, data, assets)) for name, data in assets.items()}
    digests = {name: blake2b(data, digest_size=16).hexdigest() for name, data in assets.items()}
    named: dict[str, str] = {}
    for name in assets:
        stem, suffix = splitext(name)
        digest = digest_of(tuple((one, digests[one]) for one in sorted(_reached(name, shown))))
        named[name] = f"assets/{stem}.{digest[:8]}{suffix}"
    return named


def _reached(name: str, shown: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(shown.get(one, ()))
    return found


def _shown(name: str, data: bytes, assets: Mapping[str, bytes]) -> Iterator[str]:
    for match in _references(name).finditer(data):
        target = _target(name, _typed(match))
        if target in assets:
            yield target


def _with_names(name: str, data: bytes, names: Mapping[str, str]) -> bytes:
    """The style sheet or script with the published name of every asset that it names; all else stays as written."""

    def rename(match: re.Match[bytes]) -> bytes:
        typed = _typed(match)
        target = _target(name, typed)
        if target not in names:
            return match[0]
        url = quote(relpath(names[target], dirname(names[name])))
        if _references(name) is _IN_SCRIPT and not url.startswith("../"):
            url = f"./{url}"  # without it an import would mean a package
        parts = urlsplit(typed.decode())
        tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        return match[0].replace(typed, (url + tail).encode())

    return _references(name).sub(rename, data)


def _references(name: str) -> re.Pattern[bytes]:
    return _REFERENCES.get(splitext(name)[1], _NOWHERE)


def _typed(match: re.Match[bytes]) -> bytes:
    return next((group for group in match.groups() if group), b"")


def _target(name: str, typed: bytes) -> str:
    """The asset that ``typed`` means inside the asset ``name``; "" for a URL of another kind."""
    try:
        parts = urlsplit(typed.decode())
    except ValueError:  # not UTF-8, or brackets that look like a bad IPv6 host
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    return normpath(join(dirname(name), unquote(parts.path)))
