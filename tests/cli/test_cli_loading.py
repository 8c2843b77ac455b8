"""What a command loads and opens before it answers: no stopwatch, but what start-up time is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sites.make_site import write_site

ROOT = Path(__file__).parent.parent.parent
_WATCHED = """
import functools, json, re, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from bulletin.read import glance
{setting}
from bulletin.__main__ import run
try:
    code = run({arguments!r})
except SystemExit as stop:
    code = stop.code
late = [
    module + "." + name
    for module in sorted(sys.modules) if module.startswith("bulletin.")
    for name, value in vars(sys.modules[module]).items()
    if isinstance(getattr(value, "__wrapped__", None), functools.partial) and value.__wrapped__.func is re.compile
    and value.cache_info().currsize
]
with open({told!r}, "w") as file:
    json.dump([code, sorted(sys.modules), opened, late], file)
"""
_LONG_AGO = "glance._RECENT = -(10 ** 18)"  # no program can set the time of change
_A_MOMENT_AGO = "glance._RECENT = 10 ** 18"
_HEAVY = {
    "PIL", "argcomplete", "chardet", "ctypes", "email", "html5lib", "http", "jinja2", "logging", "lxml", "markdown",
    "multiprocessing", "nh3", "opencc", "socket", "subprocess", "tempfile", "urllib.request", "watchdog", "xml", "yaml",
    "zipfile",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    code: int
    modules: frozenset[str]
    opened: tuple[str, ...]  # paths
    late: tuple[str, ...]  # patterns that few texts need, and that were compiled
    output: str

    @property
    def ours(self) -> set[str]:
        return {name.removeprefix("bulletin.") for name in self.modules if name.startswith("bulletin.")}


def run(folder: Path, arguments: Sequence[str], setting: str = _LONG_AGO, stdin: str = "") -> Told:
    told = folder / "told.json"
    script = _WATCHED.format(setting=setting, arguments=list(arguments), told=str(told))
    done = subprocess.run(
        [sys.executable, "-c", script], input=stdin, capture_output=True, text=True, check=False, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8", "LC_ALL": ""}, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    code, modules, opened, late = json.loads(told.read_text("utf-8"))
    return Told(code, frozenset(modules), tuple(opened), tuple(late), done.stdout + done.stderr)


ROOMS = {"check", "convert", "render", "ingest", "mend", "serve", "jobs", "desk", "deploy", "pipeline", "parallel"}


QUICK = [["--help"], ["--version"], ["build", "--help"], ["biuld"], ["check", "--explain", "E402"]]
QUICK += [["rollback", "nowhere"]]


@pytest.mark.parametrize("arguments", QUICK, ids=" ".join)
def test_help_loads_no_room(tmp_path: Path, arguments: list[str]) -> None:
    told = run(tmp_path, arguments)
    assert told.code in (0, 2)
    assert told.output
    assert not {name.partition(".")[0] for name in told.ours} & ROOMS
    assert not (told.modules & _HEAVY) - {"ctypes"}  # to exchange folders


def test_a_filter_loads_what_converts_and_nothing_else(tmp_path: Path) -> None:
    told = run(tmp_path, ["convert"], stdin="工会组织职工\n")
    assert told.output == "工會組織職工\n"
    assert not {name.partition(".")[0] for name in told.ours} & (ROOMS - {"convert", "jobs"})
    assert {name for name in told.ours if name.startswith("jobs.")} == {"jobs.convert_text"}
    allowed = ("convert.script", "convert.prose")  # what a text is between its paragraphs
    assert all(name.startswith(allowed) for name in told.ours if name.startswith("convert."))
    assert not told.modules & (_HEAVY - {"opencc"})
    assert told.late == ()


def test_a_pattern_is_compiled_for_a_text_that_needs_it(tmp_path: Path) -> None:
    told = run(tmp_path, ["convert"], stdin="“工会”：https://工会.中国/头发\n")
    assert told.output == "「工會」：https://工会.中国/头发\n"
    assert told.late == ("bulletin.convert.script.lexicon._ADDRESS", "bulletin.convert.script.quotes._HAN")


def test_completion_loads_no_room(tmp_path: Path) -> None:
    told = run(tmp_path, ["completion", "bash"])
    assert "bulletin" in told.output
    assert not {name.partition(".")[0] for name in told.ours} & ROOMS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built; another build would do nothing."""
    made = write_site(tmp_path_factory.mktemp("loading") / "site")
    assert run(made.parent, ["build", str(made), "--jobs", "1"]).code == 0
    return made


def test_nothing_changed_opens_no_file_of_the_site(site: Path) -> None:
    told = run(site.parent, ["build", str(site)])
    assert told.code == 0
    assert not {name.partition(".")[0] for name in told.ours} & ROOMS
    assert not (told.modules & _HEAVY) - {"ctypes"}  # to exchange folders
    below = [path for path in told.opened if path.startswith((str(site / "content"), str(ROOT / "themes")))]
    assert below == []


def test_what_changed_a_moment_ago_is_read(site: Path) -> None:
    told = run(site.parent, ["build", str(site)], setting=_A_MOMENT_AGO)
    assert told.code == 0
    assert any(path.endswith("site.yaml") for path in told.opened)
