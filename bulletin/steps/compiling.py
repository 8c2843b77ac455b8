"""A part of the pipeline: a theme -> its templates, compiled by a process beside this one before they are needed.

After one change that is a handful of forty: those of which builds of few pages have made pages until now. Any other is
compiled where it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from bulletin.cache import Cache
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.parallel import Workers
from bulletin.render.anatomy import Anatomy, anatomy_of, bare, expect, take
from bulletin.render.templates import prepare_all

_FEW = 500  # pages
_USED = "templates", "used"  # step and key under which names of templates are put away


def known_anatomy(theme: Theme, cache: Cache) -> Anatomy:
    """Raises ThemeError."""
    found: list[Anatomy] = cache.remember("theme", [bare(theme)], digest_of, partial(map, anatomy_of))
    return found[0]


@contextmanager
def compiling(theme: Theme, cache: Cache, workers: Workers) -> Iterator[Callable[[Sequence[Page]], Sequence[Page]]]:
    """What the block is given takes what was compiled, and gives the pages that it is needed for."""
    known: Anatomy | None = cache.recall("theme", digest_of(bare(theme)))
    used: tuple[str, ...] = cache.recall(*_USED) or ()
    some = partial(prepare_all, theme, os.getpid(), known, frozenset(used) if known else frozenset())

    def taken(pages: Sequence[Page]) -> Sequence[Page]:
        take(theme)
        few = {page.template for page in pages} if len(pages) <= _FEW else set()
        cache.put(*_USED, tuple(sorted({*used, *few})))
        return pages

    with workers.beside(some) as told, expect(theme, told):
        yield taken
