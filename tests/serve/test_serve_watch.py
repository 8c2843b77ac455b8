"""A burst of changes is one call; reading is no change; new folders count."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.serve.watch import watch


def calls_after(folder: Path, is_polling: bool, act: Callable[[], object], wanted: int) -> int:
    """How often a change was told of, up to ``wanted`` and a moment longer."""
    stop = threading.Event()
    told: list[float] = []
    thread = threading.Thread(target=watch, args=([folder], is_polling, lambda: told.append(0), stop), daemon=True)
    thread.start()
    time.sleep(1.2 if is_polling else 0.4)
    act()
    end = time.monotonic() + (8 if wanted else 1.0)
    while len(told) < wanted and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.6)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    return len(told)


@pytest.mark.parametrize("is_polling", [False, True])
def test_a_saved_file_is_told_once(tmp_path: Path, is_polling: bool) -> None:
    assert calls_after(tmp_path, is_polling, lambda: (tmp_path / "a.md").write_text("x"), 1) == 1


def test_a_burst_is_told_once(tmp_path: Path) -> None:
    def burst() -> None:
        for number in range(300):
            (tmp_path / f"{number}.md").write_text("x")

    assert calls_after(tmp_path, False, burst, 1) == 1


def test_a_file_in_a_new_folder_is_told(tmp_path: Path) -> None:
    def act() -> None:
        (tmp_path / "new" / "deep").mkdir(parents=True)
        (tmp_path / "new" / "deep" / "a.md").write_text("x")

    assert calls_after(tmp_path, False, act, 1) >= 1


def test_reading_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    assert calls_after(tmp_path, False, lambda: (tmp_path / "a.md").read_text(), 0) == 0


def test_a_missing_folder_is_not_watched(tmp_path: Path) -> None:
    assert calls_after(tmp_path / "none", False, lambda: None, 0) == 0
