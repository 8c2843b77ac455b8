"""Pages and their bytes -> a release that appears at once, or not at all.

    public/                      what the web server serves; .bulletin.json in it says what is ours
    .public.releases/lock        one build at a time
    .public.releases/.bulletin.json  a copy, for when the other is lost
    .public.releases/next/       the release being built: unchanged files are hard links, no bytes are copied
    .public.releases/<number>/   earlier releases, the newest with the highest number

Only files that the manifest names are ever replaced or deleted; whatever else lies in the output is carried over.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path

from bulletin.errors import WriteError
from bulletin.model.page import Page
from bulletin.write import manifest
from bulletin.write.exchange import exchange, recover, settle
from bulletin.write.lock import locked
from bulletin.write.manifest import Entry, Manifest

_KEPT = 3


class Release:
    """One build's output. Ask ``stale`` which pages need bytes, hand each to ``add``, then ``publish``."""

    def __init__(self, output: Path) -> None:
        self.output = Path(os.path.realpath(output))
        self._folder = self.output.with_name(f".{self.output.name}.releases")
        self._stage = self._folder / "next"
        self._root, self._next = str(self.output), str(self._stage)  # joined ten thousand times: Path is slow at it
        self._marker = self._folder / "exchange"
        self._before: Manifest | None = None
        self._is_recalled = False
        self._recall()
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

    def stale(self, pages: Sequence[Page]) -> list[Page]:
        """Those whose file is not there yet or was made from something else."""
        known = self._before.files if self._before else {}
        return [page for page in pages if not self._is_current(known.get(page.path), page)]

    def _is_current(self, entry: Entry | None, page: Page) -> bool:
        if entry is None or entry.key != page.key:
            return False
        try:
            state = os.lstat(os.path.join(self._root, page.path))
        except (OSError, ValueError):
            return False
        return (state.st_size, state.st_mtime_ns) == (entry.size, entry.mtime)

    def is_same(self, pages: Sequence[Page], stale: Sequence[Page]) -> bool:
        """Nothing to do: what is published is what would be published."""
        if self._is_recalled:
            return False
        return not stale and self._before is not None and self._before.files.keys() == {p.path for p in pages}

    def reuse(self, pages: Iterable[Page]) -> None:
        """Links those of ``pages`` that were not added: they are current."""
        known = self._before.files if self._before else {}
        for page in pages:
            if page.path in self._files:
                continue
            self._link(os.path.join(self._root, page.path), self._room_for(page.path))
            self._files[page.path] = known[page.path]

    def add(self, page: Page, data: bytes) -> None:
        target = self._room_for(page.path)
        with open(target, "xb") as file:
            file.write(data)
        self._files[page.path] = Entry(page.key, len(data), os.stat(target).st_mtime_ns)

    def publish(self, items: int) -> None:
        """``items``: how many articles the release holds. Afterwards the output is the new release, whole."""
        manifest.save(self._stage, Manifest(items, self._files))
        self._carry_over(self.output, "")
        settle(self._stage)
        exchange(self._stage, self.output, self._marker)
        manifest.keep_copy(self.output, self._folder)
        if self._stage.exists():
            self._stage.rename(self._folder / str(1 + max(self._numbers(), default=0)))
        for number in self._numbers()[:-_KEPT]:
            shutil.rmtree(self._folder / str(number), ignore_errors=True)

    def _numbers(self) -> list[int]:
        return sorted(int(entry.name) for entry in os.scandir(self._folder) if entry.name.isdecimal())

    def _room_for(self, path: str) -> str:
        """Where the file goes, its folder made. Paths come from our own renderers; one that leaves is a fault."""
        if path.startswith("/") or ".." in path.split("/"):
            raise WriteError("E802", path=path)
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self._stage / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return os.path.join(self._next, path)

    def _carry_over(self, folder: Path, below: str) -> None:
        """Links files that we did not make into the new release; one that stands in a page's way stops the build."""
        if not folder.is_dir():
            return
        ours = self._before.files if self._before else {}
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                path = below + entry.name
                if entry.is_dir(follow_symlinks=False):
                    self._carry_over(Path(entry.path), path + "/")
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
        if self._stage.exists():
            shutil.rmtree(self._stage)

    def _open(self) -> None:
        recover(self.output, self._marker)
        self._recall()
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
        release._folder.mkdir(parents=True, exist_ok=True)
        with locked(release._folder / "lock"):
            release._open()
            try:
                yield release
            finally:
                release._clear()
    except OSError as error:
        raise WriteError("E804", path=str(error.filename or output), reason=error.strerror or str(error)) from error
