"""Articles, 64 at a time -> their terms, the blocks joined from these, and the shards cut from all blocks.

Each step is remembered by what it is given: ``sheaf`` and ``block`` by the digests of their articles, ``plan`` by all
blocks, ``runs`` by a block and the partition, ``shard`` by what all blocks have for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from bulletin.model.article import Article
from bulletin.model.digest import digest_of
from bulletin.render.search.blocks import Block, join
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.cutting import Cutter, Plan, Runs, plan, runs_of
from bulletin.render.search.files import Files, Memory
from bulletin.render.search.partition import Partition, to_json
from bulletin.render.search.sheaves import SHEAF, Sheaf, Text, bind


@dataclass(frozen=True, slots=True)
class Group:
    """``SHEAF`` items that follow one another, each in all editions, from the oldest on."""

    number: int
    items: tuple[tuple[Article, ...], ...]
    key: str  # says all of them but their places in an issue


def groups_of(items: Sequence[tuple[Article, ...]]) -> Iterator[Group]:
    """``items``: newest first."""
    for number, begin in enumerate(range(0, len(items), SHEAF)):
        some = tuple(items[max(len(items) - begin - SHEAF, 0) : len(items) - begin][::-1])
        yield Group(number, some, digest_of(number, [article.digest for articles in some for article in articles]))


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
        sheaves = memory.remember("sheaf", groups, attrgetter("key"), _bound)
        yield join(groups[0].number * SHEAF // BLOCK, sheaves)


def _bound(groups: Sequence[Group]) -> Iterator[Sheaf]:
    for group in groups:
        yield bind(group.number * SHEAF % BLOCK, [search_text(articles) for articles in group.items])


def _key_of_runs(parts: Partition) -> Callable[[tuple[str, Block]], str]:
    split = digest_of(to_json(parts))
    return lambda placed: digest_of(split, placed[0])


def _runs(parts: Partition, placed: Sequence[tuple[str, Block]]) -> Iterator[Runs]:
    for _, block in placed:
        yield runs_of(parts, block)


def search_text(articles: Sequence[Article]) -> Text:
    """What of an item is searched, from its articles in all editions. A withdrawn one is found by its title only."""
    titles = ["\n".join((one.card.title, one.card.kicker, one.subtitle)) for one in articles]
    return titles, ["" if one.withdrawn else "\n".join((*_facts(one), one.text)) for one in articles]


def _facts(article: Article) -> Iterator[str]:
    """What a page says of its article around the text: a name in it is reason enough to be found."""
    links = (*article.card.sources, *article.card.authors, *article.tags)
    yield from (link.name for link in links)
    yield from (article.addressee, article.document_number, article.reprint)
    yield from (*article.signature, *article.contact, *article.phone)
    yield from (*article.contributor, *article.photographer, *article.editor)
    yield from (file.name for file in article.attachments)
    yield from (caption for _, caption in article.gallery)
    yield from (correction.text for correction in article.corrections)
