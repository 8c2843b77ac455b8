"""A cache that machines share: what one worked out no other works out again, and whatever lies there harms nobody."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from sites.make_site import item, tree_of, write_site
from steps.stores import drop, held, memory, put
from steps.test_steps_elsewhere import fail_at, photo

from bulletin.cache import Row
from bulletin.engine import engine_digest
from bulletin.packs import LARGEST, Name, PackDamage, digest_of_pack, name_from, pack, shares, unpack
from bulletin.pickles import checked
from bulletin.pipeline import Options, build
from bulletin.render.photos import resize_all
from bulletin.steps import sharing
from bulletin.store import Store

__all__ = ["memory"]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROOT = Path(__file__).parent.parent.parent
WORKED_OUT = {"check", "convert"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """What each machine has of it is a copy."""
    site = write_site(tmp_path / "site", 4)
    (site / "content" / "2026" / "p.jpg").write_bytes(photo())
    text = item(0, "正文。\n\n![现场](p.jpg)\n")
    (site / "content" / "2026" / "item-0000.md").write_text(text, encoding="utf-8")
    return site


def machine(site: Path, name: str) -> Path:
    shutil.copytree(site, site.parent / name, symlinks=True)
    return site.parent / name


def built(site: Path, address: str, **more: Any) -> tuple[dict[str, bytes], set[str], list[str]]:
    """What is published, the stages in which something was worked out, and what was warned of."""
    stages, told = set[str](), list[str]()
    options = Options(site, NOW, jobs=1, shared_cache=address, **more)
    build(options, lambda stage, *_: stages.add(stage), told.append)
    return tree_of(site / "public"), stages & WORKED_OUT, told


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """A difference of whole sites in full would take pytest an hour to show."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def packs(address: str) -> list[str]:
    return sorted(path for path in held(address) if path.endswith(".pack"))


def test_another_machine_works_nothing_out(site: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, worked_out, told = built(machine(site, "a"), memory)
    assert (worked_out, told) == (WORKED_OUT, [])
    developed = Mock(wraps=resize_all)
    monkeypatch.setattr("bulletin.render.photos.resize_all", developed)
    assert built(machine(site, "b"), memory) == (first, set(), [])
    assert developed.call_count == 0
    changed = machine(site, "c")
    (changed / "content" / "2026" / "item-0001.md").write_text(item(1, "又一段。\n"), encoding="utf-8")
    published, worked_out, told = built(changed, memory)
    assert (worked_out, told) == (WORKED_OUT, [])
    assert published == built(machine(changed, "d"), "")[0]


def test_only_what_is_new_is_handed_on(site: Path, memory: str) -> None:
    here = machine(site, "a")
    built(here, memory)
    before = held(memory)
    (here / "content" / "2026" / "item-0001.md").write_text(item(1, "又一段。\n"), encoding="utf-8")
    built(here, memory)
    new = {path: data for path, data in held(memory).items() if path not in before}
    assert held(memory).items() >= before.items()
    rows = [row for path, data in new.items() if "/cache-" in path for row in unpack(data, named(path).digest)]
    assert sorted(row[0] for row in rows if row[0] in {"article", "document"}) == ["article", "document"]
    assert not {row[0] for row in rows} & {"build", "glance", "file"}
    assert built(here, memory)[1:] == (set(), [])
    assert held(memory) == before | new


def named(path: str) -> Name:
    name = name_from(path.removeprefix("rows/"))
    assert name
    return name


def test_without_a_cache_nobody_asks(site: Path, memory: str) -> None:
    built(site, memory, has_cache=False)
    assert held(memory) == {}


def test_two_at_once(site: Path, tmp_path: Path) -> None:
    """As processes, by a folder that both have: each hands on what the other does not know."""
    address = f"file://{tmp_path}/shared"
    machines = [machine(site, name) for name in ("a", "b")]
    for number, one in enumerate(machines):
        text = item(20 + number, f"第{number}台。\n")
        (one / "content" / "2026" / f"new-{number}.md").write_text(text, encoding="utf-8")
    words = [sys.executable, "-m", "bulletin", "build", "--quiet", "--now", NOW.isoformat(), "--cache", address]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen([*words, str(one)], cwd=tmp_path, env=environment) for one in machines]
    assert [one.wait() for one in running] == [0, 0]
    both = machine(site, "c")
    for number, one in enumerate(machines):
        shutil.copy(one / "content" / "2026" / f"new-{number}.md", both / "content" / "2026")
    published, worked_out, told = built(both, address)
    assert (worked_out, told) == (set(), [])
    assert published == built(machine(both, "d"), "")[0]


