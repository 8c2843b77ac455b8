"""What an author typed as a target -> the file, item or page of the site that it means, or why it means none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import basename, dirname, join, normpath, splitext
from unicodedata import normalize
from urllib.parse import unquote

from bulletin.check.values import nearest
from bulletin.check.whole import Status, Why
from bulletin.model.content import Config, File, Union
from bulletin.model.item import Item
from bulletin.model.late import regex
from bulletin.model.making import frozen

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_DISK = regex(r"[A-Za-z]:|file:|\\\\", re.IGNORECASE)
_DOCUMENT = (".md", ".markdown", ".txt")
_NO_FILE = (*_DOCUMENT, ".html", ".htm", "/")
_MOST_GUESSES = 200  # names that are missing for which similar ones are looked for, in one build
_WHYS: Mapping[Status, Why] = {
    "withdrawn": "withdrawn", "waiting": "waiting", "expired": "expired", "draft": "draft", "left out": "left out",
}  # fmt: skip


@frozen
class Target:
    """Exactly one of ``file``, ``url`` and ``why`` says something; ``why`` "case" comes with what was meant."""

    file: File | None = None
    url: str = ""  # below the edition, with its fragment: "2026/09/slug/#x"
    why: Why | None = None
    other: str = ""  # the right or the nearest name
    is_document: bool = False  # it would be a link to an item, not to a file


def is_external(typed: str) -> bool:
    """A link that leaves the site or stays on its page: not ours to resolve."""
    return (typed.startswith(("#", "//")) or _SCHEME.match(typed) is not None) and not _DISK.match(typed)


class Places:
    """All that can be linked to. ``statuses`` are those of the items, ``pages`` of issue files: path -> URL."""

    def __init__(
        self,
        config: Config,
        unions: Sequence[Union],
        files: Iterable[File],
        unusable: Iterable[str],
        items: Iterable[Item],
        statuses: Mapping[str, Status],
        pages: Mapping[str, str],
    ) -> None:
        self._base = config.base
        self._files = {file.path: file for file in files}
        self._unusable = frozenset(unusable)
        self._statuses = statuses
        self._guesses = _MOST_GUESSES
        self._urls = {item.path: item.url for item in items} | dict(pages)
        self._sections = [section.id for section in config.sections]
        self._unions = [union.id for union in unions]

    @cached_property
    def _pages(self) -> frozenset[str]:
        """Decoded URLs below an edition that are surely published."""
        fixed = {"", "archive/", "issues/", "issues/latest/", "search/", "tags/", "authors/", "unions/", "feed.xml"}
        lists = [f"sections/{one}/" for one in self._sections] + [f"unions/{one}/" for one in self._unions]
        return frozenset({*fixed, *lists, *(unquote(url) for url in self._urls.values())})

    @cached_property
    def _by_case(self) -> dict[str, str]:
        """Folded path -> the one path that is so written; "" where there are several."""
        found: dict[str, str] = {}
        for path in (*self._files, *self._statuses, *self._urls):
            folded = path.casefold()
            found[folded] = path if found.get(folded, path) == path else ""
        return found

    def find(self, typed: str, path: str, is_image: bool = False) -> Target:
        """``path`` is the document in which ``typed`` stands; "/x" is below content/, or an address of the site."""
        spellings = list(_spellings(typed.strip(), dirname(path)))
        inside = [(name, tail) for name, tail in spellings if not name.startswith("..")]
        if not inside or _DISK.match(typed):
            return Target(why="outside")
        for name, tail in inside:
            if (target := self._exact(name, tail)) is not None:
                return target
        if typed.startswith("/") and not is_image and (page := self._page(typed)):
            return Target(url=page)
        for name, tail in inside:
            if right := next((one for one in map(self._by_case.get, map(str.casefold, _documents(name))) if one), ""):
                target = self._exact(right, tail)
                if target is not None and target.why is None:
                    return Target(target.file, target.url, "case", _relative(right, path, typed), target.is_document)
        name = inside[-1][0]
        if any(one in self._unusable for one, _ in inside):
            return Target(why="unusable")
        is_document = not is_image and (name.lower().endswith(_NO_FILE) or not splitext(name)[1] or typed.endswith("/"))
        return Target(why="missing", other=self._nearest(name, path, typed, is_document), is_document=is_document)

    def _exact(self, name: str, tail: str) -> Target | None:
        if (file := self._files.get(name)) is not None:
            return Target(file)
        for one in _documents(name):
            if one in self._statuses or one in self._urls:
                why = _WHYS.get(self._statuses.get(one, "published"))
                return Target(why=why, other=one, is_document=True) if why else Target(url=self._urls[one] + tail)
        return None

    def _page(self, typed: str) -> str:
        """The address below the edition of a page that is typed as readers see it: /bulletin/2026/09/slug/#x."""
        for below in (typed.removeprefix(self._base), typed.removeprefix("/")):
            address = unquote(below.split("#")[0].split("?")[0]).removesuffix("index.html")
            if address in self._pages or (address and address + "/" in self._pages):
                return below if address in self._pages else below.replace(address, address + "/", 1)
        return ""

    @cached_property
    def _names(self) -> tuple[Mapping[str, str], Mapping[tuple[bool, str], Mapping[str, str]]]:
        """Folded name of a file or document -> the first path that has it; folder -> stem -> path."""
        by_name: dict[str, str] = {}
        by_folder: dict[tuple[bool, str], dict[str, str]] = {}
        for is_document, known in ((False, self._files), (True, self._statuses)):
            for one in sorted(known):
                folder, name = dirname(one), basename(one)
                by_name.setdefault(f"{is_document}/{name.casefold()}", one)
                by_folder.setdefault((is_document, folder), {}).setdefault(splitext(name)[0], one)
        return by_name, by_folder

    def _nearest(self, name: str, path: str, typed: str, is_document: bool) -> str:
        """First a file of the same name elsewhere, then one of a similar name in the same folder."""
        by_name, by_folder = self._names
        if same := by_name.get(f"{is_document}/{basename(name).casefold()}"):
            return _relative(same, path, typed)
        if self._guesses == 0:
            return ""
        self._guesses -= 1
        stems = by_folder.get((is_document, dirname(name)), {})
        found = nearest(splitext(basename(name))[0], stems, cutoff=0.6)
        return _relative(stems[found], path, typed) if found else ""


def _spellings(typed: str, folder: str) -> Iterator[tuple[str, str]]:
    """Paths below content/ that the target may mean, each with its fragment; ``#`` may be part of a file's name."""
    seen: set[str] = set()
    for text in (typed, unquote(typed) if "%" in typed else typed):
        text = normalize("NFC", text.replace("\\", "/"))
        bare, mark, fragment = text.partition("#")
        for name, tail in ((text, ""), (bare, mark + fragment), (bare.partition("?")[0], mark + fragment)):
            if name not in seen:
                seen.add(name)
                joined = name.lstrip("/") if name.startswith("/") else join(folder, name)
                yield normpath(joined) if joined else "", tail


def _documents(name: str) -> tuple[str, ...]:
    return (name, *(name + suffix for suffix in _DOCUMENT), f"{name}/index.md")


def _relative(found: str, path: str, typed: str) -> str:
    """As the author would have to type it in ``path``."""
    folder = dirname(path)
    if typed.startswith("/"):
        return "/" + found
    if not folder or found.startswith(folder + "/"):
        return found.removeprefix(folder + "/") if folder else found
    return "/" + found
