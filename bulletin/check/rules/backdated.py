"""Items dated before what they report: 11月20日，市总召开…… under a date of 5 November, a notice published before it
was signed. Inspectors take them for items that were dated back (国办秘函〔2019〕19号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta

from bulletin.check.single import Single
from bulletin.model.item import Item
from bulletin.model.late import regex
from bulletin.model.problem import Problem

_DATELINE = regex(
    r"[\s\u3000]*(?:[（(【]?本[报報刊]讯?訊?[^。\n\d]{0,14}[）)】]?[ \u3000]*)?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
    r"(?![前起止至到—–~～-])([^。！？\n]{0,200})"
)
# Of what is still to come an item may well be dated earlier
_TO_COME = regex("[将將]|[拟擬]|[计計][划劃]|[预預]|即|定于|定於|截|起|至|前|报名|報名|[举舉][行办辦]的|有[没沒]")
_FARTHEST = timedelta(days=180)  # beyond that it was last year's


def backdated(single: Single) -> Iterator[Problem]:
    item = single.item
    if item.date is None:
        return
    date = item.date.date()
    if item.kind == "news" and (event := _event(item, date)) is not None:
        values = (("date", f"{date}"), ("event", f"{event}"))
        yield Problem(item.path, *single.place("date"), "W449", values)
    if item.signed_on is not None and item.signed_on > date:
        values = (("date", f"{date}"), ("signed", f"{item.signed_on}"))
        yield Problem(item.path, *single.place("signed_on"), "W499", values)


def _event(item: Item, date: Date) -> Date | None:
    """The day with which the text begins, where it is later than the item's own and nothing says that it is to come."""
    match = _DATELINE.match(item.body)
    if match is None or _TO_COME.search(match[4]):
        return None
    try:
        event = Date(int(match[1] or date.year), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return event if date < event <= date + _FARTHEST else None
