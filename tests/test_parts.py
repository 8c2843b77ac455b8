"""What was taken out of values comes back where it is needed, in any process; whatever can't be trusted is lost."""

from __future__ import annotations

import multiprocessing
import pickle
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.make_site import tree_of, write_site

from bulletin.cache import Cache
from bulletin.parts import LostPart, Parts
from bulletin.pickles import Packing
from bulletin.pipeline import Options, build

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WISHES = ["3", "1", "3", "700"]


def apart(value: int) -> tuple[int, Sequence[tuple[str, bytes]]]:
    return value, [(str(value), f"正文{value}".encode())]


def told(*values: int) -> dict[str, bytes]:
    return {str(value): f"正文{value}".encode() for value in values}


def filled(path: Path | None) -> Parts:
    with Cache(path, "1", print) as cache:
        numbers = range(1000)
        assert cache.remember("s", numbers, str, Packing(list, apart), str) == list(numbers)
        return cache.parts()


@pytest.mark.parametrize("is_on_disk", [True, False])
@pytest.mark.parametrize("is_sent", [True, False])
def test_parts_come_back(tmp_path: Path, is_on_disk: bool, is_sent: bool) -> None:
    parts = filled(tmp_path / "c" if is_on_disk else None)
    if is_sent:
        parts = pickle.loads(pickle.dumps(parts))
    for _ in range(2):
        assert parts.of(WISHES) == told(*map(int, WISHES))
    assert parts.of([str(n) for n in range(1000)]) == told(*range(1000))
    assert parts.of([]) == {}


def test_each_process_reads_for_itself(tmp_path: Path) -> None:
    parts = filled(tmp_path / "c")
    assert parts.of(["1"]) == told(1)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(parts.of, [["1"], ["2", "999"]]) == [told(1), told(2, 999)]
    assert parts.of(["5"]) == told(5)


def test_they_can_be_read_while_the_cache_is_written(tmp_path: Path) -> None:
    """More than SQLite keeps in memory by itself."""
    path = tmp_path / "c"
    with Cache(path, "1", print) as cache:
        cache.remember("s", range(10), str, Packing(list, apart))
        parts = cache.parts()
        for number in range(300):
            cache.put("large", str(number), b"x" * 30_000)
            assert parts.of([str(number % 10)]) == told(number % 10)


def test_a_process_that_is_forked_while_the_cache_is_written_reads_with_locks_of_its_own(tmp_path: Path) -> None:
    """It would inherit the belief that it has one: what waits to be written is written before."""
    with Cache(tmp_path / "c", "1", print) as cache:
        cache.remember("s", range(10), str, Packing(list, apart))
        parts = cache.parts()
        cache.put("more", "1", "so that something waits to be written")
        assert cache._rows is not None
        assert cache._rows.in_transaction
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert not cache._rows.in_transaction
            assert pool.apply(parts.of, (["1"],)) == told(1)
    with Cache(tmp_path / "c", "1", print) as cache:
        assert cache.recall("more", "1") == "so that something waits to be written"


SPOILS = {
    "gone": "DELETE FROM memo WHERE step = 'part' AND key = '3'",
    "another value": "UPDATE memo SET value = (SELECT value FROM memo WHERE step = 'part' AND key = '4')",
    "no table": "DROP TABLE memo",
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_what_is_damaged_is_lost(tmp_path: Path, spoil: str) -> None:
    parts = filled(tmp_path / "c")
    with closing(sqlite3.connect(tmp_path / "c")) as rows:
        rows.execute(SPOILS[spoil])
        rows.commit()
    with pytest.raises(LostPart):
        parts.of(["3"])


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(LostPart):
        Parts(tmp_path / "none").of(["3"])
    with pytest.raises(LostPart):
        Parts(None).of(["3"])


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("is_lost_at", ["once they are put away", "in what was known"])
def test_a_build_that_loses_bodies_makes_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, is_lost_at: str
) -> None:
    clean = write_site(tmp_path / "clean", count=80)
    build(Options(clean, NOW, jobs=jobs, has_cache=False), lambda *_: None, print)
    site = write_site(tmp_path / "site", count=80)
    cache = site / ".bulletin" / "cache.sqlite"
    asked = Cache.parts

    def lose() -> None:
        with closing(sqlite3.connect(cache)) as rows:
            rows.execute("DELETE FROM memo WHERE step = 'part'")
            rows.commit()

    def parts(self: Cache) -> Parts:
        found = asked(self)
        if cache.exists():
            lose()
        return found

    if is_lost_at == "in what was known":
        build(Options(site, NOW, jobs=jobs), lambda *_: None, print)
        lose()
        (site / "public" / "index.html").unlink()
        (site / "public" / "feed.xml").unlink()
    else:
        monkeypatch.setattr(Cache, "parts", parts)
    warnings: list[str] = []
    report = build(Options(site, NOW, jobs=jobs), lambda *_: None, warnings.append)
    assert report.published
    assert tree_of(site / "public") == tree_of(clean / "public")
    assert warnings == ["damaged"]
    monkeypatch.setattr(Cache, "parts", asked)
    (site / "public" / "feed.xml").unlink()
    build(Options(site, NOW, jobs=jobs), lambda *_: None, warnings.append)
    assert tree_of(site / "public") == tree_of(clean / "public")
    assert warnings == ["damaged"]
