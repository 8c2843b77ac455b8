"""How all items of a site read -> a compact report; such a report and how they read now -> what has changed.

The report is JSON of schema 1:

    {"schema": 1, "kind": "bulletin-review-report", "versions": {name: version, …},
     "items": {path: digest of its texts},
     "editions": {tag: {"usual": "干幹体體…", "other": {path: [[text, position, form], …]}}}}

``usual`` has pairs: a character as written, and what it mostly becomes in this edition; a character that is not in it
stays as it is. ``other`` lists the places that are otherwise. So everything an item reads can be told from its text
and the report alone, whatever OpenCC, our tables and the glossary have become since.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bulletin.convert.review import Anchor, Read, anchor_of, around
from bulletin.errors import BulletinError
from bulletin.model.late import regex
from bulletin.model.making import frozen

SCHEMA = 1
_MARK = regex("[\U000f0000-\U0010ffff]")  # stands for an author's mark in a text as written
_KIND = "bulletin-review-report"


@frozen
class Report:
    versions: Mapping[str, str]
    items: Mapping[str, str]
    usual: Mapping[str, Mapping[str, str]]
    other: Mapping[str, Mapping[str, Sequence[tuple[int, int, str]]]]


@frozen
class Turn:
    """A run of characters that read otherwise."""

    path: str
    word: str
    old: str
    new: str
    context: tuple[str, str, str, str]  # before and after, of the source and as it reads now
    anchor: Anchor


def write_report(reads: Sequence[Read], versions: Mapping[str, str]) -> str:
    tags = sorted({tag for read in reads for tag, _ in read.shown})
    data = {
        "schema": SCHEMA,
        "kind": _KIND,
        "versions": dict(versions),
        "items": {read.path: read.digest for read in reads},
        "editions": {tag: _edition(tag, reads) for tag in tags},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_report(text: str, path: str) -> Report:
    """Raises BulletinError E935 for anything else than what ``write_report`` gave."""
    try:
        data = json.loads(text)
        if data["kind"] != _KIND or data["schema"] != SCHEMA:
            raise BulletinError("E935", path=path, reason=f"schema {data['schema']}")
        editions: Mapping[str, Any] = data["editions"]
        return Report(
            versions={str(name): str(version) for name, version in data["versions"].items()},
            items={str(name): str(digest) for name, digest in data["items"].items()},
            usual={tag: _pairs(str(one["usual"])) for tag, one in editions.items()},
            other={tag: {path: _places(one["other"][path]) for path in one["other"]} for tag, one in editions.items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BulletinError("E935", path=path, reason=type(error).__name__) from error


def turns(read: Read, tag: str, report: Report) -> Iterator[Turn]:
    """What of an item, unchanged itself since the report, reads otherwise in an edition."""
    shown = dict(read.shown).get(tag)
    if shown is None or tag not in report.usual:
        return
    usual = report.usual[tag]
    other = {(number, position): form for number, position, form in report.other[tag].get(read.path, ())}
    for number, (text, now) in enumerate(zip(read.texts, shown, strict=True)):
        then = [other.get((number, position), usual.get(char, char)) for position, char in enumerate(text)]
        changed = (position for position, (a, b) in enumerate(zip(then, now, strict=True)) if a != b)
        for start, end in _runs(changed):
            old, new = "".join(then[start:end]), "".join(now[start:end])
            context = around(text, now, start, end)
            before, after = (_MARK.sub("", part) for part in context[:2])
            yield Turn(read.path, text[start:end], old, new, (before, after, *context[2:]), anchor_of(text, start))


def _edition(tag: str, reads: Sequence[Read]) -> dict[str, object]:
    counts: dict[str, Counter[str]] = {}
    for text, pieces in _texts(tag, reads):
        for char, piece in zip(text, pieces, strict=True):
            counts.setdefault(char, Counter())[piece] += 1
    # Of forms that are as frequent the first in order of code: the same report whatever the order of the items
    usual = {char: min(found, key=lambda form: (-found[form], form)) for char, found in counts.items()}
    usual = {char: form for char, form in sorted(usual.items()) if form != char and len(form) == 1}
    return {
        "usual": "".join(char + form for char, form in usual.items()),
        "other": {read.path: others for read in reads if (others := _others(read, tag, usual))},
    }


def _texts(tag: str, reads: Sequence[Read]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for read in reads:
        yield from zip(read.texts, dict(read.shown).get(tag, ()), strict=False)


def _others(read: Read, tag: str, usual: Mapping[str, str]) -> list[tuple[int, int, str]]:
    return [
        (number, position, piece)
        for number, (text, pieces) in enumerate(zip(read.texts, dict(read.shown).get(tag, ()), strict=False))
        for position, (char, piece) in enumerate(zip(text, pieces, strict=True))
        if piece != usual.get(char, char)
    ]


def _places(data: Any) -> list[tuple[int, int, str]]:
    return [(int(number), int(position), str(form)) for number, position, form in data]


def _pairs(text: str) -> dict[str, str]:
    return dict(zip(text[::2], text[1::2], strict=True))


def _runs(positions: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Ranges of positions that follow one another."""
    for _, group in groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0]):
        run = [position for _, position in group]
        yield run[0], run[-1] + 1
