"""The same results in order from one process and from several; for a cluster see ``test_parallel_cluster``."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from bulletin import parallel
from bulletin.beside import usable_cores
from bulletin.errors import BulletinError
from bulletin.parallel import open_workers


def squares(values: Sequence[int]) -> list[int]:
    return [value * value for value in values]


def die(values: Sequence[int]) -> list[int]:
    os._exit(9) if values else None
    return []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 1000])
def test_results_are_in_order(jobs: int, count: int) -> None:
    told: list[tuple[str, int, int]] = []
    with open_workers(jobs, "", lambda *words: told.append(words)) as workers:
        assert workers.run("x", squares, range(count)) == [n * n for n in range(count)]
    assert count == 0 or told[-1] == ("x", count, count)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_a_pool_serves_several_stages() -> None:
    with open_workers(2, "", lambda *_: None) as workers:
        assert workers.run("a", squares, range(100)) == workers.run("b", squares, range(100))


def test_a_killed_worker_is_an_error_with_words() -> None:
    with open_workers(2, "", lambda *_: None) as workers, pytest.raises(BulletinError) as caught:
        workers.run("x", die, range(100))
    assert caught.value.code == "E910"


@pytest.mark.parametrize("url", ["spark://x:1", "dask://", "nonsense"])
def test_unknown_executor(url: str) -> None:
    with pytest.raises(BulletinError) as caught, open_workers(2, url, lambda *_: None):
        raise AssertionError("told before any work")
    assert caught.value.code == "E911"


def test_cores_are_counted() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_something_beside_a_stage(jobs: int) -> None:
    kept = list(range(100_000))

    def add(number: int) -> int:
        return number + sum(kept)

    with open_workers(jobs, "", lambda *_: None) as workers, workers.waiting(add) as begin:
        beside = begin(1)
        assert workers.run("x", squares, range(500)) == [n * n for n in range(500)]
        assert beside() == 1 + sum(range(100_000))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_beside_is_an_error_here(jobs: int) -> None:
    def fail(path: str) -> None:
        raise BulletinError("E910", path=path)

    with (
        open_workers(jobs, "", lambda *_: None) as workers,
        pytest.raises(BulletinError) as caught,
        workers.waiting(fail) as begin,
    ):
        begin("a")()
    assert (caught.value.code, caught.value.values) == ("E910", {"path": "a"})


def test_what_dies_beside_is_told() -> None:
    script = (
        "import os\n"
        "from bulletin.errors import BulletinError\n"
        "from bulletin.parallel import open_workers\n"
        "with open_workers(2, '', lambda *_: None) as workers, workers.waiting(lambda _: os._exit(9)) as begin:\n"
        "    try:\n"
        "        begin(bytes(10_000_000))()\n"
        "    except BulletinError as error:\n"
        "        print(error.code)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    # Where nothing can be forked it is this process that dies.
    assert (ended.stdout.strip(), ended.returncode) == (("E910", 0) if sys.platform.startswith("linux") else ("", 9))


def test_what_nobody_asks_for_ends() -> None:
    with open_workers(2, "", lambda *_: None) as workers, workers.waiting(bytes):
        pass
    with open_workers(2, "", lambda *_: None) as workers, workers.waiting(bytes) as begin:
        begin(10_000_000)


@pytest.mark.parametrize("jobs", [1, 2])
def test_two_beside(jobs: int) -> None:
    with open_workers(jobs, "", lambda *_: None) as workers, workers.waiting(len) as begin:
        with workers.beside(lambda: 7) as beside:
            assert workers.run("x", squares, range(200)) == [n * n for n in range(200)]
            assert beside() == 7
        assert begin("four")() == 4


@pytest.mark.usefixtures("forkable")
def test_one_that_died_before_it_was_told() -> None:
    with open_workers(2, "", lambda *_: None) as workers, workers.waiting(len) as begin:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        answer = begin("x" * 10_000_000)
        if sys.platform.startswith("linux"):
            with pytest.raises(BulletinError, match="E910"):
                answer()


@pytest.mark.usefixtures("forkable")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")
@pytest.mark.parametrize(("count", "is_ready"), [(63, False), (200, False), (2000, True)])
def test_few_chunks_wait_for_no_pattern(monkeypatch: pytest.MonkeyPatch, count: int, is_ready: bool) -> None:
    """Each process compiles those that it needs."""
    ready: list[int] = []
    monkeypatch.setattr(parallel, "make_ready", lambda: ready.append(count))
    with open_workers(2, "", lambda *_: None) as workers:
        assert workers.run("x", squares, range(count)) == [n * n for n in range(count)]
    assert ready == [count] * is_ready


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")
def test_forked_workers_need_nothing_sent() -> None:
    """Locks can't be pickled."""
    script = (
        "from threading import Lock\n"
        "from bulletin.parallel import open_workers\n"
        "values = [(Lock(), number) for number in range(200)]\n"
        "with open_workers(2, '', lambda *_: None) as workers:\n"
        "    print(sum(workers.run('x', lambda some: [number for _, number in some], values)))\n"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "19900\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_workers_end_with_a_killed_build() -> None:
    """Nothing is left behind: neither workers nor the server that starts them."""
    script = (
        "import sys, time\n"
        "from test_parallel import slow\n"
        "from bulletin.parallel import open_workers\n"
        "with open_workers(2, '', lambda *_: None) as workers:\n"
        "    workers.run('x', slow, range(100))\n"
    )
    here = os.path.dirname(__file__)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.path.dirname(here), here])}
    build = subprocess.Popen([sys.executable, "-c", script], env=environment, start_new_session=True)
    time.sleep(3)
    build.kill()
    build.wait()
    end = time.monotonic() + 10
    while time.monotonic() < end and (left := members(build.pid)):
        time.sleep(0.1)
    assert not left


def slow(values: Sequence[int]) -> list[int]:
    time.sleep(0.2)
    return list(values)


def members(session: int) -> list[str]:
    """Processes of one session that still run, as Linux lists them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of = path.read_text().rpartition(")")[2].split()[:4]
            if of == str(session) and state != "Z":
                found.append(path.parent.name)
    return found
