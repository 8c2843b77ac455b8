"""Problems -> lines for other programs: the form that editors' problem matchers know, and GitHub's annotations.

    lines   我的简报/content/2026/坏.md:3:5: error: [E402] 日期……      as compilers write it: VS Code, Vim, Emacs, CI
    github  ::error file=content/2026/坏.md,line=3,col=5,title=E402::日期……
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bulletin.model.problem import Problem, Severity
from bulletin.words import Language, phrase

FORMATS = ("text", "lines", "github")
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}
_WEIGHT: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def by_weight(problems: Iterable[Problem]) -> list[Problem]:
    """By file, and in each file what is wrong before what is doubtful before what is good to know."""
    return sorted(problems, key=lambda one: (one.path, _WEIGHT[one.severity], one))


def compiler_lines(problems: Iterable[Problem], site: Path, language: Language) -> list[str]:
    """A place in every line, 1:1 for a file as a whole: a matcher can't jump without."""
    return [
        f"{_path(site, one)}:{one.line or 1}:{one.column or 1}: {one.severity}: [{one.code}] {_text(one, language)}"
        for one in by_weight(problems)
    ]


def github_lines(problems: Iterable[Problem], site: Path, language: Language) -> list[str]:
    """https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message"""
    return [_annotation(one, site, language) for one in by_weight(problems)]


def _annotation(one: Problem, site: Path, language: Language) -> str:
    place = {"file": _path(site, one), "line": str(one.line or 1), "col": str(one.column or 1), "title": one.code}
    values = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in place.items())
    return f"::{_GITHUB[one.severity]} {values}::{_escaped(_text(one, language))}"


def _path(site: Path, one: Problem) -> str:
    """From where the command was given: what an editor or a runner finds."""
    return (site / "content" / one.path).as_posix()


def _text(one: Problem, language: Language) -> str:
    return " ".join(phrase(one.code, language, dict(one.values)).split())


def _escaped(text: str, marks: str = "") -> str:
    for mark in f"%\r\n{marks}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
