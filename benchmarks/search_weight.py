"""What a reader downloads to search a built site, in bytes as they travel.

    python -m benchmarks.search_weight SITE [--items N] [--queries 200] [--text FILE]… [--all]

SITE is a folder made by ``benchmarks.sites`` and built; N is how many stories it holds, generated or cut from FILEs
(``benchmarks.corpus_text``, which makes such a SITE). What is answered from the newest articles is, unless --all is
given. Each question is asked twice:
as the first of a visit (code, root, shards and places, ten texts for titles and snippets) and as a later one (what of
the index is not there yet). The engine of ``bulletin search`` tells which files a question needs, and which parts of
them. Where a host sends no parts of files, paths and ten article pages take the place of the texts.

Counted are bodies, without headers. HTML, JavaScript and JSON are counted with gzip, as common hosts send them; shards
and places (.bin) as they are, for such hosts leave unknown types alone. The search page itself and its styles are not
counted: a reader who asks is there already.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.corpus_text import chosen_stories
from benchmarks.search_queries import queries
from bulletin.render.scripts import bare_script
from bulletin.render.search.engine import Engine
from bulletin.render.search.layout import Layout, sheaves_of
from bulletin.render.search.question import ask

SHOWN = 10
ASSETS = Path(__file__).parent.parent / "themes" / "plain" / "assets"
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"\./([\w-]+\.js)"', re.M)


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of one question."""

    root: int
    shards: int
    texts: int
    paths: int
    pages: int
    files: int  # of the index, or parts of them
    hits: int
    since: int  # articles numbered below were not looked at
    holds: bool  # the article that the question was cut from is among the answers

    @property
    def index(self) -> int:
        return self.root + self.shards


class Counting:
    """Files of a published index; notes which were asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.asked: dict[str, int] = {}

    def read(self, name: str) -> bytes:
        data = (self._folder / name).read_bytes()
        self.asked[name] = len(data) if name.endswith(".bin") else len(gzip.compress(data, 6))
        return data

    def read_part(self, name: str, begin: int, end: int) -> bytes:
        data = (self._folder / name).read_bytes()[begin:end]
        self.asked[f"{name} from {begin}"] = len(data)
        return data

    def take(self) -> dict[str, int]:
        asked, self.asked = self.asked, {}
        return asked


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_weight")
    parser.add_argument("site", type=Path)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--text", type=Path, action="append", default=[])
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args(arguments)
    public = options.site / "public"
    asked = queries(chosen_stories(options.items, options.text), options.queries)
    names = _names(public)
    first = [_ask(public, Counting(public / "search-index"), one, names, options.all) for one in asked]
    counting = Counting(public / "search-index")
    engine = Engine(counting.read, counting.read_part)
    later = [_ask(public, counting, one, names, options.all, engine) for one in asked][1:]
    _print(options.items, public, first, later)
    return 0 if all(one.holds or one.since for one in first) else 1


def code() -> dict[str, int]:
    """Each script that the search page loads, with its bytes."""
    found: dict[str, int] = {}
    waiting = ["search.js"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            text = bare_script((ASSETS / name).read_bytes())
            found[name] = len(gzip.compress(text, 6))
            waiting += _IMPORT.findall(text.decode())
    return found


@cache
def _page(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def texts_of(folder: Path, numbers: Sequence[int], root: dict[str, Any]) -> int:
    """Sizes of the records in each pack, these records, and what they are packed behind."""
    total = (folder / "dictionary.bin").stat().st_size if root["texts"][3] else 0
    layout, counts = Layout(root["blocks"], root["group"]), [end - begin for begin, end in sheaves_of(root["blocks"])]
    places = sorted(map(layout.pack, numbers))
    for pack, some in groupby(places, itemgetter(0)):
        data = (folder / f"{pack}.bin").read_bytes()[: 2 * counts[pack]]
        sizes = array("H", data)
        total += len(data) + sum(sizes[place] for _, place in some)
    return total


def _names(public: Path) -> dict[str, int]:
    """Last part of an article's address -> its number."""
    root = json.loads((public / "search-index" / "root.json").read_text(encoding="utf-8"))
    paths = [
        path
        for number, _ in enumerate(sheaves_of(root["blocks"]))
        for path in json.loads((public / "search-index" / f"articles/{number}.json").read_text(encoding="utf-8"))
    ]
    return {path.rstrip("/").rpartition("/")[2]: number for number, path in enumerate(paths)}


def _ask(
    public: Path,
    counting: Counting,
    asked_for: tuple[str, int],
    names: dict[str, int],
    is_whole: bool,
    engine: Engine | None = None,
) -> Weight:
    engine = engine or Engine(counting.read, counting.read_part)
    question = ask(asked_for[0])
    found, since = (engine.search(question), 0) if is_whole else engine.newest(question)
    shown = [engine.path(number) for number in found[:SHOWN]]
    asked = counting.take()
    number = names[f"story-{asked_for[1]:06d}"]
    return Weight(
        root=asked.get("root.json", 0),
        shards=sum(size for name, size in asked.items() if name.startswith("shards/")),
        texts=texts_of(public / "search-index" / "texts", found[:SHOWN], engine.root),
        paths=sum(size for name, size in asked.items() if name.startswith("articles/")),
        pages=sum(_page(public / path / "index.html") for path in shown),
        files=len(asked),
        hits=len(found),
        since=since,
        holds=number in found,
    )


def _print(items: int, public: Path, first: Sequence[Weight], later: Sequence[Weight]) -> None:
    files = [path for path in (public / "search-index").rglob("*") if path.is_file()]
    scripts = sum(code().values())
    size = sum(path.stat().st_size for path in files)
    texts = sum(path.stat().st_size for path in files if path.parent.name == "texts")
    print(f"{items} items: {len(files)} files, {(size - texts) / 1e6:.2f} MB and texts of {texts / 1e6:.2f} MB")
    partly = [one for one in first if one.since]
    print(f"found: {sum(one.holds for one in first)} of {len(first)}; answered from the newest: {len(partly)}")
    print(f"answers: {median(one.hits for one in first):.0f} in the median")
    print(f"{'bytes':34}{'median':>9}{'p95':>9}{'largest':>9}")
    rows = {
        "first: code": [scripts for _ in first],
        "first: root": [one.root for one in first],
        "first: shards": [one.shards for one in first],
        "first: ten texts": [one.texts for one in first],
        "first, all": [scripts + one.index + one.texts for one in first],
        "first, without the texts": [scripts + one.index for one in first],
        "without parts: paths": [one.paths for one in first],
        "without parts: ten article pages": [one.pages for one in first],
        "later: index": [one.index for one in later],
        "later: requests to the index": [one.files for one in later],
    }
    for name, values in rows.items():
        print(f"{name:34}{median(values):9.0f}{quantiles(values, n=20)[-1]:9.0f}{max(values):9.0f}")


if __name__ == "__main__":
    sys.exit(main())
