"""The files of an index just made, and the articles they were made from -> nothing, or a loud error.

The only error of an index that nobody would see is an article that is not found. So titles are looked up in the bytes
that are about to be written, now of one edition, now of another, with the engine that ``bulletin search`` uses: few
enough to cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bulletin.errors import BulletinError
from bulletin.model.article import Site
from bulletin.render.search.engine import Engine
from bulletin.render.search.terms import units

_NEWEST, _OTHERS = 4, 6  # articles: what is being changed is mostly new
_LENGTH = 6  # units of a title


def prove(files: Mapping[str, bytes], sites: Sequence[Site]) -> None:
    """``files`` by name below the index's folder; the sites' articles newest first. Raises BulletinError E942."""
    engine = Engine(files.__getitem__)
    count = len(sites[0].articles)
    for turn, at in enumerate(_sample(count)):
        card = sites[turn % len(sites)].articles[at].card
        words = units(card.title)[:_LENGTH]
        try:
            is_found = not words or count - 1 - at in engine.phrase(words)
        except (ValueError, LookupError) as error:
            raise BulletinError("E942", path=card.path, title=card.title) from error
        if not is_found:
            raise BulletinError("E942", path=card.path, title=card.title)


def _sample(count: int) -> Iterator[int]:
    """The newest, and others at equal distances."""
    yield from range(min(count, _NEWEST))
    yield from range(_NEWEST, count, max((count - _NEWEST) // _OTHERS, 1))
