"""A file of content/ is replaced as a whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulletin.errors import BulletinError
from bulletin.write.lock import locked
from bulletin.write.replacing import replace_file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


def code_of(site: Path, data: bytes, known: bytes | None) -> str:
    with pytest.raises(BulletinError) as caught:
        replace_file(site, "glossary.yaml", data, known)
    return caught.value.code


def test_new_and_again(site: Path) -> None:
    path = site / "content" / "glossary.yaml"
    replace_file(site, "glossary.yaml", b"a", None)
    path.chmod(0o640)
    replace_file(site, "glossary.yaml", b"b", b"a")
    assert path.read_bytes() == b"b"
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(site / "content") == ["glossary.yaml"]


@pytest.mark.parametrize(("there", "known"), [(b"x", None), (b"x", b"y"), (None, b"y")])
def test_changed_meanwhile(site: Path, there: bytes | None, known: bytes | None) -> None:
    path = site / "content" / "glossary.yaml"
    if there is not None:
        path.write_bytes(there)
    assert code_of(site, b"new", known) == "E932"
    assert (path.read_bytes() if path.exists() else None) == there


def test_another_process_is_at_it(site: Path) -> None:
    (site / ".bulletin").mkdir()
    with locked(site / ".bulletin" / "replacing.lock"):
        assert code_of(site, b"new", None) == "E932"


def test_links(site: Path, tmp_path: Path) -> None:
    """A link inside content/ is followed, one out of it refused: what it leads to is not ours."""
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"old")
    link = site / "content" / "glossary.yaml"
    link.symlink_to(outside)
    assert code_of(site, b"new", b"old") == "E938"
    assert outside.read_bytes() == b"old"
    link.unlink()
    (site / "content" / "real.yaml").write_bytes(b"old")
    link.symlink_to("real.yaml")
    replace_file(site, "glossary.yaml", b"new", b"old")
    assert link.is_symlink()
    assert (site / "content" / "real.yaml").read_bytes() == b"new"


def test_a_disk_that_refuses(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site / "content" / "glossary.yaml"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert code_of(site, b"new", b"old") == "E938"
    assert path.read_bytes() == b"old"
    assert os.listdir(site / "content") == ["glossary.yaml"]
