"""A function -> the same, worked out by a process of its own, forked from this one, which goes on meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, BinaryIO, TypeVar

from bulletin.errors import BulletinError
from bulletin.orphans import end_with_parent, kept_for_child
from bulletin.stopping import undivided

Input = TypeVar("Input")
Output = TypeVar("Output")
GIVING_WAY = 3  # niceness of what somebody waits for at last, beside those that are waited for all the time


def can_fork() -> bool:
    """Now: a child would inherit held the locks of any other thread."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def usable_cores() -> int:
    """Those this process may run on: fewer than the machine has, in a container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def beside(function: Callable[[], Output], may_fork: bool, niceness: int = 0) -> Iterator[Callable[[], Output]]:
    """What is given answers ``function``, once. Where nothing can be forked it is worked out when it is asked for."""
    with waiting(lambda _: function(), may_fork, niceness) as begin:
        yield begin(None)


@contextmanager
def waiting(
    function: Callable[[Input], Output], may_fork: bool, niceness: int = 0
) -> Iterator[Callable[[Input], Callable[[], Output]]]:
    """The same with a process that waits for the value which ``function`` takes; it can be pickled. Forked early it
    inherits little: it would keep whatever this process changes later. What is given takes the value, and gives a
    function that answers the result, once."""
    if not (may_fork and can_fork()):
        yield lambda value: partial(function, value)
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with os.fdopen(os.memfd_create("beside"), "w+b") as answer:  # not a pipe: the process would wait for its reader
        process = context.Process(target=_write, args=(answer, receiver, function, niceness), daemon=True)
        with undivided(), kept_for_child():
            gc.freeze()  # else the child's collector would touch, and so copy, all that it inherited
            process.start()
            gc.unfreeze()
        receiver.close()  # else who tells something to a dead process would wait

        def begin(value: Input) -> Callable[[], Output]:
            with suppress(BrokenPipeError):
                sender.send(value)
            return partial(_answered, process, answer)

        try:
            yield begin
        finally:
            with undivided():
                process.terminate()
                process.join()


def _write(
    answer: BinaryIO, receiver: connection.Connection, function: Callable[[Any], Any], niceness: int
) -> None:
    """Runs in a forked process: an error is written like a result."""
    os.nice(niceness)
    end_with_parent()
    try:
        found: tuple[bool, Any] = (True, function(receiver.recv()))
    except Exception as error:
        found = (False, error)
    try:
        pickle.dump(found, answer, protocol=5)
        answer.flush()
    except OSError:  # there is a limit to the size of files
        os._exit(1)


def _answered(process: BaseProcess, answer: BinaryIO) -> Any:
    process.join()
    if process.exitcode:
        raise BulletinError("E910")
    answer.seek(0)
    is_result, found = pickle.load(answer)
    if not is_result:
        raise found
    return found
