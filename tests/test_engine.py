"""The engine has another name exactly where code or a library is another one."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin import engine
from bulletin.engine import engine_digest, photo_digest


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    for remembered in (engine_digest, photo_digest, engine._installed):
        remembered.cache_clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package."""
    copy = tmp_path / "bulletin"
    shutil.copytree(engine._PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(engine, "_PACKAGE", str(copy))
    return copy


def digests() -> tuple[str, str]:
    _forget()
    return engine_digest(), photo_digest()


def test_the_same_code_has_the_same_name(package: Path) -> None:
    there = digests()
    (package / "render" / "__pycache__").mkdir()
    (package / "render" / "__pycache__" / "photos.py").write_bytes(b"x")
    (package / "notes.md").write_bytes(b"x")
    assert digests() == there
    assert [len(one) for one in there] == [32, 32]


@pytest.mark.parametrize("name", ["words.py", "check/item.py", "catalogue/read.toml", "mend/readings.txt", "new/a.py"])
def test_other_code_has_another_name(package: Path, name: str) -> None:
    there = digests()
    (package / name).parent.mkdir(exist_ok=True)
    with (package / name).open("ab") as file:
        file.write(b" ")
    assert digests()[0] != there[0]
    assert digests()[1] == there[1]


def test_photos_are_made_by_their_own_module(package: Path) -> None:
    there = digests()
    with (package / "render" / "photos.py").open("ab") as file:
        file.write(b" ")
    assert digests()[1] != there[1]


def test_a_file_moved_is_another_engine(package: Path) -> None:
    there = digests()
    (package / "words.py").rename(package / "word.py")
    assert digests()[0] != there[0]


def test_versions_are_those_of_the_records() -> None:
    for name in engine._LIBRARIES:
        assert engine._installed()[name] == importlib.metadata.version(name)


@pytest.mark.parametrize("library", engine._LIBRARIES)
def test_another_library_has_another_name(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = digests()
    others = {**engine._installed(), library: "0"}
    monkeypatch.setattr(engine, "_installed", lambda: others)
    engine_digest.cache_clear()
    photo_digest.cache_clear()
    assert engine_digest() != there[0]
    assert (photo_digest() != there[1]) == (library == "pillow")


def test_a_record_of_another_kind_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    there = digests()
    monkeypatch.setattr(engine, "_installed", dict)
    engine_digest.cache_clear()
    assert engine_digest() == there[0]


def test_the_first_record_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, version in (("near", "9.1"), ("far", "8.0")):
        (tmp_path / folder / f"Pillow-{version}.dist-info").mkdir(parents=True)
    near, far = str(tmp_path / "near"), str(tmp_path / "far")
    monkeypatch.setattr("bulletin.engine.sys.path", ["/nowhere", near, far])
    assert engine._installed() == {"pillow": "9.1"}
