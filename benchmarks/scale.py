"""Bulletin with growing numbers of items: what an item more costs, and what many more would.

    python -m benchmarks.scale [--items 1000 2000 10000] [--jobs N] [--keep DIR]

Cold (with a cache to fill), the same without a search, one item changed, nothing changed: processor time of all
processes, and the peak of their memory together (PSS). Prints a table; writes benchmarks/out/scale.json. From the two
largest numbers it reckons 100,000 and 1,000,000 items along a straight line: that is no measurement, and it says so.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus import NOW, Story, stories
from benchmarks.measure import Measured, measure
from benchmarks.sites import bulletin_path, write_bulletin

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).parent / "out"
FAR = (100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Point:
    items: int
    cpu: float  # seconds
    wall: float
    memory: float  # MB, all processes together
    files: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Through the two points with the most items."""

    cpu: float  # milliseconds an item
    memory: float  # KB an item
    base: Point

    def at(self, items: int) -> Point:
        more = items - self.base.items
        return Point(items, self.base.cpu + more * self.cpu / 1000, 0.0, self.base.memory + more * self.memory / 1024)


def line(points: Sequence[Point]) -> Line:
    one, other = sorted(points, key=lambda point: point.items)[-2:]
    items = other.items - one.items
    return Line(1000 * (other.cpu - one.cpu) / items, 1024 * (other.memory - one.memory) / items, other)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--items", type=int, nargs="+", default=[1000, 2000, 10_000])
    parser.add_argument("--jobs", type=int, default=0, help="worker processes; 0 = one for each core")
    parser.add_argument("--keep", metavar="DIR", help="work here and leave the sites there")
    options = parser.parse_args(arguments)
    folder = Path(options.keep or tempfile.mkdtemp(prefix="bulletin-scale-"))
    found: dict[str, list[Point]] = {}
    for items in sorted(options.items):
        for name, measured in _runs(folder, tuple(stories(items)), options.jobs):
            report = json.loads(measured.output)
            point = Point(items, measured.cpu, measured.wall, measured.tree, report["pages"])
            found.setdefault(name, []).append(point)
            print(
                f"{name:14}{items:9,} items{point.files:9,} files{point.cpu:9.2f} s CPU{point.wall:9.2f} s"
                f"{point.memory:8.0f} MB{1000 * point.cpu / items:8.2f} ms CPU an item",
                flush=True,
            )
    if len(options.items) > 1:
        _reckon(found)
    OUT.mkdir(exist_ok=True)
    data = {name: [asdict(one) for one in points] for name, points in found.items()}
    (OUT / "scale.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    if not options.keep:
        shutil.rmtree(folder)
    return 0


def _runs(folder: Path, made: tuple[Story, ...], jobs: int) -> Iterator[tuple[str, Measured]]:
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    write_bulletin(made, site, has_search=False)
    yield "no search", _build(site, jobs)
    shutil.rmtree(site)
    write_bulletin(made, site)
    yield "cold", _build(site, jobs)
    yield "unchanged", _build(site, jobs)
    with open(site / "content" / bulletin_path(made[len(made) // 2]), "a", encoding="utf-8") as file:
        file.write("本刊将继续关注。\n")
    yield "one changed", _build(site, jobs)


def _build(site: Path, jobs: int) -> Measured:
    command = [sys.executable, "-m", "bulletin", "build", str(site), "--json", "--now", NOW, "--jobs", str(jobs)]
    measured = measure(command, ROOT, has_memory=True)
    if measured.code:
        raise SystemExit(f"exit code {measured.code}: {measured.output[-2000:]}")
    return measured


def _reckon(found: Mapping[str, Sequence[Point]]) -> None:
    for name, points in found.items():
        through = line(points)
        print(f"{name}: {through.cpu:.2f} ms CPU and {through.memory:.1f} KB an item more")
        for items in FAR:
            far = through.at(items)
            print(f"{name}: {items:,} items, reckoned and not measured: {far.cpu:,.0f} s CPU, {far.memory:,.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
