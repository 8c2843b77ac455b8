"""Draft -> the text of a Markdown file with front matter; Reading -> the paths and bytes that importing would write."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from posixpath import basename, splitext

from bulletin.ingest.draft import Draft, Reading, Value
from bulletin.ingest.item import first_clause
from bulletin.model.filename import file_name

ASIDE = "_imported"  # below content/: folders that begin with _ are never published
UNDATED = "导入"
_NAMELESS = "稿件"
_VALUE_MARK = re.compile(r"[\[{|>\"'&!]")


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be written below content/."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
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
    used: set[str] = set()

    def free(path: str, data: bytes = b"") -> str:
        stem, suffix = splitext(path)
        number = 1
        while True:
            one = path if number == 1 else f"{stem}-{number}{suffix}"
            if one.casefold() not in used and (not is_taken(one) or (data and holds(one, data))):
                used.add(one.casefold())
                return one
            number += 1

    files: list[Planned] = []
    items: list[str] = []
    for number, draft in enumerate(reading.drafts, 1):
        data = item_text(draft).encode("utf-8")
        path = free(_path(draft, number if reading.is_split else 0, source), b"" if draft.assets else data)
        folder = path.rpartition("/")[0]
        if draft.assets and not draft.path:
            name = basename(path)
            folder = splitext(path)[0]
            path = free(f"{folder}/{name}")
        files += [Planned(f"{folder}/{asset.name}", asset.data) for asset in draft.assets]
        files.append(Planned(path, data))
        items.append(path)
    index = ""
    if reading.is_split and len(items) > 1:
        index = free(f"issues/{reading.issue}.md" if reading.issue else f"{ASIDE}/{file_name(source)}.目录.md")
        files.append(Planned(index, _index(reading, items).encode("utf-8")))
    return Plan(tuple(files), tuple(items), index)


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