# --- what lies there --------------------------------------------------------------------------------------------------


def forged(address: str, rows: Sequence[Row], file: str = "cache") -> None:
    data = pack(rows)
    put(address, f"rows/{Name(engine_digest(), file, '20261120', digest_of_pack(data))}", data)


def evil(step: str, key: str, value: bytes) -> Row:
    return step, key, checked(step, key, value)


class Runs:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("harmed",)


def spoil_rows(address: str, change: Callable[[bytes], bytes]) -> None:
    for path in packs(address):
        put(address, path, change(held(address)[path]))


def all_rows(address: str, value: bytes) -> None:
    """In packs that are whole, each row under its name with another value."""
    for path in packs(address):
        name = named(path)
        rows = [evil(step, key, value) for step, key, _ in unpack(held(address)[path], name.digest)]
        drop(address, path)
        forged(address, rows, name.file)


def put_all(address: str, paths: Sequence[str]) -> None:
    for path in paths:
        put(address, path, b"x")


def drop_all(address: str) -> None:
    for path in held(address):
        drop(address, path)


DAMAGE: dict[str, tuple[Callable[[str], object], str]] = {
    "flipped": (lambda address: spoil_rows(address, lambda data: data[:-9] + b"another one"[:9]), "damaged"),
    "cut short": (lambda address: spoil_rows(address, lambda data: data[:-9]), "damaged"),
    "empty": (lambda address: spoil_rows(address, lambda _: b""), "damaged"),
    "code": (lambda address: all_rows(address, pickle.dumps(Runs())), "damaged"),
    "a function": (lambda address: all_rows(address, pickle.dumps(print)), "damaged"),
    "no pickle": (lambda address: all_rows(address, b"no"), "damaged"),
    "strangers": (lambda address: put_all(address, ("rows/a", "rows/../x", "rows/x/y.pack")), ""),
    "gone": (lambda address: drop_all(address), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_what_can_not_be_believed(
    site: Path, memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The same site, made again; and the machine after that has it good again."""
    monkeypatch.chdir(tmp_path)
    spoil, word = DAMAGE[name]
    expected = built(machine(site, "a"), memory)[0]
    spoil(memory)
    published, worked_out, told = built(machine(site, "b"), memory)
    assert differing(published, expected) == []
    assert not (tmp_path / "harmed").exists()
    assert bool(told) == bool(word)
    assert all(word in why for why in told)
    if name in {"code", "a function", "no pickle"}:
        assert worked_out == WORKED_OUT
        assert built(machine(site, "c"), memory) == (expected, set(), [])


def test_a_pack_of_another_engine_is_not_even_read(site: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    built(machine(site, "a"), memory)
    for path in packs(memory):
        put(memory, path.replace(engine_digest(), "0" * 32), held(memory)[path])
        drop(memory, path)
    read = Mock(wraps=unpack)
    monkeypatch.setattr(sharing, "unpack", read)
    assert built(machine(site, "b"), memory)[1] == WORKED_OUT
    assert read.call_count == 0


def test_what_is_read_has_a_bound(site: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that somebody has filled: the newest are read, and no more than enough."""
    monkeypatch.setattr(sharing, "_ENOUGH", 1000)
    for number in range(30):
        forged(memory, [("s", str(number), os.urandom(400))])
    packs_read: list[str] = []
    read = Store.read

    def noted(self: Store, path: str, limit: int) -> bytes:
        packs_read.extend([path] if path.startswith("rows/") else [])
        return read(self, path, limit)

    monkeypatch.setattr(Store, "read", noted)
    assert built(site, memory)[2] == []
    assert len(packs_read) == 3


@pytest.mark.parametrize(
    "data",
    [b"", b"no", zlib.compress(b"\0" * 7), zlib.compress(b"\0\1\0\1\0\0\0\xffab"),
     zlib.compress(b"\0\1\0\0\0\0\0\0\xff"), zlib.compress(bytes(1000))[:-4], zlib.compress(bytes(LARGEST + 1))],
    ids=["empty", "no zlib", "head cut", "value cut", "no UTF-8", "end cut", "bomb"],
)  # fmt: skip
def test_what_is_no_pack(data: bytes) -> None:
    with pytest.raises(PackDamage):
        unpack(data, digest_of_pack(data))


def test_packs_hold_what_was_put_in() -> None:
    rows = [("步", "k" * 32, b"x" * 40_000_000), ("b", "", b""), ("c", "d", bytes(range(256)))]
    assert [[row[0] for row in share] for share in shares(rows)] == [["步"], ["b", "c"]]
    data = pack(rows[1:])
    assert unpack(data, digest_of_pack(data)) == rows[1:]
    with pytest.raises(PackDamage):
        unpack(data, digest_of_pack(data + b" "))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:40],
        lambda _: b"",
        lambda _: whole([b"<script>alert(1)</script>"] * 4),
        lambda data: whole(sizes_in(data)[::-1]),
        lambda data: whole(sizes_in(data)[:2]),
        lambda data: whole([*sizes_in(data)[:3], photo(0, 900)]),
    ],
    ids=["cut", "empty", "a page", "in another order", "too few", "too large"],
)
def test_a_photo_that_is_none(site: Path, memory: str, spoil: Callable[[bytes], bytes]) -> None:
    expected = built(machine(site, "a"), memory)[0]
    (path,) = (path for path in held(memory) if path.startswith("photos/"))
    put(memory, path, spoil(held(memory)[path]))
    assert differing(built(machine(site, "b"), memory)[0], expected) == []


