"""An item whose 期 names an issue that there is not: no file has that number, and no week of the year either."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.issues import distinct_files, named_issue, number_id
from bulletin.check.numbers import NOT_IN_ISSUE
from bulletin.check.whole import Whole
from bulletin.model.problem import Problem


def unknown_issues(whole: Whole) -> Iterator[Problem]:
    naming = [item for item in whole.items if item.issue and item.issue != NOT_IN_ISSUE]
    if not naming:
        return
    files = distinct_files(whole.issue_files)
    numbered = {number_id(file.year, file.number): file.id for file in files.values()}
    where = {path: issue.id for issue in whole.issues for path in issue.items}
    for item in naming:
        if not named_issue(item, files, numbered):
            values = (("issue", item.issue), ("used", where.get(item.path, "—")))
            yield Problem(item.path, *whole.place(item.path, "issue"), "W492", values)
