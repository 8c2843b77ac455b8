"""What has settled is one change; noise and reading are none; a change while building is another; so is the clock."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bulletin.read.names import is_document, is_litter
from bulletin.serve import watch as module
from bulletin.serve.hints import Hints
from bulletin.serve.looks import Look, Patience, changed_paths, look, settled
from bulletin.serve.mounts import from_mac, is_remote, is_remote_among
from bulletin.serve.noise import is_noise
from bulletin.serve.watch import Change, Watch, is_hint

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


# --- names ------------------------------------------------------------------------------------------------------------

NOISE = [
    ("~$进会.docx", "Word, WPS"), ("~WRL0001.tmp", "Word"), ("~WRD0000.tmp", "Word"), ("推进会.docx.tmp", "WPS"),
    (".~推进会.docx", "WPS"), (".~lock.推进会.docx#", "LibreOffice"), ("4913", "vim"), (".推进会.md.swp", "vim"),
    (".推进会.md.swo", "vim"), ("推进会.md~", "vim, gedit, Kate"), ("#推进会.md#", "Emacs"), (".#推进会.md", "Emacs"),
    ("推进会.md.tmp", "VS Code, many"), (".goutputstream-ABC123", "gedit"), ("推进会.md___jb_tmp___", "JetBrains"),
    ("推进会.md___jb_old___", "JetBrains"), ("推进会.md.sb-1a2b3c4d-AbCdEf", "TextEdit"),
    ("推进会.md.bak", "Notepad++"),
    (".syncthing.推进会.md.tmp", "Syncthing"), ("~syncthing~推进会.md.tmp", "Syncthing"), (".stfolder", "Syncthing"),
    (".推进会.md.Xa81Kd", "rsync"), ("推进会.docx.part", "Nextcloud"), (".owncloudsync.log", "ownCloud"),
    ("照片1.jpg.crdownload", "Chrome"), ("照片1.zip.downloading", "百度网盘"), (".dropbox", "Dropbox"),
    (".DS_Store", "macOS"), ("._推进会.md", "macOS"), ("Thumbs.db", "Windows"), ("desktop.ini", "Windows"),
    ("推进会 - 快捷方式.lnk", "Windows"), (".nutstore.tmp", "坚果云"),
]  # fmt: skip
NEWS = [
    "推进会.md", "推进会.txt", "推进会.MARKDOWN", "推进会.docx", "照片1.jpg", "site.yaml", "glossary.yaml", "4913.md",
    "49130", "_DSC0042.jpg", "~工会~.md", "#1推进会.md", "临时tmp.md", "推进会 (冲突副本).md", "bak.md", "theme.yaml",
    "article.html", "推进会.sync-conflict-20261120-090000-ABCDEFG.md", "A's conflicted copy 2026-11-20.md",
]  # fmt: skip


@pytest.mark.parametrize(("name", "program"), NOISE, ids=[f"{program} {name}" for name, program in NOISE])
def test_noise(name: str, program: str) -> None:
    assert is_noise(name), program


@pytest.mark.parametrize("name", NEWS)
def test_no_noise(name: str) -> None:
    """Copies in conflict neither: the reader tells of them."""
    assert not is_noise(name)


@pytest.mark.parametrize("name", [*(name for name, _ in NOISE), *NEWS])
def test_what_the_reader_passes_over_is_noise_and_no_document_is(name: str) -> None:
    if is_litter(name):
        assert is_noise(name)
    elif is_document(name):
        assert not is_noise(name)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("a/推进会.md", "", True),
        ("a/4913", "", False),
        ("a/~WRD0001.tmp", "a/推进会.docx", True),
        ("a/推进会.docx", "a/~WRL0001.tmp", True),
        ("a/.推进会.md.swp", "a/.推进会.md.swx", False),
        ("C:\\a\\~$进会.docx", "", False),
        ("C:\\a\\推进会.docx", "", True),
    ],
    ids=["saved", "tried", "put into its place", "put aside", "swap", "lock on Windows", "saved on Windows"],
)
def test_hints(source: str, target: str, expected: bool) -> None:
    assert is_hint(source, target) is expected


# --- disks ------------------------------------------------------------------------------------------------------------

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/local btrfs rw 0 0
//nas/share /mnt/工会\\040简报 cifs rw 0 0
C:\\134 /mnt/c 9p rw,aname=drvfs 0 0
drvfs /mnt/d drvfs rw 0 0
me@host:/ /mnt/ssh fuse.sshfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/fuse /mnt/local fuse.ntfs-3g rw 0 0
none
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/srv/site", False), ("/home/li/site", True), ("/home/local/site", False), ("/homework", False),
        ("/mnt/工会 简报/content", True), ("/mnt/c/Users", True), ("/mnt/d/x", True), ("/mnt/ssh", True),
        ("/mnt/local/x", False), ("/tmp/x", False), ("/", False),
    ],
)  # fmt: skip
def test_remote_disks(path: str, expected: bool) -> None:
    assert is_remote_among(path, MOUNTS) is expected


def test_the_later_mount_hides_the_earlier() -> None:
    assert is_remote_among("/a/b", "x /a ext4 rw 0 0\ny /a nfs rw 0 0\n")
    assert not is_remote_among("/a/b", "y /a nfs rw 0 0\nx /a ext4 rw 0 0\n")


MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
//editor@server/%E5%85%B1%E4%BA%AB on /Volumes/共享 盘 (smbfs, nodev, nosuid, mounted by editor)
server:/export on /Volumes/nfs (nfs)
/dev/disk4s1 on /Volumes/U盘 (msdos, local, nodev, nosuid, noowners)
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/Users/editor/site", False), ("/Volumes/共享 盘/site", True), ("/Volumes/共享 盘", True),
        ("/Volumes/共享 盘二/site", False), ("/Volumes/nfs/a/b", True), ("/Volumes/U盘/site", False),
    ],
)  # fmt: skip
def test_remote_disks_of_a_mac(path: str, expected: bool) -> None:
    assert is_remote_among(path, from_mac(MAC)) is expected


def test_here_is_not_remote(tmp_path: Path) -> None:
    assert not is_remote(tmp_path)


# --- looks ------------------------------------------------------------------------------------------------------------


def test_a_look_sees_files_and_no_noise(tmp_path: Path) -> None:
    for name in ("a.md", "b/c.md", "~$a.docx", "_set aside/x.md", ".git/config", "b/照片1.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "lost.md").symlink_to(tmp_path / "none")
    (tmp_path / "round").symlink_to(tmp_path)
    names = {Path(path).relative_to(tmp_path).as_posix() for path in look([tmp_path, tmp_path / "none"])}
    assert names == {"a.md", "b/c.md", "b/照片1.jpg"}


def test_an_edit_of_equal_size_and_time_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("one")
    os.utime(file, ns=(10**18, 10**18))
    before = look([tmp_path])
    file.write_text("two")
    os.utime(file, ns=(10**18, 10**18))
    assert changed_paths(before, look([tmp_path])) == {str(file)}


def one(size: int, name: str = "a.md") -> Look:
    return {name: (size, 0, 0, 1)}


SETTLING: dict[str, tuple[Look, list[Look], int, float]] = {
    # known, the looks that follow, how many pauses, the longest of them
    "saved at once": (one(1), [one(2), one(2)], 1, 0.05),
    "still being written": (one(1), [one(2), one(3), one(4), one(4)], 3, 0.05),
    "emptied, then written": (one(1), [one(0), one(5), one(5)], 2, 0.3),
    "emptied for good": (one(1), [one(0), one(0)], 1, 0.3),
    "gone for a moment": (one(1), [{}, one(5), one(5)], 2, 0.3),
    "gone for good": (one(1), [{}, {}], 1, 0.3),
    "new and empty": ({}, [one(0), one(9), one(9)], 2, 0.05),
    "renamed": (one(1), [one(1, "b.md"), one(1, "b.md")], 1, 0.3),
}


@pytest.mark.parametrize("name", SETTLING)
def test_settling(name: str) -> None:
    known, looks, pauses, longest = SETTLING[name]
    left, waited = list(looks), list[float]()
    found = settled(known, left.pop(0), lambda: left.pop(0), waited.append, Patience())
    assert (found, left) == (looks[-1], [])
    assert (len(waited), max(waited)) == (pauses, longest)


def test_who_writes_without_an_end_is_not_waited_for() -> None:
    sizes = iter(range(10_000))
    found = settled({}, one(0), lambda: one(next(sizes) + 1), lambda _: None, Patience())
    assert 10 < found["a.md"][0] < 100


# --- watching ---------------------------------------------------------------------------------------------------------


class Watched:
    """A watch in a thread, with what it told of."""

    def __init__(
        self, folder: Path, is_polling: bool, now: Callable[[], datetime] = lambda: NOW, due: datetime | None = None,
        during: Callable[[int], object] = lambda _: None,
    ) -> None:  # fmt: skip
        self.changes: list[Change] = []
        self.seen: list[dict[str, str]] = []  # what a build would have read
        self.told: list[str] = []
        self._folder = folder
        self._during = during
        self._stop = threading.Event()
        self._news = threading.Condition()
        self.watch = Watch([folder], is_polling, now, self.told.append)
        self._thread = threading.Thread(target=self.watch.run, args=(self._changed, self._stop, due), daemon=True)
        self._thread.start()

    def _changed(self, change: Change) -> None:
        files = {p.relative_to(self._folder).as_posix(): p.read_text() for p in self._folder.rglob("*") if p.is_file()}
        self._during(len(self.changes))
        with self._news:
            self.changes.append(change)
            self.seen.append(files)
            self._news.notify_all()

    def until(self, is_true: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(is_true, 20), self.changes

    def close(self) -> None:
        self._stop.set()
        self.watch.wake()
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.mark.parametrize("is_polling", [False, True], ids=["events", "polling"])
def test_the_last_state_of_a_burst_is_read(tmp_path: Path, is_polling: bool) -> None:
    watched = Watched(tmp_path, is_polling)
    for number in range(1000):
        (tmp_path / f"{number}.md").write_text(str(number))
    for number in range(1000):
        (tmp_path / "0.md").write_text(f"again {number}")
    watched.until(lambda: bool(watched.seen) and watched.seen[-1].get("0.md") == "again 999")
    watched.close()
    assert len(watched.seen[-1]) == 1000
    assert len(watched.changes) < 20


def word_save(folder: Path) -> None:
    (folder / "~$a.md").write_text("me")
    (folder / "~WRD0001.tmp").write_text("new")
    (folder / "a.md").rename(folder / "~WRL0002.tmp")
    (folder / "~WRD0001.tmp").rename(folder / "a.md")
    (folder / "~WRL0002.tmp").unlink()
    (folder / "~$a.md").unlink()


def vim_save(folder: Path) -> None:
    (folder / "4913").write_text("")
    (folder / "4913").unlink()
    (folder / "a.md").rename(folder / "a.md~")
    (folder / "a.md").write_text("new")
    (folder / "a.md~").unlink()


def atomic_save(folder: Path) -> None:
    (folder / "a.md.tmp").write_text("new")
    (folder / "a.md.tmp").replace(folder / "a.md")


def slow_save(folder: Path) -> None:
    with open(folder / "a.md", "w") as file:
        for piece in "new":
            file.write(piece)
            file.flush()


def move_folder(folder: Path) -> None:
    (folder / "a.md").write_text("new")
    (folder / "in").rename(folder / "to")


SAVES = [word_save, vim_save, atomic_save, slow_save, move_folder]


@pytest.mark.parametrize("is_polling", [False, True], ids=["events", "polling"])
@pytest.mark.parametrize("save", SAVES, ids=lambda one: one.__name__)
def test_saving(tmp_path: Path, save: Callable[[Path], None], is_polling: bool) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "b.md").write_text("b")
    (tmp_path / "a.md").write_text("old")
    watched = Watched(tmp_path, is_polling)
    save(tmp_path)
    watched.until(lambda: bool(watched.seen) and watched.seen[-1].get("a.md") == "new")
    if save is move_folder:
        watched.until(lambda: "to/deep/b.md" in watched.seen[-1])
    watched.close()
    assert all("a.md" in files for files in watched.seen), "not in the moment in which it is gone"


def test_a_change_while_building_makes_another_build(tmp_path: Path) -> None:
    file = tmp_path / "a.md"

    def during(number: int) -> None:
        if number == 0:
            file.write_text("second")

    watched = Watched(tmp_path, False, during=during)
    file.write_text("first")
    watched.until(lambda: len(watched.seen) == 2)
    watched.close()
    assert [files["a.md"] for files in watched.seen] == ["first", "second"]


def test_a_change_before_watching_is_a_change(tmp_path: Path) -> None:
    """The first build is made between making the watch and running it."""
    watch = Watch([tmp_path], False, lambda: NOW)
    (tmp_path / "a.md").write_text("x")
    stop, changes = threading.Event(), list[Change]()

    def changed(change: Change) -> None:
        changes.append(change)
        stop.set()

    watch.wake()
    watch.run(changed, stop)
    assert [change.paths for change in changes] == [{str(tmp_path / "a.md")}]


def test_reading_and_noise_are_no_change(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    watched = Watched(tmp_path, False)
    (tmp_path / "a.md").read_text()
    (tmp_path / "~$a.docx").write_text("me")
    (tmp_path / "_imported").mkdir()
    (tmp_path / "_imported" / "ledger.json").write_text("{}")
    watched.watch.wake()
    (tmp_path / "b.md").write_text("the end")
    watched.until(lambda: bool(watched.changes))
    watched.close()
    assert {path for change in watched.changes for path in change.paths} == {str(tmp_path / "b.md")}


def test_a_folder_that_went_and_came_again_is_watched(tmp_path: Path) -> None:
    content, aside = tmp_path / "content", tmp_path / "aside"
    content.mkdir()
    (content / "a.md").write_text("x")
    watched = Watched(content, False)
    content.rename(aside)
    watched.watch.wake()
    watched.until(lambda: bool(watched.seen) and not watched.seen[-1])
    shutil.copytree(aside, content)
    watched.watch.wake()
    watched.until(lambda: watched.seen[-1] == {"a.md": "x"})
    (content / "a.md").write_text("y")
    watched.until(lambda: watched.seen[-1] == {"a.md": "y"})
    watched.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE], ids=["watches", "descriptors"])
def test_looks_itself_where_the_system_has_no_watches_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    class Exhausted:
        def schedule(self, *_: object, **__: object) -> None:
            raise OSError(number, os.strerror(number))

        def unschedule_all(self) -> None:
            pass

    monkeypatch.setattr(module, "Observer", Exhausted)
    watched = Watched(tmp_path, False)
    (tmp_path / "a.md").write_text("x")
    watched.until(lambda: bool(watched.changes))
    watched.close()
    assert watched.told == ["exhausted"]


def test_looks_itself_on_a_network_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_remote", lambda _: True)
    monkeypatch.setattr(module, "Observer", None)  # not even asked
    watched = Watched(tmp_path, False)
    (tmp_path / "a.md").write_text("x")
    watched.until(lambda: bool(watched.changes))
    watched.close()
    assert watched.told == ["remote"]


class Deaf:
    """Watches that nothing comes from, as of a drive that does not say what it is."""

    def schedule(self, *_: object, **__: object) -> None:
        pass

    unschedule_all = start = stop = schedule

    def join(self, _: float) -> None:
        pass

    def is_alive(self) -> bool:
        return True


def test_looks_itself_once_a_change_was_not_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Observer", Deaf)
    monkeypatch.setattr(module, "_IDLE", (0.2, 1.0))
    monkeypatch.setattr(module, "_LATEST", 0.1)
    watched = Watched(tmp_path, False)
    (tmp_path / "a.md").write_text("x")
    watched.until(lambda: bool(watched.changes))  # perhaps by the look with which watching begins
    (tmp_path / "b.md").write_text("x")
    watched.until(lambda: len(watched.changes) == 2)
    end = time.monotonic() + 20
    while not watched.told and time.monotonic() < end:
        time.sleep(0.01)
    monkeypatch.setattr(module, "_IDLE", (60.0, 1.0))
    (tmp_path / "c.md").write_text("x")
    watched.until(lambda: len(watched.changes) == 3)
    watched.close()
    assert watched.told == ["missed"]


EXHAUSTED = """
import sys, threading
from datetime import UTC, datetime
from pathlib import Path
import bulletin.serve.watch as watch
watch._IDLE = (0.3, 1.0)
folder = Path(sys.argv[1])
stop, told = threading.Event(), []
one = watch.Watch([folder], False, lambda: datetime.now(UTC), told.append)

