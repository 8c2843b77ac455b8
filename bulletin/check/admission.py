"""Checked documents -> which items are published at ``now``, which wait, and which stand in another's way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from posixpath import splitext
from unicodedata import normalize
from urllib.parse import unquote

from bulletin.check.address import variant_of
from bulletin.check.item import Checked
from bulletin.check.keys import edition_tag
from bulletin.check.whole import Clash, Status, Variant
from bulletin.model.item import Item
from bulletin.model.making import frozen


@frozen
class Admission:
    items: tuple[Item, ...]  # to be published, newest first, with their variants
    statuses: Mapping[str, Status]
    clashes: tuple[Clash, ...]
    variants: tuple[Variant, ...]
    left_out: tuple[str, ...]


def admit(checked: Sequence[Checked], now: datetime, drafts: bool) -> Admission:
    """``checked`` by path; ``drafts``: they are published too. Of two items that want one address the first by path
    has it; of two that want one old address the first keeps it, and the other loses only that."""
    variants = find_variants(checked)
    attached = {variant.path for variant in variants if variant.of}
    statuses: dict[str, Status] = {}
    candidates: list[Item] = []
    for one in checked:
        if one.path in attached or one.issue is not None:
            continue
        statuses[one.path] = _status(one.item, now, drafts)
        if one.item is not None and statuses[one.path] in ("published", "withdrawn"):
            candidates.append(one.item)
    items, clashes = _without_clashes(candidates)
    statuses |= {clash.path: "left out" for clash in clashes if not clash.is_alias}
    by_path = {one.path: one.item for one in checked}
    items = [_with_variants(item, variants, by_path) for item in items] if attached else items
    left_out = {path for path, status in statuses.items() if status == "left out"}
    left_out |= {variant.path for variant in variants if variant.of in left_out or by_path[variant.path] is None}
    return Admission(newest_first(items), statuses, clashes, variants, tuple(sorted(left_out)))


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Undated last; of one moment by path."""
    return tuple(sorted(items, key=lambda item: (-item.date.timestamp() if item.date else float("inf"), item.path)))


def next_turn(checked: Iterable[Checked], now: datetime) -> datetime:
    """The next moment at which an item appears or expires, at the latest midnight in the zone of ``now``: issues, the
    year in the footer and what is called stale depend on the day."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    items = [one.item for one in checked if one.item is not None]
    moments = (moment for item in items for moment in (item.publish, item.date, item.expire))
    return min((moment for moment in moments if moment and now < moment < midnight), default=midnight)


def find_variants(checked: Sequence[Checked]) -> tuple[Variant, ...]:
    """Every document named x.zh-Hant.md, with the x.md, x.txt … beside it."""
    found: list[tuple[str, str, str]] = []
    others: list[str] = []
    for one in checked:
        stem, tag = variant_of(one.path)
        if stem:
            found.append((one.path, stem, edition_tag(tag)))
        elif one.issue is None:
            others.append(one.path)
    stems: dict[str, str] = {}
    for path in others if found else ():
        stems.setdefault(splitext(path)[0], path)
    return tuple(Variant(path, stems.get(stem, ""), tag) for path, stem, tag in found)


def address_key(path: str) -> str:
    """Equal for two addresses that one file answers on some server: without case, as NFC, decoded."""
    is_plain = path.isascii() and "%" not in path
    plain = path.lower() if is_plain else normalize("NFC", unquote(path)).casefold()
    plain = plain.removesuffix("index.html").removesuffix("/")
    return plain if is_plain else normalize("NFC", plain)


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


def _without_clashes(candidates: Sequence[Item]) -> tuple[list[Item], tuple[Clash, ...]]:
    """Every address before any old one: an old address must not push out an item."""
    owners: dict[str, str] = {}
    clashes: list[Clash] = []
    kept: list[Item] = []
    for item in candidates:
        owner = owners.setdefault(address_key(item.url), item.path)
        if owner == item.path:
            kept.append(item)
        else:
            clashes.append(Clash(item.path, owner, unquote(item.url), False))
    for index, item in enumerate(kept):
        free: list[str] = []
        for alias in item.aliases:
            owner = owners.setdefault(address_key(alias), item.path)
            if owner == item.path:
                free.append(alias)
            else:
                clashes.append(Clash(item.path, owner, alias, True))
        if len(free) < len(item.aliases):
            kept[index] = replace(item, aliases=tuple(free))
    return kept, tuple(clashes)


def _with_variants(item: Item, variants: Sequence[Variant], by_path: Mapping[str, Item | None]) -> Item:
    """The first by path for each edition; a draft, or one that is left out, does not count."""
    found: dict[str, Item] = {}
    for variant in variants:
        text = by_path[variant.path]
        if variant.of == item.path and text is not None and not text.draft:
            found.setdefault(variant.tag, text)
    return replace(item, variants=tuple(sorted(found.items()))) if found else item
