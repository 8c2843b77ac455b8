"""Groups of articles -> the blocks joined from their terms, and the shards cut from all blocks.

Each step is remembered by what it is given: ``sheaf`` and ``block`` by the digests of their articles, ``strip`` by what
all blocks tell of it, ``runs`` by a block and the partition, ``shard`` by what all blocks have for it. And of which
sheaves blocks were joined the last time, so that one that has all but a few of these need not be joined from nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter, itemgetter

from bulletin.model.digest import digest_of
from bulletin.render.search.blocks import Block, join
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.cutting import Cutter
from bulletin.render.search.files import Files, Memory
from bulletin.render.search.gathering import Group
from bulletin.render.search.partition import Partition, to_json
from bulletin.render.search.planning import Plan, plan, tell
from bulletin.render.search.rejoining import rejoin
from bulletin.render.search.runs import Runs, rerun, runs_of
from bulletin.render.search.sheaves import SHEAF, Sheaf

Keys = tuple[str, ...]  # of the sheaves of a block
_FEW = 2  # sheaves of a block that are otherwise: with more of them it is joined from nothing


Bind = Callable[[Sequence[Group]], Iterable[Sheaf]]


def add_shards(files: Files, groups: Sequence[Group], bound: Bind, memory: Memory) -> Plan:
    """Adds the shards. ``bound``: as ``gathering.bound``."""
    per_block = BLOCK // SHEAF
    parts = [tuple(groups[begin : begin + per_block]) for begin in range(0, len(groups), per_block)]
    keys = list(map(_keys, parts))
    blocks = memory.remember("block", parts, _key, partial(_joined, memory, bound))
    memory.keep("sheaf", [group.key for group in groups])  # of those blocks as well that were not joined
    memory.put("joined", "last", tuple(keys))
    placed = list(zip(map(_key, parts), blocks, strict=True))
    told = memory.remember("told", placed, itemgetter(0), _told)
    how = plan(blocks, memory, told)
    before: Partition = memory.recall("parts", "last") or how.parts
    runs = memory.remember("runs", placed, _key_of_runs(how.parts), partial(_runs, memory, how.parts, before))
    memory.put("parts", "last", how.parts)
    cutter = Cutter(blocks, runs, how)
    files.add_all("shard", range(len(cutter.names)), cutter.key, cutter.files)
    return how


def _keys(groups: Sequence[Group]) -> Keys:
    return tuple(group.key for group in groups)


def _key(groups: Sequence[Group]) -> str:
    return digest_of(_keys(groups))


def _joined(memory: Memory, bound: Bind, parts: Sequence[tuple[Group, ...]]) -> Iterator[Block]:
    last: Sequence[Keys] = memory.recall("joined", "last") or ()
    for groups in parts:
        number = groups[0].number * SHEAF // BLOCK
        sheaves = memory.remember("sheaf", groups, attrgetter("key"), bound)
        known = _known(memory, _keys(groups), last[number]) if number < len(last) else None
        yield rejoin(number, sheaves, *known) if known else join(number, sheaves)


def _known(memory: Memory, now: Keys, before: Keys) -> tuple[Block, dict[int, Sheaf | None]] | None:
    """The block of these sheaves, where that is of use, and those of them that are no more, by their places."""
    places = [at for at in range(max(len(now), len(before))) if now[at : at + 1] != before[at : at + 1]]
    known: Block | None = memory.recall("block", digest_of(before)) if len(places) <= _FEW else None
    gone: dict[int, Sheaf | None] = {at: memory.recall("sheaf", key) for at in places for key in before[at : at + 1]}
    if known is None or None in gone.values():
        return None
    return known, {at: gone.get(at) for at in places}


def _told(placed: Sequence[tuple[str, Block]]) -> Iterator[bytes]:
    for _, block in placed:
        yield tell(block)


def _key_of_runs(parts: Partition) -> Callable[[tuple[str, Block]], str]:
    split = digest_of(to_json(parts))
    return lambda placed: digest_of(split, placed[0])


def _runs(
    memory: Memory, parts: Partition, before: Partition, placed: Sequence[tuple[str, Block]]
) -> Iterator[Runs]:
    key = _key_of_runs(before)
    for one in placed:
        known: Runs | None = memory.recall("runs", key(one))
        yield runs_of(parts, one[1]) if known is None else rerun(parts, one[1], before, known)
