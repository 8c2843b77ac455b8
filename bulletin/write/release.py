"""Pages and their bytes -> a release that appears at once, or not at all.

    public/                      what the web server serves; .bulletin.json in it says what is ours
    .public.releases/lock        one build at a time
    .public.releases/.bulletin.json  a copy, for when the other is lost
    .public.releases/next/       the release being built: unchanged files are hard links, no bytes are copied
    .public.releases/<number>/   earlier releases (``shelf``)

Only files that the manifest names are ever replaced or deleted; whatever else lies in the output is carried over.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from filecmp import cmp
from functools import partial
from pathlib import Path
from typing import TypeVar

from bulletin.errors import WriteError
from bulletin.model.making import frozen
from bulletin.model.page import Named
from bulletin.write import manifest, shelf
from bulletin.write.exchange import exchange, recover, settle
from bulletin.write.lock import locked
from bulletin.write.manifest import Entry, Manifest
from bulletin.write.place import check_folder
from bulletin.write.staging import Put, contained, put

Sited = TypeVar("Sited", bound=Named)


@frozen
class Restored:
    """What is published after ``roll_back``."""

    output: str
    number: int  # of the release
    taken_back: int  # the one that was published until now
    made: int  # ns since 1970
    items: int
    files: int
    left: int  # how many earlier releases one could go back to still


class Release:
    """One build's output. Ask ``stale`` which pages need bytes, ``put`` and ``add`` them, then ``publish``."""

    def __init__(self, output: Path) -> None:
        self.output = Path(os.path.realpath(output))
        self._folder = self.output.with_name(f".{self.output.name}.releases")
        self._stage = self._folder / "next"
        self._root, self._next = str(self.output), str(self._stage)  # joined ten thousand times: Path is slow at it
        self._before: Manifest | None = None
        self._is_recalled = False
        self._files: dict[str, Entry] = {}
        self._made: set[str] = set()  # folders that exist in the stage

    def guard(self, items: int, may_shrink: bool) -> None:
        """Refuses an empty site, and one that would suddenly lose more than a third of its items (WriteError E805,
        E806): a share that is not mounted looks just like that."""
        before = self._before.items if self._before else 0
        if not items:
            raise WriteError("E806")
        if items * 3 < before * 2 and not may_shrink:
            raise WriteError("E805", now=str(items), before=str(before))

    @property
    def mark(self) -> str:
        """Of the release that is published: no other has it. "" where nothing of ours is."""
        return manifest.digest(self.output)

    def is_still(self, mark: str) -> bool:
        """Whether this release is published, and each of its files as it was written."""
        before = self._before
        return bool(mark) and before is not None and mark == self.mark and manifest.is_whole(self.output, before)

    def stale(self, pages: Sequence[Sited]) -> list[Sited]:
        """Those whose file is not there yet or was made from something else."""
        known = self._before.files if self._before else {}
        return [page for page in pages if not self._is_current(known.get(page.path), page)]

    def _is_current(self, entry: Entry | None, page: Named) -> bool:
        if entry is None or entry.key != page.key:
            return False
        try:
            state = os.lstat(f"{self._root}/{page.path}")
        except (OSError, ValueError):
            return False
        return (state.st_size, state.st_mtime_ns) == (entry.size, entry.mtime)

    def is_same(self, pages: Sequence[Named], stale: Sequence[Named]) -> bool:
        """Nothing to do: what is published is what would be published."""
        if self._is_recalled:
            return False
        return not stale and self._before is not None and self._before.files.keys() == {p.path for p in pages}

    def reuse(self, pages: Iterable[Named]) -> None:
        """Links those of ``pages`` that were not added: they are current."""
        known = self._before.files if self._before else {}
        for path in (page.path for page in pages):
            if path not in self._files:
                self._link(f"{self._root}/{path}", self._room_for(path))
                self._files[path] = known[path]

    @property
    def put(self) -> Callable[[str, bytes], Put]:
        """Writes a path's bytes, in this process or in one forked from it, which holds our lock as we do."""
        return partial(put, self._next)

    def add(self, made: Generator[tuple[Named, Put]]) -> None:
        """Pages with what ``put`` says of them. After a fault in any of them nobody writes any more."""
        with closing(made) as found:
            for page, (size, mtime) in found:
                self._files[page.path] = Entry(page.key, size, mtime)

    def publish(self, items: int) -> None:
        """``items``: how many articles the release holds. Afterwards the output is the new release, whole."""
        number = shelf.next_number(self._before, self._folder)
        manifest.save(self._stage, Manifest(items, self._files, number))
        shelf.drop_taken_back(self._folder, self._before)
        self._appear()

    def drop_old(self) -> None:
        """Removes earlier releases, but for ``shelf.KEPT`` and the one that is published. Not when there is one more,
        which ends a build, but in the next one: it can be done while others work."""
        shelf.drop_old(self._folder)

    def restore(self) -> Restored:
        """Publishes the release before this one again, files that we did not make staying as they are. What was
        published is put away, out of reach of a further call. Raises WriteError E807 where there is none."""
        found = list(shelf.earlier(self._before, self._folder))
        if not found:
            raise WriteError("E807", path=str(self.output))
        goal, taken_back = found[0], shelf.number_of(self._before, self._folder)
        self._files = dict(goal.manifest.files)
        for path in self._files:
            self._link(os.path.join(goal.tree, path), self._room_for(path))
        manifest.save(self._stage, Manifest(goal.manifest.items, self._files, goal.number))
        os.utime(self._stage / manifest.NAME, ns=(goal.made, goal.made))
        self._appear()
        shelf.remove(goal.tree)
        counts = (goal.manifest.items, len(self._files), len(found) - 1)
        return Restored(str(self.output), goal.number, taken_back, goal.made, *counts)

    def _appear(self) -> None:
        """The stage in the place of the output, and what was there on the shelf."""
        until_now = shelf.number_of(self._before, self._folder)
        if self.output.is_dir():
            self._carry_over(self._root, "")
        manifest.stage_copy(self._stage, self._folder)
        settle(self._stage)
        exchange(self._stage, self.output)
        manifest.keep_copy(self._folder)
        shelf.put_away(self._stage, self._folder, until_now)

    def _room_for(self, path: str) -> str:
        """Where the file goes, its folder made."""
        folder = contained(path).rpartition("/")[0]
        if folder not in self._made:
            self._make(folder)
        return f"{self._next}/{path}"

    def _make(self, folder: str) -> None:
        above = folder.rpartition("/")[0]
        if above and above not in self._made:
            self._make(above)
        place = f"{self._next}/{folder}"
        try:
            os.mkdir(place)
        except FileExistsError:
            if not os.path.isdir(place):
                raise
        self._made.add(folder)

    def _carry_over(self, folder: str, below: str) -> None:
        """Links files that we did not make into the new release; one that stands in a page's way stops the build."""
        ours = self._before.files if self._before else {}
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                path = below + entry.name
                if entry.is_dir(follow_symlinks=False):
                    self._carry_over(entry.path, path + "/")
                elif path not in ours and path != manifest.NAME:
                    target = self._room_for(path)
                    if os.path.lexists(target):
                        if is_same_file(Path(entry.path), Path(target)):
                            continue
                        raise WriteError("E803", path=path)
                    self._link(entry.path, target)

    @staticmethod
    def _link(source: str, target: str) -> None:
        can_name_links = os.link in os.supports_follow_symlinks  # not on Windows
        try:
            if can_name_links:
                os.link(source, target, follow_symlinks=False)
            elif os.path.islink(source):
                shutil.copy2(source, target, follow_symlinks=False)
            else:
                os.link(source, target)
        except OSError:  # a file system without hard links
            shutil.copy2(source, target, follow_symlinks=False)

    def _recall(self) -> None:
        """What is ours in the output, by its manifest, or by the copy of one that was deleted or damaged."""
        self._before = manifest.load(self.output)
        self._is_recalled = self._before is None
        if self._is_recalled:
            self._before = manifest.recall(self.output, self._folder)

    def _clear(self) -> None:
        manifest.drop_staged_copy(self._folder)
        if os.path.lexists(self._stage):
            shelf.put_away_or_drop(self._stage, self._folder, self.output)

    def _open(self) -> None:
        recover(self._stage, self.output)
        self._recall()
        if self._before is None:
            check_folder(self.output)
        self._clear()
        self._stage.mkdir()


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both are files, no links, with the same bytes: one may stand for the other."""
    return not one.is_symlink() and one.is_file() and cmp(one, other, shallow=False)


@contextmanager
def open_release(output: Path) -> Iterator[Release]:
    """Holds the lock; what was staged and not published is removed. Raises WriteError with what to do."""
    release = Release(output)
    try:
        if release._folder.is_symlink():  # what lies where it leads is not ours: a folder called 2019 would be deleted
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(release._folder))
        release._folder.mkdir(parents=True, exist_ok=True)
        with locked(release._folder / "lock"):
            release._open()
            try:
                yield release
            finally:
                release._clear()
    except OSError as error:
        raise WriteError("E804", path=str(error.filename or output), reason=error.strerror or str(error)) from error


def roll_back(output: Path) -> Restored:
    """The release before the published one, again. Raises WriteError E807 where there is none, E801, E803, E804."""
    release = Release(output)
    if not release._folder.is_dir():  # not even a lock file where nothing was ever published
        raise WriteError("E807", path=str(output))
    with open_release(output) as release:
        return release.restore()
