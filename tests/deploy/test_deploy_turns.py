"""One target, and more than one who sends to it; kills at every operation; disks that take two names for one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from write.trees import Tree, publish

from bulletin.deploy.record import RECORD, read
from bulletin.deploy.sending import Sent, send
from bulletin.deploy.stepwise import Connection, Entry, StepwiseTarget
from bulletin.deploy.target import TargetError
from bulletin.errors import BulletinError

SAME: Tree = {"photos/p.jpg": b"p"}
OLD: Tree = SAME | {"index.html": b"0", "feed.xml": b"0", "2026/0/index.html": b"0", "assets/x.0.css": b"0"}
ONE: Tree = SAME | {"index.html": b"1", "feed.xml": b"0", "2026/1/index.html": b"1", "assets/x.1.css": b"1"}
TWO: Tree = SAME | {"index.html": b"2", "feed.xml": b"2", "2026/2/index.html": b"2", "assets/x.1.css": b"1"}
THEIRS: Tree = {"theirs.txt": b"theirs"}


class Killed(BaseException):
    """At this instant."""


class Disk:
    """Of a server, in memory. Where two names are one (``folds``), a file keeps the name that it got first."""

    def __init__(self, tree: Tree, *, folds: bool = False) -> None:
        self.files = dict(tree)
        self.times = dict.fromkeys(tree, 0)
        self.clock = 0
        self.folds = folds

    def name(self, path: str) -> str:
        same = (one for one in self.files if self.folds and one.casefold() == path.casefold())
        return path if path in self.files else next(same, path)

    def put(self, path: str, data: bytes) -> None:
        self.clock += 1
        self.files[self.name(path)] = data
        self.times[self.name(path)] = self.clock


class Line:
    """A connection to it; ``before`` is called before each operation, with its number. With ``is_quick`` a look at the
    record and the writing of it that follows are one operation: no other run fits in between as a whole."""

    def __init__(self, disk: Disk, before: Callable[[int], None], *, is_quick: bool = False) -> None:
        self.disk = disk
        self.before = before
        self.count = 0
        self.is_quick = is_quick
        self.has_read = False

    def step(self, *, is_writing: bool = False) -> None:
        if not (self.is_quick and self.has_read and is_writing):
            self.count += 1
            self.before(self.count)
            self.has_read = False

    def entries(self, folder: str) -> dict[str, Entry]:
        self.step()
        found = {}
        for path in self.disk.files:
            above, _, name = path.rpartition("/")
            if above == folder:
                found[name] = Entry(f"{len(self.disk.files[path])} {self.disk.times[path]}", False, False)
            elif path.startswith(f"{folder}/" if folder else ""):
                found[path.removeprefix(f"{folder}/").split("/")[0]] = Entry("", True, True)
        return found

    def read(self, path: str) -> bytes | None:
        self.step()
        self.has_read = path == RECORD
        return self.disk.files.get(self.disk.name(path))

    def digest(self, path: str) -> str | None:
        data = self.read(path)
        return None if data is None else sha256(data).hexdigest()

    def write(self, path: str, data: bytes) -> None:
        self.step(is_writing=True)
        self.disk.put(path, data[: len(data) // 2])
        self.step(is_writing=True)
        self.disk.put(path, data)

    def rename(self, path: str, new: str) -> None:
        self.step(is_writing=new == RECORD)
        if path not in self.disk.files:
            raise TargetError(path, "not there")
        self.disk.put(new, self.disk.files.pop(path))

    def remove(self, path: str) -> None:
        self.step()
        self.disk.files.pop(self.disk.name(path), None)

    def make_folder(self, path: str) -> None:
        del path
        self.step()

    def remove_folder(self, path: str) -> None:
        del path
        self.step()

    def close(self) -> None:
        """Nothing is open."""


def sent(
    site: Path, disk: Disk, before: Callable[[int], None] = lambda _: None, *, is_quick: bool = False
) -> Sent:
    """``site``/public, by small batches."""
    line: Connection = Line(disk, before, is_quick=is_quick)
    target = StepwiseTarget("memory", lambda: line)
    target.batch = 2
    return send(site / "public", target, False, lambda *_: None)


def site_of(folder: Path, tree: Tree) -> Path:
    publish(folder / "public", tree)
    return folder


@pytest.fixture
def sites(tmp_path: Path) -> dict[str, Path]:
    trees = {"old": OLD, "one": ONE, "two": TWO}
    return {name: site_of(tmp_path / name, tree) for name, tree in trees.items()}


def begun(sites: dict[str, Path]) -> Disk:
    disk = Disk(THEIRS)
    sent(sites["old"], disk)
    return disk


def steps_of(site: Path, disk: Disk) -> int:
    counted: list[int] = []
    sent(site, disk, counted.append)
    return len(counted)


def found(disk: Disk) -> Tree:
    return {path: data for path, data in disk.files.items() if path != RECORD}


def test_killed_at_every_operation(sites: dict[str, Path]) -> None:
    for last in range(1, steps_of(sites["one"], begun(sites)) + 1):
        disk = begun(sites)

        def kill(number: int, last: int = last) -> None:
            if number == last:
                raise Killed

        with pytest.raises(Killed):
            sent(sites["one"], disk, kill)
        whole = {path: data for path, data in found(disk).items() if not path.startswith(".bulletin-part")}
        assert all(data in (OLD.get(path), ONE.get(path), THEIRS.get(path)) for path, data in whole.items()), last
        assert whole["index.html"] == b"0" or "assets/x.1.css" in whole
        assert whole["index.html"] == b"1" or "assets/x.0.css" in whole
        sent(sites["two"], disk)
        assert found(disk) == TWO | THEIRS, last


def test_another_run_comes_in_at_every_operation(sites: dict[str, Path]) -> None:
    """From its beginning to its end. Whoever was there first may say that he has stopped; the next run tells the same
    as one into an empty folder."""
    codes = set()
    for moment in range(1, steps_of(sites["one"], begun(sites)) + 1):
        disk = begun(sites)

        def come(number: int, disk: Disk = disk, moment: int = moment) -> None:
            if number == moment:
                sent(sites["two"], disk)
                assert read(disk.files[RECORD]).is_whole

        try:
            sent(sites["one"], disk, come, is_quick=True)
            assert found(disk) == ONE | THEIRS, moment
        except BulletinError as error:
            codes.add(error.code)
        sent(sites["two"], disk)
        assert found(disk) == TWO | THEIRS, moment
    assert codes <= {"E972", "E953", "E951", "E952"}
    assert "E972" in codes


class Two:
    """Runs that take turns: one to its operation ``first``, the other to its operation ``second``, then the one to its
    end, then the other."""

    def __init__(self, first: int, second: int) -> None:
        self.stops = (first, second)
        self.may_go = (threading.Event(), threading.Event())
        self.has_stopped = (threading.Event(), threading.Event())
        self.codes = ["", ""]

    def run(self, number: int, site: Path, disk: Disk) -> None:
        def wait(step: int) -> None:
            if step == self.stops[number]:
                self.has_stopped[number].set()
                assert self.may_go[number].wait(20)

        try:
            sent(site, disk, wait, is_quick=True)
        except BulletinError as error:
            self.codes[number] = error.code
        finally:
            self.has_stopped[number].set()

    def together(self, sites: tuple[Path, Path], disk: Disk) -> None:
        runs = [threading.Thread(target=self.run, args=(number, sites[number], disk)) for number in (0, 1)]
        for number in (0, 1):
            runs[number].start()
            assert self.has_stopped[number].wait(20)
        for number in (0, 1):
            self.may_go[number].set()
            runs[number].join(20)


def test_two_runs_that_take_turns(sites: dict[str, Path]) -> None:
    most = steps_of(sites["one"], begun(sites))
    for first in range(1, most + 1, 2):
        for second in range(1, most + 1, 3):
            disk = begun(sites)
            two = Two(first, second)
            two.together((sites["one"], sites["two"]), disk)
            place = f"{first} {second} {two.codes}"
            assert set(two.codes) <= {"", "E972", "E953", "E951", "E952"}, place
            sent(sites["two"], disk)
            lost = found(disk).items() ^ (TWO | THEIRS).items()
            assert not lost, f"{place} {lost}"


CASES: dict[str, tuple[Tree, Tree]] = {
    "a file": ({"files/a/通知.PDF": b"1"}, {"files/a/通知.pdf": b"1"}),
    "other bytes": ({"files/a/Notice.pdf": b"1"}, {"files/a/notice.pdf": b"2"}),
    "a folder": ({"2026/Notice/index.html": b"1"}, {"2026/notice/index.html": b"1"}),
}


@pytest.mark.parametrize("folds", [False, True], ids=["by letters", "whatever the case"])
@pytest.mark.parametrize("name", CASES)
def test_a_name_that_changes_its_case(tmp_path: Path, name: str, folds: bool) -> None:
    """On disks of Windows and macOS the old name is the new file's."""
    before, after = (OLD | tree for tree in CASES[name])
    disk = Disk({}, folds=folds)
    sent(site_of(tmp_path, before), disk)
    sent(site_of(tmp_path, after), disk)
    assert {path.casefold(): data for path, data in found(disk).items()} == {
        path.casefold(): data for path, data in after.items()
    }
    assert folds or found(disk) == after
    assert read(disk.files[RECORD]).is_whole
