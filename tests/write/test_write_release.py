"""A release appears whole or not at all; what we did not make stays; what did not change is not written again."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from write.trees import Tree, beside, empty_folders, folder_of, publish, tree_of

from bulletin.errors import WriteError
from bulletin.write import exchange, manifest
from bulletin.write.release import open_release, roll_back


def test_publishes_and_changes_only_what_changed(tmp_path: Path) -> None:
    output = tmp_path / "public"
    assert publish(output, {"a.html": b"1", "b/c.html": b"2"}) == 2
    kept = os.stat(output / "a.html").st_ino
    assert publish(output, {"a.html": b"1", "b/c.html": b"3", "d.html": b"4"}) == 2
    assert tree_of(output) == {"a.html": b"1", "b/c.html": b"3", "d.html": b"4"}
    assert os.stat(output / "a.html").st_ino == kept, "an unchanged file is a link, not a copy"


def test_nothing_changed_touches_nothing(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1"})
    before = os.stat(output).st_ino
    assert publish(output, {"a": b"1"}) == 0
    assert os.stat(output).st_ino == before


def test_what_is_gone_is_deleted_and_what_is_foreign_stays(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1", "x/b": b"2"})
    (output / "CNAME").write_text("example.org")
    (output / "x" / "theirs.txt").write_text("theirs")
    publish(output, {"a": b"1"})
    assert tree_of(output) == {"a": b"1", "CNAME": b"example.org", "x/theirs.txt": b"theirs"}


def test_a_foreign_file_is_never_overwritten(tmp_path: Path) -> None:
    output = tmp_path / "public"
    output.mkdir()
    (output / "index.html").write_text("theirs")
    with pytest.raises(WriteError) as caught:
        publish(output, {"index.html": b"ours"})
    assert caught.value.code == "E803"
    assert tree_of(output) == {"index.html": b"theirs"}
    assert beside(output) == {"lock"}


def test_a_file_changed_behind_our_back_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1", "b": b"2"})
    (output / "a").unlink()
    (output / "a").write_bytes(b"tampered")
    assert publish(output, {"a": b"1", "b": b"2"}) == 1
    assert tree_of(output) == {"a": b"1", "b": b"2"}


def test_a_fault_midway_leaves_the_old_site(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"old"})
    with suppress(RuntimeError), open_release(output) as release:
        release.put("a", b"new")
        raise RuntimeError
    assert tree_of(output) == {"a": b"old"}
    assert beside(output) == {"lock"}


def test_two_builds_at_once(tmp_path: Path) -> None:
    with (
        open_release(tmp_path / "public"),
        pytest.raises(WriteError) as caught,
        open_release(tmp_path / "public"),
    ):
        raise AssertionError("the second build must not begin")
    assert caught.value.code == "E801"


@pytest.mark.parametrize(
    ("items", "may_shrink", "code"),
    [(0, True, "E806"), (6, False, "E805"), (6, True, ""), (7, False, ""), (30, False, "")],
)
def test_a_site_that_suddenly_shrinks_is_refused(tmp_path: Path, items: int, may_shrink: bool, code: str) -> None:
    publish(tmp_path / "public", {str(number): b"" for number in range(10)})
    with open_release(tmp_path / "public") as release:
        if code:
            with pytest.raises(WriteError) as caught:
                release.guard(items, may_shrink)
            assert caught.value.code == code
        else:
            release.guard(items, may_shrink)


@pytest.mark.parametrize("path", ["../evil", "a/../../evil", "/etc/evil"])
def test_no_page_leaves_the_output(tmp_path: Path, path: str) -> None:
    with open_release(tmp_path / "public") as release, pytest.raises(WriteError) as caught:
        release.put(path, b"")
    assert caught.value.code == "E802"


def test_three_releases_are_kept_until_the_next_has_dropped_the_fourth(tmp_path: Path) -> None:
    output = tmp_path / "public"
    for number in range(6):
        publish(output, {"a": str(number).encode()})
    assert beside(output) == {"lock", "2", "3", "4", "5"}
    assert tree_of(tmp_path / ".public.releases" / "5") == {"a": b"4"}


def test_an_output_that_is_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "public").symlink_to(tmp_path / "real")
    publish(tmp_path / "public", {"a": b"1"})
    assert (tmp_path / "public").is_symlink()
    assert tree_of(tmp_path / "real") == {"a": b"1"}


DAMAGED = {
    "cut off": "{",
    "endless": '{"format": 1, "items": 1e999, "files": {}}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("damage", ["deleted", *DAMAGED])
def test_a_lost_manifest_is_recalled_from_its_copy(tmp_path: Path, damage: str) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1", "gone": b"1", "same": b"1"})
    (output / "theirs").write_bytes(b"theirs")
    if damage == "deleted":
        (output / manifest.NAME).unlink()
    else:
        (output / manifest.NAME).write_text(DAMAGED[damage])
    assert publish(output, {"a": b"2", "same": b"1"}) == 1
    assert tree_of(output) == {"a": b"2", "same": b"1", "theirs": b"theirs"}
    found = manifest.load(output)
    assert found is not None
    assert set(found.keys) == {"a", "same"}


def test_a_lost_manifest_is_written_again_where_nothing_else_changed(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1"})
    (output / manifest.NAME).unlink()
    publish(output, {"a": b"1"})
    assert manifest.load(output) is not None


def test_a_lost_manifest_does_not_hide_that_the_site_shrinks(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {str(number): b"1" for number in range(9)})
    (output / manifest.NAME).unlink()
    with open_release(output) as release, pytest.raises(WriteError) as caught:
        release.guard(2, may_shrink=False)
    assert caught.value.code == "E805"


def test_a_file_changed_since_the_manifest_was_lost_is_not_ours(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1"})
    (output / manifest.NAME).unlink()
    (output / "a").write_bytes(b"theirs")
    with pytest.raises(WriteError) as caught:
        publish(output, {"a": b"2"})
    assert caught.value.code == "E803"
    assert tree_of(output) == {"a": b"theirs"}


def test_a_copied_site_may_be_built_over_where_it_is_the_same(tmp_path: Path) -> None:
    """Without manifest, copy and times: what we would write is there already."""
    output = tmp_path / "public"
    output.mkdir()
    (output / "a").write_bytes(b"1")
    publish(output, {"a": b"1", "b": b"2"})
    assert tree_of(output) == {"a": b"1", "b": b"2"}


def test_without_manifest_and_copy_nothing_foreign_is_touched(tmp_path: Path) -> None:
    """Then we can't tell what is ours: nothing is overwritten, and the message says which file."""
    output = tmp_path / "public"
    publish(output, {"a": b"1"})
    (output / manifest.NAME).write_text("{")
    (folder_of(output) / manifest.NAME).unlink()
    with pytest.raises(WriteError) as caught:
        publish(output, {"a": b"2"})
    assert caught.value.code == "E803"
    assert tree_of(output) == {"a": b"1"}


