"""Pages and their bytes -> a release that appears at once, or not at all.

    public/                      what the web server serves; .bulletin.json in it says what is ours
    .public.releases/lock        one build at a time
    .public.releases/.bulletin.json  a copy, for when the other is lost
    .public.releases/next/       the release being built: unchanged files are hard links, no bytes are copied; it begins
                                 as an earlier release that is kept no longer (``preparing``)
    .public.releases/<number>/   earlier releases (``shelf``)

Only files that the manifest names are ever replaced or deleted; whatever else lies in the output is carried over.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from bulletin.errors import WriteError
from bulletin.model.making import frozen
from bulletin.model.page import Named
from bulletin.write import manifest, shelf
from bulletin.write.carrying import Foreign, carry_over, look
from bulletin.write.exchange import exchange, recover, settle
from bulletin.write.lock import locked
from bulletin.write.manifest import Manifest, is_as_written, stamp
from bulletin.write.place import check_folder
from bulletin.write.preparing import linked, prepare
from bulletin.write.staging import Put, contained, link, prune, put

_LOCK = "lock"

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
        self._there: Set[str] = frozenset()  # files of the published release that the stage has from the beginning
        self._unfit: Set[str] | None = None  # those that it hasn't; None: nobody has looked
        self._foreign: Foreign | None = None
        self._wanted: set[str] = set()  # pages of the new release
        self._keys: dict[str, str] = {}  # of those put there by this build
        self._stamps: dict[str, str] = {}

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

    def preparation(self) -> Callable[[], frozenset[str] | None]:
        """What brings the stage to the state of what is published, for a process beside this one. Its answer is for
        ``prepared``: before that, nothing may be put. Where a disk doesn't tell a from A nothing is prepared: a folder
        would keep the name that it had."""
        if self._before is None or os.path.lexists(self._folder / _LOCK.upper()):
            return partial(shelf.drop_old, self._folder)
        is_recycled = shelf.take(self._stage, self._folder, self._before)
        if not is_recycled:
            self._stage.mkdir()
        return partial(prepare, self.output, self._stage, self._folder, self._before, is_recycled)

    def prepared(self, unfit: frozenset[str] | None) -> None:
        if unfit is not None and self._before is not None:
            known = self._before.keys.keys()
            self._unfit, self._there = unfit, known - unfit if unfit else known

    def foreign(self, _: object = None) -> Foreign:
        """Files of others among ours, for ``carry``. Looking takes long: for a process beside this one."""
        return look(self._root, self._before.keys if self._before else ())

    def carry(self, foreign: Foreign) -> None:
        """Those that ``publish`` carries over; where it comes much later it looks again."""
        self._foreign = foreign

    def stale(self, pages: Sequence[Sited]) -> list[Sited]:
        """Those whose file is not there yet, is not as it was written or was made from something else."""
        known = self._before.keys if self._before else {}
        old = [page for page in pages if known.get(page.path) != page.key]
        if self._unfit is not None and not self._unfit:
            return old
        is_old = {page.path for page in old}
        return [page for page in pages if page.path in is_old or not self._is_fit(page.path)]

    def _is_fit(self, path: str) -> bool:
        if self._unfit is not None:
            return path not in self._unfit
        return self._before is not None and is_as_written(f"{self._root}/{path}", self._before.stamps[path])

    def is_same(self, pages: Sequence[Named], stale: Sequence[Named]) -> bool:
        """Nothing to do: what is published is what would be published."""
        if self._is_recalled:
            return False
        return not stale and self._before is not None and self._before.keys.keys() == {page.path for page in pages}

    def reuse(self, pages: Iterable[Named]) -> None:
        """Those of ``pages`` that were not added are current: they are in the stage, or linked into it."""
        paths = {page.path for page in pages}
        self._wanted |= paths
        for path in paths - self._keys.keys() - self._there:
            target = f"{self._next}/{contained(path)}"
            os.makedirs(os.path.dirname(target), exist_ok=True)
            link(f"{self._root}/{path}", target)

    @property
    def put(self) -> Callable[[str, bytes], Put]:
        """Writes a path's bytes, in this process or in one forked from it, which holds our lock as we do."""
        return partial(put, self._next)

    def add(self, made: Generator[tuple[Named, Put]]) -> None:
        """Pages with what ``put`` says of them. After a fault in any of them nobody writes any more."""
        with closing(made) as found:
            for page, (size, mtime) in found:
                self._wanted.add(page.path)
                self._keys[page.path], self._stamps[page.path] = page.key, stamp(size, mtime)

    def publish(self, items: int) -> None:
        """``items``: how many articles the release holds. Afterwards the output is the new release, whole."""
        number = shelf.next_number(self._before, self._folder)
        before = self._before or Manifest()
        keys, stamps = {**before.keys, **self._keys}, {**before.stamps, **self._stamps}
        for path in sorted(before.keys.keys() - self._wanted):
            del keys[path], stamps[path]
            if self._unfit is not None:
                prune(self._next, path)
        self._stage.mkdir(exist_ok=True)
        manifest.save(self._stage, Manifest(items, keys, stamps, number))
        shelf.drop_taken_back(self._folder, self._before)
        self._appear()

    def restore(self) -> Restored:
        """Publishes the release before this one again, files that we did not make staying as they are. What was
        published is put away, out of reach of a further call. Raises WriteError E807 where there is none."""
        found = list(shelf.earlier(self._before, self._folder))
        if not found:
            raise WriteError("E807", path=str(self.output))
        goal, taken_back = found[0], shelf.number_of(self._before, self._folder)
        self._stage.mkdir()
        if linked(str(goal.tree), self._next, goal.manifest.stamps):  # it was whole a moment ago
            raise WriteError("E807", path=str(self.output))
        manifest.save(self._stage, Manifest(goal.manifest.items, goal.manifest.keys, goal.manifest.stamps, goal.number))
        os.utime(self._stage / manifest.NAME, ns=(goal.made, goal.made))
        self._appear()
        shelf.remove(goal.tree)
        counts = (goal.manifest.items, len(goal.manifest.keys), len(found) - 1)
        return Restored(str(self.output), goal.number, taken_back, goal.made, *counts)

    def _appear(self) -> None:
        """The stage in the place of the output, and what was there on the shelf."""
        until_now = shelf.number_of(self._before, self._folder)
        foreign = self._foreign if self._foreign and self._foreign.is_of_now else self.foreign()
        carry_over(foreign, self._root, self._next)
        manifest.stage_copy(self._stage, self._folder)
        settle(self._stage)
        exchange(self._stage, self.output)
        manifest.keep_copy(self._folder)
        shelf.put_away(self._stage, self._folder, until_now)

    def _recall(self) -> None:
        """What is ours in the output, by its manifest, or by the copy of one that was deleted or damaged."""
        self._before = manifest.load(self.output)
        self._is_recalled = self._before is None
        if self._is_recalled:
            self._before = manifest.recall(self.output, self._folder)

    def _clear(self) -> None:
        manifest.drop_staged_copy(self._folder)
        if os.path.lexists(self._stage):
            shelf.put_away_or_set_aside(self._stage, self._folder, self.output)

    def _open(self) -> None:
        recover(self._stage, self.output)
        self._recall()
        if self._before is None:
            check_folder(self.output)
        self._clear()


@contextmanager
def open_release(output: Path) -> Iterator[Release]:
    """Holds the lock; what was staged and not published is removed. Raises WriteError with what to do."""
    release = Release(output)
    try:
        if release._folder.is_symlink():  # what lies where it leads is not ours: a folder called 2019 would be deleted
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(release._folder))
        release._folder.mkdir(parents=True, exist_ok=True)
        with locked(release._folder / _LOCK):
            release._open()
            try:
                yield release
            except OSError:  # what was written may be what has filled the disk
                shelf.remove(release._stage)
                raise
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
