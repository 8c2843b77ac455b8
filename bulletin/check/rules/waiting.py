"""Items whose time has not come: good to know, for who wonders where one is."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.whole import Whole
from bulletin.model.problem import Problem


def waiting_items(whole: Whole) -> Iterator[Problem]:
    for one in whole.unusual:
        if one.item is None or whole.statuses.get(one.path) != "waiting":
            continue
        later = [moment for moment in (one.item.publish, one.item.date) if moment and moment > whole.now]
        field = "publish" if one.item.publish and one.item.publish > whole.now else "date"
        yield Problem(one.path, *one.place(field), "I493", (("moment", f"{max(later):%Y-%m-%d %H:%M}"),))
