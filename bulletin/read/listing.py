"""Files that a store lists below an address -> settings, documents and other files, by the rules of ``folder``.

A name in a store may be anything, ``../a`` and ``a//b`` too. None of them is ever a path on a disk of ours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bulletin.model.problem import Problem
from bulletin.read.folder import LARGEST_DOCUMENT, LARGEST_FILE, problem_of, too_large, without_clashes
from bulletin.read.glance import DEEPEST
from bulletin.read.names import SETTINGS, is_conflict_copy, is_document, is_litter, name_fault


class Listed(Protocol):
    """As the store tells of a file."""

    @property
    def path(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def kind(self) -> str: ...  # "file", or what it is instead


One = TypeVar("One", bound=Listed)


@dataclass(frozen=True, slots=True)
class Sorted(Generic[One]):
    """Each by its path in NFC, as the bulletin names it; what was listed has it as it stands in the store."""

    settings: Mapping[str, One]
    documents: Mapping[str, One]
    files: Mapping[str, One]
    problems: tuple[Problem, ...]


def sort_out(listed: Iterable[One]) -> Sorted[One]:
    """What may be published, and what is wrong with the rest. Settings' sizes are judged by who reads them."""
    problems: list[Problem] = []
    settings: dict[str, One] = {}
    documents: dict[str, One] = {}
    files: dict[str, One] = {}
    kept = sorted(_admitted(listed, problems), key=lambda one: one.path)
    for one in without_clashes(kept, problems):
        path = unicodedata.normalize("NFC", one.path)
        is_text = is_document(path)
        if path in SETTINGS:
            settings[path] = one
        elif fault := too_large(path, one.size, LARGEST_DOCUMENT if is_text else LARGEST_FILE):
            problems.append(fault)
        else:
            (documents if is_text else files)[path] = one
    return Sorted(settings, documents, files, tuple(sorted(set(problems))))


def _admitted(listed: Iterable[One], problems: list[Problem]) -> Iterator[One]:
    for one in listed:
        fault = next(_faults(one), None)
        if isinstance(fault, Problem):
            problems.append(fault)
        elif fault is None:
            yield one


class _Litter:
    """Nobody meant to publish it: not even a word of it."""


def _faults(one: Listed) -> Iterator[Problem | type[_Litter]]:
    """From the outermost folder on, as who walks through folders finds them: what lies below the first is not reached,
    and all that lies there has one problem together."""
    parts = one.path.split("/")
    last = len(parts) - 1
    for number, part in enumerate(parts):
        here = "/".join(parts[: number + 1])
        if not part and number == last and one.kind == "file":  # some programs mark folders so
            yield _Litter
        elif not part or part in {".", ".."} or "\\" in part:
            yield problem_of(one.path, "E239")
        elif is_litter(part, number < last):
            yield _Litter
        elif fault := name_fault(part):
            yield problem_of(here, *fault)
        elif number == DEEPEST and number < last:
            yield problem_of(here, "E216", deepest=str(DEEPEST))
    if one.kind != "file":
        yield problem_of(one.path, "E212", kind=one.kind)
    elif is_conflict_copy(parts[-1]):
        yield problem_of(one.path, "W217")
