"""What a question weighs in an index of very many stories, joined in memory without a site around it.

    python -m benchmarks.search_large [--items 100000] [--queries 200] [--text FILE]… [--all] [--output DIR]

Titles and bodies of one edition, generated or cut from FILEs (see ``benchmarks.corpus_text``), with
nothing of what a page says around them: shards are what a site would have of such texts. With --all the question is
answered from all articles, not from the newest where these hold enough. Each question is asked first by itself and then
after all others before it. With DIR the files are written there.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.corpus import Story
from benchmarks.corpus_text import chosen_stories
from benchmarks.search_files import files_of, sizes
from benchmarks.search_queries import queries
from bulletin.render.search.engine import Engine
from bulletin.render.search.index import HEAD, NEAR
from bulletin.render.search.partition import to_json
from bulletin.render.search.question import ask


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_large")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--text", type=Path, action="append", default=[])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    made = chosen_stories(options.items, options.text)[::-1]  # from the oldest on
    started = time.process_time()
    files = index(made)
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, data in files.items() if options.output else ():
        (options.output / name).parent.mkdir(parents=True, exist_ok=True)
        (options.output / name).write_bytes(data)
    size = sum(map(len, files.values())) / 1e6
    print(f"{len(files)} files, {size:.1f} MB; {seconds:.1f} s of CPU, {memory:.0f} MB with the stories")
    _weigh(files, [text for text, _ in queries(made, options.queries)], options.all)
    return 0


def index(made: Sequence[Story]) -> dict[str, bytes]:
    """Name below the index's folder -> bytes."""
    how, files = files_of([((one.title,), (one.body,)) for one in made])
    root: dict[str, object] = {"count": len(made), "blocks": sizes(len(made)), "near": NEAR, "head": HEAD}
    root |= {"group": how.group, "split": to_json(how.parts), "heavy": how.heavy, "fold": ["", "", ""]}
    return {**files, "root.json": json.dumps(root).encode()}


def _weigh(files: dict[str, bytes], asked: Sequence[str], is_whole: bool) -> None:
    read: list[int] = []

    def reading(name: str) -> bytes:
        if name != "root.json":
            read.append(len(files[name]))
        return files[name]

    def reading_a_part(name: str, begin: int, end: int) -> bytes:
        read.append(len(files[name][begin:end]))
        return files[name][begin:end]

    later = Engine(reading, reading_a_part)
    names = ("first: shards", "first: requests", "later: shards", "later: requests", "hits", "articles not looked at")
    rows: dict[str, list[int]] = {name: [] for name in names}
    for text in asked:
        first = Engine(reading, reading_a_part)
        for name, engine in (("first: shards", first), ("later: shards", later)):
            hits, since = (engine.search(ask(text)), 0) if is_whole else engine.newest(ask(text))
            rows[name].append(sum(read))
            rows[name.replace("shards", "requests")].append(len(read))
            read.clear()
        rows["hits"].append(len(hits))
        rows["articles not looked at"].append(since)
    print(f"{'':32}{'median':>9}{'p95':>9}{'largest':>9}")
    for name, values in rows.items():
        print(f"{name:32}{median(values):9.0f}{quantiles(values, n=20)[-1]:9.0f}{max(values):9.0f}")


if __name__ == "__main__":
    sys.exit(main())
