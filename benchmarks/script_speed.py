"""Speed of conversion beside plain OpenCC, in megabytes of UTF-8 source text a second of one core's time.

    python -m benchmarks.script_speed [--rounds 5] [--text FILE]

Text is cut into articles of 1,000 characters, and each is converted for all editions before the next. Every figure is
of fresh processes, so making the converters and reading the dictionaries and the table is part of it; the fastest of
the rounds counts, which go through all converters in turn. Start-up is the time from starting Python to the first
converted sentence, by the clock and of the processor. Without ``--text`` the text is that of
``benchmarks/script/pairs``, each line once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import opencc

from benchmarks.script_eval import PAIRS, pairs
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition

ARTICLE = 1_000  # characters
EDITIONS = {
    "Hans": Edition("zh-Hans", "", "", "curly"),
    "TW": Edition("zh-Hant-TW", "", "", "corner"),
    "HK": Edition("zh-Hant-HK", "", "", "corner"),
    "Hant": Edition("zh-Hant", "", "", "corner"),
}
JOBS = ("opencc s2tw", "ours TW", "ours Hans TW", "ours Hans TW HK Hant")
START_UP = """
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition
made = Converter("Hans", Edition("zh-Hant-TW", "", "", "corner")).text("\u53c2\u4e0e\u5236\u9020")
assert made == "\u53c3\u8207\u88fd\u9020"
"""


def articles(text: str) -> list[str]:
    return [text[start : start + ARTICLE] for start in range(0, len(text), ARTICLE)]


def run(job: str, texts: Sequence[str]) -> float:
    """Seconds of processor time for one of ``JOBS``."""
    start = time.process_time()
    who, *names = job.split()
    converts: list[Callable[[str], str]]
    if who == "opencc":
        converts = [opencc.OpenCC(names[0], include_tofu_risk_dictionaries=False).convert]
    else:
        converts = [Converter("Hans", EDITIONS[name]).text for name in names]
    for text in texts:
        for convert in converts:
            convert(text)
    return time.process_time() - start


def _in_new_process(job: str, file: str) -> float:
    command = [sys.executable, "-m", "benchmarks.script_speed", "--job", job, "--text", file]
    return float(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _start_ups(rounds: int) -> list[tuple[float, float]]:
    """Seconds by the clock and of processor time, with the bytecode at hand, as it is once a package is installed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        found: list[tuple[float, float]] = []
        for _ in range(rounds + 1):
            start, used = time.perf_counter(), os.times()
            subprocess.run([sys.executable, "-c", START_UP], check=True, env=environment)
            now = os.times()
            worked = now.children_user + now.children_system - used.children_user - used.children_system
            found.append((time.perf_counter() - start, worked))
    return found[1:]


def _text(file: str) -> str:
    if file:
        return Path(file).read_text(encoding="utf-8")
    names = sorted({path.name.split(".")[0] for path in PAIRS.glob("*.hans*")})
    return "\n".join(dict.fromkeys(line for name in names for line in pairs(name)[0]))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--text", default="")
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    text = _text(options.text)
    if options.job:
        print(json.dumps(run(options.job, articles(text))))
        return
    size = len(text.encode()) / 1e6
    rounds = [{job: _in_new_process(job, options.text) for job in JOBS} for _ in range(options.rounds)]
    fastest = {job: min(seconds[job] for seconds in rounds) for job in JOBS}
    print(f"{size:.1f} MB, articles of {ARTICLE:,} characters, fastest of {options.rounds} rounds")
    for job, seconds in fastest.items():
        print(f"{job:24}{size / seconds:7.1f} MB/s{seconds / fastest['ours Hans TW']:7.2f}")
    clock, worked = (min(times) * 1000 for times in zip(*_start_ups(options.rounds), strict=True))
    print(f"{'start-up':24}{clock:7.0f} ms, {worked:.0f} ms of processor time")


if __name__ == "__main__":
    main()
