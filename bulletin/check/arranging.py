"""The order in which an issue shows its items, the lists of its file and a wish -> the lists as they are to be.

The lists stay as short as the wish allows: what they do not name is in the order that ``issues`` gives it, also when
more items come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bulletin.model.making import frozen

Named = tuple[str, str]  # what the file calls an item, and its path; "" where no item shown or left out is meant


@frozen
class Lists:
    items: tuple[Named, ...] = ()  # 篇目
    pinned: tuple[Named, ...] = ()  # 置顶
    omitted: tuple[Named, ...] = ()  # 不收


def arranged(shown: Sequence[str], lists: Lists, wish: str, path: str, before: str = "") -> Lists | None:
    """``wish`` is one of up, down, move (to stand ``before`` another; "": last), pin, unpin, omit, include. ``shown``
    are the paths of the issue in order. None where there is nothing to be done, or no such wish."""
    if wish == "include":
        omitted = _without(lists.omitted, path)
        return replace(lists, omitted=omitted) if omitted != lists.omitted else None
    if path not in shown:
        return None
    if wish == "omit":
        kept = Lists(_without(lists.items, path), _without(lists.pinned, path))
        return replace(kept, omitted=(*_without(lists.omitted, path), (path, path)))
    if wish == "pin":
        return _pinned(shown, lists, path)
    if wish == "unpin":
        after = replace(lists, items=_without(lists.items, path), pinned=_without(lists.pinned, path))
        return after if after != lists else None
    at = shown.index(path)
    others = [one for one in shown if one != path]
    places = {"up": at - 1, "down": at + 1, "move": others.index(before) if before in others else len(others)}
    to = places.get(wish, -1)
    if to == at or not 0 <= to <= len(others):
        return None
    return replace(lists, items=_moved([*others[:to], path, *others[to:]], lists.items, to))


def _pinned(shown: Sequence[str], lists: Lists, path: str) -> Lists | None:
    """First of all: where the file lists items, they stand before those that are pinned."""
    pinned = ((path, path), *_without(lists.pinned, path))
    is_listed = any(one in shown for _, one in lists.items)
    items = lists.items
    if is_listed:
        items = _moved([path, *(one for one in shown if one != path)], lists.items, 0)
    is_there = lists.pinned[:1] and lists.pinned[0][1] == path
    after = Lists(items, lists.pinned if is_there else pinned, lists.omitted)
    return after if after != lists else None


def _moved(order: Sequence[str], listed: Sequence[Named], at: int) -> tuple[Named, ...]:
    """A list that gives ``order``, in which the item ``at`` is the one that was moved: down to it, and to the last one
    that is listed already. What else the list names stays behind what it stood behind."""
    known = {path for _, path in listed}
    last = max((number for number, path in enumerate(order) if path in known), default=-1)
    head: list[Named] = []
    groups: dict[str, list[Named]] = {path: [] for path in order[: max(at, last) + 1]}
    current = head
    for name, path in listed:
        if path in groups:
            current = groups[path]
            if current:
                continue  # named twice
        current.append((name, path))
    return (*head, *(one for path, group in groups.items() for one in group or [(path, path)]))


def _without(listed: Iterable[Named], path: str) -> tuple[Named, ...]:
    return tuple(one for one in listed if one[1] != path)