def test_an_exchange_in_steps_where_the_system_has_no_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_exchange_at_once", lambda *_: False)
    output = tmp_path / "public"
    for number in range(3):
        publish(output, {"a": str(number).encode()})
        assert tree_of(output) == {"a": str(number).encode()}
    assert beside(output) == {"lock", "1", "2"}


def _has_room(tree: Tree) -> bool:
    return not any(one.startswith(f"{other}/") for one in tree for other in tree)


PATHS = st.sampled_from(["a", "a/x", "b", "c/d", "c/d/x/y", "c/e", "c/f/g", "h/i"])
TREES = st.dictionaries(PATHS, st.binary(max_size=4), max_size=6).filter(_has_room)


def test_what_others_took_away_does_not_come_back(tmp_path: Path) -> None:
    """It lies in the earlier release that becomes the next one."""
    output = tmp_path / "public"
    for number in range(9):
        publish(output, {"a/b": str(number).encode()})
        for path in ("theirs", "a/theirs", "their/own/file"):
            (output / path).parent.mkdir(parents=True, exist_ok=True)
            if number == 2:
                (output / path).write_bytes(b"theirs")
            elif number == 4:
                (output / path).unlink()
        expected = dict.fromkeys(("theirs", "a/theirs", "their/own/file"), b"theirs") if number in {2, 3} else {}
        assert tree_of(output) == {"a/b": str(number).encode()} | expected


