"""The files of an index just made, and the articles they were made from -> nothing, or a loud error.

The only error of an index that nobody would see is an article that is not found. So titles are looked up in the bytes
that are about to be written, now of one edition, now of another, with the engine that ``bulletin search`` uses: few
enough to cost next to nothing, and none a second time in files that are as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.errors import BulletinError
from bulletin.model.article import Site
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen
from bulletin.render.search.engine import Engine
from bulletin.render.search.files import FORGETFUL, Files, Memory
from bulletin.render.search.terms import units

_NEWEST, _OTHERS = 4, 6  # articles: what is being changed is mostly new
_LENGTH = 6  # units of a title


@frozen
class Title:
    """``words`` must be found in the article of this number."""

    number: int
    path: str
    title: str
    words: tuple[str, ...]


class Proof:
    def __init__(self, files: Files) -> None:
        self._files = files
        self._engine = Engine(files.read)

    def key(self, one: Title) -> str:
        """Says what is looked for, and in which bytes."""
        names = list(self._names(one.words))
        return digest_of(one.number, one.words, names, [self._files.digests.get(name) for name in names])

    def _names(self, words: Sequence[str]) -> Iterator[str]:
        for part in self._engine.cover(words):
            parts = self._engine.parts
            shards = parts.beginning(part.term) if part.is_beginning else (parts.shard(part.term),)
            yield from (f"shards/{name}.bin" for name in shards)

    def prove(self, titles: Sequence[Title]) -> Iterator[bool]:
        for one in titles:
            try:
                is_found = one.number in self._engine.phrase(one.words, {one.number})
            except (ValueError, LookupError) as error:
                raise BulletinError("E942", path=one.path, title=one.title) from error
            if not is_found:
                raise BulletinError("E942", path=one.path, title=one.title)
            yield True


def prove(files: Files, titles: Sequence[Title], memory: Memory = FORGETFUL) -> None:
    """``files`` by name below the index's folder. Raises BulletinError E942."""
    proof = Proof(files)
    memory.remember("proof", titles, proof.key, proof.prove)


def titles_of(sites: Sequence[Site]) -> Iterator[Title]:
    """A few, of the newest articles and of others; the sites' articles are newest first."""
    count = len(sites[0].articles)
    for turn, at in enumerate(_sample(count)):
        card = sites[turn % len(sites)].articles[at].card
        words = tuple(units(card.title)[:_LENGTH])
        if words:
            yield Title(count - 1 - at, card.path, card.title, words)


def _sample(count: int) -> Iterator[int]:
    """The newest, and others at equal distances."""
    yield from range(min(count, _NEWEST))
    yield from range(_NEWEST, count, max((count - _NEWEST) // _OTHERS, 1))
