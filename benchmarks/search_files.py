"""Texts of articles -> shards, as a build makes them, without a site around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin.render.search.blocks import Block, join
from bulletin.render.search.cutting import Cutter
from bulletin.render.search.layout import PACKS, sheaves_of, sizes_of
from bulletin.render.search.partition import Partition
from bulletin.render.search.planning import Plan, plan
from bulletin.render.search.runs import runs_of
from bulletin.render.search.sheaves import Text, bind
from bulletin.render.search.texts import PACK


def sizes(count: int) -> tuple[int, ...]:
    """Of the blocks of so many articles."""
    return sizes_of(list(map(str, range(count))))


def blocks_of(texts: Sequence[Text]) -> list[Block]:
    """``texts``: from the oldest article on."""
    sheaves = [
        bind(number % PACKS * PACK, texts[begin:end])
        for number, (begin, end) in enumerate(sheaves_of(sizes(len(texts))))
    ]
    return [join(begin // PACKS, sheaves[begin : begin + PACKS]) for begin in range(0, len(sheaves), PACKS)]


def files_of(texts: Sequence[Text], parts: Partition | None = None) -> tuple[Plan, dict[str, bytes]]:
    """What the root says of them, and their bytes by their names below the index's folder. ``parts``: instead of those
    that their sizes suggest."""
    blocks = blocks_of(texts)
    how = plan(blocks)
    how = replace(how, parts=parts or how.parts)
    cutter = Cutter(blocks, [runs_of(how.parts, block) for block in blocks], how)
    return how, {name: data for number in range(len(cutter.names)) for name, data in cutter.files(number)}
