"""A command -> its exit code, however it ends: stopped from outside, its reader gone, nowhere to write to."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from bulletin.words import Language, phrase

_STOPPED = 128


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to end; what it has begun is cleared away on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def ended(command: Callable[[], int], language: Language) -> int:
    """What ``command`` answers; 130 after Ctrl+C, 128 + number after another signal, 141 where whoever reads our output
    has gone, 2 where the disk or the terminal fails us outside a build. Never a traceback for any of these."""
    try:
        with _stoppable():
            code = command()
            if sys.stdout is not None:
                sys.stdout.flush()
            return code
    except Stopped as stop:
        _say("E915", language)
        return _STOPPED + stop.number
    except KeyboardInterrupt:
        return _STOPPED + signal.SIGINT
    except BrokenPipeError:
        _close_output()
        return 141
    except OSError as error:
        _close_output()
        _say("E916", language, reason=error.strerror or str(error), path=str(error.filename or ""))
        return 2


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM and SIGHUP end the command as Ctrl+C does. Forked workers inherit the handlers: they end at once, and
    leave Ctrl+C, which reaches them too, to the parent."""
    owner = os.getpid()

    def stop(number: int, _: FrameType | None) -> None:
        if os.getpid() == owner:
            raise Stopped(number)
        if number != signal.SIGINT:
            os._exit(_STOPPED + number)

    names = ("SIGTERM", "SIGHUP", "SIGINT")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before: dict[int, Any] = {}
    with suppress(ValueError):  # not in the main thread: whoever called us there sees to it
        for number in numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a command that a shell runs behind
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _close_output() -> None:
    """Else the interpreter would try once more to write at its end, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(code: str, language: Language, **values: str) -> None:
    with suppress(OSError):
        print(f"[{code}] {phrase(code, language, values)}", file=sys.stderr)