@pytest.mark.parametrize("is_prepared", [True, False], ids=["prepared", "not prepared"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("a", "a/b", id="a file becomes a folder"),
        pytest.param("a/b", "a", id="a folder becomes a file"),
        pytest.param("a/b/c", "a/b", id="below a folder that stays"),
        pytest.param("a/b", "a/b/c/d", id="far below"),
        pytest.param("A/b", "a/b", id="another case"),
        pytest.param("b", "c", id="elsewhere"),
    ],
)
def test_pages_that_move(tmp_path: Path, old: str, new: str, is_prepared: bool) -> None:
    output = tmp_path / "public"
    for number in range(6):
        publish(output, {"same": b"same", old: str(number).encode()}, is_prepared)
        publish(output, {"same": b"same", new: str(number).encode()}, is_prepared)
        assert tree_of(output) == {"same": b"same", new: str(number).encode()}
        assert empty_folders(output) == []


def test_where_a_disk_does_not_tell_a_from_A_nothing_is_prepared(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish(output, {"a": b"1", "gone": b"1"})
    (folder_of(output) / "LOCK").touch()
    with open_release(output) as release:
        assert release.preparation()() is None
        assert not (folder_of(output) / "next").exists()
    publish(output, {"a": b"2"})
    assert tree_of(output) == {"a": b"2"}


def test_a_manifest_of_the_version_before(tmp_path: Path) -> None:
    output = tmp_path / "public"
    tree = {"a": b"1", "b/c": b"2"}
    for number in range(2):
        publish(output, {**tree, "number": str(number).encode()})
    for folder in (output, folder_of(output), folder_of(output) / "1"):
        found = manifest.load(folder)
        assert found is not None
        rows = {path: [found.keys[path], *map(int, found.stamps[path].split())] for path in found.keys}
        text = json.dumps({"format": 1, "number": found.number, "items": found.items, "files": rows})
        (folder / manifest.NAME).write_text(text, encoding="utf-8")
        assert manifest.load(folder) == found
    assert publish(output, {**tree, "number": b"2"}) == 1
    assert [roll_back(output).number for _ in range(2)] == [2, 1]
    assert tree_of(output) == {**tree, "number": b"0"}


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"paths": ["a"], "keys": ["1"], "stamps": []}, id="a column is shorter"),
        pytest.param({"paths": [1], "keys": ["1"], "stamps": ["1 1"]}, id="a path is a number"),
        pytest.param({"paths": ["a"], "keys": [None], "stamps": ["1 1"]}, id="a key is nothing"),
        pytest.param({"paths": ["a"], "keys": ["1"], "stamps": [["1"]]}, id="a stamp is a list"),
        pytest.param({"paths": ["a"], "keys": ["1"]}, id="a column is missing"),
        pytest.param({"paths": 1, "keys": 1, "stamps": 1}, id="no columns"),
        pytest.param({"format": 3, "paths": [], "keys": [], "stamps": []}, id="a version to come"),
    ],
)
def test_a_manifest_that_is_none(tmp_path: Path, columns: dict[str, object]) -> None:
    (tmp_path / manifest.NAME).write_text(json.dumps({"format": 2, "items": 1, "number": 1, **columns}))
    assert manifest.load(tmp_path) is None


def test_a_build_that_fails_leaves_the_next_one_what_it_prepared(tmp_path: Path) -> None:
    output = tmp_path / "public"
    for number in range(5):
        publish(output, {"a": str(number).encode(), "b/c": b"same"})
    for fault, left in ((RuntimeError, {"1", "2", "3", "4"}), (OSError, {"2", "3", "4"})):
        with suppress(RuntimeError, WriteError), open_release(output) as release:
            release.prepared(release.preparation()())
            release.put("b", b"half")
            raise fault
        assert tree_of(output) == {"a": b"4", "b/c": b"same"}
        assert beside(output) == {"lock", *left}
    publish(output, {"a": b"5", "b/c": b"same"})
    assert tree_of(output) == {"a": b"5", "b/c": b"same"}
    assert [roll_back(output).number for _ in range(3)] == [5, 4, 3]


@given(st.lists(st.tuples(TREES, st.booleans()), min_size=1, max_size=7))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_releases_equals_a_clean_one(tmp_path: Path, trees: list[tuple[Tree, bool]]) -> None:
    output = tmp_path / "public"
    for folder in (output, tmp_path / ".public.releases"):
        shutil.rmtree(folder, ignore_errors=True)
    for tree, is_prepared in trees:
        publish(output, tree, is_prepared)
        assert tree_of(output) == tree
        assert empty_folders(output) == []
