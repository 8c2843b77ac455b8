"""``check``: a site -> what is to be looked at; with --fix its files in normal form, with --undo as they were."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import islice

from bulletin.cli import show
from bulletin.cli.clock import stated_time
from bulletin.cli.difference import difference, visible
from bulletin.cli.indicators import veto_line
from bulletin.cli.matching import by_weight, compiler_lines, github_lines
from bulletin.errors import BulletinError
from bulletin.jobs.fixing import Fix, FixReport, Wish, fix_site, undo_fix
from bulletin.jobs.judging import judge
from bulletin.model.item import Bulletin
from bulletin.model.late import regex
from bulletin.model.problem import Problem
from bulletin.pipeline import Options
from bulletin.words import Language, phrase

_ENCODINGS = {"utf-8-sig": "UTF-8 BOM", "gb18030": "GB18030", "big5hkscs": "Big5"}
_GUESSED = frozenset({"gb18030", "big5hkscs"})
_SHOWN = 3  # lines that show how a file was read whose encoding is guessed
_NOT_ASCII = regex(r"[^\x00-\x7f\r\n]")


def run(arguments: Namespace, language: Language) -> int:
    """0 nothing is wrong; 1 an item is left out or has an error, or a file could not be written; 2 the same with
    --strict, or nothing could be done. Raises BulletinError."""
    wish = Wish(arguments.fix, arguments.fix_punct, arguments.fix_damage)
    is_fix = wish.form or wish.punctuation or wish.damage
    if arguments.undo and is_fix:
        raise BulletinError("E982", name="--undo", other="--fix")
    if arguments.undo:
        return _undo(arguments, language)
    if arguments.dry_run and not is_fix:
        raise BulletinError("E983", name="--dry-run", other="--fix")
    fixes = fix_site(arguments.site, wish, arguments.dry_run, stated_time(None)) if is_fix else None
    if fixes is not None and not arguments.json:
        _tell(fixes, language)
    return _check(arguments, language, fixes)


def _check(arguments: Namespace, language: Language, fixes: FixReport | None) -> int:
    """Load and judge, publish nothing."""
    try:
        bulletin = judge(Options(site=arguments.site, now=stated_time(None)), show.cache_warning(language))
    except BulletinError as error:  # the settings' faults have places too
        _show_lines(error.problems, arguments, language)
        raise
    if arguments.json:
        found = show.problems_json(bulletin.problems, language)
        data: dict[str, object] = {"items": len(bulletin.items), "problems": found}
        if fixes is not None:
            data["fix"] = fixes_json(fixes, language)
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _show(bulletin, arguments, language)
    is_faulty = bool(bulletin.left_out) or any(problem.severity == "error" for problem in bulletin.problems)
    is_faulty = is_faulty or (fixes is not None and not fixes.is_whole)
    return (2 if arguments.strict else 1) if is_faulty else 0


def _show(bulletin: Bulletin, arguments: Namespace, language: Language) -> None:
    """For people, with a summary; for programs nothing but the lines."""
    if not _show_lines(bulletin.problems, arguments, language):
        for problem in by_weight(bulletin.problems):
            print(*show.problem_lines([problem], language))
        values = {"items": str(len(bulletin.items)), "found": str(len(bulletin.problems))}
        print(phrase("Say_checked", language, values))
        if line := veto_line(bulletin.problems, language):
            print(line)
        if bulletin.problems and sys.stdout.isatty():
            code = min(bulletin.problems, key=lambda one: (one.severity != "error", one.severity == "info")).code
            show.complain([phrase("Say_explain", language, {"code": code})])


def _show_lines(problems: Iterable[Problem], arguments: Namespace, language: Language) -> bool:
    """Whether they are for programs."""
    if arguments.json or arguments.format == "text":
        return False
    lines = (compiler_lines if arguments.format == "lines" else github_lines)(problems, arguments.site, language)
    print("".join(f"{line}\n" for line in lines), end="")
    return True


def _undo(arguments: Namespace, language: Language) -> int:
    report = undo_fix(arguments.site, arguments.dry_run)
    if arguments.json:
        print(json.dumps({"fix": fixes_json(report, language)}, ensure_ascii=False, indent=2))
    else:
        _tell(report, language)
    if report.is_whole:
        return 0
    return 1 if any(one.status == "restored" for one in report.files) else 2


def fixes_json(report: FixReport, language: Language) -> dict[str, object]:
    """The object ``fix`` of ``--json``: a contract."""
    return {
        "dry_run": report.is_dry,
        "kept": report.kept,
        "files": [
            {
                "path": one.path, "status": one.status, "encoding": one.encoding, "code": one.code,
                "message": _why(one, language) if one.code else "",
                "diff": "".join(f"{line}\n" for line in difference(one.before, one.after)),
            }
            for one in report.files
        ],
    }  # fmt: skip


def _tell(report: FixReport, language: Language) -> None:
    """Diffs to standard output, everything else to standard error."""
    for one in report.files:
        if one.status in ("fixed", "restored"):
            print("\n".join(_diff(one)))
    show.complain(_why(one, language) for one in report.files if one.code)
    done = {status: sum(one.status == status for one in report.files) for status in ("fixed", "restored", "refused")}
    name = "restored" if done["restored"] else "fixed"
    values = {"count": str(done[name]), "kept": report.kept}
    if done["restored"] or done["fixed"]:
        show.complain([phrase(f"Say_would_be_{name}" if report.is_dry else f"Say_{name}", language, values)])
    elif not done["refused"]:
        show.complain([phrase("Say_nothing_to_fix", language, {})])
    if done["refused"] and report.kept and not done["fixed"]:
        show.complain([phrase("Say_still_kept", language, values)])


def _diff(one: Fix) -> Iterator[str]:
    """As git and editors show it; where only the encoding changes, the two names, and how a guessed one was read."""
    typed = _ENCODINGS.get(one.encoding, one.encoding.upper())
    old, new = (typed, "UTF-8") if one.status == "fixed" else ("UTF-8", typed)
    yield f"--- content/{one.path}\t{old}"
    yield f"+++ content/{one.path}\t{new}"
    lines = difference(one.before, one.after)
    if not lines and one.encoding in _GUESSED:
        found = (line for line in one.after.splitlines() if _NOT_ASCII.search(line))
        lines = [f" {visible(line)}" for line in islice(found, _SHOWN)]
    yield from lines


def _why(one: Fix, language: Language) -> str:
    values = {"path": f"content/{one.path}", "reason": one.reason, "code": one.reason}
    return f"content/{one.path} [{one.code}] {phrase(one.code, language, values)}"