def changed(change):
    names = sorted(Path(path).name for path in change.paths)
    if "first.md" in names:
        threading.Timer(2.5, lambda: (folder / "9" / "second.md").write_text("x")).start()
    if "second.md" in names:
        stop.set()

threading.Timer(1.0, lambda: (folder / "9" / "first.md").write_text("x")).start()
threading.Timer(20.0, stop.set).start()
threading.Timer(20.0, one.wake).start()
one.run(changed, stop)
print(*told, flush=True)
import os; os._exit(0)
"""


def _in_a_namespace(script: str) -> list[str]:
    """A user of its own has limits of its own; the numbers of this machine stay as they are."""
    return ["unshare", "--user", "--map-root-user", "sh", "-c", script]


def _may_have_namespaces() -> bool:
    try:
        asked = _in_a_namespace("echo 4 > /proc/sys/user/max_inotify_watches")
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not _may_have_namespaces(), reason="limits can't be lowered here without touching other programs")
@pytest.mark.parametrize(
    ("limit", "told"), [("watches", "missed"), ("instances", "exhausted")], ids=["some watches", "none at all"]
)
def test_a_system_without_watches(tmp_path: Path, limit: str, told: str) -> None:
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    script = tmp_path.parent / "exhausted.py"
    script.write_text(EXHAUSTED, "utf-8")
    most = {"watches": 4, "instances": 0}[limit]
    line = f'echo {most} > /proc/sys/user/max_inotify_{limit} && exec "{sys.executable}" "{script}" "{tmp_path}"'
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    ran = subprocess.run(_in_a_namespace(line), capture_output=True, text=True, check=False, env=environment)
    assert (ran.stdout.split(), ran.stderr) == ([told], "")


# --- the clock --------------------------------------------------------------------------------------------------------


def test_when_it_is_time_there_is_a_change_though_no_file_has_changed(tmp_path: Path) -> None:
    clock = [NOW]
    watched = Watched(tmp_path, True, lambda: clock[0], NOW + timedelta(hours=3))
    clock[0] = NOW + timedelta(hours=2, minutes=59)
    watched.watch.wake()
    assert watched.changes == []
    clock[0] = NOW + timedelta(hours=3)
    watched.watch.wake()
    watched.until(lambda: bool(watched.changes))
    watched.close()
    assert watched.changes == [Change(frozenset(), True)]


def test_a_fixed_clock_never_is(tmp_path: Path) -> None:
    watched = Watched(tmp_path, True, lambda: NOW, NOW + timedelta(microseconds=1))
    (tmp_path / "a.md").write_text("x")
    watched.until(lambda: bool(watched.changes))
    watched.close()
    assert not any(change.is_due for change in watched.changes)


def test_a_folder_that_the_system_tells_of_twice_is_watched(tmp_path: Path) -> None:
    """watchdog warns then, and where warnings are errors its thread would end."""
    content = tmp_path / "content"
    content.mkdir()
    events = module._Events([content], Hints())
    with warnings.catch_warnings(record=True) as told:
        warnings.warn("Callback with id '1' already exists for watch 2. It will be Overwritten.", RuntimeWarning, 2)
    events.close()
    assert told == []
