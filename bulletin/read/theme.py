"""A theme's folders on disk, its own and those it extends -> Theme."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.read.block import read_settings_text
from bulletin.read.glance import theme_homes
from bulletin.read.names import name_fault, readable
from bulletin.read.nodes import Entry, Mapping, Text
from bulletin.read.text import decode

_NAME = regex(r"\w[\w.-]*")
_TEMPLATES = (".html", ".xml")
_EXTENDS = frozenset({"extends", "继承", "繼承"})
_OPTIONS = frozenset({"options", "选项", "選項"})
_ABOUT = frozenset({"name", "名称", "名稱", "description", "说明", "說明", "author", "作者", "version", "版本"})


@frozen
class _Settings:
    extends: str
    options: tuple[tuple[str, str], ...]


@frozen
class _Layer:
    """One theme folder of the chain."""

    name: str
    folder: Path
    settings: _Settings


def read_theme(site: Path, name: str) -> Theme:
    """The theme ``name`` from ``site/themes`` or from those that come with Bulletin, with all that it extends.

    ``item.html`` is the nearest theme's, ``plain/item.html`` exactly that of ``plain``. A theme of the site may
    extend the bundled one of its own name; then ``plain/item.html`` is the bundled one's, which the site's own can
    extend. Themes are trusted code. Raises ThemeError: E504 missing, E505 circle, E506 theme.yaml unusable, E507 a
    file that can't be read.
    """
    layers = tuple(_chain(theme_homes(site), name))
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    options: dict[str, str] = {}
    for layer in reversed(layers):  # farthest first, so that the nearest wins
        options |= dict(layer.settings.options)
        assets.update(_files(layer.folder / "assets"))
        for path, data in _files(layer.folder / "templates"):
            if path.endswith(_TEMPLATES):
                source = _template(f"{layer.name}/templates/{path}", data)
                templates[path] = source
                templates.setdefault(f"{layer.name}/{path}", source)
    return Theme(
        names=tuple(layer.name for layer in layers),
        templates=tuple(sorted(templates.items())),
        assets=tuple(sorted(assets.items())),
        options=tuple(sorted(options.items())),
    )


def _chain(homes: tuple[Path, ...], name: str) -> Iterator[_Layer]:
    """The theme and those it extends, nearest first."""
    seen: list[Path] = []
    wanted = name
    by = "site.yaml"
    while True:
        folders = [home / wanted for home in homes if _NAME.fullmatch(wanted) and (home / wanted).is_dir()]
        folder = next((one for one in folders if one not in seen), None)
        if folder is None and folders:
            raise ThemeError("E505", theme=name, chain=" → ".join([*(one.name for one in seen), wanted]))
        if folder is None:
            raise ThemeError("E504", theme=wanted, by=by, places=", ".join(str(home) for home in homes))
        seen.append(folder)
        settings = _settings(folder)
        yield _Layer(wanted, folder, settings)
        by = f"themes/{wanted}/theme.yaml"
        wanted = settings.extends
        if not wanted:
            return


def _settings(folder: Path) -> _Settings:
    try:
        data = _bytes(folder / "theme.yaml", folder)
    except ThemeError as error:
        raise ThemeError("E506", theme=folder.name, line="0", reason=error.values["reason"]) from error
    decoded = decode(data)
    node, findings = read_settings_text(decoded.text)
    for finding in (*decoded.codes, *findings):
        if finding.code[0] == "E" or finding.code == "W104":
            reason = " ".join(value for _, value in finding.values) or finding.code
            raise ThemeError("E506", theme=folder.name, line=str(finding.line), reason=reason)
    extends = ""
    options: tuple[tuple[str, str], ...] = ()
    for entry in node.entries if isinstance(node, Mapping) else ():
        key = entry.key.lower()
        if key in _EXTENDS:
            extends = _text(folder, entry)
        elif key in _OPTIONS and isinstance(entry.value, Mapping):
            options = tuple((option.key, _text(folder, option)) for option in entry.value.entries)
        elif key not in _ABOUT and (key not in _OPTIONS or _text(folder, entry)):
            raise ThemeError("E506", theme=folder.name, line=str(entry.line), reason=entry.key)
    return _Settings(extends, options)


def _text(folder: Path, entry: Entry) -> str:
    if isinstance(entry.value, Text):
        return entry.value.text
    raise ThemeError("E506", theme=folder.name, line=str(entry.line), reason=entry.key)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path below ``folder`` and bytes of every file at any depth, but not of hidden ones and editors' litter."""
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if any(part.startswith(".") or part.endswith(("~", ".bak")) for part in below.parts):
            continue
        if path.is_symlink() or not path.is_dir():
            yield below.as_posix(), _bytes(path, folder)


def _bytes(path: Path, folder: Path) -> bytes:
    """Of a regular file, or a link to one inside ``folder``: a theme may be trusted, but whoever can put a link into it
    would publish any file of this machine, and whoever puts a pipe there would stop the build for good."""
    try:
        if name_fault(path.name):
            raise OSError(0, "name")
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise OSError(0, f"link → {readable(os.readlink(path))}" if path.is_symlink() else "link")
        if not path.is_file():
            raise OSError(0, "not a regular file")
        return path.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise ThemeError("E507", file=readable(str(path)), reason=reason) from error


def _template(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ThemeError("E507", file=name, reason=f"UTF-8: {error.reason}") from error
