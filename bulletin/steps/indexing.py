"""A part of the pipeline: the bulletin in all editions -> the pages of its search index.

Terms and texts are shared out and put away, 64 articles at a time. What joins them is a process of its own, beside the
planning and rendering of pages. It is forked before there are articles: it would keep them all, and it needs none but
those of a group or two that it works out by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bulletin.cache import Cache
from bulletin.engine import engine_digest
from bulletin.model.article import Article, Site
from bulletin.model.page import Page
from bulletin.parallel import Workers
from bulletin.pickles import Packed, Packing
from bulletin.render.bodies import Fill
from bulletin.render.search.gathering import (
    KNOWN,
    Gathered,
    Group,
    Known,
    LeftBehindError,
    bound,
    changed,
    gather,
    keys_of_packs,
    packed,
)
from bulletin.render.search.index import search_pages
from bulletin.render.search.texts import Scheme
from bulletin.steps.bodies import streamed

Stale = Callable[[Sequence[Page]], Sequence[Page]]
Begin = Callable[[Sequence[Site], Sequence[tuple[Article, ...]], Fill], Callable[[], tuple[Page, ...]]]
Make = Callable[[Sequence[Group]], list[Any]]
_FEW = 2  # groups of articles, which are worked out by the process that joins them
_WORTH = 24  # a group of articles is as much work as so many values at least; one or two are done here


@contextmanager
def indexing(store: Path | None, workers: Workers, stale: Stale, is_wanted: bool = True) -> Iterator[Begin]:
    """What the block is given takes the sites and their articles, newest first as these are, each in all editions, and
    what fills in the bodies of these; it gives a function that answers the pages, of which only those that are
    ``stale`` have data. ``store``: what is remembered, in a file of its own. That one of another version is dropped is
    said of the other file already. Not ``is_wanted``: there are no pages."""
    if not is_wanted:
        yield lambda *_: tuple
        return
    with ExitStack() as open_until_then:
        if store is None:
            store = Path(open_until_then.enter_context(TemporaryDirectory(prefix="bulletin-"))) / "index.sqlite"
        join = open_until_then.enter_context(workers.waiting(partial(_joined, store, stale)))

        def begin(
            sites: Sequence[Site], items: Sequence[tuple[Article, ...]], fill: Fill
        ) -> Callable[[], tuple[Page, ...]]:
            gathered = gather(sites, items)
            with Cache(store, engine_digest(), lambda _: None) as cache:
                cache.keep_all()
                left = _filled(fill, _left_over(gathered, cache, workers, fill))
            there = join(gathered.without_articles(left))
            return partial(_answer, there, partial(_again, store, stale, gathered, fill))

        yield begin


def _answer(joined: Callable[[], tuple[Page, ...]], with_articles: Callable[[], tuple[Page, ...]]) -> tuple[Page, ...]:
    try:
        return joined()
    except LeftBehindError:  # what was put away is not there: the disk is full, say
        return with_articles()


def _left_over(gathered: Gathered, cache: Cache, workers: Workers, fill: Fill) -> list[Group]:
    """A group or two, of which what is not known is left for who joins them; more are shared out and put away here."""
    known: Known | None = cache.recall(*KNOWN)
    unknown = gathered.unknown(known)
    if known is None or len(unknown) > _FEW:
        _share_out(gathered, cache, workers, fill)
        return []
    before = dict(enumerate(known.groups))
    return [changed(group, cache.recall("sheaf", before.get(group.number, ""))) for group in unknown]


def _share_out(gathered: Gathered, cache: Cache, workers: Workers, fill: Fill) -> None:
    def share(function: Make, groups: Sequence[Group]) -> Iterator[Any]:
        return streamed(workers, "search", partial(_filled, fill), function, groups, _WORTH)

    def schemes(oldest: Sequence[Sequence[Group]]) -> Iterator[Scheme]:
        return gathered.schemes([_filled(fill, groups) for groups in oldest])

    (how,) = cache.remember("scheme", [gathered.oldest], gathered.key_of_scheme, schemes)
    pack, key = Packing(partial(packed, how, gathered.sites)), keys_of_packs(how)

    def sheaves(groups: Sequence[Group]) -> Iterator[Packed]:
        """And the packs: bodies are read once for both."""
        for group, (sheaf, texts) in zip(groups, share(partial(_both, pack), groups), strict=True):
            cache.put("pack", key(group), texts)
            yield sheaf

    cache.fill("sheaf", gathered.groups, attrgetter("key"), sheaves)
    cache.fill("pack", gathered.groups, key, partial(share, pack))


def _both(pack: Make, groups: Sequence[Group]) -> list[Any]:
    """Runs in worker processes."""
    return list(zip(Packing(bound)(groups), pack(groups), strict=True))


def _filled(fill: Fill, groups: Sequence[Group]) -> list[Group]:
    """With the bodies of all articles that they keep."""
    return [replace(group, kept=tuple(some and tuple(fill(some)) for some in group.kept)) for group in groups]


def _again(store: Path, stale: Stale, gathered: Gathered, fill: Fill) -> tuple[Page, ...]:
    return _joined(store, stale, replace(gathered, groups=_filled(fill, gathered.groups)))


def _joined(store: Path, stale: Stale, gathered: Gathered) -> tuple[Page, ...]:
    with Cache(store, engine_digest(), lambda _: None) as cache:
        return tuple(search_pages(gathered, cache, stale))
