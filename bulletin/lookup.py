"""What ``bulletin search`` does: a question, and what was published -> the articles that the search page would list.

The index is read from the output folder, as a browser reads it; title, date and excerpt come from the edition's pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bulletin.errors import BulletinError
from bulletin.render.paths import file_path, is_contained
from bulletin.render.search.engine import Engine
from bulletin.render.search.excerpt import Excerpt, excerpt
from bulletin.render.search.index import FOLDER
from bulletin.render.search.question import Question, ask

How = Literal["found", "near", "none"]


@dataclass(frozen=True, slots=True)
class Hit:
    number: int
    url: str  # root-relative
    about: Excerpt


@dataclass(frozen=True, slots=True)
class Answer:
    """``near``: nothing holds all that was asked, these hold some of it."""

    how: How
    count: int  # of all; ``hits`` are the first of them
    edition: str
    hits: tuple[Hit, ...]


def look_up(output: Path, text: str, edition: str, limit: int) -> Answer:
    """``edition``: its tag, "" for the first. Raises BulletinError: E940 where nothing was published or the index is
    damaged, E941 where there is no such edition."""
    engine = Engine(lambda name: (output / FOLDER / name).read_bytes())
    try:
        editions: dict[str, str] = engine.root["editions"]
        tag = edition or next(iter(editions))
        if tag not in editions:
            raise BulletinError("E941", edition=tag, known="、".join(editions))
        question = ask(text)
        how, numbers = _answer(engine, question)
        urls = [(number, editions[tag] + engine.path(number)) for number in numbers[:limit]]
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, StopIteration) as error:
        raise BulletinError("E940", path=str(output / FOLDER)) from error
    base = next(iter(editions.values()))
    phrases = [one.units for one in question.phrases]
    hits = (Hit(number, url, _about(output, url.removeprefix(base), phrases)) for number, url in urls)
    return Answer(how, len(numbers), tag, tuple(hits))


def _answer(engine: Engine, question: Question) -> tuple[How, list[int]]:
    if found := engine.search(question):
        return "found", found
    if question.phrases and (near := engine.near(question)):
        return "near", near
    return "none", []


def _about(output: Path, path: str, phrases: list[tuple[str, ...]]) -> Excerpt:
    """A page that can't be read still has an address."""
    name = file_path(path)
    try:
        html = (output / name).read_text(encoding="utf-8", errors="replace") if is_contained(name) else ""
    except OSError:
        html = ""
    about = excerpt(html, phrases)
    return about if about.title else Excerpt(path, about.date, about.text)


def answer_json(text: str, answer: Answer) -> str:
    """One object: query, edition, how, count, results."""
    results = [
        {"number": one.number, "url": one.url, "title": one.about.title, "date": one.about.date, "text": one.about.text}
        for one in answer.hits
    ]
    found = {"query": text, "edition": answer.edition, "how": answer.how, "count": answer.count, "results": results}
    return json.dumps(found, ensure_ascii=False, indent=2)
