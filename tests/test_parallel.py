"""The same results in order from one process, from several, and from a cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from bulletin.errors import BulletinError
from bulletin.parallel import open_workers, usable_cores


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
    with open_workers(2, url, lambda *_: None) as workers, pytest.raises(BulletinError) as caught:
        workers.run("x", squares, range(100))
    assert caught.value.code == "E911"


def test_cores_are_counted() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


def test_a_cluster_gives_the_same() -> None:
    """A real scheduler with two worker processes; only where the extra [dask] is installed."""
    distributed = pytest.importorskip("distributed", reason="the extra [dask] is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        open_workers(2, cluster.scheduler_address.replace("tcp://", "dask://"), lambda *_: None) as workers,
    ):
        assert workers.run("x", squares, range(500)) == [n * n for n in range(500)]
