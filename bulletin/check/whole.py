"""What the rules for the whole bulletin look at: one frozen value, worked out before any of them speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from bulletin.check.checked import Checked
from bulletin.check.issue_file import IssueFile
from bulletin.model.content import Config, File, Glossary, Union
from bulletin.model.item import Issue, Item
from bulletin.model.making import frozen

Status = Literal["published", "withdrawn", "waiting", "expired", "draft", "left out"]
Use = Literal["photo", "link", "attachment", "cover"]
Why = Literal[
    "missing", "case", "outside", "no photo", "unusable", "withdrawn", "waiting", "expired", "draft", "left out"
]  # fmt: skip


@frozen
class Clash:
    """The item at ``path`` wants an address that the item at ``other`` has."""

    path: str
    other: str
    address: str
    is_alias: bool


@frozen
class Miss:
    """Something that an item names, and that is not there, not as typed, or not to be had."""

    path: str
    line: int
    column: int
    use: Use
    target: str  # as typed
    why: Why
    other: str = ""  # the right or the nearest name
    is_document: bool = False  # it would be another item, not a file


@frozen
class Variant:
    """A hand-written x.zh-Hant.md; ``of`` is x.md, "" where there is none."""

    path: str
    of: str
    tag: str


@frozen
class Whole:
    config: Config
    now: datetime
    checked: tuple[Checked, ...]  # by path
    statuses: Mapping[str, Status]  # path of every document but issue files and variants
    items: tuple[Item, ...]  # to be published, newest first
    published: tuple[Checked, ...]  # the document of each
    unusual: tuple[Checked, ...]  # by path; see ``Admission``
    clashes: tuple[Clash, ...]
    misses: tuple[Miss, ...]
    variants: tuple[Variant, ...]
    issue_files: tuple[IssueFile, ...]  # by path, also those that another one makes useless
    issues: tuple[Issue, ...]  # newest first
    unions: tuple[Union, ...] = ()
    glossary: Glossary = field(default_factory=Glossary)
    idle: tuple[File, ...] = ()  # of content/, neither published nor a photo

    def of(self, path: str) -> Checked | None:
        index = bisect_left(self.checked, path, key=lambda one: one.path)
        found = self.checked[index : index + 1]
        return found[0] if found and found[0].path == path else None

    def place(self, path: str, field: str) -> tuple[int, int]:
        """Line and column of a field of front matter; 0, 0 where it is not given."""
        found = self.of(path)
        return found.place(field) if found is not None else (0, 0)
