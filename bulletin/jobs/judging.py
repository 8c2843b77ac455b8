"""A site -> all that a build would find, for ``bulletin check``: the pipeline without pages, and where conversion is in
doubt. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bulletin.cache import Cache
from bulletin.engine import engine_digest
from bulletin.jobs.doubting import doubtful_conversions
from bulletin.model.item import Bulletin
from bulletin.model.options import Options
from bulletin.model.problem import in_order
from bulletin.parallel import open_workers
from bulletin.pipeline import convert, load, look, problems_of, sites_of
from bulletin.steps.bodies import whole
from bulletin.stopwatch import Stopwatch


def judge(options: Options, warn: Callable[[str], None]) -> Bulletin:
    """With the problems of its texts in all editions. Raises BulletinError."""
    opening = open_workers(options.jobs, options.executor, lambda *_: None, engine_digest)
    with Cache(None, "", warn) as cache, opening as workers:
        bulletin = load(options, *look(options, watch := Stopwatch()), cache, workers, watch)
        converted = convert(bulletin, cache, workers, watch)
        problems = problems_of(bulletin, converted, sites_of(bulletin, converted, cache, watch))
        doubtful = doubtful_conversions(options.site, whole(bulletin, cache.parts()), workers)
        return replace(bulletin, problems=in_order((*problems, *doubtful)))
