"""All that a build looks at -> what the last one answered, where this one would answer the same and all of it is there.

A build is a function of what it read, of what it was asked for and of the time; of the time it depends only at moments
that are known beforehand (``Bulletin.turn``). Where all of that is as it was and the published files are as they were
written, there is nothing to do, and no article need be looked at to know it.

    glance: what the disk says of all files  ->  digest of all that was read  ->  Built: the last report, its times

A build begins here, and where the disk says that nothing changed it ends here: no file of the site has been opened, and
of Bulletin nothing is loaded that reads, checks, converts or renders. So this module imports none of those rooms.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import datetime

from bulletin.cache import Cache
from bulletin.engine import engine_digest
from bulletin.model.digest import digest_of
from bulletin.model.late import late_module
from bulletin.model.making import frozen
from bulletin.model.options import Options
from bulletin.model.page import Built, Report
from bulletin.model.problem import Problem
from bulletin.parts import LostPart
from bulletin.read.glance import Walk, glance
from bulletin.stopwatch import Stopwatch
from bulletin.write.place import check_place
from bulletin.write.release import Release, open_release

BUILD = "build"
_BESIDE = late_module("bulletin.beside")
_GLANCE = "glance"


@frozen
class Begun:
    """A build that holds its output's lock and its cache."""

    options: Options
    release: Release
    cache: Cache
    report: Report | None  # the answer, where it is known already
    glance: str  # says that nothing changed, where it is as it was; "": says nothing
    walked: Walk | None  # all that lies in content/
    warn: Callable[[str], None]
    held: list[object] = field(default_factory=list)  # what was made: freed with this, or never where a process ends
    prepared: Callable[[], frozenset[str] | None] = lambda: None  # answers once; see ``Release.preparation``

    def keep_glance(self, key: str, problems: tuple[Problem, ...]) -> None:
        """``key``: of what was read. A file that could not be read may be readable without having changed."""
        if self.glance and all(problem.code != "E213" for problem in problems):
            self.cache.put(_GLANCE, self.glance, key)


def built(
    options: Options, warn: Callable[[str], None], watch: Stopwatch, publish: Callable[[Begun], Report]
) -> Report:
    """``publish`` does what is left of a build that may have something to do. Raises what it does, and WriteError."""
    try:
        with begun(options, warn, watch) as start:
            return start.report or _published(start, publish)
    except LostPart:  # the disk is full, or somebody deleted the cache: all that is put away is in memory now
        with begun(replace(options, has_cache=False), warn, watch) as start:
            return _published(start, publish)


def _published(start: Begun, publish: Callable[[Begun], Report]) -> Report:
    """The next release is prepared beside, from now on: while what works is loaded there is a core that has nothing to
    do."""
    processes = _BESIDE()
    jobs = 1 if start.options.executor else start.options.jobs or processes.usable_cores()
    with processes.beside(start.release.preparation(), jobs > 1) as prepared:
        return publish(replace(start, prepared=prepared))


@contextmanager
def begun(options: Options, warn: Callable[[str], None], watch: Stopwatch) -> Iterator[Begun]:
    """``warn`` is told in a word why a cache was dropped. Raises WriteError."""
    store, _ = options.remembered
    output = options.output or options.site / "public"
    check_place(options.site, output)
    with open_release(output) as release, Cache(store, engine_digest(), warn) as cache:
        with watch("read"):
            seen = glance(options.site) if options.has_cache and not options.content else None
        said = digest_of(seen.digest, options.has_drafts, place_of(options)) if seen and seen.digest else ""
        key = cache.recall(_GLANCE, said) if said and options.now.tzinfo else None  # else the site's settings say when
        report = last_report(cache, key, options, options.now, release) if isinstance(key, str) else None
        report = report and replace(report, seconds=watch.seconds)
        yield Begun(options, release, cache, report, said, seen.content if seen else None, warn)


def place_of(options: Options) -> str:
    return os.path.realpath(options.output or options.site / "public")


def last_report(cache: Cache, key: str, options: Options, now: datetime, release: Release) -> Report | None:
    """None where something may have changed."""
    built = cache.recall(BUILD, key)
    if not isinstance(built, Built) or not release.is_still(built.release):
        return None
    report = built.report
    if not built.since <= now < built.until or (options.is_strict and report.has_faults):
        return None
    cache.keep_all()
    return replace(report, output=str(release.output), rendered=0, reused=report.pages)
