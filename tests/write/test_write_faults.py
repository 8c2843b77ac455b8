"""Every disk operation in turn fails, or is the last before a SIGKILL: the old site stands whole, or the new one."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from write.trees import Tree, publish, tree_of

from bulletin.errors import WriteError
from bulletin.write import exchange
from bulletin.write.place import check_place
from bulletin.write.release import roll_back

HERE = Path(__file__).parent
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill needs a child to be killed")


@needs_fork
@pytest.mark.parametrize("what", ["killed", "once", "full"])
@pytest.mark.parametrize("way", ["exchange", "steps"])
@pytest.mark.parametrize("action", ["publish", "recycle", "rollback"])
def test_at_every_operation(tmp_path: Path, action: str, way: str, what: str) -> None:
    command = [sys.executable, str(HERE / "faults.py"), str(tmp_path), action, way, what]
    path = os.pathsep.join((str(HERE.parent), str(HERE.parent.parent)))
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["wrong"] == []
    assert said["tried"] > 12


def test_a_reader_sees_one_version_and_never_none(tmp_path: Path) -> None:
    """Whatever is read through one open folder is of one release, and a page is never missing."""
    output = tmp_path / "public"
    names = [f"{number}/index.html" for number in range(8)]
    versions: list[Tree] = [dict.fromkeys(names, str(number).encode()) for number in range(25)]
    publish(output, versions[0])
    is_over = threading.Event()
    seen: list[int] = []
    faults: list[str] = []

    def read() -> None:
        while not is_over.is_set():
            try:
                handle = os.open(output, os.O_RDONLY)
                found = {_text(name, handle) for name in names}
                os.close(handle)
                if len(found) != 1:
                    faults.append(f"two versions at once: {found}")
                seen.append(int(found.pop()))
            except OSError as error:
                faults.append(repr(error))

    reader = threading.Thread(target=read)
    reader.start()
    for tree in versions[1:]:
        publish(output, tree)
    is_over.set()
    reader.join()
    assert faults == []
    assert seen == sorted(seen), "an old version after a new one"
    assert len(set(seen)) > 2


def _text(name: str, folder: int) -> str:
    with open(os.open(name, os.O_RDONLY, dir_fd=folder), encoding="utf-8") as file:
        return file.read()


def test_a_disk_that_is_full_only_when_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "public", {"a": b"1"})

    class Disk:
        """Some network disks say at the end that nothing of it fitted."""

        @staticmethod
        def syncfs(_: int) -> int:
            ctypes.set_errno(28)
            return -1

    monkeypatch.setattr(exchange, "_libc", Disk)
    with pytest.raises(WriteError) as caught:
        publish(tmp_path / "public", {"a": b"2"})
    assert caught.value.code == "E804"
    assert tree_of(tmp_path / "public") == {"a": b"1"}


def test_an_output_that_is_a_file_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("theirs")
    with pytest.raises(WriteError) as caught:
        publish(tmp_path / "public", {"a": b"1"})
    assert caught.value.code == "E808"
    assert (tmp_path / "public").read_text() == "theirs"


@pytest.mark.parametrize("output", ["site", ".", "site/content", "site/content/a/b", "site/themes", "site/x/.."])
def test_an_output_over_the_site_itself_is_refused(tmp_path: Path, output: str) -> None:
    (tmp_path / "site" / "content").mkdir(parents=True)
    with pytest.raises(WriteError) as caught:
        check_place(tmp_path / "site", tmp_path / output)
    assert caught.value.code == "E809"


@pytest.mark.parametrize("what", ["the current folder", "above it", "a home", "a repository"])
def test_a_folder_that_somebody_lives_in_is_not_replaced(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "place"
    (output / "deep").mkdir(parents=True)
    (output / "theirs").write_text("theirs")
    if what == "a repository":
        (output / ".git").mkdir()
    elif what == "a home":
        monkeypatch.setenv("HOME", str(output / "deep"))
    else:
        monkeypatch.chdir(output / "deep" if what == "above it" else output)
    before = output.stat().st_ino
    with pytest.raises(WriteError) as caught:
        publish(output, {"a": b"1"})
    assert caught.value.code == "E810"
    assert output.stat().st_ino == before
    assert tree_of(output) == {"theirs": b"theirs"}


def test_an_output_of_ours_may_be_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "public", {"a": b"1"})
    monkeypatch.chdir(tmp_path / "public")
    publish(tmp_path / "public", {"a": b"2"})
    assert tree_of(tmp_path / "public") == {"a": b"2"}


@pytest.mark.parametrize("output", ["site/public", "elsewhere", "site/content2", "site/a/b"])
def test_an_output_of_its_own_is_not(tmp_path: Path, output: str) -> None:
    (tmp_path / "site" / "content").mkdir(parents=True)
    check_place(tmp_path / "site", tmp_path / output)


def test_what_others_put_there_is_the_same_file_afterwards(tmp_path: Path) -> None:
    """Not a copy: links, times and modes of files that we did not make are as they were."""
    output = tmp_path / "public"
    publish(output, {"a": b"1"})
    (output / "deep").mkdir()
    theirs = output / "deep" / "theirs"
    theirs.write_text("theirs")
    theirs.chmod(0o640)
    (output / "link").symlink_to("/nowhere/at/all")
    before = os.lstat(theirs)
    publish(output, {"a": b"2"})
    after = os.lstat(theirs)
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)
    assert os.readlink(output / "link") == "/nowhere/at/all"
    assert tree_of(output) == {"a": b"2", "deep/theirs": b"theirs"}


def test_a_shelf_that_leads_elsewhere_is_not_used(tmp_path: Path) -> None:
    """Somebody who may write to the share has put a link there: 2019, 2020 and next are folders of somebody's life."""
    output, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    for name in ("next", "1", "2019", "2020", "2021", "2022"):
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "theirs").write_text("theirs")
    (tmp_path / ".public.releases").symlink_to(elsewhere)
    for act in (lambda: publish(output, {"index.html": b"1"}), lambda: roll_back(output)):
        with pytest.raises(WriteError) as caught:
            act()
        assert caught.value.code == "E804"
    assert len([*elsewhere.rglob("theirs")]) == 6
    assert not (elsewhere / "lock").exists()


def test_links_on_the_shelf_are_taken_away_and_not_followed(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    for number in range(6):
        publish(output, {"index.html": str(number).encode()})
    shutil.copytree(output, elsewhere)
    before = tree_of(elsewhere)
    for name in ("next", "9", "٣", "007"):
        (tmp_path / ".public.releases" / name).symlink_to(elsewhere)
    for number in range(6, 9):
        publish(output, {"index.html": str(number).encode()})
    assert tree_of(output) == {"index.html": b"8"}
    assert (elsewhere / ".bulletin.json").is_file()
    assert tree_of(elsewhere) == before
    assert roll_back(output).number
    assert tree_of(output) == {"index.html": b"7"}
