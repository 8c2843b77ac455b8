"""One function a command: namespace -> exit code. Asks the pipeline, prints what it answered."""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from bulletin.cli import importing, reviewing, show
from bulletin.cli.desk import review_room
from bulletin.cli.publishing import rollback
from bulletin.cli.searching import search
from bulletin.errors import BulletinError
from bulletin.model.page import Report
from bulletin.parallel import Progress
from bulletin.pipeline import Options, build, judge
from bulletin.scaffold import new_item, new_site
from bulletin.serve.preview import preview
from bulletin.serve.review_page import PATH
from bulletin.words import Language, phrase
from bulletin.write.place import check_place


def run(arguments: Namespace, language: Language) -> int:
    """0, 1 or 2 as in the contract; a BulletinError is 2 and its words."""
    try:
        return _COMMANDS[arguments.command](arguments, language)
    except BulletinError as error:
        if getattr(arguments, "json", False):
            print(show.error_json(error, language))
        _complain(show.error_lines(error, language))
        return 2


def _build(arguments: Namespace, language: Language) -> int:
    check_place(arguments.site, arguments.output or arguments.site / "public")
    progress = show.ProgressBar(language, arguments.quiet or arguments.json)
    options = Options(
        site=arguments.site,
        now=_now(arguments.now),
        output=arguments.output,
        is_strict=arguments.strict,
        has_drafts=arguments.drafts,
        may_shrink=arguments.allow_shrink,
        has_cache=not arguments.no_cache,
        jobs=1 if arguments.profile else arguments.jobs,
        executor=arguments.executor,
    )
    try:
        report = _profiled(options, progress, language) if arguments.profile else _built(options, progress, language)
    finally:
        progress.close()
    told = [problem for problem in report.problems if problem.severity != "info" or not arguments.quiet]
    _complain(show.problem_lines(told, language))
    if arguments.json:
        print(show.report_json(report, language))
    elif not arguments.quiet:
        print("\n".join(show.report_lines(report, language)))
        print(phrase("Say_open", language, {"site": str(arguments.site)}))
    return 1 if report.has_faults else 0


def _built(options: Options, progress: Progress, language: Language) -> Report:
    return build(options, progress, _cache_warning(language))


def _profiled(options: Options, progress: Progress, language: Language) -> Report:
    """In one process, so that everything is seen; the table goes to stderr."""
    profile = cProfile.Profile()
    report = profile.runcall(_built, options, progress, language)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(40)
    return report


def _check(arguments: Namespace, language: Language) -> int:
    """Load and judge, publish nothing."""
    bulletin = judge(Options(site=arguments.site, now=_now(None)), _cache_warning(language))
    if arguments.json:
        found = show.problems_json(bulletin.problems, language)
        print(json.dumps({"items": len(bulletin.items), "problems": found}, ensure_ascii=False, indent=2))
    else:
        for line in show.problem_lines(bulletin.problems, language):
            print(line)
        values = {"items": str(len(bulletin.items)), "found": str(len(bulletin.problems))}
        print(phrase("Say_checked", language, values))
    is_faulty = bool(bulletin.left_out) or any(problem.severity == "error" for problem in bulletin.problems)
    return (2 if arguments.strict else 1) if is_faulty else 0


def _new(arguments: Namespace, language: Language) -> int:
    path = new_item(arguments.site, arguments.title, arguments.section, arguments.issue, datetime.now().astimezone())
    print(path)
    _complain([phrase("Say_new", language, {})])
    return 0


def _init(arguments: Namespace, language: Language) -> int:
    print(new_site(arguments.folder, datetime.now().astimezone()))
    _complain([phrase("Say_init", language, {"site": str(arguments.folder)})])
    return 0


def _review(arguments: Namespace, language: Language) -> int:
    return reviewing.run(arguments, language, _now(None))


def _serve(arguments: Namespace, language: Language) -> int:
    """Builds, serves, and builds again whenever content or themes change, until Ctrl+C."""

    room = review_room(arguments.site, lambda: _now(None), language)

    def rebuild() -> tuple[Path, str]:
        room.forget()
        options = Options(site=arguments.site, now=_now(None), has_drafts=arguments.drafts)
        try:
            report = build(options, lambda *_: None, _cache_warning(language))
        except BulletinError as error:  # what was published before stays in view
            _complain(show.error_lines(error, language))
            return arguments.site / "public", "/"
        _complain(show.problem_lines(report.problems, language))
        values = {"rendered": str(report.rendered), "pages": str(report.pages)}
        _complain([phrase("Say_rebuilt", language, values)])
        return Path(report.output), report.base

    def ready(url: str) -> None:
        print(phrase("Say_serving", language, {"url": url}), flush=True)
        print(phrase("Say_reviewing", language, {"url": urljoin(url, PATH)}), flush=True)

    preview(arguments.site, arguments.host, arguments.port, arguments.poll, rebuild, ready, {PATH: room})
    return 0


def _now(stated: str | None) -> datetime:
    """``--now``, else SOURCE_DATE_EPOCH, else the clock."""
    try:
        if stated:
            return datetime.fromisoformat(stated)  # without a zone: in the site's own
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BulletinError("E902", value=stated or os.environ["SOURCE_DATE_EPOCH"]) from error
    return datetime.now(UTC)


def _cache_warning(language: Language) -> Callable[[str], None]:
    def warn(why: str) -> None:
        reason = phrase(f"Cache_{why.replace(' ', '_')}", language, {})
        _complain([phrase("Say_cache_dropped", language, {"why": reason})])

    return warn


def _complain(lines: list[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


_COMMANDS: dict[str, Callable[[Namespace, Language], int]] = {
    "build": _build,
    "serve": _serve,
    "check": _check,
    "new": _new,
    "init": _init,
    "review": _review,
    "search": search,
    "import": importing.run,
    "rollback": rollback,
}
