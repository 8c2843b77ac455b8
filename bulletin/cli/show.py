"""Reports and problems -> lines for people, or one JSON object for programs."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType

from bulletin.errors import BulletinError
from bulletin.model.page import Report
from bulletin.model.problem import Problem
from bulletin.words import Language, message, phrase


def problem_lines(problems: Iterable[Problem], language: Language) -> list[str]:
    """One line a problem, by file and line, as editors and problem matchers read them: from the site's folder on."""
    return [f"content/{message(problem, language)}" for problem in sorted(problems)]


def complain(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def cache_warning(language: Language) -> Callable[[str], None]:
    """Tells why a cache was dropped, or why the one that machines share is of no use this time."""

    def warn(why: str) -> None:
        word, _, detail = why.partition(": ")
        reason = phrase(f"Cache_{word.replace(' ', '_')}", language, {"detail": detail})
        said = "Say_cache_unshared" if word.endswith(" store") else "Say_cache_dropped"
        complain([phrase(said, language, {"why": reason})])

    return warn


def error_lines(error: BulletinError, language: Language) -> list[str]:
    lines = problem_lines(error.problems, language)
    return [*lines, f"[{error.code}] {phrase(error.code, language, error.values)}"]


def report_lines(report: Report, language: Language) -> list[str]:
    """The closing table: what was built, left out, waiting for its time, and how long each stage took."""
    rows = [
        ("Row_items", str(report.items)),
        ("Row_issues", str(report.issues)),
        ("Row_editions", " ".join(report.editions)),
        ("Row_pages", phrase("Row_pages_value", language, {
            "pages": str(report.pages), "rendered": str(report.rendered), "reused": str(report.reused),
        })),
        *((f"Row_{name}", _names(paths)) for name, paths in (
            ("left_out", report.left_out), ("waiting", report.waiting),
            ("expired", report.expired), ("drafts", report.drafts),
        ) if paths),
        ("Row_problems", _counts(report.problems, language)),
        ("Row_time", "  ".join(f"{_stage(name, language)} {seconds:.2f}s" for name, seconds in report.seconds)),
        ("Row_output", report.output),
    ]  # fmt: skip
    labels = [(phrase(name, language, {}), value) for name, value in rows]
    room = max(width(label) for label, _ in labels)
    return [f"{label}{' ' * (room - width(label))}  {value}" for label, value in labels]


def problems_json(problems: Iterable[Problem], language: Language) -> list[dict[str, object]]:
    return [
        {
            "path": problem.path, "line": problem.line, "column": problem.column, "code": problem.code,
            "severity": problem.severity, "values": dict(problem.values),
            "message": phrase(problem.code, language, dict(problem.values)),
        }
        for problem in sorted(problems)
    ]  # fmt: skip


def report_json(report: Report, language: Language, more: Mapping[str, object] = MappingProxyType({})) -> str:
    data = asdict(report) | {
        "problems": problems_json(report.problems, language),
        "seconds": dict(report.seconds),
        "versions": dict(report.versions),
        **more,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def error_json(error: BulletinError, language: Language) -> str:
    data = {
        "published": False,
        "code": error.code,
        "message": phrase(error.code, language, error.values),
        "problems": problems_json(error.problems, language),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


class ProgressBar:
    """``stage ████░░░░ 1200/5723`` on a terminal, rewritten in place; nothing where stderr is piped."""

    def __init__(self, language: Language, is_quiet: bool) -> None:
        self._language = language
        self._is_shown = sys.stderr.isatty() and not is_quiet
        self._is_open = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self._is_shown or not total:
            return
        full = 24 * done // total
        name = _stage(stage, self._language)
        print(f"\r\033[K{name} {'█' * full}{'░' * (24 - full)} {done}/{total}", end="", file=sys.stderr, flush=True)
        self._is_open = True

    def close(self) -> None:
        if self._is_open:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _stage(name: str, language: Language) -> str:
    return phrase(f"Stage_{name}", language, {})


def _names(paths: Sequence[str]) -> str:
    more = f" … (+{len(paths) - 5})" if len(paths) > 5 else ""
    return f"{len(paths)}  {'  '.join(paths[:5])}{more}"


def _counts(problems: Sequence[Problem], language: Language) -> str:
    found = [problem.severity for problem in problems]
    values = {severity: str(found.count(severity)) for severity in ("error", "warning", "info")}
    return phrase("Row_problems_value", language, values)


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
