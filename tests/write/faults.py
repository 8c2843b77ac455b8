"""A program: publishes or rolls back while every disk operation in turn fails, or is the last before a SIGKILL.

    python faults.py FOLDER publish|recycle|rollback exchange|steps killed|once|full  ->  JSON: what went wrong, and
    how many tries there were. ``recycle``: publishing, with an earlier release that becomes the stage

In a process of its own, because an audit hook stays for ever and a child is forked for each kill. The hook sees every
operation on files that Python code asks for; what is on the disk can only differ between two of them.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from write.trees import Tree, beside, empty_folders, folder_of, publish, tree_of

from bulletin.errors import WriteError
from bulletin.write import exchange, release
from bulletin.write.release import roll_back

OLDER: Tree = {"index.html": b"1", "same": b"same", "a/b": b"1"}
OLD: Tree = {"index.html": b"2", "same": b"same", "c/d/e": b"2"}
NEW: Tree = {"index.html": b"3", "same": b"same", "a/b": b"3", "f/g": b"3"}
OLDEST: Tree = {"index.html": b"0", "same": b"same", "a": b"a file", "c": b"a file", "f/g/h": b"0", "gone/x": b"0"}
FOREIGN: Tree = {"CNAME": b"example.org", "c/theirs": b"theirs"}
NEEDS_ROOM = {"os.mkdir", "os.link", "os.symlink"}


class Hook:
    """Counts operations on files while it is on; at the one with ``number`` it does ``what``."""

    def __init__(self) -> None:
        self.what, self.number, self.count = "", -1, 0

    def __call__(self, event: str, values: tuple[object, ...]) -> None:
        if not self.what or not (event == "open" or event.startswith(("os.", "shutil."))):
            return
        makes = event in NEEDS_ROOM or (event == "open" and bool(_flags(values) & (os.O_WRONLY | os.O_RDWR)))
        if self.what == "full" and not makes:
            return
        self.count += 1
        if self.what == "killed" and self.count == self.number:
            os.kill(os.getpid(), signal.SIGKILL)
        if (self.what == "once" and self.count == self.number) or (self.what == "full" and self.count >= self.number):
            raise OSError(errno.ENOSPC, "No space left on device", "x")


def _flags(values: tuple[object, ...]) -> int:
    return values[2] if isinstance(values[2], int) else 0


def attempt(hook: Hook, act: Callable[[], object], what: str, number: int) -> tuple[str, bool]:
    """How it ended: "done", "refused" or "died", or what must not be; and whether ``number`` was reached."""
    hook.number, hook.count = number, 0
    if what == "killed":
        child = os.fork()
        if not child:
            hook.what = what
            act()
            hook.what = ""
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        return ("died", True) if os.WIFSIGNALED(status) else ("done", False)
    hook.what = what
    try:
        act()
        ended = "done"
    except WriteError as error:
        is_known = error.code == "E804" or (error.code == "E807" and act.__name__ == "go_back")
        ended = "refused" if is_known else error.code
    except BaseException as error:
        ended = repr(error)
    finally:
        hook.what = ""
    return ended, hook.count >= number


def sweep(root: Path, hook: Hook, action: str, what: str) -> tuple[list[str], int]:
    """Every operation in turn, until there is none with that number."""
    wrong: list[str] = []
    number = 0
    while True:
        number += 1
        output = root / "public"
        for folder in (output, folder_of(output)):
            shutil.rmtree(folder, ignore_errors=True)
        for tree in (OLDEST, {**OLDEST, "same": b"other"}, OLDEST) if action == "recycle" else ():
            publish(output, tree)
        if action == "recycle":
            (folder_of(output) / "1" / "theirs").write_bytes(b"of that time")
        publish(output, OLDER)
        publish(output, OLD)
        for path, data in FOREIGN.items():
            (output / path).parent.mkdir(exist_ok=True)
            (output / path).write_bytes(data)
        goal = OLDER if action == "rollback" else NEW

        def go_on(output: Path = output) -> object:
            return publish(output, NEW)

        def go_back(output: Path = output) -> object:
            return roll_back(output)  # a release that can't be read is not whole: E807

        act = go_back if action == "rollback" else go_on
        ended, is_reached = attempt(hook, act, what, number)
        wrong += [f"{number}: {fault}" for fault in judge(output, action, goal, ended)]
        if not is_reached:
            return wrong, number


def judge(output: Path, action: str, goal: Tree, ended: str) -> list[str]:
    """What must hold after whatever happened, and after the next run."""
    faults = []
    found = tree_of(output) if output.exists() else {}
    if ended not in {"done", "refused", "died"}:
        faults.append(ended)
    allowed = {"done": [goal], "refused": [OLD], "died": [OLD, goal]}.get(ended, [OLD, goal])
    is_away = ended == "died" and not output.exists()  # between two renames, where the system can't exchange
    if found not in [tree | FOREIGN for tree in allowed] and not is_away:
        faults.append(f"{ended}: {sorted(found)}")
    if action != "rollback":
        publish(output, NEW)
    elif found != OLDER | FOREIGN:
        with suppress(WriteError):
            roll_back(output)
    else:
        publish(output, OLDER)  # nothing to do, but it starts
    if tree_of(output) != goal | FOREIGN:
        faults.append(f"{ended}, next run: {sorted(tree_of(output))}")
    numbers = {name for name in beside(output) if name.isdecimal()}
    if beside(output) != {"lock"} | numbers:
        faults.append(f"{ended}, left behind: {beside(output)}")
    if empty_folders(output):
        faults.append(f"{ended}, empty: {empty_folders(output)}")
    for before in () if action == "rollback" else (OLD, OLDER):
        if action == "recycle" or before is OLD:
            roll_back(output)
            if tree_of(output) != before | FOREIGN:
                faults.append(f"{ended}, lost: an earlier release")
    return faults


def main() -> None:
    folder, action, way, what = sys.argv[1:]
    if way == "steps":
        exchange._exchange_at_once = lambda *_: False
    setattr(release, "settle", lambda _: None)  # noqa: B010  # it waits for the disk, a thousand times, changing nothing
    hook = Hook()
    sys.addaudithook(hook)
    wrong, tried = sweep(Path(folder), hook, action, what)
    print(json.dumps({"wrong": wrong, "tried": tried}))


if __name__ == "__main__":
    main()
