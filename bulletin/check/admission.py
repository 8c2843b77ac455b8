"""Checked documents -> which items are published at ``now``, which wait, and which stand in another's way.

Nearly all of ten thousand are simply published: what is asked of each is asked for all at once, and only ``unusual``
ones are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from operator import attrgetter
from posixpath import splitext
from urllib.parse import unquote

from bulletin.check.address import VARIANT, variant_of
from bulletin.check.checked import Checked
from bulletin.check.keys import edition_tag
from bulletin.check.whole import Clash, Status, Variant
from bulletin.model.item import Item
from bulletin.model.making import frozen

_SHOWN: tuple[Status, ...] = ("published", "withdrawn")
_order = attrgetter("order")


@frozen
class Admission:
    items: tuple[Item, ...]  # to be published, newest first, with their variants
    published: tuple[Checked, ...]  # the document of each
    statuses: Mapping[str, Status]
    unusual: tuple[Checked, ...]  # by path: all others are to be published now, and nothing else is said of their time
    clashes: tuple[Clash, ...]
    variants: tuple[Variant, ...]
    left_out: tuple[str, ...]


def admit(checked: Sequence[Checked], now: datetime, drafts: bool) -> Admission:
    """``checked`` by path; ``drafts``: they are published too. Of two items that want one address the first by path
    has it; of two that want one old address the first keeps it, and the other loses only that. Undated items are last;
    of one moment they are by path."""
    variants = find_variants(checked)
    attached = {variant.path for variant in variants if variant.of}
    latest = -now.timestamp()
    unusual = tuple(one for one in checked if one.order < latest or not one.is_usual)
    listed = [one for one in checked if one.issue is None and one.path not in attached]
    statuses: dict[str, Status] = dict.fromkeys([one.path for one in listed], "published")
    statuses |= {one.path: _status(one.item, now, drafts) for one in unusual if one.path in statuses}
    hidden = {one.path for one in unusual if statuses.get(one.path) not in _SHOWN}
    candidates = [one for one in listed if one.path not in hidden] if hidden else listed
    kept, clashes, old = _without_clashes(candidates)
    statuses |= {clash.path: "left out" for clash in clashes if not clash.is_alias}
    published = sorted(kept, key=_order)
    changed = _changed(published, variants, {one.path: one.item for one in checked} if attached else {}, old)
    items = tuple([one.item for one in published if one.item is not None])
    left_out = {path for path in (*hidden, *(clash.path for clash in clashes)) if statuses.get(path) == "left out"}
    lost = {one.path for one in unusual if one.item is None}
    left_out |= {variant.path for variant in variants if variant.of in left_out or variant.path in lost}
    return Admission(
        items=tuple(changed.get(item.path, item) for item in items) if changed else items,
        published=tuple(published),
        statuses=statuses,
        unusual=unusual,
        clashes=clashes,
        variants=variants,
        left_out=tuple(sorted(left_out)),
    )


def next_turn(unusual: Iterable[Checked], now: datetime) -> datetime:
    """The next moment at which an item appears or expires, at the latest midnight in the zone of ``now``: issues, the
    year in the footer and what is called stale depend on the day. ``unusual``: those of ``Admission``."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    items = [one.item for one in unusual if one.item is not None]
    moments = (moment for item in items for moment in (item.publish, item.date, item.expire))
    return min((moment for moment in moments if moment and now < moment < midnight), default=midnight)


def find_variants(checked: Sequence[Checked]) -> tuple[Variant, ...]:
    """Every document named x.zh-Hant.md, with the x.md, x.txt … beside it."""
    if VARIANT not in "\0".join([one.path for one in checked]).lower():
        return ()
    named = [(one.path, *variant_of(one.path)) for one in checked]
    found = {path: (stem, edition_tag(tag)) for path, stem, tag in named if stem}
    stems: dict[str, str] = {}
    for one in checked:
        if one.issue is None and one.path not in found:
            stems.setdefault(splitext(one.path)[0], one.path)
    return tuple(Variant(path, stems.get(stem, ""), tag) for path, (stem, tag) in found.items())


def _status(item: Item | None, now: datetime, drafts: bool) -> Status:
    if item is None:
        return "left out"
    if item.draft and not drafts:
        return "draft"
    if (item.publish and item.publish > now) or (item.date and item.date > now):
        return "waiting"
    if item.expire and item.expire <= now:
        return "expired"
    return "withdrawn" if item.withdrawn else "published"


def _without_clashes(
    candidates: Sequence[Checked],
) -> tuple[Sequence[Checked], tuple[Clash, ...], dict[str, tuple[str, ...]]]:
    """Every address before any old one: an old address must not push out an item. And the old addresses that are left
    to those that lose one."""
    owners = {one.address: one.path for one in reversed(candidates)}  # the first by path
    kept, clashes = candidates, list[Clash]()
    if len(owners) < len(candidates):
        kept = [one for one in candidates if owners[one.address] == one.path]
        beaten = (one for one in candidates if owners[one.address] != one.path)
        clashes = [Clash(one.path, owners[one.address], unquote(_item(one).url), False) for one in beaten]
    old: dict[str, tuple[str, ...]] = {}
    for one in kept:
        if not one.old_addresses:
            continue
        pairs = list(zip(_item(one).aliases, one.old_addresses, strict=True))
        free = tuple(alias for alias, address in pairs if owners.setdefault(address, one.path) == one.path)
        if len(free) < len(pairs):
            old[one.path] = free
            clashes += (Clash(one.path, owners[of], alias, True) for alias, of in pairs if owners[of] != one.path)
    return kept, tuple(clashes), old


def _item(one: Checked) -> Item:
    if one.item is None:
        raise ValueError(f"{one.path} is no item")
    return one.item


def _changed(
    published: Sequence[Checked],
    variants: Sequence[Variant],
    by_path: Mapping[str, Item | None],
    old: Mapping[str, tuple[str, ...]],
) -> dict[str, Item]:
    """Items with their variants, and without the old addresses that others have. Of several variants for one edition
    the first by path counts; a draft, or one that is left out, does not."""
    found: dict[str, dict[str, Item]] = {}
    for variant in variants:
        text = by_path.get(variant.path)
        if variant.of and text is not None and not text.draft:
            found.setdefault(variant.of, {}).setdefault(variant.tag, text)
    changed: dict[str, Item] = {}
    for one in published if found or old else ():
        if one.path in found or one.path in old:
            item = _item(one)
            item = replace(item, aliases=old[one.path]) if one.path in old else item
            texts = found.get(one.path, {})
            changed[one.path] = replace(item, variants=tuple(sorted(texts.items()))) if texts else item
    return changed
