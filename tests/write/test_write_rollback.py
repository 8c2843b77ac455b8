"""Earlier releases come back whole, one after the other, at once; what we did not make stays; a build goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from write.trees import Tree, beside, folder_of, publish, tree_of

from bulletin.errors import WriteError
from bulletin.write import manifest, release, shelf
from bulletin.write.release import roll_back


def tree(number: int) -> Tree:
    return {"index.html": str(number).encode(), "same": b"same", f"only-{number}/x": b"x"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Four releases; the fourth is published."""
    for number in range(1, 5):
        publish(tmp_path / "public", tree(number))
    return tmp_path / "public"


def code_of(output: Path) -> str:
    with pytest.raises(WriteError) as caught:
        roll_back(output)
    return caught.value.code


def test_each_call_goes_further_back(output: Path) -> None:
    for number, left in ((3, 2), (2, 1), (1, 0)):
        restored = roll_back(output)
        assert (restored.number, restored.taken_back, restored.left) == (number, number + 1, left)
        assert (restored.items, restored.files) == (3, 3)
        assert tree_of(output) == tree(number)
    assert code_of(output) == "E807"
    assert tree_of(output) == tree(1)


def test_no_bytes_are_copied_and_it_is_made_when_it_was(output: Path) -> None:
    kept = folder_of(output) / "3"
    before = (kept / "index.html").stat().st_ino, (kept / manifest.NAME).stat().st_mtime_ns
    restored = roll_back(output)
    assert (output / "index.html").stat().st_ino == before[0]
    assert restored.made == (output / manifest.NAME).stat().st_mtime_ns == before[1]


def test_what_was_taken_back_does_not_come_back(output: Path) -> None:
    """1, 2, 3, 4 (taken back), 5: before 5 comes 3."""
    roll_back(output)
    publish(output, tree(5))
    assert beside(output) == {"lock", "1", "2", "3"}
    assert roll_back(output).number == 3
    assert tree_of(output) == tree(3)


def test_a_build_after_it_equals_a_clean_one(output: Path, tmp_path: Path) -> None:
    roll_back(output)
    assert publish(output, tree(4)) == 2, "what both have is not written again"
    publish(tmp_path / "clean", tree(4))
    assert tree_of(output) == tree_of(tmp_path / "clean")


def test_what_we_did_not_make_stays(output: Path) -> None:
    (output / "CNAME").write_text("example.org")
    (output / "only-4" / "theirs").write_text("theirs")
    roll_back(output)
    assert tree_of(output) == tree(3) | {"CNAME": b"example.org", "only-4/theirs": b"theirs"}


def test_a_foreign_file_in_the_way_stops_it(output: Path) -> None:
    (output / "only-3").mkdir()
    (output / "only-3" / "x").write_text("theirs")
    assert code_of(output) == "E803"
    assert tree_of(output) == tree(4) | {"only-3/x": b"theirs"}


@pytest.mark.parametrize("damage", ["changed", "gone", "no manifest"])
def test_a_release_that_is_not_whole_is_passed_over(output: Path, damage: str) -> None:
    file = folder_of(output) / "3" / "index.html"
    if damage == "changed":
        file.write_bytes(b"!!")
    elif damage == "gone":
        file.unlink()
    else:
        (folder_of(output) / "3" / manifest.NAME).write_text("{")
    assert roll_back(output).number == 2
    assert tree_of(output) == tree(2)


def test_an_output_that_somebody_deleted_comes_back(output: Path) -> None:
    shutil.rmtree(output)
    assert roll_back(output).number == 3
    assert tree_of(output) == tree(3)


def test_a_build_over_a_deleted_output_keeps_the_shelf(output: Path) -> None:
    shutil.rmtree(output)
    publish(output, tree(5))
    assert roll_back(output).number == 3


@pytest.mark.parametrize("there", [False, True], ids=["nothing", "one release"])
def test_nothing_to_go_back_to(tmp_path: Path, there: bool) -> None:
    output = tmp_path / "public"
    if there:
        publish(output, tree(1))
    before = sorted(tmp_path.rglob("*"))
    assert code_of(output) == "E807"
    assert sorted(tmp_path.rglob("*")) == before


def test_releases_of_an_older_version_have_no_number(output: Path) -> None:
    for folder in (output, *(folder_of(output) / name for name in "123")):
        found = manifest.load(folder)
        assert found is not None
        manifest.save(folder, manifest.Manifest(found.items, found.keys, found.stamps))
    for number in (3, 2, 1):
        assert roll_back(output).number == number
        assert tree_of(output) == tree(number)
    publish(output, tree(5))
    assert roll_back(output).number == 1


@pytest.mark.parametrize("action", ["publish", "restore"])
def test_killed_right_after_the_exchange(output: Path, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    """The release that was published until then lies in the stage: the next start puts it away."""

    def die(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(shelf, "put_away", die)
    monkeypatch.setattr(release.Release, "_clear", lambda _: None)
    with pytest.raises(SystemExit):
        roll_back(output) if action == "restore" else publish(output, tree(5))
    monkeypatch.undo()
    assert (folder_of(output) / "next").is_dir()
    now = tree(3) if action == "restore" else tree(5)
    assert tree_of(output) == now
    publish(output, now)  # nothing to do, but it starts
    assert not (folder_of(output) / "next").exists()
    assert roll_back(output).number == (2 if action == "restore" else 4)
    assert tree_of(output) == tree(2 if action == "restore" else 4)
