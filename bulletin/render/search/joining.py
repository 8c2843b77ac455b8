"""Groups of articles -> the blocks joined from their terms, and the shards cut from all blocks.

Each step is remembered by what it is given: ``sheaf`` and ``block`` by the digests of their articles, ``plan`` by all
blocks, ``runs`` by a block and the partition, ``shard`` by what all blocks have for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter

from bulletin.model.digest import digest_of
from bulletin.render.search.blocks import Block, join
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.cutting import Cutter, Plan, Runs, plan, runs_of
from bulletin.render.search.files import Files, Memory
from bulletin.render.search.gathering import Group, bound
from bulletin.render.search.partition import Partition, to_json
from bulletin.render.search.sheaves import SHEAF


def add_shards(files: Files, groups: Sequence[Group], memory: Memory) -> Plan:
    """Adds the shards."""
    per_block = BLOCK // SHEAF
    parts = [tuple(groups[begin : begin + per_block]) for begin in range(0, len(groups), per_block)]
    keys = list(map(_key, parts))
    blocks = memory.remember("block", parts, _key, partial(_joined, memory))
    memory.keep("sheaf", [group.key for group in groups])  # of those blocks as well that were not joined
    (how,) = memory.remember("plan", [keys], digest_of, lambda _: [plan(blocks)])
    placed = list(zip(keys, blocks, strict=True))
    runs = memory.remember("runs", placed, _key_of_runs(how.parts), partial(_runs, how.parts))
    cutter = Cutter(blocks, runs, how)
    files.add_all("shard", range(len(cutter.names)), cutter.key, cutter.files)
    return how


def _key(groups: Sequence[Group]) -> str:
    return digest_of([group.key for group in groups])


def _joined(memory: Memory, parts: Sequence[tuple[Group, ...]]) -> Iterator[Block]:
    for groups in parts:
        sheaves = memory.remember("sheaf", groups, attrgetter("key"), bound)
        yield join(groups[0].number * SHEAF // BLOCK, sheaves)


def _key_of_runs(parts: Partition) -> Callable[[tuple[str, Block]], str]:
    split = digest_of(to_json(parts))
    return lambda placed: digest_of(split, placed[0])


def _runs(parts: Partition, placed: Sequence[tuple[str, Block]]) -> Iterator[Runs]:
    for _, block in placed:
        yield runs_of(parts, block)
