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


def remove_all(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()


def make_all(path: Path) -> None:
    path.parent.mkdir()
    path.touch()


ENOUGH: dict[str, tuple[str, Callable[[Path], object]]] = {
    "written": ("a.md", lambda path: path.write_text("other")),
    "gone": ("a.md", Path.unlink),
    "gone with its folder": ("2026/b.md", remove_all),
    "new": ("new.md", Path.touch),
    "new in a folder": ("2026/A.md", Path.touch),
    "another suffix": ("a.txt", Path.touch),
}


@pytest.mark.parametrize(("path", "change"), ENOUGH.values(), ids=ENOUGH)
def test_what_is_told_of_is_enough(site: Path, path: str, change: Callable[[Path], object]) -> None:
    before = scan(site)
    change(site / "content" / path)
    found, whole = scan_again(site, before, [path]), scan(site)
    assert found is not None
    assert opened(site, found.documents) == opened(site, whole.documents)
    assert [text.digest for text in found.documents] == [text.digest for text in whole.documents]
    assert (found.files, found.problems) == (whole.files, whole.problems)
    assert path not in {row[0] for row in found.known}


def test_where_there_are_problems_with_names_all_is_looked_at(site: Path) -> None:
    (site / "content" / "a (冲突副本).md").touch()
    before = scan(site)
    assert before.problems
    (site / "content" / "new.md").touch()
    assert scan_again(site, before, ["new.md"]) is None
    (site / "content" / "a.md").write_text("other")
    assert scan_again(site, before, ["a.md"]) is not None


def test_names_that_differ_in_case_alone_are_for_others_to_say(site: Path) -> None:
    before = scan(site)
    for name in ("new.md", "NEW.md"):
        (site / "content" / name).touch()
    assert scan_again(site, before, ["new.md", "NEW.md"]) is None


def test_the_last_one_gone_is_for_others_to_say(site: Path) -> None:
    (site / "content" / "a.md").unlink()
    before = scan(site)
    (site / "content" / "2026" / "b.md").unlink()
    assert scan_again(site, before, ["2026/b.md"]) is None


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "never there": ("new.md", lambda _: None),
    "new in a new folder": ("2027/new.md", make_all),
    "new in a folder set aside": ("_2027/new.md", make_all),
    "new but for the case": ("A.md", Path.touch),
    "decomposed": ("Ma\u0308rz.md", Path.touch),
    "a copy of a conflict": ("a (冲突副本).md", Path.touch),
    "litter": ("~$a.md", Path.touch),
    "a new link": ("new.md", lambda path: path.symlink_to("a.md")),
    "a new pipe": ("new.md", os.mkfifo),
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
