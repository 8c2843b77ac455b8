"""A file -> the program of its owner, played by a script; and none where there is no screen."""

from __future__ import annotations

import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bulletin.serve.desk_opening import open_in_editor

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="plays xdg-open")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes how it was called."""
    path = tmp_path / "bin" / "xdg-open"
    path.parent.mkdir()
    script = f'#!/bin/sh\necho "$# $1" > {tmp_path}/new && mv {tmp_path}/new {tmp_path}/told\n'
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}:/bin:/usr/bin")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return path


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("name", ["推进会.md", "a b.md", "$(rm x);'`.md", "-rf.md"])
def test_is_given_the_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    assert open_in_editor(place)
    told = tmp_path / "told"
    end = time.monotonic() + 20
    while not told.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    assert told.read_text(encoding="utf-8") == f"1 {place}\n"


@pytest.mark.usefixtures("program")
def test_no_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    assert not open_in_editor(tmp_path / "a.md")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert open_in_editor(tmp_path / "a.md")


def test_no_program(program: Path, tmp_path: Path) -> None:
    program.unlink()
    empty = program.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(empty))
        assert not open_in_editor(tmp_path / "a.md")


def test_a_program_that_cannot_be_run(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    assert program.stat().st_mode & stat.S_IXUSR
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert not open_in_editor(tmp_path / "a.md")
