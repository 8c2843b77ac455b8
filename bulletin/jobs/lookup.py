"""What ``bulletin search`` does: a question, and what was published -> the articles that the search page would list.

The index is read from the output folder, as a browser reads it; title, date and excerpt come from the edition's pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model.making import frozen
from bulletin.render.paths import file_path, is_contained
from bulletin.render.search.engine import Engine
from bulletin.render.search.excerpt import Excerpt, blocks, excerpt
from bulletin.render.search.index import FOLDER
from bulletin.render.search.ladder import How, answer

# What reading an index may end in that is cut, damaged or none: numbers too large, brackets in brackets in brackets
_DAMAGED = (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration, ArithmeticError, RecursionError)


@frozen
class Hit:
    number: int
    url: str  # root-relative
    about: Excerpt


@frozen
class Answer:
    """``how``: see ``bulletin.render.search.ladder``."""

    how: How
    count: int  # of all; ``hits`` are the first of them
    edition: str
    hits: tuple[Hit, ...]
    spelling: str = ""  # the one answered in place of what was typed
    among: int = 0  # if any, only so many of the newest articles were looked at


def look_up(output: Path, text: str, edition: str, limit: int, is_whole: bool = False) -> Answer:
    """``edition``: its tag, "" for the first. ``is_whole``: older articles are looked at even where that would cost a
    browser much and the newest hold enough. Raises BulletinError: E940 where nothing was published or the index is
    damaged, E941 where there is no such edition."""
    engine = Engine(lambda name: (output / FOLDER / name).read_bytes())
    try:
        editions: dict[str, str] = engine.root["editions"]
        tag = edition or next(iter(editions))
        if tag not in editions:
            raise BulletinError("E941", edition=tag, known="、".join(editions))
        base = next(iter(editions.values()))
        below = editions[tag].removeprefix(base)
        found = answer(engine, text, tag, lambda one: blocks(_page(output, below + engine.path(one))), is_whole)
        among = engine.root["count"] - found.since if found.since else 0
        urls = [(number, editions[tag] + engine.path(number)) for number in found.numbers[:limit]]
    except _DAMAGED as error:
        raise BulletinError("E940", path=str(output / FOLDER)) from error
    hits = (Hit(number, url, _about(output, url.removeprefix(base), found.phrases)) for number, url in urls)
    return Answer(found.how, len(found.numbers), tag, tuple(hits), found.spelling, among)


def _about(output: Path, path: str, phrases: Sequence[tuple[str, ...]]) -> Excerpt:
    """A page that can't be read still has an address."""
    about = excerpt(_page(output, path), phrases)
    return about if about.title else Excerpt(path, about.date, about.text)


def _page(output: Path, path: str) -> str:
    """"" where it can't be read."""
    name = file_path(path)
    try:
        return (output / name).read_text(encoding="utf-8", errors="replace") if is_contained(name) else ""
    except OSError:
        return ""


def answer_json(text: str, given: Answer) -> str:
    """One object: query, edition, how, count, results; ``among`` where only so many of the newest articles were looked
    at."""
    results = [
        {"number": one.number, "url": one.url, "title": one.about.title, "date": one.about.date, "text": one.about.text}
        for one in given.hits
    ]
    found = {"query": text, "edition": given.edition, "how": given.how, "count": given.count}
    if given.spelling:
        found["spelling"] = given.spelling
    if given.among:
        found["among"] = given.among
    return json.dumps({**found, "results": results}, ensure_ascii=False, indent=2)
