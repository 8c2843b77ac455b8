"""Items and issue files -> weekly issues: each item in one at most, in the order of the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from datetime import datetime, timedelta
from functools import cached_property
from posixpath import dirname, join, normpath

from bulletin.check.checked import Checked
from bulletin.check.issue_file import Entry, IssueFile
from bulletin.check.numbers import NOT_IN_ISSUE, monday_of, week_id
from bulletin.model.content import Config
from bulletin.model.item import Issue, Item

_SUFFIXES = ("", ".md", ".markdown", ".txt")


def distinct_files(files: Iterable[IssueFile]) -> dict[str, IssueFile]:
    """One file for each issue: the first by path."""
    found: dict[str, IssueFile] = {}
    for file in sorted(files, key=lambda file: file.path):
        found.setdefault(file.id, file)
    return found


class Entries:
    """What the entries of issue files name; ``titles`` is path -> title of every item that may be meant."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles

    @cached_property
    def _by_title(self) -> Mapping[str, str]:
        """Only a file that names an item otherwise than by its path asks for it."""
        found: dict[str, str] = {}
        for path, title in sorted(self._titles.items()):
            found.setdefault("".join(title.split()), path)
        return found

    def find(self, entry: Entry, file: IssueFile) -> str:
        """Path of the item, by its path below content/ or from the file, or by its title; "" where there is none."""
        name = entry.name.replace("\\", "/")
        for start in (name.lstrip("/"), join(dirname(file.path), name)):
            for suffix in _SUFFIXES:
                if start and (path := normpath(start + suffix)) in self._titles:
                    return path
        return self._by_title.get("".join(entry.name.split()), "")

    def all(self, entries: Iterable[Entry], file: IssueFile) -> list[str]:
        """Those that are there, in order, none twice."""
        return [path for path in dict.fromkeys(self.find(entry, file) for entry in entries) if path]


def collect_issues(
    items: Sequence[Item], published: Sequence[Checked], files: Mapping[str, IssueFile], config: Config, now: datetime
) -> tuple[Issue, ...]:
    """Newest first. ``items`` are those to be published, newest first, ``published`` the document of each; ``files`` is
    ``distinct_files``.

    An issue without items is published for the sake of its note, from its date on.
    """
    entries = Entries({item.path: item.title for item in items} if files else {})
    members = assign(items, published, files, entries)
    order = Order(entries, config)
    issues = [
        issue
        for one in dict.fromkeys((*members, *files))
        if (issue := _issue(one, members.get(one, []), files.get(one), order, config)) is not None
        and (issue.items or (issue.note and issue.date <= now.date()))
    ]
    return tuple(sorted(issues, key=lambda issue: (issue.date, issue.id), reverse=True))


def assign(
    items: Sequence[Item], published: Sequence[Checked], files: Mapping[str, IssueFile], entries: Entries
) -> dict[str, list[Item]]:
    """The items of each issue: an item's own 期 decides; else the first file that lists it; else the week of its date.

    An item that the file of its issue does not take in (不收) is in none; so are pages and items with 期: 无.
    """
    listed: dict[str, str] = {}
    omitted: dict[str, set[str]] = {}
    for issue_id, file in files.items():
        omitted[issue_id] = set(entries.all(file.omitted, file))
        for path in entries.all((*file.items, *file.pinned), file):
            listed.setdefault(path, issue_id)
    numbered = {number_id(file.year, file.number): file.id for file in files.values()}
    found: dict[str, list[Item]] = {}
    for item, one in zip(items, published, strict=True):
        if item.kind == "page" or item.issue == NOT_IN_ISSUE:
            continue
        issue_id = one.week
        if item.issue or listed:
            issue_id = named_issue(item, files, numbered) or listed.get(item.path, "") or one.week
        if not issue_id or (issue_id in omitted and item.path in omitted[issue_id]):
            continue
        if issue_id in found:
            found[issue_id].append(item)
        else:
            found[issue_id] = [item]
    return found


def named_issue(item: Item, files: Mapping[str, IssueFile], numbered: Mapping[str, str]) -> str:
    """Id of the issue that the item's own 期 names; "" for none, or for one that there is not: neither a file nor a
    week of the year has that number. ``numbered``: the number that a file gives itself -> its id."""
    if not item.issue or item.issue == NOT_IN_ISSUE:
        return ""
    if item.issue in numbered:
        return numbered[item.issue]
    is_known = item.issue in files or monday_of(item.issue) is not None or item.issue.partition("-")[2].startswith("s")
    return item.issue if is_known else ""


def number_id(year: int, number: str) -> str:
    """The id that an issue would have if it were called after its number."""
    return week_id(year, int(number)) if number.isdecimal() else f"{year}-{number}"


def _issue(
    issue_id: str, members: Sequence[Item], file: IssueFile | None, order: Order, config: Config
) -> Issue | None:
    """None where no date can be said: a supplement without items and without 日期."""
    year, _, key = issue_id.partition("-")
    day = file.date if file and file.date else _closing_day(issue_id, members, config)
    if day is None:
        return None
    number = file.number if file else key.lstrip("0") if key.isdecimal() else "增刊" + key[1:]
    total = file.total if file and file.total else _total(issue_id, config)
    items = order.of(members, file)
    if file is None:
        return Issue(issue_id, int(year), number, total, day, items)
    return Issue(
        id=issue_id,
        year=int(year),
        number=number,
        total=total,
        date=day,
        items=items,
        title=file.title,
        note=file.note,
        publisher=file.publisher,
        compiler=file.compiler,
        chief_editor=file.chief_editor,
        editor=file.editor,
        distribution=file.distribution,
        path=file.path,
        note_line=file.note_line,
    )


def _closing_day(issue_id: str, members: Sequence[Item], config: Config) -> Date | None:
    """The day on which its week closes; of a supplement the day of its newest item."""
    if (monday := monday_of(issue_id)) is not None:
        return monday + timedelta(days=config.issues.closes - 1)
    return max((item.date.date() for item in members if item.date), default=None)


def _total(issue_id: str, config: Config) -> str:
    """The running number, counted in weeks from the base of site.yaml; "" without a base and for a supplement."""
    base = config.issues.base
    start = monday_of(week_id(base[0], base[1])) if base else None
    monday = monday_of(issue_id)
    if base is None or start is None or monday is None:
        return ""
    total = base[2] + (monday - start).days // 7
    return str(total) if total > 0 else ""


class Order:
    """Listed ones in their order, then pinned ones, then by section as site.yaml has them, then newest first."""

    def __init__(self, entries: Entries, config: Config) -> None:
        self._entries = entries
        self._sections = {section.id: number for number, section in enumerate(config.sections)}

    def of(self, members: Sequence[Item], file: IssueFile | None) -> tuple[str, ...]:
        """Paths. ``members`` are newest first."""
        known, last = self._sections.get, len(self._sections)
        by_section = sorted(members, key=lambda item: known(item.section, last))  # keeps the order within
        pinned = [item.path for item in by_section if item.pinned]
        named = self._entries.all((*file.items, *file.pinned), file) if file else []
        if not named and not pinned:
            return tuple([item.path for item in by_section])
        every = dict.fromkeys(item.path for item in by_section)
        return tuple(dict.fromkeys((*(path for path in named if path in every), *pinned, *every)))
