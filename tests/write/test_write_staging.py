"""Files of a release are written once, below it, with what the manifest says of them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bulletin.errors import WriteError
from bulletin.write.staging import prune, put


@pytest.mark.parametrize("path", ["a", "文/章/index.html", "b/c"])
def test_bytes_are_where_they_belong(tmp_path: Path, path: str) -> None:
    written = put(str(tmp_path), path, "正文".encode())
    state = os.stat(tmp_path / path)
    assert (tmp_path / path).read_text(encoding="utf-8") == "正文"
    assert written == (state.st_size, state.st_mtime_ns)


def test_a_large_file_is_whole(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    assert put(str(tmp_path), "large", data).size == len(data)
    assert (tmp_path / "large").read_bytes() == data


@pytest.mark.parametrize(
    ("there", "path"),
    [
        pytest.param("a/b", "a/b", id="a file"),
        pytest.param("a", "a/b", id="a file in the place of a folder"),
        pytest.param("a", "a/b/c", id="far above"),
        pytest.param("a/b", "a/b/c", id="right above"),
        pytest.param("a/b/c", "a", id="a folder"),
        pytest.param("a/b/c", "a/b", id="a folder in a folder"),
    ],
)
def test_what_was_there_gives_way_and_is_never_written_to(tmp_path: Path, there: str, path: str) -> None:
    """It may be the published file itself, under another name."""
    stage, published = tmp_path / "stage", tmp_path / "published"
    put(str(stage), there, b"old")
    os.link(stage / there, published)
    before = os.stat(published).st_mtime_ns
    assert put(str(stage), path, b"new").size == 3
    assert [(file.relative_to(stage).as_posix(), file.read_bytes()) for file in stage.rglob("*") if file.is_file()] == [
        (path, b"new")
    ]
    assert (published.read_bytes(), os.stat(published).st_mtime_ns) == (b"old", before)


def test_a_link_that_was_there_is_not_followed(tmp_path: Path) -> None:
    stage, elsewhere = tmp_path / "stage", tmp_path / "elsewhere"
    stage.mkdir()
    elsewhere.write_bytes(b"theirs")
    (stage / "a").symlink_to(elsewhere)
    put(str(stage), "a", b"ours")
    assert elsewhere.read_bytes() == b"theirs"
    assert not (stage / "a").is_symlink()


def test_others_put_files_into_the_same_new_folder(tmp_path: Path) -> None:
    """Where a file stood: whoever comes second finds a folder."""
    for turn in range(30):
        stage = str(tmp_path / str(turn))
        put(stage, "a", b"old")
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda name, stage=stage: put(stage, f"a/{name}/x", b"new"), range(8)))
        assert len([*Path(stage).rglob("x")]) == 8


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        pytest.param({"a/b/c", "a/d"}, "a/b/c", {"a", "a/d"}, id="with the folder that it leaves empty"),
        pytest.param({"a/b/c", "a/b/d"}, "a/b/c", {"a", "a/b", "a/b/d"}, id="not with one that has more"),
        pytest.param({"a/b/c"}, "a/b/c", set(), id="with all of them"),
        pytest.param({"a/b"}, "a", {"a", "a/b"}, id="a page lies below it now"),
        pytest.param({"a"}, "a/b", {"a"}, id="a page has the place of its folder"),
        pytest.param({"a"}, "a/b/c", {"a"}, id="far above"),
        pytest.param({"a"}, "c/d", {"a"}, id="never was there"),
        pytest.param({"a"}, "../outside", {"a"}, id="elsewhere"),
        pytest.param({"a"}, "../empty/x", {"a"}, id="a folder elsewhere"),
    ],
)
def test_what_is_gone(tmp_path: Path, before: set[str], path: str, after: set[str]) -> None:
    stage = tmp_path / "stage"
    (tmp_path / "outside").write_bytes(b"theirs")
    (tmp_path / "empty").mkdir()
    for name in before:
        put(str(stage), name, b"")
    prune(str(stage), path)
    assert {found.relative_to(stage).as_posix() for found in stage.rglob("*")} == after
    assert (tmp_path / "outside").is_file()
    assert (tmp_path / "empty").is_dir()


@pytest.mark.parametrize("path", ["../evil", "a/../../evil", "/etc/evil", ".."])
def test_nothing_leaves_the_stage(tmp_path: Path, path: str) -> None:
    with pytest.raises(WriteError) as caught:
        put(str(tmp_path), path, b"")
    assert caught.value.code == "E802"
    assert not list(tmp_path.iterdir())
