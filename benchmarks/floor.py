"""A site and what was built of it -> what the same work costs at the very least: files and single library calls alone.

    python -m benchmarks.floor SITE OUTPUT NOW          prints one JSON object: part -> wall and CPU seconds

    start      Python with the libraries imported, nothing of Bulletin
    read       every file of content/ read
    write      as many files of the same sizes as the output has, written to a new folder beside it
    yaml       each front matter, by the C loader
    markdown   each body, by Python-Markdown with its own extensions for tables and footnotes
    nh3        what came of it
    opencc     it again, with title and summary, for each edition in traditional script
    jinja      each page of a template, made by Jinja with what Bulletin's theme would be given
    shared     the same with the parts that are equal on all pages made once, as Bulletin does (not part of the sum)

One process, one thread, each part alone: there is nothing around the calls. Feeds, sitemap, search index, the checks
and all planning are no library's work, so they count as overhead.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nh3
import opencc
import yaml
from jinja2 import Environment
from markdown import Markdown

from benchmarks.measure import measure
from bulletin import __version__
from bulletin.cache import Cache
from bulletin.model.content import Theme
from bulletin.model.options import Options
from bulletin.model.page import Page
from bulletin.parallel import open_workers
from bulletin.pipeline import convert, load, look, sites_of
from bulletin.read.theme import read_theme
from bulletin.render.anatomy import bare, environment_for
from bulletin.render.chrome import make_chrome
from bulletin.render.pages import site_pages
from bulletin.render.produce import with_head
from bulletin.render.templates import edition_environment, edition_theme, templates_for
from bulletin.render.views import Chrome
from bulletin.stopwatch import Stopwatch
from bulletin.words import interface

LIBRARIES = ("yaml", "markdown", "nh3", "opencc", "jinja")
PARTS = ("start", "read", "write", *LIBRARIES)
_IMPORTS = "import jinja2, markdown, nh3, opencc, yaml; opencc.OpenCC('s2tw')"


@dataclass(frozen=True, slots=True)
class Cost:
    wall: float  # seconds
    cpu: float


@dataclass(frozen=True, slots=True)
class Floor:
    parts: Mapping[str, Cost]

    def cpu(self, items: float = 1.0, pages: float = 1.0) -> float:
        """Seconds of processor time where only these shares of the items and the pages are new. A new process starts
        in any case."""
        of_items = sum(self.parts[name].cpu for name in ("read", "yaml", "markdown", "nh3", "opencc"))
        of_pages = sum(self.parts[name].cpu for name in ("write", "jinja"))
        return self.parts["start"].cpu + items * of_items + pages * of_pages


def floor_of(site: Path, output: Path, now: str, folder: Path) -> Floor:
    """Measured in a process of its own. ``folder`` is where this package lies."""
    measured = measure([sys.executable, "-m", "benchmarks.floor", str(site), str(output), now], folder)
    if measured.code:
        raise SystemExit(f"benchmarks.floor: exit code {measured.code}")
    start = measure([sys.executable, "-c", _IMPORTS], folder)
    found = {name: Cost(**cost) for name, cost in json.loads(measured.output).items()}
    return Floor({"start": Cost(start.wall, start.cpu), **found})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor")
    parser.add_argument("site", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("now")
    options = parser.parse_args(arguments)
    costs = {**_files(options.site, options.output), **_texts(options.site), **_pages(options.site, options.now)}
    print(json.dumps({name: {"wall": cost.wall, "cpu": cost.cpu} for name, cost in costs.items()}))
    return 0


def _timed(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


# --- files ------------------------------------------------------------------------------------------------------------


def _files(site: Path, output: Path) -> dict[str, Cost]:
    inputs = sorted(path for path in (site / "content").rglob("*") if path.is_file())
    sizes = {path.relative_to(output): path.stat().st_size for path in output.rglob("*") if path.is_file()}
    folder = Path(tempfile.mkdtemp(prefix="floor-", dir=site))
    try:
        return {
            "read": _timed(lambda: [path.read_bytes() for path in inputs]),
            "write": _timed(lambda: _write(folder, sizes)),
        }
    finally:
        shutil.rmtree(folder)


def _write(folder: Path, sizes: Mapping[Path, int]) -> None:
    block = memoryview(bytes(max(sizes.values(), default=0)))
    made: set[Path] = set()
    for path, size in sizes.items():
        if path.parent not in made:
            (folder / path.parent).mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        place = os.open(folder / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        os.write(place, block[:size])
        os.close(place)


# --- texts ------------------------------------------------------------------------------------------------------------


def _texts(site: Path) -> dict[str, Cost]:
    documents = [path.read_text(encoding="utf-8") for path in sorted((site / "content").rglob("*.md"))]
    parts = [document.removeprefix("---\n").split("\n---\n", 1) for document in documents]
    fronts = [front for front, *_ in parts]
    bodies = [body for _, *rest in parts for body in rest]
    values: list[dict[str, object]] = []
    htmls: list[str] = []
    clean: list[str] = []
    markdown = Markdown(extensions=["tables", "footnotes"], output_format="html")
    converter = opencc.OpenCC("s2tw")
    return {
        "yaml": _timed(lambda: values.extend(yaml.load(front, yaml.CSafeLoader) for front in fronts)),
        "markdown": _timed(lambda: htmls.extend(markdown.reset().convert(body) for body in bodies)),
        "nh3": _timed(lambda: clean.extend(nh3.clean(html) for html in htmls)),
        "opencc": _timed(lambda: [converter.convert(text) for text in _converted(values, clean)]),
    }


def _converted(values: Iterable[Mapping[str, object]], htmls: Iterable[str]) -> Iterable[str]:
    for value, html in zip(values, htmls, strict=True):
        yield "\n".join((str(value.get("标题", "")), str(value.get("摘要", "")), html))


# --- pages ------------------------------------------------------------------------------------------------------------


def _pages(site: Path, now: str) -> dict[str, Cost]:
    theme, editions = _planned(site, now)
    plain = environment_for(bare(theme))
    shared = [edition_environment(edition_theme(theme, chrome)) for chrome, _ in editions]
    given = [(chrome, [(one.template, with_head(one.view, chrome)) for one in pages]) for chrome, pages in editions]
    for environment in (plain, *shared):  # compiled first: that is done once in a process
        for template in {template for _, views in given for template, _ in views}:
            environment.get_template(template)
    return {
        "jinja": _timed(lambda: [_rendered(plain, *one) for one in given]),
        "shared": _timed(lambda: [_rendered(own, *one) for own, one in zip(shared, given, strict=True)]),
    }


def _planned(site: Path, now: str) -> tuple[Theme, list[tuple[Chrome, list[Page]]]]:
    """The pages of templates, by edition."""
    options = Options(site, datetime.fromisoformat(now))
    with Cache(None, "", lambda _: None) as cache, open_workers(1, "", lambda *_: None) as workers:
        bulletin = load(options, *look(options, watch := Stopwatch()), cache, workers, watch)
        sites = sites_of(bulletin, convert(bulletin, cache, workers, watch), cache, watch)
    theme = read_theme(site, bulletin.config.theme)
    editions = []
    for one in sites:
        words = interface("hant" if one.edition.script == "Hant" else "hans")
        templates = templates_for(theme, make_chrome(one, theme, words, __version__))
        pages = [page for page in site_pages(one, templates) if page.template and not page.template.startswith("@")]
        editions.append((templates.chrome, pages))
    return theme, editions


def _rendered(environment: Environment, chrome: Chrome, views: Iterable[tuple[str, object]]) -> int:
    """Bytes: none is kept."""
    return sum(
        len(environment.get_template(template).render(chrome=chrome, page=view).encode()) for template, view in views
    )


if __name__ == "__main__":
    sys.exit(main())
