"""What the editors' desk shows: an issue as it stands, what waits, what is wrong, what publishing would change."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Literal

from bulletin.model.making import frozen
from bulletin.model.problem import Problem

Why = Literal["draft", "waiting"]


@frozen
class Row:
    """An item of an issue."""

    path: str
    title: str
    date: datetime | None = None
    section: str = ""
    source: str = ""
    url: str = ""  # in the preview, of the first edition
    is_pinned: bool = False  # by the file of the issue


@frozen
class Arrangement:
    """An issue as it would be published now, and its file."""

    id: str  # "2026-47"
    number: str  # "47"
    year: int
    path: str  # of its file below content/, which need not be there
    digest: str  # of that file, "" where there is none
    rows: tuple[Row, ...] = ()  # in order
    omitted: tuple[Row, ...] = ()  # 不收
    title: str = ""


@frozen
class Wait:
    """An item that is not published yet. ``at``: when it will be, if it says so."""

    path: str
    title: str
    why: Why
    at: datetime | None = None
    digest: str = ""  # of its file, where it is a draft


@frozen
class Desk:
    """``now`` is in the site's own zone."""

    name: str  # of the site
    home: str  # URL of the site in the preview
    now: datetime
    issue: Arrangement
    issues: tuple[str, ...]  # ids, newest first
    waiting: tuple[Wait, ...]  # soonest first, drafts last
    held: int  # how many wait in all: of very many only some are listed
    problems: tuple[Problem, ...]
    sections: tuple[str, ...] = ()
    unions: tuple[str, ...] = ()


@frozen
class Twin:
    """One item in all editions of the preview."""

    path: str
    title: str
    editions: tuple[tuple[str, str, str], ...]  # tag, name, URL


@frozen
class Draft:
    """A new item, as the form gives it."""

    title: str
    date: Date
    section: str = ""
    source: str = ""


@frozen
class Change:
    """A page of an item that would appear, change or go; of one that goes only the address may be known."""

    title: str
    path: str  # below the output


@frozen
class Publication:
    """What would be published, compared with what is."""

    digest: str  # of both
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    pages: tuple[tuple[str, str], ...]  # ("added", "changed" or "removed", path) of all other files
    items: int  # that would be published
    left_out: tuple[str, ...]
    errors: int
    is_first: bool  # nothing is published yet

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed or self.pages)
