"""``--executor dask://HOST:PORT`` with a real scheduler and workers, each a process: the same bytes as without, from
workers that can't read the site's folder, and with one of them killed midway. They read photos from a server where
content lies at an address."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from deploy.servers import Sshd, sshd
from PIL import Image
from sites.make_site import item, tree_of, write_site
from steps.stores import hang_up

import bulletin.cluster
import bulletin.store
from bulletin.cluster import Turn
from bulletin.errors import BulletinError
from bulletin.parallel import Progress, open_workers
from bulletin.pipeline import Options, build

pytest.importorskip("distributed", reason="the extra [dask] is not installed")

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
ITEMS = 72
PHOTOS = 4  # of 72 items


def write_with_photos(folder: Path) -> Path:
    site = write_site(folder, ITEMS)
    for number in range(PHOTOS):
        picture = Image.linear_gradient("L").resize((700, 500)).rotate(90 * number).convert("RGB")
        out = BytesIO()
        picture.save(out, "JPEG", comment=f"photo {number}".encode())
        (site / "content" / "2026" / f"p{number}.jpg").write_bytes(out.getvalue())
        text = item(number, f"正文第{number}段。\n\n![现场](p{number}.jpg)\n\n[附件](list{number}.txt)\n")
        (site / "content" / "2026" / f"list{number}.txt").write_text(f"名单{number}\n", encoding="utf-8")
        (site / "content" / "2026" / f"item-{number:04d}.md").write_text(text, encoding="utf-8")
    return site


@dataclass(frozen=True, slots=True)
class Cluster:
    url: str
    workers: tuple[subprocess.Popen[bytes], ...]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_with_photos(tmp_path_factory.mktemp("here") / "site")


@pytest.fixture(scope="module")
def expected(site: Path) -> dict[str, bytes]:
    """Built in this process alone."""
    build(Options(site, NOW, site.parent / "alone", has_cache=False, jobs=1), lambda *_: None, lambda _: None)
    return tree_of(site.parent / "alone")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as one:
        yield one


@pytest.fixture(scope="module")
def home(server: Sshd, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of who may ask the server."""
    folder = tmp_path_factory.mktemp("home")
    (folder / ".ssh").mkdir()
    (folder / ".ssh" / "id_ed25519").write_bytes(server.identity.read_bytes())
    (folder / ".ssh" / "id_ed25519").chmod(0o600)
    (folder / ".ssh" / "known_hosts").write_bytes(server.known_hosts.read_bytes())
    return folder


