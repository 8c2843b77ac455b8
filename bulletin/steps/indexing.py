"""A part of the pipeline: the bulletin in all editions -> the pages of its search index.

Terms and texts are shared out and put away, 64 articles at a time. What joins them is a process of its own, beside the
planning and rendering of pages. It is forked before there are articles: it would keep them all, and it needs none but
those of a group or two that it works out by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bulletin.cache import Cache
from bulletin.engine import engine_digest
from bulletin.model.altered import altered
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
from bulletin.render.search.index import FOLDER, search_pages
from bulletin.render.search.texts import Scheme
from bulletin.spool import Places, Spool
from bulletin.steps.bodies import streamed

Stale = Callable[[Sequence[Page]], Sequence[Page]]
Joined = tuple[tuple[Page, ...], Places]
Found = tuple[tuple[Page, ...], Mapping[str, bytes]]  # all pages, and by their paths the data of those that are stale
Begin = Callable[[Sequence[Site], Sequence[tuple[Article, ...]], Fill], Callable[[], Found]]
Make = Callable[[Sequence[Group]], list[Any]]
_FEW = 2  # groups of articles, which are worked out by the process that joins them
_WORTH = 24  # a group of articles is as much work as so many values at least; one or two are done here


@contextmanager
def indexing(store: Path | None, workers: Workers, stale: Stale, is_wanted: bool = True) -> Iterator[Begin]:
    """What the block is given takes the sites and their articles, newest first as these are, each in all editions, and
    what fills in the bodies of these; it gives a function that answers the pages, and of those that are ``stale`` the
    data, until the block ends. ``store``: what is remembered, in a file of its own. That one of another version is
    dropped is said of the other file already. Not ``is_wanted``: there are no pages."""
    if not is_wanted:
        yield lambda *_: lambda: ((), {})
        return
    with ExitStack() as open_until_then:
        if store is None:
            store = Path(open_until_then.enter_context(TemporaryDirectory(prefix="bulletin-"))) / "index.sqlite"
        spool = open_until_then.enter_context(Spool(store.parent))
        join = open_until_then.enter_context(workers.waiting(partial(_joined, store, stale, spool)))

        def begin(sites: Sequence[Site], items: Sequence[tuple[Article, ...]], fill: Fill) -> Callable[[], Found]:
            gathered = gather(sites, items)
            with Cache(store, engine_digest(), lambda _: None) as cache:
                cache.keep_all()
                left = _filled(fill, _left_over(gathered, cache, workers, fill))
            there = join(gathered.without_articles(left))
            return partial(_answer, spool, there, partial(_again, store, stale, spool, gathered, fill))

        yield begin


def _answer(spool: Spool, joined: Callable[[], Joined], with_articles: Callable[[], Joined]) -> Found:
    try:
        pages, spool.places = joined()
    except LeftBehindError:  # what was put away is not there: the disk is full, say
        pages, spool.places = with_articles()
    return pages, spool


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


def _again(store: Path, stale: Stale, spool: Spool, gathered: Gathered, fill: Fill) -> Joined:
    return _joined(store, stale, spool, replace(gathered, groups=_filled(fill, gathered.groups)))


def _joined(store: Path, stale: Stale, spool: Spool, gathered: Gathered) -> Joined:
    """Where they lie in ``spool`` is said of files that are wanted, by the paths of their pages."""
    with Cache(store, engine_digest(), lambda _: None) as cache:
        pages, places = [], {}
        for page in search_pages(gathered, cache, stale, spool):
            pages.append(altered(page, data=None))
            if page.data is not None:
                places[page.path] = spool.places[page.path.removeprefix(FOLDER)]
    return tuple(pages), places
