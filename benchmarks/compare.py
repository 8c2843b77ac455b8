"""Bulletin beside OpenCC + Hugo: the same items, equal themes, both scripts, in one run.

    python -m benchmarks.compare [--items 2000] [--rounds 3] [--keep DIR] [--hugo PATH] [--pagefind COMMAND] [--jobs N]

Each round takes the runs in turn, so that a busy machine is busy for all of them; a figure is the median of the
rounds. Memory is looked at in one further round whose times are thrown away. Beside Bulletin's figures stands what the
same work costs at least (``benchmarks.floor``), measured last. Prints a table; writes
benchmarks/out/compare-<items>.json. Exits with 1 where the two sites do not hold the same articles.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.bench import ROOT, Bench
from benchmarks.corpus import NOW, stories
from benchmarks.equal import Difference, Output, differences, output_of
from benchmarks.floor import PARTS, Floor, floor_of
from benchmarks.measure import Measured
from benchmarks.sites import hugo_path, write_bulletin, write_hugo

OUT = Path(__file__).parent / "out"
PLAIN = "bulletin cold without search"


@dataclass(slots=True)
class Runs:
    """What was measured, by name of the run, over all rounds."""

    found: dict[str, list[Measured]] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)
    floors: dict[str, Floor] = field(default_factory=dict)  # of PLAIN; "": of the site with a search

    def round(self, bench: Bench, number: int, has_memory: bool) -> None:
        story = None

        def note(name: str, run: Callable[[bool], Measured]) -> None:
            measured = run(has_memory)
            if has_memory:
                self.peaks[name] = measured.tree
            else:
                self.found.setdefault(name, []).append(measured)

        note("bulletin cold, no cache", bench.cold_bulletin_alone)
        note("hugo cold, nothing related", bench.cold_hugo_unrelated)
        note("hugo cold", bench.cold_hugo)
        if bench.pagefind:
            note("pagefind for hugo", bench.index_hugo)
        note(PLAIN, bench.cold_plain)
        note("bulletin cold", bench.cold_bulletin)
        note("bulletin unchanged", bench.build_bulletin)
        story = bench.change(number * 7 + len(bench.stories) // 2)
        note("bulletin one changed", bench.build_bulletin)
        note("hugo one changed", lambda memory: bench.build_hugo(memory, hugo_path(story)))

    def stages(self, name: str) -> Mapping[str, float]:
        """Median seconds of each stage, as Bulletin reports them."""
        reports = [json.loads(one.output)["seconds"] for one in self.found[name]]
        return {stage: median(report.get(stage, 0.0) for report in reports) for stage in reports[0]}

    def floor(self, name: str) -> float:
        """Seconds of processor time: for the share of its items and pages that the run made anew, by its report."""
        report = json.loads(self.found[name][-1].output)
        items = {"bulletin one changed": 1 / report["items"], "bulletin unchanged": 0.0}.get(name, 1.0)
        return self.floors.get(name, self.floors[""]).cpu(items, report["rendered"] / report["pages"])

    def table(self) -> dict[str, dict[str, float]]:
        return {
            name: {
                "wall": median(one.wall for one in measured),
                "fastest": min(one.wall for one in measured),
                "slowest": max(one.wall for one in measured),
                "cpu": median(one.cpu for one in measured),
                "largest_process_mb": max(one.largest for one in measured),
                "all_processes_mb": self.peaks.get(name, 0.0),
            }
            for name, measured in self.found.items()
        }


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    folder = Path(options.keep or tempfile.mkdtemp(prefix="bulletin-bench-"))
    for name in ("bulletin", "plain", "hugo"):
        shutil.rmtree(folder / name, ignore_errors=True)
    made = tuple(stories(options.items))
    bench = Bench(
        folder / "bulletin", folder / "plain", folder / "hugo", made, options.hugo, options.pagefind, options.jobs
    )
    write_bulletin(made, bench.bulletin)
    write_bulletin(made, bench.plain, has_search=False)
    write_hugo(made, bench.hugo)
    bench.compile()
    runs = Runs()
    for number in range(options.rounds):
        runs.round(bench, number, has_memory=False)
    runs.round(bench, options.rounds, has_memory=True)
    different = differences(made, bench.bulletin / "public", bench.hugo / "public")
    places = {"bulletin": bench.bulletin, "without search": bench.plain, "hugo": bench.hugo}
    outputs = {name: output_of(place / "public") for name, place in places.items()}
    runs.floors = {
        name: floor_of(site, site / "public", NOW, ROOT) for name, site in ((PLAIN, bench.plain), ("", bench.bulletin))
    }
    _print(runs, outputs, different, options)
    _save(runs, outputs, different, options)
    if not options.keep:
        shutil.rmtree(folder)
    return 1 if any(one.is_fault for one in different) else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    beside = Path(sys.executable).with_name("hugo")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", metavar="DIR", help="work here and leave both sites there")
    parser.add_argument("--hugo", metavar="PATH", default=str(beside) if beside.exists() else "hugo")
    parser.add_argument("--pagefind", metavar="COMMAND", default="", help="index Hugo's site as well")
    parser.add_argument("--jobs", type=int, default=0, help="worker processes of Bulletin; 0 = one for each core")
    return parser.parse_args(arguments)


def _print(
    runs: Runs, outputs: Mapping[str, Output], different: Sequence[Difference], options: argparse.Namespace
) -> None:
    table = runs.table()
    load = os.getloadavg()[2]
    print(f"{options.items} items, median of {options.rounds}, {os.cpu_count()} cores, load in 15 minutes {load:.1f}\n")
    print(f"{'':30}{'wall s':>8}{'from':>7}{'to':>7}{'CPU s':>8}{'process MB':>12}{'all MB':>8}")
    for name, row in table.items():
        print(
            f"{name:30}{row['wall']:8.2f}{row['fastest']:7.2f}{row['slowest']:7.2f}{row['cpu']:8.2f}"
            f"{row['largest_process_mb']:12.0f}{row['all_processes_mb']:8.0f}"
        )
    for name, ratio in _ratios(runs).items():
        print(f"{name}: {ratio:.3f}x")
    for name in table:
        if name.startswith("bulletin"):
            floor = runs.floor(name)
            print(f"{name}: floor {floor:.2f} s CPU, {table[name]['cpu'] / floor - 1:+.0%} above it")
    for part, cost in ((part, runs.floors[PLAIN].parts[part]) for part in (*PARTS, "shared")):
        print(f"floor, without search: {part:9}{cost.wall:8.3f} s wall{cost.cpu:8.3f} s CPU")
    for name in (PLAIN, "bulletin cold", "bulletin one changed", "bulletin unchanged"):
        stages = "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in runs.stages(name).items())
        print(f"{name}: {stages}")
    for name, output in outputs.items():
        kinds = "  ".join(f"{kind} {count}" for kind, count in output.kinds)
        print(f"{name}: {output.files} files, {output.size / 1e6:.1f} MB  {kinds}")
    for one in different:
        print(one.words)


def _ratios(runs: Runs) -> dict[str, float]:
    """Wall time beside that of OpenCC + Hugo, which makes no search index: so also of the site without one."""
    table = runs.table()
    ratios = {
        f"{mine} / {theirs}": table[mine]["wall"] / table[theirs]["wall"]
        for mine, theirs in (
            (PLAIN, "hugo cold"),
            (PLAIN, "hugo cold, nothing related"),
            ("bulletin cold", "hugo cold"),
            ("bulletin cold, no cache", "hugo cold"),
            ("bulletin one changed", "hugo one changed"),
        )
    }
    if "pagefind for hugo" in table:
        both = table["hugo cold"]["wall"] + table["pagefind for hugo"]["wall"]
        ratios["bulletin cold / hugo cold and pagefind"] = table["bulletin cold"]["wall"] / both
    quickest = table[PLAIN]["fastest"] / table["hugo cold"]["fastest"]
    return {**ratios, f"{PLAIN} / hugo cold, the fastest of each": quickest}


def _save(
    runs: Runs, outputs: Mapping[str, Output], different: Sequence[Difference], options: argparse.Namespace
) -> None:
    OUT.mkdir(exist_ok=True)
    table = runs.table()
    data = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "items": options.items,
        "rounds": options.rounds,
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "runs": table,
        "ratios": _ratios(runs),
        "floors": {name: runs.floor(name) for name in runs.found if name.startswith("bulletin")},
        "floor_parts": {name or "with search": asdict(one)["parts"] for name, one in runs.floors.items()},
        "stages": {name: runs.stages(name) for name in runs.found if name.startswith("bulletin")},
        "outputs": {
            name: {"files": one.files, "bytes": one.size, "kinds": dict(one.kinds)} for name, one in outputs.items()
        },
        "differences": [one.words for one in different],
    }
    path = OUT / f"compare-{options.items}.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
