"""What was known of a group of articles, and those of them that are otherwise now -> its terms and its texts.

An article that is changed costs what it says itself, and that 63 others are taken over: who works this out has these no
more, nor does anybody need their texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bulletin.model.altered import altered
from bulletin.model.article import Site
from bulletin.render.search.files import Memory
from bulletin.render.search.gathering import (
    KNOWN,
    Group,
    Known,
    LeftBehindError,
    bound,
    keys_of_packs,
    packed,
    search_text,
)
from bulletin.render.search.rebinding import rebind
from bulletin.render.search.sheaves import Sheaf
from bulletin.render.search.texts import Scheme, pack, record, unpack


class Renewed:
    """Groups of which some items are left behind, by what is known of those that had their numbers the last time."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        known: Known | None = memory.recall(*KNOWN)
        self._last = known.groups if known else ()

    def bound(self, groups: Sequence[Group]) -> Iterator[Sheaf]:
        """As ``gathering.bound``. Raises LeftBehindError."""
        for group in groups:
            yield self._rebound(group) if None in group.kept else bound([group])[0]

    def packed(self, how: Scheme, sites: Sequence[Site], groups: Sequence[Group]) -> Iterator[bytes]:
        """As ``gathering.packed``. Raises LeftBehindError."""
        for group in groups:
            yield self._repacked(how, sites, group) if None in group.kept else packed(how, sites, [group])[0]

    def _rebound(self, group: Group) -> Sheaf:
        known = self._known(group)
        for place, (was, now) in enumerate(zip_longest(known.keys, group.keys)):
            if was != now:
                text = None if now is None else search_text(group.item(place))
                known = rebind(known, group.first + place, text)
        return altered(known, keys=group.keys)

    def _repacked(self, how: Scheme, sites: Sequence[Site], group: Group) -> bytes:
        known = self._known(group)
        data: bytes | None = self._memory.recall("pack", keys_of_packs(how)(self._before(group)))
        if data is None:
            raise LeftBehindError
        records = dict(zip(known.keys, unpack(data, len(known.keys)), strict=True))
        return pack(
            [records.get(key) or record(how, sites, group.item(place)) for place, key in enumerate(group.keys)]
        )

    def _known(self, group: Group) -> Sheaf:
        found: Sheaf | None = self._memory.recall("sheaf", self._before(group).key)
        if found is None:
            raise LeftBehindError
        return found

    def _before(self, group: Group) -> Group:
        if group.number >= len(self._last):
            raise LeftBehindError
        return Group(group.number, self._last[group.number], ())
