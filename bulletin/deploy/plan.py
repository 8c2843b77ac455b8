"""What we have and what the target has -> what to send in which order, and what to delete at the end.

A reader who comes in between must never meet a page whose photos or styles are not there yet, nor a list that names a
page that is not: what is named goes before what names it, and nothing goes away before nobody names it any more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

Digests = Mapping[str, str]  # path -> SHA-256 in hex

_NAMED = ("assets/", "photos/", "files/")
_LISTS = ("archive/", "sections/", "tags/", "unions/", "authors/", "issues/", "search/")


@dataclass(frozen=True, slots=True)
class Plan:
    send: tuple[str, ...]  # in order
    delete: tuple[str, ...]
    same: int  # files that are there already


def make_plan(ours: Digests, theirs: Digests, known: Digests) -> Plan:
    """``theirs``: what lies at the target, of paths of ours or known ones. ``known``: what we sent there at some time;
    of these, what we have no more is deleted, unless somebody has changed it since."""
    send = sorted((path for path in ours if theirs.get(path) != ours[path]), key=lambda path: (_rank(path), path))
    gone = (path for path in known if path not in ours and theirs.get(path) == known[path])
    delete = sorted(gone, key=lambda path: (-_rank(path), path))
    return Plan(tuple(send), tuple(delete), len(ours) - len(send))


def groups(paths: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    """Parts of ``Plan.send`` of one rank and at most ``most`` files, in order: one part is there before the next."""
    for _, same in groupby(paths, _rank):
        part = tuple(same)
        yield from (part[start : start + most] for start in range(0, len(part), most))


def twins(ours: Collection[str], deleted: Collection[str]) -> list[str]:
    """Of ``ours`` those that a disk which makes no difference between letters (Windows, macOS) takes for a deleted one:
    通知.PDF and 通知.pdf."""
    gone = {_folded(path) for path in deleted}
    return sorted(path for path in ours if gone and _folded(path) in gone)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _rank(path: str) -> int:
    """0 what pages need, 1 pages, 2 lists of pages, 3 front pages, 4 feeds, the map and the index of the search."""
    is_page = path.endswith(".html")  # also one whose address is .../photos/
    if not is_page:
        return 0 if any(path.startswith(folder) or f"/{folder}" in path for folder in _NAMED) else 4
    if path.count("/") <= 1 and path.endswith("index.html"):
        return 3
    return 2 if any(path.startswith(folder) or f"/{folder}" in path for folder in _LISTS) else 1
