"""How good the order of the search results is: nDCG@10 over questions with judged answers.

    python -m benchmarks.ranking [--items 2000]

Builds the sample site and asks what ``ranking.txt`` asks: answers are judged by hand there. Then, unless --items is 0,
so many generated stories: each question is the name of somebody who speaks in one of them and a word of its title, and
that story is the one good answer.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2
from pathlib import Path
from random import Random
from shutil import copytree

from benchmarks.corpus import NOW, Story, stories
from benchmarks.sites import write_bulletin
from bulletin.pipeline import Options, build
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask

ROOT = Path(__file__).parent.parent
JUDGED = Path(__file__).with_name("ranking.txt")
SHOWN = 10
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPEAKER = re.compile("[\u4e00-\u9fff]{2,3}(?=回忆)")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Judged:
    question: str
    grades: Mapping[str, int]  # piece of a title -> how good


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking")
    parser.add_argument("--items", type=int, default=2000, help="generated stories; 0 = the sample site only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        scores = sample_scores(Path(folder))
        for question, score in sorted(scores.items(), key=lambda pair: pair[1])[:12]:
            print(f"{score:.3f}  {question}")
        print(f"sample site: nDCG@{SHOWN} {mean(scores.values()):.3f} over {len(scores)} questions")
    if options.items:
        with tempfile.TemporaryDirectory() as folder:
            found = story_scores(tuple(stories(options.items)), Path(folder))
            print(f"{options.items} stories: nDCG@{SHOWN} {mean(found):.3f} over {len(found)} questions")
    return 0


def mean(values: Iterable[float]) -> float:
    kept = list(values)
    return sum(kept) / len(kept)


def judged() -> tuple[Judged, ...]:
    """Raises ValueError for a line that is not written as the others are."""
    found = []
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, _, answers = line.partition(" | ")
            pairs = (one.partition(" ") for one in re.split(", (?=[123] )", answers))
            found.append(Judged(question, {piece: int(grade) for grade, _, piece in pairs}))
    return tuple(found)


def sample_scores(folder: Path) -> dict[str, float]:
    """Question -> nDCG@10, on the sample site built in ``folder``. Raises ValueError where a piece of a title fits no
    item or several."""
    copytree(ROOT / "content", folder / "content")
    engine, titles = _built(folder)
    return {one.question: _of_sample(engine, titles, one) for one in judged()}


def _of_sample(engine: Engine, titles: Sequence[str], one: Judged) -> float:
    grades: dict[int, int] = {}
    for piece, grade in one.grades.items():
        held = [number for number, title in enumerate(titles) if piece in title]
        if len(held) != 1:
            raise ValueError(f"{one.question}: {piece} stands in {len(held)} titles")
        grades[held[0]] = grade
    question = ask(one.question)
    return ndcg(engine.search(question) or engine.near(question), grades)


def story_scores(made: Sequence[Story], folder: Path, count: int = 100) -> list[float]:
    write_bulletin(made, folder)
    engine, titles = _built(folder)
    place = {title: number for number, title in enumerate(titles)}
    dice = Random("ranking")
    scores: list[float] = []
    while len(scores) < count:
        story = made[int(dice.random() * len(made))]
        speakers, words = _SPEAKER.findall(story.body), _HAN.findall(story.title)
        if speakers and words and titles.count(story.title) == 1:
            question = ask(f"{speakers[0]} {words[int(dice.random() * len(words))][:4]}")
            scores.append(ndcg(engine.search(question), {place[story.title]: 3}))
    return scores


def _built(folder: Path) -> tuple[Engine, list[str]]:
    """The engine of the site in ``folder`` and the titles of its articles by number."""
    options = Options(site=folder, now=datetime.fromisoformat(NOW), has_cache=False)
    build(options, lambda *_: None, lambda _: None)
    public = folder / "public"
    engine = Engine(lambda name: (public / "search-index" / name).read_bytes())
    pages = (public / engine.path(number) / "index.html" for number in range(engine.root["count"]))
    return engine, [_title(page.read_text(encoding="utf-8")) for page in pages]


def _title(page: str) -> str:
    match = _TITLE.search(page)
    return " ".join(_TAG.sub("", match[1]).split()) if match else ""


def ndcg(ranked: Sequence[int], grades: Mapping[int, int]) -> float:
    """Normalised discounted cumulative gain of the first ten: gain 2**grade - 1, discount log2(place + 1)."""
    best = _gain(sorted(grades.values(), reverse=True)[:SHOWN])
    return _gain([grades.get(number, 0) for number in ranked[:SHOWN]]) / best


def _gain(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


if __name__ == "__main__":
    sys.exit(main())
