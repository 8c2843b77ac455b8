"""A stopwatch -> one that looks into the stages; its Profile -> lines for people, or one value for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from bulletin.cli.show import width
from bulletin.steps.profiling import Figure, Profile, Profiler, clocked
from bulletin.stopwatch import Stopwatch
from bulletin.words import Language, catalogue, phrase

Row = tuple[str, ...]


@contextmanager
def profiling(watch: Stopwatch) -> Iterator[Profiler]:
    """Meanwhile clocks stand in this process; the profiler goes on with what ``watch`` measured."""
    with clocked():
        yield Profiler(watch.seconds)


def profile_json(profile: Profile) -> dict[str, object]:
    """``profile`` of ``build --profile --json``: stages, templates, rules, steps, items, pages; seconds."""
    return asdict(profile)


def profile_lines(profile: Profile, language: Language) -> list[str]:
    """One table after another; where nothing was done in it, it says so."""
    tables = [
        _stages(profile, language),
        _kinds("template", "Family_", profile.templates, language),
        _kinds("rule", "Rule_", profile.rules, language),
        _kinds("step", "Step_", profile.steps, language),
        _slowest("item", profile.items, language),
        _slowest("page", profile.pages, language),
    ]
    lines = [phrase("Profile_title", language, {})]
    for table in tables:
        lines += ["", *(table if len(table) > 1 else [*table, phrase("Profile_nothing", language, {})])]
    return [*lines, "", phrase("Profile_note", language, {})]


def _stages(profile: Profile, language: Language) -> list[str]:
    rows = [
        (
            _label("Stage_", one.name, language),
            f"{one.wall:.2f}" if one.wall else "",
            f"{one.seconds:.2f}" if one.times else "",
            str(one.times) if one.times else "",
        )
        for one in profile.stages
    ]
    return _table(_heads(language, "stage", "wall", "seconds", "times"), rows)


def _kinds(kind: str, prefix: str, figures: Sequence[Figure], language: Language) -> list[str]:
    rows = [
        (_label(prefix, one.name, language), f"{one.seconds:.2f}", str(one.times), _ms(one.seconds / one.times))
        for one in figures
    ]
    return _table(_heads(language, kind, "seconds", "times", "each"), rows)


def _slowest(kind: str, figures: Sequence[Figure], language: Language) -> list[str]:
    return _table(_heads(language, kind, "ms"), [(one.name, _ms(one.seconds)) for one in figures])


def _heads(language: Language, *names: str) -> Row:
    return tuple(phrase(f"Profile_{name}", language, {}) for name in names)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f}"


def _label(prefix: str, name: str, language: Language) -> str:
    """As the catalogue calls it; what a theme or an author named keeps that name."""
    entry = prefix + name.removeprefix("@")
    return phrase(entry, language, {}) if prefix and entry in catalogue() else name


def _table(heads: Row, rows: Sequence[Row]) -> list[str]:
    """The first column to the left, figures to the right; a Han character is two wide."""
    columns = list(zip(heads, *rows, strict=True))
    rooms = [max(map(width, column)) for column in columns]
    return [
        "  ".join(
            cell + " " * (room - width(cell)) if not number else " " * (room - width(cell)) + cell
            for number, (cell, room) in enumerate(zip(row, rooms, strict=True))
        ).rstrip()
        for row in (heads, *rows)
    ]
