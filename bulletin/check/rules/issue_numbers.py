"""Numbers of issues: two files for one issue, one number or running number twice, numbers that are missing, a file that
no week has the number of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from bulletin.check.issues import distinct_files
from bulletin.check.numbers import monday_of
from bulletin.check.whole import Whole
from bulletin.model.item import Issue
from bulletin.model.problem import Problem


def issue_numbers(whole: Whole) -> Iterator[Problem]:
    yield from _files(whole)
    yield from _empty(whole)
    lines = {file.path: file.line for file in whole.issue_files}
    oldest_first = sorted(whole.issues, key=lambda issue: (issue.date, issue.id))
    seen: dict[tuple[int, str], Issue] = {}
    for issue in oldest_first:
        other = seen.setdefault((issue.year, issue.number.lstrip("0")), issue)
        if other is not issue:
            yield _problem(issue, lines, "W480", number=issue.number, other=_place(other), year=str(issue.year))
    for before, after in pairwise(issue for issue in oldest_first if issue.total):
        if int(after.total) <= int(before.total):
            yield _problem(after, {}, "W483", total=after.total, other=before.id, before=before.total)
    for before, after in pairwise(issue for issue in oldest_first if issue.number.isdecimal()):
        first, last = int(before.number) + 1, int(after.number) - 1
        if before.year == after.year and first <= last:
            missing = str(first) if first == last else f"{first}–{last}"
            yield _problem(after, lines, "I481", numbers=missing, year=str(after.year))


def _files(whole: Whole) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file in whole.issue_files:
        other = seen.setdefault(file.id, file.path)
        if other != file.path:
            yield Problem(file.path, file.line, 0, "E482", (("issue", file.id), ("other", other)))


def _empty(whole: Whole) -> Iterator[Problem]:
    """Files whose issue should be out and is not: 2026-64 for 2026-46. Where one lists items, those say why."""
    shown = {issue.id for issue in whole.issues}
    for file in distinct_files(whole.issue_files).values():
        monday = monday_of(file.id)
        day = file.date or (monday + timedelta(days=whole.config.issues.closes - 1) if monday else None)
        is_due = day is None or day <= whole.now.date()
        if is_due and file.id not in shown and not (file.items or file.pinned):
            yield Problem(file.path, file.line, 0, "W478", (("issue", file.id),))


def _problem(issue: Issue, lines: Mapping[str, int], code: str, **values: str) -> Problem:
    """At the number in the issue's file; ``lines`` says where that is."""
    return Problem(_place(issue), lines.get(issue.path, 0), 0, code, tuple(sorted(values.items())))


def _place(issue: Issue) -> str:
    """Its file; of an issue collected by week, which has none and is no one item's fault, the address of its page."""
    return issue.path or f"issues/{issue.id}"
