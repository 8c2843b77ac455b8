"""Content at an address: the same site as from a folder, whatever lies there and whatever the store does meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from PIL import Image
from sites.make_site import item, tree_of, write_site
from steps.stores import drop, is_sure, memory, put, put_site

from bulletin.cache import Cache
from bulletin.cli.main import main
from bulletin.engine import engine_digest
from bulletin.errors import BulletinError, ConfigError
from bulletin.model.page import Report
from bulletin.pipeline import Options, build
from bulletin.store import Store

__all__ = ["is_sure", "memory"]
pytestmark = pytest.mark.usefixtures("forkable")  # a store in memory is nowhere else
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
Fetched = list[str]


def photo(turned: int = 0, width: int = 700) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((width, 500)).rotate(turned).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def whole_site(folder: Path, items: int = 4) -> Path:
    """Items, one of them in GBK under a decomposed name, with photos and an attachment."""
    site = write_site(folder, items)
    year = site / "content" / "2026"
    for number in range(2):
        (year / f"p{number}.jpg").write_bytes(photo(number))
        text = item(number, f"正文。\n\n![现场](p{number}.jpg)\n\n[名单](e\u0301.csv)\n")
        (year / f"item-{number:04d}.md").write_text(text, encoding="utf-8")
    (year / "e\u0301.csv").write_text("甲,乙\n", encoding="utf-8")
    (year / "le\u0301tter.md").write_bytes(item(3).encode("gb18030"))
    return site


def built(site: Path, address: str, jobs: int = 1, has_cache: bool = True) -> Report:
    options = Options(site, NOW, jobs=jobs, content=address, has_cache=has_cache)
    return build(options, lambda *_: None, lambda _: None)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> Fetched:
    """Names of the files whose bytes were asked for."""
    asked: Fetched = []
    read = MemoryFileSystem.cat_file

    def cat_file(self: MemoryFileSystem, path: str, *more: Any, **still: Any) -> Any:
        asked.append(path.rpartition("/")[2])
        return read(self, path, *more, **still)

    monkeypatch.setattr(MemoryFileSystem, "cat_file", cat_file)
    return asked


@pytest.mark.parametrize(("jobs", "items"), [(1, 4), (2, 70)])
def test_the_same_site_as_from_a_folder(tmp_path: Path, memory: str, jobs: int, items: int) -> None:
    here = whole_site(tmp_path / "here", items)
    put_site(memory, here)
    found, expected = built(tmp_path / "there", memory, jobs), built(here, "", jobs)
    assert tree_of(tmp_path / "there" / "public") == tree_of(here / "public")
    assert (found.problems, found.items, found.pages) == (expected.problems, expected.items, expected.pages)
    assert not (tmp_path / "there" / "content").exists()


@pytest.mark.usefixtures("is_sure")
def test_what_has_not_changed_is_not_fetched(tmp_path: Path, memory: str, fetched: Fetched) -> None:
    put_site(memory, whole_site(tmp_path / "here"))
    built(tmp_path / "site", memory)
    assert {"site.yaml", "item-0000.md", "p0.jpg", "e\u0301.csv"} <= set(fetched)
    fetched.clear()
    assert built(tmp_path / "site", memory).rendered == 0
    assert fetched == []
    put(memory, "2026/item-0002.md", item(2, "又一段。\n").encode())
    assert built(tmp_path / "site", memory).rendered
    assert fetched == ["item-0002.md"]
    fetched.clear()
    put(memory, "2026/p1.jpg", photo(50))
    assert built(tmp_path / "site", memory).rendered
    assert set(fetched) == {"p1.jpg"}


def test_what_changed_a_moment_ago_is_fetched_each_time(tmp_path: Path, memory: str, fetched: Fetched) -> None:
    put_site(memory, whole_site(tmp_path / "here"))
    built(tmp_path / "site", memory)
    fetched.clear()
    assert built(tmp_path / "site", memory).rendered == 0
    assert {"site.yaml", "item-0000.md", "p0.jpg"} <= set(fetched)


def test_hostile_names_lead_nowhere(tmp_path: Path, memory: str) -> None:
    put_site(memory, whole_site(tmp_path / "here"))
    for name in ("../../../escaped.md", "a//b.md", "2026/../../x.md", "坏\u202e.md", "a\\..\\c.md", "\0.md"):
        put(memory, name, item(1).encode())
    found = built(tmp_path / "there", memory)
    codes = {problem.code for problem in found.problems}
    assert found.items == 6
    assert {"E239", "E221"} <= codes
    assert not any("escaped" in path for path in tree_of(tmp_path / "there" / "public"))
    assert {path.name for path in tmp_path.iterdir()} == {"here", "there"}


def fail_at(monkeypatch: pytest.MonkeyPatch, number: int, error: Exception) -> None:
    """The ``number``-th answer of the store is an error, and all that follow."""
    count = iter(range(10_000))
    for name in ("ls", "cat_file"):
        ask = getattr(MemoryFileSystem, name)

        def answer(self: Any, *given: Any, ask: Callable[..., Any] = ask, **more: Any) -> Any:
            if next(count) >= number:
                raise error
            return ask(self, *given, **more)

        monkeypatch.setattr(MemoryFileSystem, name, answer)


def fault_of(site: Path, address: str, number: int) -> BulletinError | None:
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, number, OSError("connection reset"))
        try:
            built(site, address)
        except BulletinError as error:
            return error
    return None


def test_a_store_that_fails_midway(tmp_path: Path, memory: str) -> None:
    """At any answer: what was published stays, and the next build is whole."""
    put_site(memory, whole_site(tmp_path / "here"))
    built(tmp_path / "site", memory)
    published = tree_of(tmp_path / "site" / "public")
    put(memory, "2026/p1.jpg", photo(40))
    put(memory, "2026/item-0002.md", item(2, "又一段。\n").encode())
    faults = [fault_of(tmp_path / "site", memory, 0)]
    while fault := fault_of(tmp_path / "site", memory, len(faults)):
        assert tree_of(tmp_path / "site" / "public") == published
        faults.append(fault)
    assert len(faults) > 10
    assert {fault.code for fault in faults if fault} == {"E920"}
    assert all("connection reset" in fault.values["reason"] for fault in faults if fault)
    assert tree_of(tmp_path / "site" / "public") != published
    built(tmp_path / "anew", memory)
    assert tree_of(tmp_path / "site" / "public") == tree_of(tmp_path / "anew" / "public")


@pytest.mark.parametrize("error", [FileNotFoundError(2, "gone"), PermissionError(13, "put away")], ids=["gone", "away"])
def test_one_text_that_can_not_be_read(tmp_path: Path, memory: str, error: OSError) -> None:
    put_site(memory, whole_site(tmp_path / "here"))
    read = MemoryFileSystem.cat_file

    def cat_file(self: MemoryFileSystem, path: str, *more: Any, **still: Any) -> Any:
        if path.endswith("item-0002.md"):
            raise error
        return read(self, path, *more, **still)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MemoryFileSystem, "cat_file", cat_file)
        found = built(tmp_path / "site", memory)
    told = [(problem.path, problem.code) for problem in found.problems if problem.code == "E213"]
    assert told == [("2026/item-0002.md", "E213")]
    assert found.items == 5
    assert built(tmp_path / "site", memory).items == 6  # it was not remembered that it could not be read


@pytest.mark.parametrize("name", ["p1.jpg", "e\u0301.csv"])
def test_what_changes_while_a_build_is_made(
    tmp_path: Path, memory: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A photo's and an attachment's address says what they hold: other bytes are never published there."""
    put_site(memory, whole_site(tmp_path / "here"))
    read, asked = Store.read, []

    def change(self: Store, path: str, limit: int) -> bytes:
        asked.append(path)
        if asked.count(f"2026/{name}") == 2:
            return photo(77)
        return read(self, path, limit)

    monkeypatch.setattr(Store, "read", change)
    with pytest.raises(BulletinError) as caught:
        built(tmp_path / "site", memory)
    assert caught.value.code == "E215"
    assert not (tmp_path / "site" / "public").exists()


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("site.yaml", None, "E313"), ("site.yaml", b"x" * 1_000_001, "E315"), ("site.yaml", b"", "E315"),
        ("unions.yaml", b"- {", "E315"),
    ],
    ids=["no settings", "far too large", "empty", "broken"],
)  # fmt: skip
def test_settings_at_fault(tmp_path: Path, memory: str, path: str, data: bytes | None, code: str) -> None:
    put_site(memory, whole_site(tmp_path / "here"))
    drop(memory, path)
    if data is not None:
        put(memory, path, data)
    with pytest.raises(ConfigError) as caught:
        built(tmp_path / "site", memory)
    assert caught.value.code == code


