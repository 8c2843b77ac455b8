"""Two items of one day with the same title: most often one text that two people filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date as Date

from bulletin.check.whole import Whole
from bulletin.model.item import Item
from bulletin.model.problem import Problem


def repeated_items(whole: Whole) -> Iterator[Problem]:
    seen: dict[tuple[str, Date | None], str] = {}
    for title, item in sorted(_alike(whole.items), key=lambda pair: pair[1].path):
        if item.withdrawn:
            continue
        key = (title, item.date.date() if item.date else None)
        other = seen.setdefault(key, item.path)
        if other != item.path:
            values = (("other", other), ("title", item.title))
            yield Problem(item.path, *whole.place(item.path, "title"), "W472", values)


def _alike(items: tuple[Item, ...]) -> Iterable[tuple[str, Item]]:
    """Items with a title that another one has, and the title without its spaces."""
    titles = ["".join(item.title.split()) for item in items]
    if len(set(titles)) == len(titles):
        return ()
    counts = Counter(titles)
    return [(title, item) for title, item in zip(titles, items, strict=True) if counts[title] > 1]
