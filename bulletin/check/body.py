"""An item as its author wrote it -> what its prose shows: damage, marks, private data, names; minus what was opted out.

    item, front matter --passages--> one Passage for each text --TEXT_RULES--> problems --without_opted_out--> problems

TEXT_RULES is every rule for prose, one rule a file. A rule looks at one passage and changes nothing; it begins with one
compiled pattern that nearly every text fails, so that all of them together cost little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from bulletin.check.opt_out import without_opted_out
from bulletin.check.passage import Passage
from bulletin.check.rules.half_width import half_width
from bulletin.check.rules.mixed_scripts import mixed_scripts
from bulletin.check.rules.mojibake import misread_bytes
from bulletin.check.rules.page_leftovers import page_leftovers
from bulletin.check.rules.pinyin import inserted_pinyin
from bulletin.check.rules.private_numbers import private_numbers
from bulletin.check.rules.union_names import union_names
from bulletin.check.rules.wording import wording
from bulletin.model.content import Field, Union
from bulletin.model.problem import Problem

TextRule: TypeAlias = Callable[[Passage], Iterable[Problem]]

TEXT_RULES: tuple[TextRule, ...] = (
    inserted_pinyin,
    misread_bytes,
    page_leftovers,
    mixed_scripts,
    half_width,
    private_numbers,
    union_names,
    wording,
)
PROSE = ("title", "kicker", "subtitle", "summary")  # fields of front matter that hold prose
MOST_OF_A_KIND = 300  # problems of one code for one document: a page of seed 002's kind has 219


def check_text(
    path: str, body: str, body_line: int, fields: Iterable[Field], unions: tuple[Union, ...]
) -> list[Problem]:
    """Of one document. ``fields`` are those of PROSE that are given. Never raises."""
    passages = [Passage(path, body, body_line, 1, unions=unions), *_values(path, fields, unions)]
    found = [problem for passage in passages for rule in TEXT_RULES for problem in rule(passage)]
    found = without_opted_out(path, body, body_line, found)
    told: dict[str, int] = {}
    for problem in found:
        told[problem.code] = told.get(problem.code, 0) + 1
    if max(told.values(), default=0) <= MOST_OF_A_KIND:
        return found
    return list(_first(found))


def _values(path: str, fields: Iterable[Field], unions: tuple[Union, ...]) -> Iterator[Passage]:
    for field in fields:
        if isinstance(field.value, str) and field.value:
            yield Passage(path, field.value, field.line, field.column, field.key, unions)


def _first(found: Iterable[Problem]) -> Iterator[Problem]:
    told: dict[str, int] = {}
    for problem in sorted(found):
        told[problem.code] = told.get(problem.code, 0) + 1
        if told[problem.code] <= MOST_OF_A_KIND:
            yield problem