@pytest.fixture(scope="module")
def cluster(site: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three workers: one with two threads, one to be killed, one more."""
    folder = tmp_path_factory.mktemp("there")
    found = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BULLETIN_TEST_SITE": str(site), "HOME": str(home)}

    def started(stack: ExitStack, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", *words, "--scheduler-file", str(found), "--no-dashboard"]
        log = stack.enter_context((folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb"))
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        stack.callback(process.wait)
        stack.callback(process.kill)
        return process

    with ExitStack() as stack:
        started(stack, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        until(found.exists)
        guard = ("--preload", str(Path(__file__).with_name("cluster_guard.py")), "--no-nanny", "--nthreads")
        workers = [started(stack, "distributed.cli.dask_worker", *guard, threads) for threads in ("2", "1", "1")]
        address = json.loads(found.read_text(encoding="utf-8"))["address"]
        yield Cluster(address.replace("tcp://", "dask://"), tuple(workers))


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def built(site: Path, name: str, url: str, progress: Progress) -> dict[str, bytes]:
    options = Options(site, NOW, site.parent / name, has_cache=False, executor=url)
    build(options, progress, lambda _: None)
    return tree_of(site.parent / name)


def test_the_same_bytes_from_workers_without_our_disk(
    site: Path, expected: dict[str, bytes], cluster: Cluster
) -> None:
    stages: dict[str, int] = {}
    made = built(site, "shared", cluster.url, lambda stage, done, _: stages.__setitem__(stage, done))
    assert made == expected
    assert sum(path.startswith("photos/") for path in made) == 4 * PHOTOS
    assert stages["photos"] == PHOTOS


def test_photos_straight_from_a_store(
    site: Path, expected: dict[str, bytes], cluster: Cluster, server: Sshd, home: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The parent has no content and asks for no photo: only workers do, and measure and make them."""
    monkeypatch.setenv("HOME", str(home))
    read, asked = bulletin.store.Store.read, []

    def noted(self: bulletin.store.Store, path: str, limit: int) -> bytes:
        asked.append(path)
        return read(self, path, limit)

    monkeypatch.setattr(bulletin.store.Store, "read", noted)
    address = f"sftp://{server.user}@127.0.0.1:{server.port}{site}/content"
    cache = f"file://{tmp_path}/shared"
    options = Options(tmp_path / "empty", NOW, executor=cluster.url, content=address, shared_cache=cache)
    try:
        build(options, lambda *_: None, lambda _: None)
    finally:
        hang_up()
    assert tree_of(tmp_path / "empty" / "public") == expected
    assert [path for path in asked if path.endswith(".jpg")] == []
    assert len(list((tmp_path / "shared" / "photos").glob("*/*"))) == PHOTOS


def test_a_worker_killed_midway(site: Path, expected: dict[str, bytes], cluster: Cluster) -> None:
    """It has chunks in hand and results that were not fetched yet: another one does both again."""
    killed: list[str] = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "render" and not killed and 0 < done < total:
            cluster.workers[1].send_signal(signal.SIGKILL)
            cluster.workers[1].wait()
            killed.append(stage)

    assert built(site, "killed", cluster.url, kill) == expected
    assert killed
    assert cluster.workers[1].returncode == -signal.SIGKILL


def not_there() -> str:
    """Workers can't import this module."""
    return "x"


@pytest.mark.parametrize("engine", [os.getcwd, not_there], ids=["another", "none"])
def test_another_bulletin_is_refused(cluster: Cluster, engine: Callable[[], str]) -> None:
    with open_workers(0, cluster.url, lambda *_: None, engine) as workers, pytest.raises(BulletinError) as caught:
        workers.run("x", sorted, [str(number) for number in range(100)])
    assert caught.value.code == "E917"
    assert caught.value.values["worker"]


def test_a_worker_that_came_later_is_asked_as_well() -> None:
    with pytest.raises(BulletinError) as caught:
        Turn(sorted, str, "another")([])
    assert (caught.value.code, bool(caught.value.values["worker"])) == ("E917", True)


def test_large_photos_travel_without_a_word(cluster: Cluster) -> None:
    """The library warns of 10 MB; a warning is an error here."""
    with open_workers(0, cluster.url, lambda *_: None) as workers:
        found = list(workers.stream("x", sorted, [bytes(12_000_000)] * 2, None, 40))
    assert [len(one) for one in found] == [12_000_000] * 2


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin.cluster, "_PATIENCE", 1)
    with open_workers(0, "dask://127.0.0.1:9", lambda *_: None) as workers, pytest.raises(BulletinError) as caught:
        workers.run("x", sorted, [str(number) for number in range(100)])
    assert caught.value.code == "E913"


def test_what_needs_the_disk_stays_here() -> None:
    with open_workers(0, "dask://127.0.0.1:9", lambda *_: None) as workers:
        assert workers.run("x", sorted, list(range(100)), needs_disk=True) == list(range(100))


def test_one_at_a_time_in_a_process() -> None:
    """Turn in turn, as a worker of several threads would run them."""
    inside: list[int] = []
    most: list[int] = []

    def work(_: Sequence[int]) -> list[int]:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.01)
        inside.pop()
        return []

    turn: Turn[int, int] = Turn(work, str, "")
    threads = [threading.Thread(target=turn, args=([],)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4
