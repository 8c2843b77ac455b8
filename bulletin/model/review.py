"""What the review of a conversion gives: doubtful places, what they could be instead, and what an upgrade changes."""

from __future__ import annotations

from typing import Literal

from bulletin.model.making import frozen

Forms = tuple[tuple[str, str], ...]  # (edition tag, form), as in Glossary; () = the word as it is, in every edition


@frozen
class Place:
    """Where a word stands. ``line`` and ``column`` are those of the file, 0 where they can't be told."""

    path: str
    line: int
    column: int
    before: str  # of the source, up to ten characters of the same block
    after: str
    shown_before: str  # the same in the edition
    shown_after: str


@frozen
class Option:
    """One reading of a word: as it is printed in the edition that is looked at, and as the glossary would fix it."""

    form: str
    forms: Forms


@frozen
class Doubt:
    """A word that could read otherwise, with all its places."""

    kind: Literal["word", "name"]
    word: str  # as written
    form: str  # as printed in the edition
    options: tuple[Option, ...]  # the printed one first, then the likeliest
    margin: int  # tenths of a nat, of the most doubtful place; 0 for a name, about which nothing is known
    count: int  # of places
    places: tuple[Place, ...]  # the most doubtful first, of very many only some


@frozen
class Review:
    """The doubts of a site about one edition, the most doubtful first."""

    edition: str  # tag
    editions: tuple[str, ...]  # all that are converted into
    characters: int  # Han characters looked at
    doubts: tuple[Doubt, ...]
    found: int  # doubts in all: more than are listed where there is a limit
    glossary: str  # digest of glossary.yaml as it was, "" where there is none


@frozen
class Change:
    """A word that reads otherwise than when a report was written."""

    edition: str
    word: str  # as written
    old: str
    new: str
    places: tuple[Place, ...]


@frozen
class Changes:
    """``versions`` are (name, then, now) of what differs; ``edited`` are items whose own text has changed since."""

    versions: tuple[tuple[str, str, str], ...]
    edited: tuple[str, ...]
    changes: tuple[Change, ...]


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
