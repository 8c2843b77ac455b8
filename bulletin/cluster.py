"""``dask://HOST:PORT`` -> an executor of a cluster, and functions over chunks made fit to be sent there.

The workers may be on other machines: all that a chunk needs travels with it, nothing is read from a disk there. They
must run the same Bulletin. Work that is lost with a worker is done again by another one; that is the cluster's part.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from bulletin.errors import BulletinError
from bulletin.stopping import undivided

Input = TypeVar("Input")
Output = TypeVar("Output")
# An executor, how to close it, and what it raises where work was lost for good
Open = tuple[Executor, Callable[[], None], tuple[type[Exception], ...]]
_PATIENCE = 10  # seconds until a cluster must have answered, and have a worker


def address_of(url: str) -> str:
    """HOST:PORT. Raises BulletinError E911."""
    scheme, _, address = url.partition("://")
    if scheme != "dask" or not address:
        raise BulletinError("E911", url=url)
    return address


def open_cluster(url: str, engine: Callable[[], str]) -> Open:
    """Raises BulletinError: E912 without the extra ``[dask]``, E913 where nobody answers or there is no worker, E917
    where scheduler or workers have another Bulletin than this process, by ``engine``, or none."""
    try:
        from dask import config  # an optional extra, the one reason for imports inside a function
        from distributed import Client
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise BulletinError("E912", url=url) from error
    config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})  # a photo is large, and sent once
    try:
        client = Client(f"tcp://{address_of(url)}", timeout=_PATIENCE)
    except (OSError, TimeoutError) as error:
        raise BulletinError("E913", url=url, reason=str(error)) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        _ask(url, engine(), lambda: {url: client.run_on_scheduler(engine), **client.run(engine)})
    except BaseException as error:
        client.close()
        if isinstance(error, OSError | TimeoutError):
            raise BulletinError("E913", url=url, reason=str(error)) from error
        raise
    return client.get_executor(), client.close, (KilledWorker, CommClosedError, CancelledError)


def _ask(url: str, wanted: str, ask: Callable[[], dict[str, str]]) -> None:
    try:
        found = ask()
    except (ImportError, AttributeError) as error:  # there is no Bulletin, or one without the function
        raise BulletinError("E917", worker=url) from error
    for worker, engine in found.items():
        if engine != wanted:
            raise BulletinError("E917", worker=worker)


def answers(
    executor: Executor, work: Iterable[tuple[Callable[[Input], Output], Input]], ahead: int
) -> Iterator[Output]:
    """In order. No more than ``ahead`` are sent before they are asked for: they may hold photos."""
    waiting: deque[Future[Output]] = deque()
    for function, value in work:
        with undivided():
            waiting.append(executor.submit(function, value))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Turn(Generic[Input, Output]):
    """``function`` as it runs in a worker: in the same Bulletin, and alone in its process, whatever number of threads
    that has: the libraries' parsers are made once in a process and remember where they are."""

    function: Callable[[Sequence[Input]], list[Output]]
    engine: Callable[[], str]  # names the code and libraries of the process that calls it
    wanted: str

    def __call__(self, values: Sequence[Input]) -> list[Output]:
        if self.engine() != self.wanted:
            raise BulletinError("E917", worker=socket.gethostname())
        with _turn:
            return self.function(values)
