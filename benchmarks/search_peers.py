"""Our search beside Pagefind and MiniSearch: the same articles, the same questions, one run.

    python -m benchmarks.search_peers SITE --items N [--queries 200] [--pagefind "COMMAND"] [--modules DIR]

SITE is a folder made by ``benchmarks.sites`` and built; its first edition is indexed by all three, the second by ours
as well. DIR is a node_modules with minisearch in it; --pagefind says how Pagefind is started ("npx pagefind"). What is
not given is left out. Pagefind is asked in Chromium, MiniSearch in Node.

Bytes are bodies as they travel: gzip for JavaScript and JSON, other files as they are (Pagefind's are compressed).
"First" is one question of a new visit with what ten results need; for MiniSearch without texts for snippets, of which
it has none. The truth is what stands in the texts, looked up the slow way: a question's words, each in a row, folded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shlex
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, Response, sync_playwright

from benchmarks.corpus import Story, stories
from benchmarks.measure import measure
from benchmarks.search_files import files_of
from benchmarks.search_queries import queries
from benchmarks.search_weight import Counting, code, texts_of
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask
from bulletin.render.search.terms import units

HERE = Path(__file__)
_PART = re.compile(r"<article[^>]*>.*?<h1>(.*?)</h1>(.*?)</article>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|h\d|td|th|blockquote|a|time)>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    size: int  # bytes on disk
    files: int
    cpu: float  # seconds to build
    memory: float  # MB, all processes
    first: tuple[int, ...]  # bytes of each question, in a visit of its own
    answers: tuple[frozenset[int], ...]  # numbers of stories


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_peers")
    parser.add_argument("site", type=Path)
    parser.add_argument("--items", type=int, required=True)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--pagefind", default="")
    parser.add_argument("--modules", type=Path)
    options = parser.parse_args(arguments)
    public = options.site / "public"
    made = tuple(stories(options.items))
    asked = queries(made, options.queries)
    texts = {edition: [_texts(public / edition / story.url) for story in made] for edition in ("", "hant/")}
    questions = [text for text, _ in asked]
    truth = [_truth(text, texts[""], texts["hant/"]) for text in questions]
    with tempfile.TemporaryDirectory() as folder:
        peers = [_ours(public, made, texts, questions, Path(folder))]
        if options.pagefind:
            peers.append(_pagefind(shlex.split(options.pagefind), public, made, questions, Path(folder)))
        if options.modules:
            peers.append(_minisearch(options.modules, texts[""], questions, Path(folder)))
    _print(peers, truth, [number for _, number in asked])
    return 0


def _texts(folder: Path) -> tuple[str, str]:
    """Title and text of an article's page, blocks divided by line breaks."""
    match = _PART.search((folder / "index.html").read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{folder}: no article")
    title, text = (unescape(_TAG.sub("", _BLOCK.sub("\n", part))) for part in match.groups())
    return title.strip(), text


def _truth(question: str, *editions: Sequence[tuple[str, str]]) -> frozenset[int]:
    words = ["\t".join(units(word)) for word in question.split()]
    return frozenset(
        number
        for texts in editions
        for number, parts in enumerate(_folded(texts))
        if all(word in parts for word in words)
    )


_KEPT: dict[int, list[str]] = {}


def _folded(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Units of each article, with marks between them and others between blocks."""
    if id(texts) not in _KEPT:
        _KEPT[id(texts)] = ["\n".join("\t".join(units(block)) for block in "\n".join(one).split("\n")) for one in texts]
    return _KEPT[id(texts)]


# --- ours


def build_ours(source: Path, target: Path) -> None:
    """As a process of its own, to be measured: articles of both editions as JSON -> the shards."""
    editions = json.loads(source.read_text(encoding="utf-8"))
    texts = [([one[0] for one in same], [one[1] for one in same]) for same in zip(*editions, strict=True)][::-1]
    for name, data in files_of(texts)[1].items():
        (target / name.replace("/", "-")).write_bytes(data)


def _ours(
    public: Path,
    made: Sequence[Story],
    texts: Mapping[str, Sequence[tuple[str, str]]],
    questions: Sequence[str],
    folder: Path,
) -> Peer:
    (folder / "ours").mkdir()
    (folder / "ours.json").write_text(json.dumps(list(texts.values())), encoding="utf-8")
    command = f"from benchmarks.search_peers import *; build_ours(Path('{folder}/ours.json'), Path('{folder}/ours'))"
    run = measure([sys.executable, "-c", command], HERE.parents[1], has_memory=True)
    index = public / "search-index"
    files = [path for path in index.rglob("*") if path.is_file()]
    first, answers = [], []
    scripts = sum(code().values())
    numbers = {story.url: number for number, story in enumerate(made)}
    for text in questions:
        counting = Counting(index)
        engine = Engine(counting.read, counting.read_part)
        found = engine.search(ask(text))
        first.append(scripts + sum(counting.take().values()) + texts_of(index / "texts", found[:10], engine.root))
        answers.append(frozenset(numbers[engine.path(number)] for number in found))
    size = sum(path.stat().st_size for path in files)
    return Peer("Bulletin, both editions", size, len(files), run.cpu, run.tree, tuple(first), tuple(answers))


# --- Pagefind


def _pagefind(
    command: Sequence[str], public: Path, made: Sequence[Story], questions: Sequence[str], folder: Path
) -> Peer:
    target = folder / "site" / "pagefind"
    words = ["--site", str(public), "--glob", "20*/**/*.html", "--root-selector", "main article"]
    run = measure([*command, *words, "--output-path", str(target)], folder, has_memory=True)
    if run.code:
        raise SystemExit(f"Pagefind: {run.output[-2000:]}")
    (folder / "site" / "index.html").write_text("<!DOCTYPE html><html lang=zh-Hans><title>.</title>", encoding="utf-8")
    numbers = {f"/{story.url}": number for number, story in enumerate(made)}
    files = [path for path in target.rglob("*") if path.is_file()]
    with _served(folder / "site") as root, sync_playwright() as play:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        results = [_ask_pagefind(chromium.new_page(), root, text) for text in questions]
        chromium.close()
    stories_of = {one: numbers[url] for one, url in _addresses(target) if url in numbers}
    answers = tuple(frozenset(stories_of[one] for one in ids if one in stories_of) for ids, _ in results)
    size = sum(path.stat().st_size for path in files)
    first = tuple(weight for _, weight in results)
    return Peer("Pagefind, one edition", size, len(files), run.cpu, run.tree, first, answers)


def _ask_pagefind(page: Page, root: str, text: str) -> tuple[list[str], int]:
    """Ids of all results, and the bytes of a visit that shows ten of them."""
    weights: list[int] = []

    def note(response: Response) -> None:
        data = response.body() if "/pagefind/" in response.url else b""
        weights.append(len(gzip.compress(data)) if response.url.split("?")[0].endswith((".js", ".json")) else len(data))

    page.goto(root)
    page.on("response", note)
    ids: list[str] = page.evaluate(
        """async (text) => {
          const pagefind = await import("/pagefind/pagefind.js");
          const { results } = await pagefind.search(text);
          await Promise.all(results.slice(0, 10).map((one) => one.data()));
          return results.map((one) => one.id);
        }""",
        text,
    )
    page.wait_for_load_state("networkidle")
    page.close()
    return ids, sum(weights)


def _addresses(folder: Path) -> Iterator[tuple[str, str]]:
    """Id of a result -> address of its page: what Pagefind's fragments hold."""
    for path in folder.glob("fragment/*.pf_fragment"):
        data = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
        yield path.stem, json.loads(data)["url"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


# --- MiniSearch


def _minisearch(modules: Path, texts: Sequence[tuple[str, str]], questions: Sequence[str], folder: Path) -> Peer:
    articles, index, asked = folder / "articles.json", folder / "minisearch.json", folder / "questions.json"
    documents = [{"id": number, "title": title, "text": text} for number, (title, text) in enumerate(texts)]
    articles.write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")
    asked.write_text(json.dumps(questions, ensure_ascii=False), encoding="utf-8")
    script = ["node", "--max-old-space-size=8000", str(HERE.with_name("search_peers.mjs")), str(modules.resolve())]
    run = measure([*script, "build", str(articles), str(index)], folder, has_memory=True)
    answers = measure([*script, "ask", str(index), str(asked)], folder)
    if run.code or answers.code:
        raise SystemExit("MiniSearch failed")
    program = modules / "minisearch" / "dist" / "es" / "index.js"
    weight = len(gzip.compress(index.read_bytes())) + len(gzip.compress(program.read_bytes()))
    found = tuple(frozenset(one) for one in json.loads(answers.output))
    size = index.stat().st_size
    return Peer("MiniSearch, one edition", size, 1, run.cpu, run.tree, (weight,) * len(questions), found)


# --- the table


def _print(peers: Sequence[Peer], truth: Sequence[frozenset[int]], known: Sequence[int]) -> None:
    hants = range(2, len(truth), 3)  # see ``queries``
    print("| | index | files | build, CPU | memory | first question, median (p95) | known article | recall | precision "
          "| known, traditional question | exactly |\n|---|---|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for one in peers:
        right = [len(found & true) for found, true in zip(one.answers, truth, strict=True)]
        recall = sum(right) / sum(map(len, truth))
        precision = sum(right) / max(sum(map(len, one.answers)), 1)
        exact = sum(found == true for found, true in zip(one.answers, truth, strict=True))
        is_known = [number in found for number, found in zip(known, one.answers, strict=True)]
        first = f"{median(one.first) / 1000:.0f} ({quantiles(one.first, n=20)[-1] / 1000:.0f}) KB"
        print(
            f"| {one.name} | {one.size / 1e6:.1f} MB | {one.files} | {one.cpu:.1f} s | {one.memory:.0f} MB | {first} "
            f"| {sum(is_known) / len(known):.1%} | {recall:.3f} | {precision:.3f} "
            f"| {sum(is_known[at] for at in hants) / len(hants):.1%} | {exact} of {len(truth)} |"
        )


if __name__ == "__main__":
    sys.exit(main())
