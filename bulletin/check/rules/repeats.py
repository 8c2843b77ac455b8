"""Two items of one day with the same title: most often one text that two people filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from bulletin.check.whole import Whole
from bulletin.model.problem import Problem


def repeated_items(whole: Whole) -> Iterator[Problem]:
    seen: dict[tuple[str, Date | None], str] = {}
    for item in sorted(whole.items, key=lambda item: item.path):
        if item.withdrawn:
            continue
        key = ("".join(item.title.split()), item.date.date() if item.date else None)
        other = seen.setdefault(key, item.path)
        if other != item.path:
            values = (("other", other), ("title", item.title))
            yield Problem(item.path, *whole.place(item.path, "title"), "W472", values)
