"""Files of others are found, whenever they come, and stand in no page's way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from write.trees import Tree, publish, tree_of

from bulletin.errors import WriteError
from bulletin.model.page import Page
from bulletin.write import manifest
from bulletin.write.carrying import Foreign, carry_over, look
from bulletin.write.release import open_release
from bulletin.write.staging import put


def made(folder: Path, tree: Tree) -> Path:
    for path, data in tree.items():
        put(str(folder), path, data)
    return folder


def test_all_that_is_not_ours(tmp_path: Path) -> None:
    root = made(tmp_path / "public", {"a/b": b"", "a/theirs": b"", "theirs": b"", "x/y/z": b"", manifest.NAME: b""})
    made(root, {f"a/{manifest.NAME}": b""})
    (root / "link").symlink_to(tmp_path)
    (root / "empty").mkdir()
    assert look(str(root), {"a/b"}).paths == (f"a/{manifest.NAME}", "a/theirs", "link", "theirs", "x/y/z")


def test_where_nothing_is_nothing_is_found(tmp_path: Path) -> None:
    assert look(str(tmp_path / "public"), ()).paths == ()


@pytest.mark.parametrize(
    ("theirs", "staged", "code"),
    [
        pytest.param({"a/b": b"1"}, {"a/c": b"2"}, "", id="beside a page"),
        pytest.param({"a": b"1"}, {"a": b"1"}, "", id="the page itself"),
        pytest.param({"a": b"1"}, {"a": b"2"}, "E803", id="in a page's way"),
        pytest.param({"a": b"1"}, {"a/b": b"2"}, "E803", id="in its folder's way"),
        pytest.param({"a/b/c": b"1"}, {"a/b": b"2"}, "E804", id="where a page has its folder"),
    ],
)
def test_in_a_page_s_way(tmp_path: Path, theirs: Tree, staged: Tree, code: str) -> None:
    root, stage = made(tmp_path / "public", theirs), made(tmp_path / "next", staged)
    found = Foreign(tuple(theirs), time.monotonic())
    if code == "E803":
        with pytest.raises(WriteError) as caught:
            carry_over(found, str(root), str(stage))
        assert caught.value.code == code
    elif code:
        with pytest.raises(OSError, match="b"):
            carry_over(found, str(root), str(stage))
    else:
        carry_over(found, str(root), str(stage))
        assert tree_of(stage) == theirs | staged
    assert tree_of(root) == theirs


def test_one_that_was_taken_away_meanwhile(tmp_path: Path) -> None:
    root, stage = made(tmp_path / "public", {"b": b"theirs"}), made(tmp_path / "next", {"c": b"1"})
    carry_over(Foreign(("a/x", "b"), time.monotonic()), str(root), str(stage))
    assert tree_of(stage) == {"b": b"theirs", "c": b"1"}
    assert not (stage / "a").exists()


def _while(output: Path, act: Callable[[], object], age: float) -> None:
    """A build that has looked when somebody acts, ``age`` seconds before it publishes."""
    page = Page("a/b", "new", data=b"new")
    with open_release(output) as release:
        release.prepared(release.preparation()())
        found = release.foreign()
        act()
        release.carry(Foreign(found.paths, found.began - age))
        release.add((one, release.put(one.path, one.data or b"")) for one in (page,))
        release.reuse([page])
        release.publish(1)


def test_what_comes_while_a_long_build_works_is_carried_over(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a/b": b"1"})
    _while(output, lambda: made(output, {"a/theirs": b"theirs", "x/theirs": b"theirs"}), 60)
    assert tree_of(output) == {"a/b": b"new", "a/theirs": b"theirs", "x/theirs": b"theirs"}


def test_what_goes_while_a_build_works_is_gone(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a/b": b"1"})
    made(output, {"theirs": b"theirs"})
    _while(output, lambda: os.unlink(output / "theirs"), 0)
    assert tree_of(output) == {"a/b": b"new"}
