"""What was told of is looked at first, and all else right after; who closed a file is not waited for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
)

from bulletin.serve import watch as module
from bulletin.serve.hints import EVERYTHING, Hints, Told
from bulletin.serve.looks import Look, Patience, look, look_again, settled
from bulletin.serve.watch import Watch, _Handler, _Settling

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DEEP = "/".join(["in"] * 33) + "/a.md"


def in_new_folder(place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("x")


def exchange(place: Path) -> None:
    place.unlink()
    place.mkdir()


def link_to_folder(place: Path) -> None:
    (place.parent / "real").mkdir()
    (place.parent / "real" / place.name).write_text("x")
    place.parent.joinpath("link").symlink_to("real")


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "written": ("2026/a.md", lambda place: place.write_text("longer")),
    "new": ("2026/b.md", lambda place: place.write_text("x")),
    "new in a new folder": ("2027/甲/b.md", in_new_folder),
    "gone": ("2026/a.md", lambda place: place.unlink()),
    "as it was": ("2026/a.md", lambda _: None),
    "never there": ("2026/c.md", lambda _: None),
    "a folder in its place": ("2026/a.md", exchange),
    "no regular file": ("2026/pipe.md", lambda place: os.mkfifo(place)),
    "noise": ("2026/a.md.tmp", lambda place: place.write_text("x")),
    "set aside": ("_aside/a.md", in_new_folder),
    "hidden": (".git/config", in_new_folder),
    "a link to a file": ("2026/link.md", lambda place: place.symlink_to("a.md")),
    "a link to nothing": ("2026/link.md", lambda place: place.symlink_to("none.md")),
    "below a link": ("link/a.md", lambda place: link_to_folder(place.parent.parent / "a.md")),
    "too deep": (DEEP, in_new_folder),
    "elsewhere": ("../other.md", lambda place: place.write_text("x")),
}


@pytest.mark.parametrize(("name", "change"), CHANGES.values(), ids=CHANGES)
def test_a_look_at_what_was_told_of_is_a_look_at_everything(
    tmp_path: Path, name: str, change: Callable[[Path], object]
) -> None:
    folder = tmp_path / "content"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "a.md").write_text("a")
    known = look([folder])
    change(folder / name)
    told = [str(folder / name), str(folder / "real" / "a.md")]
    assert look_again(known, [folder, tmp_path / "themes"], told) == look([folder])


TOLD: dict[str, tuple[Sequence[FileSystemEvent], Told]] = {
    "being written": ([FileCreatedEvent("a.md"), FileModifiedEvent("a.md")], Told({"a.md": False})),
    "written": ([FileModifiedEvent("a.md"), FileClosedEvent("a.md")], Told({"a.md": True})),
    "written again": ([FileClosedEvent("a.md"), FileModifiedEvent("a.md")], Told({"a.md": False})),
    "put into its place": ([FileMovedEvent("a.md.tmp", "a.md")], Told({"a.md.tmp": True, "a.md": True})),
    "gone": ([FileDeletedEvent("a.md")], Told({"a.md": True})),
    "two": ([FileClosedEvent("a.md"), FileModifiedEvent("b.md")], Told({"a.md": True, "b.md": False})),
    "its folder as well": ([FileClosedEvent("in/a.md"), DirModifiedEvent("in")], Told({"in/a.md": True})),
    "noise in a folder": ([FileClosedEvent("in/.a.swp"), DirModifiedEvent("in")], Told()),
    "a new folder": ([DirCreatedEvent("in")], EVERYTHING),
    "a folder moved": ([FileClosedEvent("a.md"), DirMovedEvent("in", "to")], Told({"a.md": True}, is_more=True)),
}


@pytest.mark.parametrize(("events", "expected"), TOLD.values(), ids=TOLD)
def test_what_the_system_tells(events: Sequence[FileSystemEvent], expected: Told) -> None:
    hints = Hints()
    for event in events:
        _Handler(hints).on_any_event(event)
    assert hints.wait(0) == (expected != Told() or any(event.is_directory for event in events))
    assert hints.take() == expected
    assert (hints.wait(0), hints.take()) == (False, Told())


@pytest.mark.parametrize(
    ("told", "is_all", "is_over"),
    [
        (Told(), True, False),
        (EVERYTHING, True, False),
        (Told({"a": True}), False, True),
        (Told({"a": True, "b": False}), False, False),
        (Told({"a": True}, is_more=True), True, False),
        (Told({str(number): True for number in range(1000)}), True, False),
    ],
    ids=["nothing", "everything", "closed", "open", "a folder too", "very many"],
)
def test_where_to_look(told: Told, is_all: bool, is_over: bool) -> None:
    assert (told.is_all, told.is_over) == (is_all, is_over)


def test_what_nobody_told_of_is_looked_at_after_what_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, stop = Watch([tmp_path], False, lambda: NOW), threading.Event()
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("x")
    watch._hints.tell(Told({str(tmp_path / "a.md"): True}))
    with monkeypatch.context() as blind:
        blind.setattr(module, "look", None)
        first = watch._change(None, stop)
    assert watch._owes_look
    changes = [first, *(watch._change(None, stop) for _ in range(2))]
    assert [Path(*change.paths).name for change in changes if change] == ["a.md", "b.md"]
    assert changes[2] is None
    assert not watch._owes_look


def test_what_changes_while_it_settles_is_the_same_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, stop = Watch([tmp_path], False, lambda: NOW), threading.Event()
    paths = [str(tmp_path / name) for name in ("a.md", "b.md")]
    for path in paths:
        Path(path).write_text("x")
    watch._hints.tell(Told({paths[0]: True}))
    waited = stop.wait

    def wait(seconds: float | None = None) -> bool:
        watch._hints.tell(Told({paths[1]: True}))
        return waited(seconds)

    monkeypatch.setattr(stop, "wait", wait)
    change = watch._change(None, stop)
    assert change is not None
    assert change.paths == set(paths)


class Waiting(threading.Event):
    """Something happens in the first pauses."""

    def __init__(self, steps: Sequence[Callable[[], object]]) -> None:
        super().__init__()
        self.left = list(steps)
        self.longest = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        self.longest = max(self.longest, timeout or 0)
        if self.left:
            self.left.pop(0)()
        return super().wait(0)


@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "not told of"])
def test_what_was_emptied_is_waited_for_until_it_is_written(tmp_path: Path, is_closed: bool) -> None:
    """Truncated, and closed so or not; a moment later it is written."""
    file, hints = tmp_path / "a.md", Hints()
    file.write_text("old")
    known = look([tmp_path])
    file.write_text("")

    def look_at(told: Told) -> Look:
        assert not told.is_all
        return look_again(known, [tmp_path], told.files)

    def write() -> None:
        file.write_text("new one")
        hints.tell(Told({str(file): is_closed}))

    stop = Waiting([lambda: None, lambda: None, write])
    settling = _Settling(look_at, hints, Told({str(file): is_closed}), stop)
    found = settled(known, settling.look(), settling.look, settling.pause, Patience())
    assert found == look([tmp_path])
    assert found[str(file)][0] == len("new one")
    assert stop.left == []


def test_who_closed_a_file_is_not_waited_for_longer() -> None:
    seen: Look = {"a.md": (1, 0, 0, 1)}
    stop = Waiting([])
    settling = _Settling(lambda _: seen, Hints(), Told({"a.md": True}), stop)
    settling.pause(Patience().usual)
    assert 0 < stop.longest < Patience().usual
