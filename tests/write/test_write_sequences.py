"""Whatever happens between builds and in them: the site is what a build from nothing makes, with what others put there,
and each earlier release is what it was."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from write.trees import Tree, beside, empty_folders, folder_of, publish, tree_of

from bulletin.errors import WriteError
from bulletin.write import manifest, release, shelf
from bulletin.write.release import open_release, roll_back

PAGES = st.sampled_from(["a", "a/x", "b", "c/d", "c/d/x/y", "c/e", "c/f/g", "h/i"])
THEIRS = ("theirs", "c/theirs", "h/theirs/x", "z/y/x")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill needs a child to be killed")


def _has_room(tree: Tree) -> bool:
    return not any(one.startswith(f"{other}/") for one in tree for other in tree)


class Step(NamedTuple):
    what: str
    tree: Tree
    number: int


TREES = st.dictionaries(PAGES, st.sampled_from([b"1", b"2", b"3"]), min_size=1, max_size=6).filter(_has_room)
ACTS = ["killed", "killed", "fails", "theirs", "not theirs", "spoil", "shelf", "back"]
DONE = st.sampled_from(["build", "build", "build unprepared", *ACTS])
STEPS = st.lists(st.builds(Step, DONE, TREES, st.integers(0, 90)), max_size=9)


def _killed(output: Path, step: Step) -> None:
    """A build that is killed at one of its operations on files, or is done before."""
    left = [step.number]

    def count(event: str, _: tuple[object, ...]) -> None:
        if event == "open" or event.startswith(("os.", "shutil.")):
            left[0] -= 1
            if left[0] == -1:
                os.kill(os.getpid(), signal.SIGKILL)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12: a fork beside threads of other tests
        child = os.fork()
    if not child:
        with suppress(BaseException):
            sys.addaudithook(count)
            publish(output, step.tree)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def _fails(output: Path, step: Step) -> None:
    with suppress(RuntimeError), open_release(output) as opened:
        opened.prepared(opened.preparation()())
        for path, data in step.tree.items():
            opened.put(path, data)
        raise RuntimeError


def _spoil(output: Path, step: Step) -> None:
    """One of our files is changed in place (in all releases, that is), replaced or deleted."""
    ours = sorted(path for path in tree_of(output) if path not in THEIRS)
    if not ours:
        return
    path = output / ours[step.number % len(ours)]
    if step.number % 3:
        path.unlink()
    if step.number % 3 != 2:
        path.write_bytes(b"spoilt")


def _shelf(output: Path, step: Step) -> None:
    """Somebody was at an earlier release: a file more, one with the size and the time of ours, other rights."""
    kept = shelf.numbers(folder_of(output)) if folder_of(output).is_dir() else []
    if not kept:
        return
    tree = folder_of(output) / str(kept[step.number % len(kept)])
    (tree / ("b" if step.number % 2 and not (tree / "b").exists() else "w")).write_bytes(b"of nobody")
    for path in [path for path in tree.rglob("*") if path.is_file() and path.name not in {manifest.NAME, "w"}][:2]:
        before = path.stat()
        path.unlink()
        path.write_bytes(b"!" * before.st_size)
        os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))
    for folder in [path for path in tree.rglob("*") if path.is_dir()][:1]:
        folder.chmod(0o711)


class _Site:
    """What must be true, beside what is."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.foreign: set[str] = set()
        self.history: dict[int, Tree] = {}  # number of a release -> its pages
        self.touched = False  # a file of an earlier release that has another's size and time is not noticed in it

    def note(self) -> None:
        found = manifest.load(self.output)
        if found is not None:
            ours = {path: data for path, data in tree_of(self.output).items() if path in found.keys}
            self.history[found.number] = ours

    def do(self, step: Step) -> None:
        theirs = self.output / THEIRS[step.number % len(THEIRS)]
        before = tree_of(self.output)
        if step.what == "killed":
            _killed(self.output, step)
            assert tree_of(self.output) in (before, self.goal(step.tree))
            if tree_of(self.output) != before:
                self.note()
        elif step.what == "fails":
            _fails(self.output, step)
            assert tree_of(self.output) == before
        elif step.what == "theirs" and not any(one.is_file() for one in theirs.parents):
            theirs.parent.mkdir(parents=True, exist_ok=True)
            theirs.write_bytes(b"theirs")
            self.foreign.add(THEIRS[step.number % len(THEIRS)])
        elif step.what == "not theirs":
            theirs.unlink(missing_ok=True)
            self.foreign.discard(THEIRS[step.number % len(THEIRS)])
        elif step.what == "spoil":
            _spoil(self.output, step)
        elif step.what == "shelf":
            self.touched = True
            _shelf(self.output, step)
        elif step.what == "back" and not self.touched:
            with suppress(WriteError):
                roll_back(self.output)

    def goal(self, tree: Tree) -> Tree:
        return tree | dict.fromkeys(self.foreign, b"theirs")

    def build(self, tree: Tree, is_prepared: bool) -> None:
        publish(self.output, tree, is_prepared)
        self.note()
        assert tree_of(self.output) == self.goal(tree)
        assert empty_folders(self.output) == []
        assert len({path.stat().st_mode for path in self.output.rglob("*") if path.is_dir()}) < 2
        assert {name for name in beside(self.output) if not name.isdecimal()} == {"lock"}

    def check_the_shelf(self) -> None:
        for kept in shelf.earlier(manifest.load(self.output), folder_of(self.output)):
            found = {path: data for path, data in tree_of(kept.tree).items() if path in kept.manifest.keys}
            assert found == self.history[kept.number]


def _stands_in_the_way(foreign: set[str], tree: Tree) -> bool:
    return any(one.startswith(f"{path}/") for one in foreign for path in tree)


@needs_fork
@given(st.lists(TREES, min_size=5, max_size=5), STEPS, TREES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens(tmp_path: Path, before: list[Tree], steps: list[Step], last: Tree) -> None:
    output = tmp_path / "public"
    for folder in (output, folder_of(output)):
        shutil.rmtree(folder, ignore_errors=True)
    site = _Site(output)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "settle", lambda _: None)  # it waits for the disk, changing nothing
        for tree in before:  # from the next one on, an earlier release becomes the stage
            site.build(tree, is_prepared=True)
        for step in (*steps, Step("build", last, 0)):
            if _stands_in_the_way(site.foreign, step.tree):
                continue
            if step.what.startswith("build"):
                site.build(step.tree, step.what == "build")
                if not site.touched:
                    site.check_the_shelf()
            else:
                site.do(step)