def sizes_in(data: bytes) -> list[bytes]:
    return [value for _, _, value in unpack(data[32:], data[:32].decode())]


def whole(sizes: list[bytes]) -> bytes:
    data = pack([("", "", size) for size in sizes])
    return digest_of_pack(data).encode() + data


# --- a store that does not answer -------------------------------------------------------------------------------------


def test_a_store_that_fails_at_any_answer(site: Path, memory: str) -> None:
    """It is told, and the site is the same."""
    expected = built(machine(site, "a"), memory)[0]
    number, told = 0, ["unreadable store"]
    while told:
        with pytest.MonkeyPatch.context() as patch:
            fail_at(patch, number, OSError("connection reset"))
            published, _, told = built(machine(site, f"b{number}"), memory)
        assert differing(published, expected) == []
        assert all("store: " in why and "connection reset" in why for why in told)
        assert len(told) < 2
        number += 1
        assert number < 50
    assert number > 3


def test_a_store_that_can_only_be_read(site: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = built(machine(site, "a"), memory)[0]
    (site / "content" / "2026" / "item-0001.md").write_text(item(1, "又一段。\n"), encoding="utf-8")
    monkeypatch.setattr(MemoryFileSystem, "pipe_file", Mock(side_effect=PermissionError(13, "read only")))
    published, _, told = built(machine(site, "b"), memory)
    assert published != expected
    assert [why.partition(":")[0] for why in told] == ["unwritable store"]


# --- many packs -------------------------------------------------------------------------------------------------------


def test_many_small_packs_are_joined(site: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were read go; what somebody else has just handed on stays, and whatever is not ours."""
    monkeypatch.setattr(sharing, "_MOST", 3)
    here, of_another = machine(site, "a"), f"rows/{'0' * 32}/cache-{{}}-{'1' * 32}.pack"
    old, young = (of_another.format(f"{datetime.now(UTC) - timedelta(days=n):%Y%m%d}") for n in (31, 29))
    for path in (old, young, "rows/note.txt", "mine.txt"):
        put(memory, path, b"x")
    most = 0
    for number in range(6):
        (here / "content" / "2026" / "item-0001.md").write_text(item(1, f"第{number}次。\n"), encoding="utf-8")
        published = built(here, memory)[0]
        most = max(most, len([path for path in packs(memory) if "/cache-" in path]))
    assert most <= 3 + 2
    assert {old, young, "rows/note.txt", "mine.txt"} - set(held(memory)) == {old}
    assert built(machine(here, "b"), memory)[1:] == (set(), [])
    assert tree_of(here / "public") == published


def test_what_came_while_packs_were_joined_stays(site: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_MOST", 0)
    write = Store.write
    other = f"rows/{engine_digest()}/cache-{datetime.now(UTC):%Y%m%d}-{'2' * 32}.pack"

    def meanwhile(self: Any, path: str, data: bytes) -> None:
        put(memory, other, b"of a builder that is writing still")
        write(self, path, data)

    monkeypatch.setattr(Store, "write", meanwhile)
    built(site, memory)
    assert other in held(memory)
