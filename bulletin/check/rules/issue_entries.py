"""What the file of an issue lists: items that do not exist, are not published, or are in another issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bulletin.check.issue_file import Entry, IssueFile
from bulletin.check.issues import Entries, distinct_files
from bulletin.check.values import nearest
from bulletin.check.whole import Status, Whole
from bulletin.model.item import Item
from bulletin.model.problem import Problem

_NOT_PUBLISHED: Mapping[Status, str] = {
    "waiting": "W486", "expired": "W487", "draft": "W488", "left out": "W489",
}  # fmt: skip

_MOST_GUESSES = 50  # entries for which a similar path or title is looked for


def issue_entries(whole: Whole) -> Iterator[Problem]:
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
    like = nearest(entry.name, (*titles, *titles.values()), cutoff=0.6)
    if like:
        return _problem(entry, file, "E485", name=entry.name, nearest=like)
    return _problem(entry, file, "E490", name=entry.name)


def _elsewhere(entry: Entry, file: IssueFile, item: Item, issue: str) -> Problem:
    """Its own 期 says another, it is a page, or the file itself also says 不收."""
    return _problem(entry, file, "W491", item=item.path, issue=issue or "—")


def _problem(entry: Entry, file: IssueFile, code: str, **values: str) -> Problem:
    return Problem(file.path, entry.line, 0, code, tuple(sorted(values.items())))
