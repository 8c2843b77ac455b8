"""Problems and errors -> notes for the preview: where, what, and what to type instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bulletin.errors import BulletinError
from bulletin.model.problem import Problem
from bulletin.serve.live import Note
from bulletin.words import Language, phrase, text_and_fix

TAGS: Mapping[Language, str] = {"hans": "zh-Hans", "hant": "zh-Hant", "en": "en"}
_WORDS = ("errors", "warnings", "infos", "error", "warning", "info", "close", "stale", "kept", "shown", "more", "desk")


def words(language: Language) -> dict[str, str]:
    """Those that the script of the preview shows."""
    return {name: phrase(f"Live_{name}", language, {}) for name in _WORDS}


def notes_of(problems: Iterable[Problem], language: Language, folder: str = "content/") -> list[Note]:
    return [_note(problem, language, folder) for problem in problems]


def notes_of_error(error: BulletinError, language: Language) -> list[Note]:
    """The error itself, after what it says of files."""
    text, fix = text_and_fix(error.code, language, error.values)
    return [*notes_of(error.problems, language), Note("error", error.code, "", text, fix)]


def _note(problem: Problem, language: Language, folder: str) -> Note:
    place = folder + problem.path
    if problem.line:
        place += f":{problem.line}" + (f":{problem.column}" if problem.column else "")
    text, fix = text_and_fix(problem.code, language, dict(problem.values))
    return Note(problem.severity, problem.code, place, text, fix)
