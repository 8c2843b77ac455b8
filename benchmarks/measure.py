"""A command -> how long it ran, how much processor time and memory it and all its descendants took. Linux only.

    python -m benchmarks.measure COMMAND [ARGUMENT ...]          prints one JSON object

The measured command is a child of a process of its own that adopts whatever the command leaves behind (fork servers,
workers), so that processor time is complete; memory is the sum of PSS (shared pages counted once) over the whole tree,
sampled, and only where asked for: reading it costs time.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measured:
    wall: float  # seconds until the command itself ended
    cpu: float  # seconds, user and system, of the command and all its descendants
    largest: float  # MB, peak resident size of the largest single process
    tree: float  # MB, peak PSS of all processes together; 0 where it was not sampled
    code: int  # exit code
    output: str  # what it printed


def measure(
    command: Sequence[str], folder: Path, has_memory: bool = False, environment: Mapping[str, str] | None = None
) -> Measured:
    """Runs ``command`` in ``folder`` and waits for all it started. Its stderr is passed on where it fails."""
    flags = ["--memory"] if has_memory else []
    run = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), *flags, *command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Measured(**json.loads(run.stdout))


def _run(command: Sequence[str], has_memory: bool) -> Measured:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    sampler = _Sampler(os.getpid()) if has_memory else None
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if sampler:
        sampler.start()
    output = process.stdout.read() if process.stdout else ""
    cpu = largest = 0.0
    code = 1
    wall = time.perf_counter() - begin
    while True:
        try:
            who, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        largest = max(largest, usage.ru_maxrss / 1024)
        if who == process.pid:
            wall = time.perf_counter() - begin
            code = os.waitstatus_to_exitcode(status)
            process.returncode = code
    tree = sampler.finish() if sampler else 0.0
    return Measured(wall, cpu, largest, tree, code, output)


class _Sampler(threading.Thread):
    """Looks at the memory of all descendants of ``root`` from time to time."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._peak = 0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_EVERY):
            self._peak = max(self._peak, sum(_pss(one) for one in _descendants(self._root)))

    def finish(self) -> float:
        self._over.set()
        self.join()
        return self._peak / 1024


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with suppress(OSError, IndexError):
                stat = Path(entry.path, "stat").read_text()
                parent = int(stat.rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found: list[int] = []
    todo = list(children.get(root, ()))
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, ())
    return found


def _pss(process: int) -> int:
    """KB; 0 for one that is gone."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    words = sys.argv[1:]
    is_sampled = words[:1] == ["--memory"]
    print(json.dumps(asdict(_run(words[is_sampled:], is_sampled))))
