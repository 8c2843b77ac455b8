"""``build``, ``new``, ``init``: namespace -> exit code. Asks the pipeline, prints what it answered."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from importlib import import_module

from bulletin.cli import show
from bulletin.cli.clock import stated_time
from bulletin.cli.collecting import collecting_rarely
from bulletin.cli.profile import profile_json, profile_lines
from bulletin.jobs.scaffold import new_item, new_site
from bulletin.pipeline import Options, build
from bulletin.steps.profiling import Profiler, clocked
from bulletin.words import Language, phrase


def run(arguments: Namespace, language: Language) -> int:
    """0, 1 or 2 as in the contract. Raises BulletinError."""
    return _COMMANDS[arguments.command](arguments, language)


def _build(arguments: Namespace, language: Language) -> int:
    progress = show.ProgressBar(language, arguments.quiet or arguments.json)
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
    )
    profiler = Profiler() if arguments.profile else None
    failed = _imported(arguments, language)
    try:
        with clocked() if profiler else nullcontext(), collecting_rarely():
            report = build(options, progress, show.cache_warning(language), profiler)
    finally:
        progress.close()
    told = [problem for problem in report.problems if problem.severity != "info" or not arguments.quiet]
    show.complain(show.problem_lines(told, language))
    profile = profiler.profile() if profiler else None
    if arguments.json:
        print(show.report_json(report, language, {"profile": profile_json(profile)} if profile else {}))
    elif not arguments.quiet:
        print("\n".join(show.report_lines(report, language)))
        print(phrase("Say_open", language, {"site": str(arguments.site)}))
    if profile and not arguments.json:
        print("\n".join(["", *profile_lines(profile, language)]))
    return 1 if report.has_faults or failed else 0


def _imported(arguments: Namespace, language: Language) -> int:
    """How many of the files that were dropped into content/ could not be imported. Loads the importer only now."""
    if not arguments.is_importing:
        return 0
    failed: int = import_module("bulletin.cli.dropping").import_and_tell(arguments.site, language).failed
    return failed


def _new(arguments: Namespace, language: Language) -> int:
    path = new_item(arguments.site, arguments.title, arguments.section, arguments.issue, datetime.now().astimezone())
    print(path)
    show.complain([phrase("Say_new", language, {})])
    return 0


def _init(arguments: Namespace, language: Language) -> int:
    print(new_site(arguments.folder, datetime.now().astimezone()))
    show.complain([phrase("Say_init", language, {"site": str(arguments.folder)})])
    return 0


_COMMANDS: dict[str, Callable[[Namespace, Language], int]] = {
    "build": _build,
    "new": _new,
    "init": _init,
}
