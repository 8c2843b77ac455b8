"""Pure functions over many values -> their results in order, through one ``concurrent.futures.Executor``.

In this process, in a pool of processes, or on a cluster (``dask://HOST:PORT``): the same results from each of them.

On Linux a pool's processes are forked for each step, as long as this process has one thread: they begin with all
that it holds, so that no values need be sent to them, only results back. Where there are threads (the preview server),
whose locks a child would inherit held, and elsewhere, a pool is started once and gets its values sent.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from bulletin.beside import GIVING_WAY, beside, can_fork, usable_cores, waiting
from bulletin.cluster import Open, Turn, address_of, answers, open_cluster
from bulletin.errors import BulletinError
from bulletin.model.late import make_ready
from bulletin.orphans import end_with_parent
from bulletin.stopping import undivided

Input = TypeVar("Input")
Output = TypeVar("Output")
_PAYS_FROM = 64  # values: starting a pool costs about as much as this many items
LARGEST_CHUNK = 32  # values: few enough that a chunk of feeds stays below some 5 MB
_FEW = 16  # chunks
_SHIFT = 128  # chunks that a forked pool works on, before fresh processes take over
_AHEAD = 3  # chunks sent for each of ``jobs`` before the first is waited for: what they give would pile up in memory

Function = Callable[[Sequence[Input]], list[Output]]  # a chunk of values -> a result for each


class Progress(Protocol):
    """Told how far a stage is: ``done`` of ``total`` values."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