def test_no_item_is_no_site(tmp_path: Path, memory: str) -> None:
    put(memory, "site.yaml", (whole_site(tmp_path / "here") / "content" / "site.yaml").read_bytes())
    with pytest.raises(ConfigError) as caught:
        built(tmp_path / "site", memory)
    assert (caught.value.code, caught.value.values["folder"]) == ("E312", memory)


@pytest.mark.usefixtures("is_sure")
def test_what_is_remembered_is_looked_at(tmp_path: Path, memory: str) -> None:
    """Who can write to the cache puts a number where a text should be."""
    put_site(memory, whole_site(tmp_path / "here"))
    built(tmp_path / "site", memory)
    published = tree_of(tmp_path / "site" / "public")
    with Cache(tmp_path / "site" / ".bulletin" / "cache.sqlite", engine_digest(), lambda _: None) as cache:
        cache.keep_all()
        for entry in Store(memory).entries():
            cache.put("fetched", entry.stamp, 7)
        for step, key, _ in list(cache.rows(False, ("fetched",))):
            if step == "build":
                cache.put(step, key, 7)
    built(tmp_path / "site", memory)
    assert tree_of(tmp_path / "site" / "public") == published


def test_on_the_command_line(tmp_path: Path, memory: str, capsys: pytest.CaptureFixture[str]) -> None:
    put_site(memory, whole_site(tmp_path / "here"))
    site, now = str(tmp_path / "site"), NOW.isoformat()
    assert main(["build", site, "--content", memory, "--cache", f"{memory}-cache", "--now", now, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["items"] == 6
    assert main(["build", site, "--content", memory, "--import", "--lang", "en"]) == 2
    assert "E922" in capsys.readouterr().err
    assert main(["build", site, "--content", "file:///srv/content", "--lang", "en"]) == 2
    assert "E921" in capsys.readouterr().err
    assert main(["build", site, "--cache", "what", "--lang", "en"]) == 2
    assert "bulletin[fsspec]" in capsys.readouterr().err
