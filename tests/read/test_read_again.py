"""A look at some files alone tells what a look at all of them tells, or says that it can't."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.read.again import opened, scan_again
from bulletin.read.folder import LARGEST_DOCUMENT, Text, scan


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("bulletin.read.glance._RECENT", -(10**18))
    (tmp_path / "content" / "2026").mkdir(parents=True)
    for name in ("a.md", "2026/b.md", "c.jpg", "site.yaml"):
        (tmp_path / "content" / name).write_text(name)
    return tmp_path


def test_what_was_written_is_opened_and_nothing_else(site: Path) -> None:
    before = scan(site)
    (site / "content" / "a.md").write_text("other")
    (site / "content" / "2026" / "b.md").write_text("not told")
    folder = scan_again(site, before, ["a.md"])
    assert folder is not None
    assert opened(site, folder.documents) == [("2026/b.md", b"2026/b.md"), ("a.md", b"other")]
    assert folder.documents[0] is before.documents[0]
    assert (folder.files, folder.problems) == (before.files, before.problems)
    assert {row[0] for row in folder.known} == {"2026/b.md", "c.jpg"}


def exchange(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


def test_of_many_bytes_the_rest_is_opened_where_it_is_needed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = scan(site)
    monkeypatch.setattr("bulletin.read.folder._HELD", len("2026/b.md"))
    some = scan(site)
    assert [text.data is not None for text in some.documents].count(True) == 1
    assert all(one.data is None or one in some.documents for one in some.known.values() if isinstance(one, Text))
    assert opened(site, some.documents) == opened(site, whole.documents)
    assert [text.digest for text in some.documents] == [text.digest for text in whole.documents]


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "gone": ("a.md", Path.unlink),
    "new": ("new.md", Path.touch),
    "no document": ("c.jpg", Path.touch),
    "settings": ("site.yaml", Path.touch),
    "a folder": ("2026", Path.touch),
    "outside": ("../a.md", Path.touch),
    "a link": ("a.md", lambda path: exchange(path, lambda one: one.symlink_to("2026/b.md"))),
    "a folder in its place": ("a.md", lambda path: exchange(path, Path.mkdir)),
    "too large": ("a.md", lambda path: path.write_bytes(b"x" * (LARGEST_DOCUMENT + 1))),
    "a pipe": ("a.md", lambda path: exchange(path, os.mkfifo)),
}


@pytest.mark.parametrize(("path", "change"), CHANGES.values(), ids=CHANGES)
def test_what_needs_a_look_at_all(site: Path, path: str, change: Callable[[Path], object]) -> None:
    before = scan(site)
    change(site / "content" / path)
    assert scan_again(site, before, [path]) is None
    assert scan_again(site, before, ["2026/b.md", path]) is None
    assert scan_again(site, before, ["2026/b.md"]) is not None
