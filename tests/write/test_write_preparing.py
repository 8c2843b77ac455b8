"""Whatever lies in the stage: afterwards it has the published files, the very same ones, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from write.trees import Tree, beside, empty_folders, folder_of, publish, tree_of

from bulletin.write import manifest, preparing, shelf
from bulletin.write.manifest import Manifest, stamp
from bulletin.write.preparing import linked, prepare
from bulletin.write.staging import put

PUBLISHED: Tree = {"index.html": b"1", "a/b/c": b"2", "a/b/d": b"3", "a/e": b"4", "f/g": b"5"}


class Place:
    """A published tree, an older one as the stage, and something elsewhere that nobody may touch."""

    def __init__(self, root: Path) -> None:
        self.root, self.stage, self.elsewhere = root / "public", root / "next", root / "elsewhere"
        self.stamps = {path: stamp(*put(str(self.root), path, data)) for path, data in PUBLISHED.items()}
        self.elsewhere.mkdir()
        (self.elsewhere / "theirs").write_bytes(b"theirs")
        self.link()

    def link(self) -> None:
        """A stage that is as it shall be."""
        self.stage.mkdir()
        assert linked(str(self.root), str(self.stage), self.stamps) == frozenset()

    def empty(self) -> None:
        shutil.rmtree(self.stage)
        self.stage.mkdir()

    def other(self, path: str, data: bytes = b"other") -> None:
        target = self.stage / path
        if target.is_dir():
            shutil.rmtree(target)
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def check(self) -> None:
        assert tree_of(self.stage) == PUBLISHED
        assert {path: os.stat(self.stage / path).st_ino for path in PUBLISHED} == {
            path: os.stat(self.root / path).st_ino for path in PUBLISHED
        }
        assert empty_folders(self.stage) == []
        assert not [path for path in self.stage.rglob("*") if path.is_symlink() or path.is_fifo()]
        assert {path.stat().st_mode for path in self.stage.rglob("*") if path.is_dir()} == {self.stage.stat().st_mode}
        assert tree_of(self.elsewhere) == {"theirs": b"theirs"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def _copied(place: Place) -> None:
    """With their sizes and times, so that only their numbers tell."""
    shutil.rmtree(place.stage)
    shutil.copytree(place.root, place.stage)


def _a_folder_for_a_file(place: Place) -> None:
    (place.stage / "index.html").unlink()
    place.other("index.html/x")


def _a_file_for_a_folder(place: Place) -> None:
    place.other("a")


def _a_link_to_a_folder(place: Place) -> None:
    shutil.rmtree(place.stage / "a")
    (place.stage / "a").symlink_to(place.elsewhere)
    (place.stage / "z").symlink_to(place.elsewhere)


def _a_link_to_a_file(place: Place) -> None:
    (place.stage / "index.html").unlink()
    (place.stage / "index.html").symlink_to(place.elsewhere / "theirs")
    (place.stage / "f" / "z").symlink_to(place.elsewhere / "theirs")


def _pipes(place: Place) -> None:
    (place.stage / "f" / "g").unlink()
    os.mkfifo(place.stage / "f" / "g")
    os.mkfifo(place.stage / "f" / "h")


def _other_rights(place: Place) -> None:
    (place.stage / "a" / "b").chmod(0o500)
    (place.stage / "f").chmod(0o777)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Place.empty, id="empty"),
        pytest.param(lambda _: None, id="as it shall be"),
        pytest.param(lambda place: place.other("a/b/c"), id="an older file"),
        pytest.param(lambda place: (place.stage / "a/b/c").unlink(), id="a file less"),
        pytest.param(lambda place: shutil.rmtree(place.stage / "a"), id="a folder less"),
        pytest.param(lambda place: place.other("a/b/z"), id="a file more"),
        pytest.param(lambda place: place.other("y/z/z"), id="a folder more"),
        pytest.param(lambda place: (place.stage / "y/z").mkdir(parents=True), id="an empty folder more"),
        pytest.param(lambda place: place.other(manifest.NAME), id="a manifest"),
        pytest.param(lambda place: place.other(f"a/{manifest.NAME}"), id="a manifest below"),
        pytest.param(lambda place: (place.stage / ".bulletin.folder").mkdir(), id="left by a kill"),
        pytest.param(_a_folder_for_a_file, id="a folder for a file"),
        pytest.param(_a_file_for_a_folder, id="a file for a folder"),
        pytest.param(_a_link_to_a_folder, id="links to a folder"),
        pytest.param(_a_link_to_a_file, id="links to a file"),
        pytest.param(_pipes, id="pipes"),
        pytest.param(_other_rights, id="folders with other rights"),
        pytest.param(_copied, id="copies of all"),
    ],
)
def test_an_old_tree_becomes_the_published_one(place: Place, change: Callable[[Place], object]) -> None:
    change(place)
    assert linked(str(place.root), str(place.stage), place.stamps) == frozenset()
    place.check()


def _replaced(place: Place, path: str) -> None:
    (place.root / path).unlink()
    (place.root / path).write_bytes(PUBLISHED[path])


def _led_away(place: Place, path: str) -> None:
    (place.root / path).unlink()
    (place.root / path).symlink_to(place.elsewhere / "theirs")


def _gone(place: Place, path: str) -> None:
    (place.root / path).unlink()


def _a_folder(place: Place, path: str) -> None:
    (place.root / path).unlink()
    (place.root / path).mkdir()


@pytest.mark.parametrize("spoil", [_replaced, _led_away, _gone, _a_folder])
@pytest.mark.parametrize("is_new", [False, True], ids=["an old tree", "from nothing"])
def test_what_is_not_as_it_was_written_is_left_out_and_told(
    place: Place, spoil: Callable[[Place, str], None], is_new: bool
) -> None:
    if is_new:
        place.empty()
    spoil(place, "a/b/c")
    assert linked(str(place.root), str(place.stage), place.stamps) == {"a/b/c"}
    assert tree_of(place.stage) == {path: data for path, data in PUBLISHED.items() if path != "a/b/c"}


def test_a_change_in_place_is_one_in_all_trees(place: Place) -> None:
    (place.root / "a" / "e").write_bytes(b"spoilt")
    assert linked(str(place.root), str(place.stage), place.stamps) == {"a/e"}
    assert not (place.stage / "a" / "e").exists()


@pytest.mark.parametrize("path", ["../elsewhere/theirs", "a/../../elsewhere/theirs", "/etc/hostname"])
def test_a_manifest_may_name_what_is_elsewhere(place: Place, path: str) -> None:
    state = os.lstat(f"{place.root}/{path}") if not path.startswith("/") else None
    place.stamps[path] = stamp(state.st_size, state.st_mtime_ns) if state else "1 1"
    assert linked(str(place.root), str(place.stage), place.stamps) == {path}
    place.check()


class _Lying:
    """An entry of a folder on a disk that numbers its files when it is asked for them."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry = entry

    def __getattr__(self, name: str) -> object:
        return getattr(self._entry, name)

    def inode(self) -> int:
        return 1 + self._entry.inode()