class Workers:
    """Maps functions that can be pickled over values that can be pickled. Made by ``open_workers``."""

    def __init__(
        self,
        make: Callable[[], Open] | None,
        jobs: int,
        progress: Progress,
        may_fork: bool = False,
        engine: Callable[[], str] | None = None,
    ) -> None:
        """``engine`` where the workers are elsewhere; see ``open_workers``."""
        self._make = make
        self._engine = engine
        self._may_fork = may_fork
        self._jobs = jobs
        self._progress = progress
        self._open: Open | None = None
        self._is_beside = False

    @property
    def are_ours(self) -> bool:
        """Whether what works is this process, or was forked from it: it has our files and our locks."""
        return self._make is None or self._can_fork

    def run(
        self, stage: str, function: Function[Input, Output], values: Sequence[Input], needs_disk: bool = False
    ) -> list[Output]:
        """The results, joined in order. What ``needs_disk`` is done here where the workers are elsewhere."""
        if needs_disk and self._engine:
            return function(values)
        return list(self.stream(stage, function, values))

    def stream(
        self,
        stage: str,
        function: Function[Input, Output],
        values: Sequence[Input],
        sent: Callable[[Sequence[Input]], Function[Input, Output]] | None = None,
        worth: int = 1,
    ) -> Iterator[Output]:
        """Like ``run``, chunk by chunk, so that not all results need be held at once.

        ``sent`` gives the function for a chunk where the workers are elsewhere, holding what the chunk needs of this
        machine's disk. ``worth``: a value is as much work as so many ordinary ones.
        """
        done = 0
        for results in self._chunks(function, values, sent or (lambda _: function), worth):
            yield from results
            done += len(results)
            self._progress(stage, done, len(values))

    def _chunks(
        self,
        function: Function[Input, Output],
        values: Sequence[Input],
        sent: Callable[[Sequence[Input]], Function[Input, Output]],
        worth: int,
    ) -> Iterator[list[Output]]:
        largest = max(1, LARGEST_CHUNK // worth)
        if self._make is None or len(values) * worth < _PAYS_FROM:
            for start in range(0, len(values), largest):
                yield function(values[start : start + largest])
            return
        size = min(largest, max(16, -(-len(values) // (self._jobs * 4))))
        chunks = [values[start : start + size] for start in range(0, len(values), size)]
        lost: tuple[type[Exception], ...] = (BrokenProcessPool,)
        try:
            if self._can_fork:
                yield from self._forked(function, chunks)
                return
            if self._open is None:
                self._open = self._make()
            executor, _, lost = self._open
            if self._engine is None:
                with undivided():
                    results = executor.map(function, chunks)
                yield from results
                return
            turns = ((Turn(sent(chunk), self._engine, self._engine()), chunk) for chunk in chunks)
            yield from answers(executor, turns, self._jobs * _AHEAD)
        except lost as error:
            raise BulletinError("E910") from error

    def _forked(
        self, function: Function[Input, Output], chunks: Sequence[Sequence[Input]]
    ) -> Iterator[list[Output]]:
        """In shifts: whatever a process looks at of what it inherited becomes memory of its own."""
        if len(chunks) > _FEW:  # of fewer each process compiles the patterns that it needs sooner than this one all
            make_ready()
        nice = GIVING_WAY if self._is_beside else 0  # else what works beside many would still work when they are done
        for start in range(0, len(chunks), _SHIFT):
            shift = chunks[start : start + _SHIFT]
            with _inheriting(function, shift, self._jobs, nice) as pool:
                yield from answers(pool, ((_inherited, n) for n in range(len(shift))), self._jobs * _AHEAD)

    @contextmanager
    def beside(self, function: Callable[[], Output]) -> Iterator[Callable[[], Output]]:
        """As ``bulletin.beside``; its process gives way."""
        with beside(function, self._may_fork, GIVING_WAY) as answer:
            self._is_beside = True
            try:
                yield answer
            finally:
                self._is_beside = False

    @contextmanager
    def waiting(self, function: Callable[[Input], Output]) -> Iterator[Callable[[Input], Callable[[], Output]]]:
        """As ``bulletin.beside``."""
        with waiting(function, self._may_fork) as begin:

            def begun(value: Input) -> Callable[[], Output]:
                self._is_beside = True
                return begin(value)

            try:
                yield begun
            finally:
                self._is_beside = False

    @property
    def _can_fork(self) -> bool:
        return self._may_fork and can_fork()

    def close(self) -> None:
        if self._open is not None:
            with undivided():
                self._open[1]()
            self._open = None


# What the pool being forked works on: a function and the chunks of its values. The children find it here.
_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


@contextmanager
def _inheriting(
    function: Callable[[Sequence[Input]], list[Output]], chunks: Sequence[Sequence[Input]], jobs: int, nice: int
) -> Iterator[ProcessPoolExecutor]:
    """A pool whose processes have ``function`` and ``chunks`` without their being sent: they may hold anything."""
    global _task
    _task = function, chunks
    gc.freeze()  # as in ``bulletin.beside``
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(nice,))
    try:
        yield pool
    finally:
        with undivided():  # until the chunks that somebody works on are done
            pool.shutdown(cancel_futures=True)
        gc.unfreeze()
        _task = None


def _begin(nice: int) -> None:
    os.nice(nice)
    end_with_parent()


def _inherited(number: int) -> Any:
    assert _task is not None
    function, chunks = _task
    return function(chunks[number])


@contextmanager
def open_workers(jobs: int, url: str, progress: Progress, engine: Callable[[], str] = str) -> Iterator[Workers]:
    """``jobs`` 0: one for each core. ``url`` "" for this machine, or ``dask://HOST:PORT`` (extra ``[dask]``).

    ``engine`` names the code and libraries of the process that calls it: a worker elsewhere must have the same.
    """
    jobs = jobs or usable_cores()
    if url:
        address_of(url)  # told before any work
        workers = Workers(lambda: open_cluster(url, engine), jobs, progress, engine=engine)
    else:
        workers = Workers((lambda: _pool(jobs)) if jobs > 1 else None, jobs, progress, may_fork=jobs > 1)
    try:
        yield workers
    finally:
        workers.close()


def _pool(jobs: int) -> Open:
    """Where nothing can be forked: by a fork server on Linux, where that is because of other threads."""
    is_linux = sys.platform.startswith("linux")
    context = multiprocessing.get_context("forkserver" if is_linux else "spawn")
    if is_linux:
        context.set_forkserver_preload(["bulletin.pipeline"])
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_parent)
    return pool, lambda: pool.shutdown(cancel_futures=True), (BrokenProcessPool,)
