"""Draft -> the text of a Markdown file with front matter; Reading -> the paths and bytes that importing would write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date as Date
from itertools import count
from posixpath import basename, splitext

from bulletin.ingest.draft import Asset, Draft, Reading, Value
from bulletin.ingest.item import first_clause
from bulletin.model.filename import file_name
from bulletin.model.late import regex
from bulletin.model.making import frozen

ASIDE = "_imported"  # below content/: folders that begin with _ are never published
UNDATED = "导入"
_NAMELESS = "稿件"
_VALUE_MARK = regex(r"[\[{|>\"'&!]")


@frozen
class Planned:
    """A file to be written below content/."""

    path: str
    data: bytes


@frozen
class Plan:
    """``items`` are the paths of the drafts, in their order; ``index`` is the path of the issue's file, "" for none."""

    files: tuple[Planned, ...]
    items: tuple[str, ...]
    index: str = ""


def _nothing(path: str, data: bytes) -> bool:
    del path, data
    return False


def item_text(draft: Draft) -> str:
    """Ends with one line end. A field of which nothing is known stands there empty, to be filled in."""
    lines = ["---", f"标题: {_one_line(draft.title)}".rstrip()]
    lines += [line for key, value in draft.fields for line in _field(key, value)]
    return "\n".join([*lines, "---", "", draft.body.strip("\n")]).rstrip("\n") + "\n"


def _field(key: str, value: Value) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {_one_line(value)}".rstrip()]
    return [f"{key}:", *(f"  - {_one_line(one)}" for one in value)] if value else []


def _one_line(value: str) -> str:
    """What would begin a list, a mapping or a quoted text stands in quotes."""
    text = " ".join(value.split())
    if _VALUE_MARK.match(text):
        return "'" + text.replace("'", "''") + "'"
    return text


def planned(
    reading: Reading, source: str, is_taken: Callable[[str], bool], holds: Callable[[str, bytes], bool] = _nothing
) -> Plan:
    """Paths that nobody has. ``is_taken`` says of a path below content/ whether something is there, in any case;
    ``holds`` whether it is the very file that is to be written, left by an import that was killed."""
    room = _Room(is_taken, holds)
    files: list[Planned] = []
    items: list[str] = []
    for number, draft in enumerate(reading.drafts, 1):
        data = item_text(draft).encode("utf-8")
        path = _path(draft, number if reading.is_split else 0, source)
        path = room.with_photos(path, data, draft.assets) if draft.assets and not draft.path else room.alone(path, data)
        folder = path.rpartition("/")[0]
        files += [Planned(f"{folder}/{asset.name}", asset.data) for asset in draft.assets]
        files.append(Planned(path, data))
        items.append(path)
    index = ""
    if reading.is_split and len(items) > 1:
        data = _index(reading, items).encode("utf-8")
        index = f"issues/{reading.issue}.md" if reading.issue else f"{ASIDE}/{file_name(source)}.目录.md"
        index = room.alone(index, data)
        files.append(Planned(index, data))
    return Plan(tuple(files), tuple(items), index)


class _Room:
    """Which paths are free, or hold what is to be written there; none is given twice."""

    def __init__(self, is_taken: Callable[[str], bool], holds: Callable[[str, bytes], bool]) -> None:
        self._is_taken = is_taken
        self._holds = holds
        self._used: set[str] = set()

    def alone(self, path: str, data: bytes) -> str:
        stem, suffix = splitext(path)
        return next(one for name in _numbered(stem) if self._take({(one := f"{name}{suffix}"): data}))

    def with_photos(self, path: str, data: bytes, photos: Sequence[Asset]) -> str:
        """In a folder of its name, in which all of them find room."""
        stem, suffix = splitext(path)

        def files(name: str) -> dict[str, bytes]:
            item = {f"{name}/{basename(name)}{suffix}": data}
            return item | {f"{name}/{photo.name}": photo.data for photo in photos}

        free = (name for name in _numbered(stem) if self._is_free(f"{name}{suffix}"))
        name = next(name for name in free if self._take(files(name)))
        self._used.add(f"{name}{suffix}".casefold())  # one beside the folder would get the same address
        return f"{name}/{basename(name)}{suffix}"

    def _take(self, files: Mapping[str, bytes]) -> bool:
        if not all(self._is_free(path, data) for path, data in files.items()):
            return False
        self._used.update(path.casefold() for path in files)
        return True

    def _is_free(self, path: str, data: bytes = b"") -> bool:
        is_left = bool(data) and self._holds(path, data)
        return path.casefold() not in self._used and (not self._is_taken(path) or is_left)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _path(draft: Draft, number: int, source: str) -> str:
    if draft.path:
        return draft.path
    stem = file_name(splitext(basename(source.replace("\\", "/")))[0]) or _NAMELESS
    name = file_name(draft.title) or (file_name(first_clause(draft.body)) if number else stem)
    name = f"{number:02d} {name}".strip() if number else name
    if day := draft.field("日期")[:10]:
        week = Date.fromisoformat(day).isocalendar()
        folder = f"{week.year}/{week.week:02d}"
        return f"{folder}/{stem}/{name}.md" if number else f"{folder}/{name}.md"
    return f"{UNDATED}/{stem}/{name}.md" if number else f"{UNDATED}/{name}.md"


def _index(reading: Reading, items: Sequence[str]) -> str:
    """The file of the issue; where its number is not known, the same to be completed and moved to issues/."""
    lines = ["---", f"期: {reading.issue}".rstrip()]
    if reading.issue_title:
        lines.append(f"标题: {_one_line(reading.issue_title)}")
    lines += ["篇目:", *(f"  - {path}" for path in items), "---", ""]
    return "\n".join(lines)
