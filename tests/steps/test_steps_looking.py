"""A build after a change opens what changed, and publishes what a build from nothing publishes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.make_site import item, tree_of, write_site

from bulletin.pipeline import Options, build
from bulletin.read import folder, glance, opening
from bulletin.read.opening import Folders

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SETTINGS = {"site.yaml", "unions.yaml", "glossary.yaml"}
ALL = {"about.md", *(f"2026/item-{number:04d}.md" for number in range(12))}
ONE = "2026/item-0003.md"


def built(site: Path, **options: object) -> None:
    stated: dict[str, object] = {"site": site, "now": NOW, "jobs": 1} | options
    build(Options(**stated), lambda *_: None, lambda _: None)  # type: ignore[arg-type]  # as the caller names them


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Built, as if it had been written long ago: no program can set the time of change."""
    monkeypatch.setattr(glance, "_RECENT", -(10**18))
    made = write_site(tmp_path / "site")
    built(made)
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Paths of documents whose bytes were read."""
    real, found = opening.read_below, set[str]()

    def reading(root: Path, path: str, limit: int, folders: Folders | None = None) -> bytes:
        if path not in SETTINGS:
            found.add(path)
        return real(root, path, limit, folders)

    monkeypatch.setattr(folder, "read_below", reading)
    return found


def change(path: str, old: str, new: str) -> Callable[[Path], object]:
    def changing(content: Path) -> None:
        text = (content / path).read_text("utf-8")
        assert old in text
        (content / path).write_text(text.replace(old, new), "utf-8")

    return changing


def all_at_once(content: Path) -> None:
    change(ONE, "活动安排", "活动日程")(content)
    change("site.yaml", "每页: 5", "每页: 4")(content)


def forget_what_was_checked(content: Path) -> None:
    with closing(sqlite3.connect(content.parent / ".bulletin" / "cache.sqlite")) as rows:
        rows.execute("DELETE FROM memo WHERE step = 'document'")
        rows.commit()
    all_at_once(content)


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a body": (change(ONE, "活动安排", "活动日程"), {ONE}),
    "a title": (change(ONE, "标题: ", "标题: 重要"), {ONE}),
    "a date": (change(ONE, "日期: 2026-09-04", "日期: 2026-10-01"), {ONE}),
    "a new item": (lambda content: (content / "new.md").write_text(item(13), "utf-8"), {"new.md"}),
    "an item gone": (lambda content: (content / ONE).unlink(), set()),
    "an item elsewhere": (lambda content: (content / ONE).rename(content / "elsewhere.md"), {"elsewhere.md"}),
    "an item out of the way": (lambda content: (content / ONE).rename(content / "~elsewhere.bak"), set()),
    "settings by which all are judged": (change("site.yaml", "每页: 5", "每页: 4"), ALL),
    "all at once": (all_at_once, ALL),
    "what was checked forgotten": (forget_what_was_checked, ALL),
}


@pytest.mark.parametrize(("changing", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_is_known_is_not_opened(
    site: Path, opened: set[str], changing: Callable[[Path], object], expected: set[str]
) -> None:
    changing(site / "content")
    built(site)
    assert opened == expected
    built(site, output=site / "clean", has_cache=False)
    assert tree_of(site / "public") == tree_of(site / "clean")


def test_a_build_without_cache_opens_all(site: Path, opened: set[str]) -> None:
    built(site, has_cache=False)
    assert opened == ALL


def test_another_reader_may_not_be_shown_the_same(
    site: Path, opened: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.steps.looking.reader", lambda: (1, 1))
    change(ONE, "活动安排", "活动日程")(site / "content")
    built(site)
    assert opened == ALL


def test_the_site_may_be_moved(site: Path, opened: set[str], tmp_path: Path) -> None:
    """Then it is looked at anew: another disk may have the same numbers for other files."""
    shutil.move(site, tmp_path / "moved")
    built(tmp_path / "moved")
    assert opened == ALL
