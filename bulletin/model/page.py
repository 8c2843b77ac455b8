"""What ``render`` gives and what ``build`` answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem


@frozen
class Deferred:
    """A view that is made where it is needed, from values that are there anyway: those of all pages would be heavy."""

    make: Callable[[Any], object]
    value: object


@quick_to_pickle
@frozen
class Page:
    """A path and how to get its bytes; ``key`` says everything that the bytes depend on.

    Exactly one recipe is given: ``template`` with ``context``; ``data``; ``source`` (copied); ``source`` with
    ``resize`` (width, format: a photo made smaller and rid of its metadata).
    """

    path: str
    key: str
    template: str = ""
    context: object = None  # a view of the template, or Deferred
    data: bytes | None = None
    source: str = ""  # path below content/
    resize: tuple[int, str] | None = None
    edition: str = ""  # Edition.path of the edition whose ``Chrome`` the template receives
    day: date | None = None  # of the newest article that it shows, or nearly

    @property
    def view(self) -> object:
        """What the template receives."""
        return view_of(self.context)


def view_of(context: object) -> object:
    return context.make(context.value) if isinstance(context, Deferred) else context


class Named(Protocol):
    """A page, or what stands for one: its file and what its bytes depend on."""

    @property
    def path(self) -> str: ...
    @property
    def key(self) -> str: ...


@frozen
class Group:
    """Pages that follow from the same values, planned when they are asked for."""

    pages: Callable[[], Iterable[Page]]
    said: Callable[[], str] = str  # what their paths and keys follow from; "" where that is as much work as planning


@frozen
class Report:
    """What was built, skipped, left out, and how long each stage took."""

    output: str
    published: bool
    editions: tuple[str, ...]
    items: int
    issues: int
    pages: int
    rendered: int
    reused: int
    left_out: tuple[str, ...]
    waiting: tuple[str, ...]
    expired: tuple[str, ...]
    drafts: tuple[str, ...]
    problems: tuple[Problem, ...]
    seconds: tuple[tuple[str, float], ...]  # by stage
    versions: tuple[tuple[str, str], ...]  # bulletin, opencc, dictionaries
    base: str = "/"  # path of the site's root on its host

    @property
    def has_faults(self) -> bool:
        return has_faults(self.left_out, self.problems)


def has_faults(left_out: Sequence[str], problems: Iterable[Problem]) -> bool:
    return bool(left_out) or any(problem.severity == "error" for problem in problems)


@frozen
class Built:
    """What a build answered, and would answer again from ``since`` until ``until`` while the release is published."""

    report: Report
    since: datetime
    until: datetime
    release: str  # its mark