def test_numbers_that_listing_makes_up_are_not_believed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that comes after it on the disk would else be taken for the published one."""
    real = os.scandir

    class Listed:
        def __init__(self, path: str) -> None:
            with real(path) as entries:
                self._entries = [_Lying(entry) for entry in entries]

        def __enter__(self) -> list[_Lying]:
            return self._entries

        def __exit__(self, *_: object) -> None:
            pass

    for path in PUBLISHED:
        place.other(path)
    number = os.lstat(place.stage / "a/e").st_ino + 1
    monkeypatch.setattr(os, "scandir", Listed)
    found = preparing._sifted(str(place.stage), place.stamps)
    assert set(found) == set(PUBLISHED)
    assert number not in found.values()
    linked(str(place.root), str(place.stage), place.stamps)
    monkeypatch.undo()
    place.check()


def test_a_disk_without_hard_links(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    place.empty()
    monkeypatch.setattr(os, "link", refuse)
    for _ in range(2):
        assert linked(str(place.root), str(place.stage), place.stamps) == frozenset()
        assert tree_of(place.stage) == PUBLISHED
        assert all((place.stage / path).stat().st_nlink == 1 for path in PUBLISHED)
        assert manifest.is_whole(place.stage, Manifest(1, dict.fromkeys(place.stamps, ""), place.stamps))


def _undeletable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Who runs tests may delete anything; who publishes may not."""
    real = shutil.rmtree

    def rmtree(path: str | Path, *values: object, **more: object) -> None:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        real(path, *values, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(shutil, "rmtree", rmtree)


def test_an_old_tree_that_is_of_no_use_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that another user has made in what was published then."""
    output = tmp_path / "public"
    for number in range(5):
        publish(output, {"a": str(number).encode(), "same": b"same"})
    (folder_of(output) / "1" / "well-known" / "x").mkdir(parents=True)
    _undeletable(monkeypatch, "well-known")
    for number in range(5, 8):
        publish(output, {"a": str(number).encode(), "same": b"same"})
        assert tree_of(output) == {"a": str(number).encode(), "same": b"same"}
        assert empty_folders(output) == []
        assert not (folder_of(output) / "next").exists()


def test_rights_of_the_old_tree_itself(tmp_path: Path) -> None:
    output = tmp_path / "public"
    for number in range(5):
        publish(output, {"a": str(number).encode()})
    usual = output.stat().st_mode
    (folder_of(output) / "1").chmod(0o711)
    publish(output, {"a": b"new"})
    assert output.stat().st_mode == usual
    assert beside(output) == {"lock", "2", "3", "4", "5"}


def test_what_was_prepared_is_the_release_that_goes_next(tmp_path: Path) -> None:
    """Nothing is made but what changed: the tree is that of the release which would have been removed."""
    output = tmp_path / "public"
    for number in range(5):
        publish(output, {"a/x": str(number).encode(), "b/x": b"same"})
    folder, file = (folder_of(output) / "1").stat().st_ino, (folder_of(output) / "1" / "b").stat().st_ino
    publish(output, {"a/x": b"new", "b/x": b"same"})
    assert (output.stat().st_ino, (output / "b").stat().st_ino) == (folder, file)


def test_prepare_asks_for_no_more_than_it_is_given(tmp_path: Path) -> None:
    publish(tmp_path / "public", {"a": b"1"})
    folder = folder_of(tmp_path / "public")
    found = manifest.load(tmp_path / "public")
    assert found is not None
    (folder / "next").mkdir()
    assert prepare(tmp_path / "public", folder / "next", folder, found, False) == frozenset()
    assert tree_of(folder / "next") == {"a": b"1"}


@pytest.mark.parametrize(
    ("numbers", "published", "taken"),
    [
        ((), 1, 0),
        ((1, 2, 3), 4, 0),
        ((1, 2, 3, 4), 5, 1),
        ((1, 2, 3, 4, 5), 6, 2),
        ((2, 3, 4), 4, 4),
        ((1, 2, 6, 7), 5, 7),
    ],
    ids=["none", "as many as are kept", "one more", "two more", "one taken back", "two taken back"],
)
def test_which_release_goes(tmp_path: Path, numbers: tuple[int, ...], published: int, taken: int) -> None:
    for number in numbers:
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / manifest.NAME).write_text("{}")
        (tmp_path / str(number) / "mark").write_text(str(number))
    stage = tmp_path / "next"
    assert shelf.take(stage, tmp_path, Manifest(1, number=published)) == bool(taken)
    assert shelf.numbers(tmp_path) == [number for number in numbers if number != taken]
    if taken:
        assert (stage / "mark").read_text() == str(taken)
        assert not (stage / manifest.NAME).exists()
    else:
        assert not stage.exists()


@pytest.mark.parametrize(
    ("numbers", "named"),
    [((), ""), ((4, 5), ""), ((4, 5, 6), "3"), ((1, 2, 3), "0"), ((0, 2, 3), "")],
    ids=["nothing there", "too few", "before them", "before the first", "no number before"],
)
def test_what_was_staged_is_kept_for_the_next_build(tmp_path: Path, numbers: tuple[int, ...], named: str) -> None:
    for number in numbers:
        (tmp_path / str(number)).mkdir()
    stage = tmp_path / "next"
    put(str(stage), "a", b"1")
    (stage / manifest.NAME).write_text("{}")
    shelf.set_aside(stage, tmp_path)
    assert not stage.exists()
    assert {path.name for path in tmp_path.iterdir()} == {*map(str, numbers), *([named] if named else [])}
    if named:
        assert tree_of(tmp_path / named) == {"a": b"1"}
        assert not (tmp_path / named / manifest.NAME).exists()


def test_what_can_not_be_removed_stands_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = tmp_path / "next"
    put(str(stage), "a", b"1")
    _undeletable(monkeypatch, "next")
    with pytest.raises(PermissionError):
        shutil.rmtree(stage)
    monkeypatch.setattr(shelf, "remove", lambda _: None)
    shelf.set_aside(stage, tmp_path)
    assert not stage.exists()
    assert shelf.numbers(tmp_path) == [0]
