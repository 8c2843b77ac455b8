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
    for item in sorted(_alike(whole), key=lambda item: item.path):
        if item.withdrawn:
            continue
        other = seen.setdefault(title_and_day(item), item.path)
        if other != item.path:
            values = (("other", other), ("title", item.title))
            yield Problem(item.path, *whole.place(item.path, "title"), "W472", values)


def title_and_day(item: Item) -> tuple[str, Date | None]:
    """What two items that were filed twice have in common: the title without its spaces, and the day."""
    return "".join(item.title.split()), item.date.date() if item.date else None


def _alike(whole: Whole) -> Iterable[Item]:
    twins = [one.twin for one in whole.published]
    if len(set(twins)) == len(twins):
        return ()
    counts = Counter(twins)
    return [item for item, twin in zip(whole.items, twins, strict=True) if counts[twin] > 1]
