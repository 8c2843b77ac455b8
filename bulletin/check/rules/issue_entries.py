"""What the file of an issue lists: items that do not exist, are not published, or are in another issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import basename, dirname, join, normpath

from bulletin.check.issue_file import Entry, IssueFile
from bulletin.check.issues import Entries, distinct_files
from bulletin.check.values import nearest
from bulletin.check.whole import Status, Whole
from bulletin.model.item import Item
from bulletin.model.problem import Problem

_NOT_PUBLISHED: Mapping[Status, str] = {
    "waiting": "W486", "expired": "W487", "draft": "W488", "left out": "W489",
}  # fmt: skip

_SUFFIXES = (".md", ".markdown", ".txt")
_MOST_GUESSES = 50  # entries for which a similar path or title is looked for


def issue_entries(whole: Whole) -> Iterator[Problem]:
    if not whole.issue_files:
        return
    titles = {one.path: one.item.title if one.item else "" for one in whole.checked if one.path in whole.statuses}
    entries = Entries(titles)
    items = {item.path: item for item in whole.items}
    where = {path: issue.id for issue in whole.issues for path in issue.items}
    seen: dict[str, IssueFile] = {}
    guesses = _MOST_GUESSES
    for file in distinct_files(whole.issue_files).values():
        for entry in (*file.items, *file.pinned, *file.omitted):
            path = entries.find(entry, file)
            if not path:
                guesses -= 1
                yield _missing(entry, file, titles if guesses >= 0 else {})
            elif entry in file.omitted:
                continue
            elif whole.statuses[path] in _NOT_PUBLISHED:
                yield _problem(entry, file, _NOT_PUBLISHED[whole.statuses[path]], item=path)
            elif seen.setdefault(path, file) is not file:
                yield _problem(entry, file, "W484", item=path, other=seen[path].path)
            elif where.get(path) != file.id and path in items and entry not in file.omitted:
                yield _elsewhere(entry, file, items[path], where.get(path, ""))


def _missing(entry: Entry, file: IssueFile, titles: Mapping[str, str]) -> Problem:
    if like := _like(entry.name, file, titles):
        return _problem(entry, file, "E485", name=entry.name, nearest=like)
    return _problem(entry, file, "E490", name=entry.name)


def _like(name: str, file: IssueFile, titles: Mapping[str, str]) -> str:
    """For a path one of the same name in another folder, else one of a similar name in the same folder; for a title a
    similar title."""
    typed = name.replace("\\", "/")
    if "/" not in typed and not typed.lower().endswith(_SUFFIXES):
        return nearest(name, (title for title in titles.values() if title), cutoff=0.6)
    stem = _stem(typed)
    if same := next((path for path in sorted(titles) if _stem(path).casefold() == stem.casefold()), ""):
        return same
    folders = {dirname(normpath(start)) for start in (typed.lstrip("/"), join(dirname(file.path), typed))}
    beside = {_stem(path): path for path in sorted(titles) if dirname(path) in folders}
    return beside.get(nearest(stem, beside, cutoff=0.6), "")


def _stem(path: str) -> str:
    name = basename(path)
    return name[: name.rindex(".")] if name.lower().endswith(_SUFFIXES) else name


def _elsewhere(entry: Entry, file: IssueFile, item: Item, issue: str) -> Problem:
    """Its own 期 says another, it is a page, or the file itself also says 不收."""
    return _problem(entry, file, "W491", item=item.path, issue=issue or "—")


def _problem(entry: Entry, file: IssueFile, code: str, **values: str) -> Problem:
    return Problem(file.path, entry.line, 0, code, tuple(sorted(values.items())))
