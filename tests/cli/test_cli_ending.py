"""However a build ends, the site stands whole, and the next equals a clean one: signals, full disks, lost readers."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import time
import weakref
from pathlib import Path

import pytest
from sites.make_site import item, tree_of, write_site

from bulletin.cli.ending import ended, hold
from bulletin.cli.main import main

ROOT = Path(__file__).parent.parent.parent
NOW = ("--now", "2026-11-20T09:00:00+08:00")
COUNT = 70  # enough for worker processes
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def command(site: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "bulletin", "build", str(site), "--jobs", "2", "--quiet", *NOW, *more]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "LC_ALL": ""}


def change(site: Path, number: int) -> None:
    """Every page is another one: the name of the site stands on each."""
    file = site / "content" / "site.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([f"标题: 第{number}个\n", *lines[1:]]), "utf-8")
    (site / "content" / "2026" / "item-0001.md").write_text(item(1, f"第{number}次。"), "utf-8")


def clean(site: Path, folder: Path) -> dict[str, bytes]:
    assert main(["build", str(site), "--quiet", "--no-cache", "--jobs", "1", "--output", str(folder), *NOW]) == 0
    return tree_of(folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("ending") / "site", COUNT)
    settings = site / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace(", zh-Hant, zh-Hant-HK", ""), "utf-8")
    change(site, 0)
    assert main(["build", str(site), "--quiet", *NOW]) == 0
    return site


def left_behind(site: Path) -> set[str]:
    beside = {entry.name for entry in (site / ".public.releases").iterdir()}
    return {name for name in beside if not name.isdecimal()} | {entry.name for entry in site.iterdir()}


@needs_signals
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"])
def test_killed_at_some_instant(site: Path, tmp_path: Path, name: str) -> None:
    """Anywhere between the start and the end of a build of every page; tests/write has every operation on the disk."""
    dice = random.Random(name)
    for number in range(3 if name == "SIGKILL" else 1):
        before = tree_of(site / "public")
        change(site, dice.randrange(10**9))
        goal = clean(site, tmp_path / f"clean-{number}")
        process = subprocess.Popen(command(site), env=environment(), stderr=subprocess.PIPE, text=True)
        time.sleep(dice.uniform(0.3, 2))
        process.send_signal(getattr(signal, name))
        said = process.communicate(timeout=60)[1]
        assert "Traceback" not in said
        assert tree_of(site / "public") in (before, goal)
        if name != "SIGKILL":
            usual = {".bulletin.json", "lock", "content", "public", ".bulletin", ".public.releases"}
            assert left_behind(site) == usual
        assert main(["build", str(site), "--quiet", "--jobs", "1", *NOW]) == 0
        assert tree_of(site / "public") == goal
        assert "next" not in left_behind(site)


@needs_signals
def test_stopped_says_so(site: Path) -> None:
    change(site, 5)
    code = (
        "import os, signal, sys; from bulletin.write import release; from bulletin.cli.main import main\n"
        "release.settle = lambda _: os.kill(os.getpid(), signal.SIGTERM)\n"
        f"sys.exit(main({command(site)[3:]!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 128 + signal.SIGTERM
    assert "[E915]" in done.stderr
    assert "再运行一次" in done.stderr
    assert "next" not in left_behind(site)


@needs_signals
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("where", ["finaliser", "fork"])
def test_stopped_where_exceptions_are_dropped(site: Path, where: str, name: str) -> None:
    """A signal may come at any instant, also in those in which Python only prints what is raised."""
    before = tree_of(site / "public")
    change(site, 6)
    ways = {
        "finaliser": "type('Last', (), {'__del__': lambda self: stop()})()",
        "fork": "os.register_at_fork(before=stop)",
    }
    code = (
        "import os, signal, sys; from bulletin.write import release; from bulletin.cli.main import main\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # whoever started the tests with nohup ignores it
        "asked = []\n"
        "def stop():\n"
        f"    if not asked: asked.append(1); os.kill(os.getpid(), signal.{name})\n"
        "guard = release.Release.guard\n"
        f"release.Release.guard = lambda *given: (guard(*given), {ways[where]})[0]\n"
        f"sys.exit(main({command(site)[3:]!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 128 + getattr(signal, name), done.stderr
    assert "Traceback" not in done.stderr
    assert "Stopped" not in done.stderr
    assert tree_of(site / "public") == before
    assert "next" not in left_behind(site)


@needs_signals
@pytest.mark.parametrize("largest", [0, 3_000, 40_000])
def test_a_disk_that_takes_no_more(site: Path, tmp_path: Path, largest: int) -> None:
    """No file may grow beyond ``largest`` bytes: as full as a disk can be in the middle of a page or the cache."""
    before = tree_of(site / "public")
    change(site, largest + 1)
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))\n"
        f"from bulletin.cli.main import main; sys.exit(main({command(site)[3:]!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), check=False, capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr
    goal = clean(site, tmp_path / "clean")
    if done.returncode:
        assert done.returncode == 2
        assert "[E804]" in done.stderr
        assert "磁盘空间" in done.stderr
        assert tree_of(site / "public") == before
    else:
        assert tree_of(site / "public") == goal
    assert "next" not in left_behind(site)
    assert main(["build", str(site), "--quiet", "--jobs", "1", *NOW]) == 0
    assert tree_of(site / "public") == goal


def test_two_builds_at_once(site: Path, tmp_path: Path) -> None:
    """One of them publishes; the other does as well, or says that it has to wait."""
    change(site, 77)
    both = [subprocess.Popen(command(site), env=environment(), stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=60)[1] for one in both]
    codes = [one.returncode for one in both]
    assert 0 in codes
    for code, text in zip(codes, said, strict=True):
        assert code == 0 or (code == 2 and "[E801]" in text), text
    assert tree_of(site / "public") == clean(site, tmp_path / "clean")


@pytest.mark.parametrize("moment", ["2001-01-01T00:00:00+08:00", "1970-01-01T00:00:00+00:00"])
def test_a_clock_that_was_set_back(site: Path, moment: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every item seems to lie in the future then."""
    before = tree_of(site / "public")
    for path in (site / "content" / "2026").glob("*.md"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert main(["build", str(site), "--quiet", "--now", moment]) in (0, 2)
    assert len(tree_of(site / "public")) == len(before), capsys.readouterr().err


@needs_signals
@pytest.mark.parametrize("words", [["build", "--json"], ["check", "--json"], ["rollback", "--json"]], ids=" ".join)
def test_nowhere_to_write_to(tmp_path: Path, words: list[str]) -> None:
    site = write_site(tmp_path / "site", 2)
    for _ in range(2):
        assert main(["build", str(site), "--quiet", *NOW]) == 0
        change(site, 3)
    with open("/dev/full", "w") as full:
        line = [sys.executable, "-m", "bulletin", words[0], str(site), *words[1:]]
        done = subprocess.run(line, env=environment(), check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert "[E916]" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@needs_signals
def test_whoever_reads_our_output_has_gone(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 2)
    read, write = os.pipe()
    os.close(read)
    line = [sys.executable, "-m", "bulletin", "build", str(site), "--json", *NOW]
    done = subprocess.run(line, env=environment(), check=False, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == ""
    assert (site / "public" / "index.html").is_file()


class Made:
    pass


@pytest.mark.parametrize("is_last", [True, False])
def test_what_was_made_stays_where_the_process_ends(is_last: bool) -> None:
    """To free it would take longer than the process has to live; whoever calls a command from Python gets it freed."""
    made = Made()
    seen = weakref.ref(made)

    def command() -> int:
        nonlocal made
        hold(made)
        del made
        return 3

    assert ended(command, "hans", is_last) == 3
    assert (seen() is not None) == is_last
    assert ended(lambda: 0, "hans") == 0  # what comes after is none of its business
    assert seen() is None
    assert gc.get_freeze_count() == 0
