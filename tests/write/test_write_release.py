"""A release appears whole or not at all; what we did not make stays; what did not change is not written again."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from write.trees import Tree, beside, folder_of, publish, tree_of

from bulletin.errors import WriteError
from bulletin.write import exchange, manifest
from bulletin.write.release import open_release


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


PATHS = st.sampled_from(["a", "b", "c/d", "c/e", "c/f/g", "h/i"])
TREES = st.dictionaries(PATHS, st.binary(max_size=4), max_size=6)


@given(st.lists(TREES, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_releases_equals_a_clean_one(tmp_path: Path, trees: list[Tree]) -> None:
    output = tmp_path / "public"
    for folder in (output, tmp_path / ".public.releases"):
        shutil.rmtree(folder, ignore_errors=True)
    for tree in trees:
        publish(output, tree)
        assert tree_of(output) == tree
