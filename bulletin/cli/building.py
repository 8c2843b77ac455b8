"""``build``: namespace -> exit code. Asks the pipeline, prints what it answered.

The rooms that work are loaded when there is work: where the disk says that nothing changed, the last report is the
answer. See decision 19.
"""

from __future__ import annotations

from argparse import Namespace
from contextlib import nullcontext
from importlib import import_module
from typing import Any

from bulletin.cli import show
from bulletin.cli.clock import stated_time
from bulletin.cli.collecting import ALMOST_NEVER, collecting
from bulletin.cli.ending import hold
from bulletin.errors import BulletinError
from bulletin.model.options import Options
from bulletin.model.page import Report
from bulletin.steps.unchanged import Begun, built
from bulletin.stopwatch import Stopwatch
from bulletin.words import Language, phrase


def run(arguments: Namespace, language: Language) -> int:
    """0, 1 or 2 as in the contract. Raises BulletinError."""
    options = Options(
        site=arguments.site,
        now=stated_time(arguments.now),
        output=arguments.output,
        is_strict=arguments.strict,
        has_drafts=arguments.drafts,
        may_shrink=arguments.allow_shrink,
        has_cache=not arguments.no_cache,
        jobs=arguments.jobs,
        executor=arguments.executor,
        content=arguments.content,
        shared_cache=arguments.cache,
    )
    if options.executor:  # also where there is nothing to do
        import_module("bulletin.cluster").address_of(options.executor)
    progress = show.ProgressBar(language, arguments.quiet or arguments.json)
    failed = _imported(arguments, language)
    watch: Any = Stopwatch()  # or a Profiler: its class is loaded where somebody asks for it
    clocks = None
    if arguments.profile:
        with watch("load"):
            clocks = import_module("bulletin.cli.profile")
    try:
        with clocks.profiling(watch) if clocks else nullcontext(watch) as watch, collecting(ALMOST_NEVER):
            report = _built(options, progress, watch, language)
    finally:
        progress.close()
    told = [problem for problem in report.problems if problem.severity != "info" or not arguments.quiet]
    show.complain(show.problem_lines(told, language))
    profile = watch.profile() if clocks else None
    if arguments.json:
        print(show.report_json(report, language, {"profile": clocks.profile_json(profile)} if clocks else {}))
    elif not arguments.quiet:
        print("\n".join(show.report_lines(report, language)))
        print(phrase("Say_open", language, {"site": str(arguments.site)}))
    if clocks and not arguments.json:
        print("\n".join(["", *clocks.profile_lines(profile, language)]))
    return 1 if report.has_faults or failed else 0


def _built(options: Options, progress: show.ProgressBar, watch: Stopwatch, language: Language) -> Report:
    """``bulletin.pipeline.build``, which is loaded only where there may be something to do."""

    def publish(start: Begun) -> Report:
        with watch("load"):
            pipeline = import_module("bulletin.pipeline")
        report: Report = pipeline.publish(start, progress, watch)
        hold(start)
        return report

    return built(options, show.cache_warning(language), watch, publish)


def _imported(arguments: Namespace, language: Language) -> int:
    """How many of the files that were dropped into content/ could not be imported. Loads the importer only now."""
    if not arguments.is_importing:
        return 0
    if arguments.content:
        raise BulletinError("E922")
    failed: int = import_module("bulletin.cli.dropping").import_and_tell(arguments.site, language).failed
    return failed
