"""Dates that no editor meant: 1970-01-01 and its like, which programs write for "none", years before 1949, the far
future. Inspectors take them for forged ones (国办秘函〔2019〕19号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from math import inf

from bulletin.check.whole import Whole
from bulletin.model.problem import Problem

_FIRST_YEAR = 1949
_FAR = timedelta(days=400)
_OLD = -datetime(1980, 1, 3, tzinfo=UTC).timestamp()  # ``Checked.order`` of what is older than any machine's first day
# The first days of Unix, DOS and FAT, .NET, Excel, Access, Mac and NTP time
_ZEROS = frozenset(
    {Date(1970, 1, 1), Date(1969, 12, 31), Date(1980, 1, 1), Date(1979, 12, 31), Date(1900, 1, 1), Date(1899, 12, 30)}
    | {Date(1904, 1, 1), Date(1601, 1, 1)}
)  # fmt: skip


def doubtful_dates(whole: Whole) -> Iterator[Problem]:
    today = whole.now.date()
    for one in (*(one for one in whole.checked if _OLD < one.order < inf), *whole.unusual):
        if one.item is None or one.item.date is None:
            continue
        date = one.item.date.date()
        if date in _ZEROS or date.year < _FIRST_YEAR:
            yield Problem(one.path, *one.place("date"), "W474", (("date", f"{date}"),))
        elif date > today + _FAR:
            yield Problem(one.path, *one.place("date"), "W477", (("date", f"{date}"),))
