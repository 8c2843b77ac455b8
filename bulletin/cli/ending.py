"""A command -> its exit code, however it ends: stopped from outside, its reader gone, nowhere to write to."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from bulletin import stopping
from bulletin.words import Language, phrase

_STOPPED = 128
_MOMENT = 0.01  # seconds

_held: list[object] = []


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to end; what it has begun is cleared away on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def hold(values: object) -> None:
    """They stay until the process ends, where it ends with this command: to free a million of them one by one, or to
    look for circles among them, would keep whoever waits for it."""
    _held.append(values)
    gc.freeze()


def ended(command: Callable[[], int], language: Language, is_last: bool = False) -> int:
    """What ``command`` answers; 130 after Ctrl+C, 128 + number after another signal, 141 where whoever reads our output
    has gone, 2 where the disk or the terminal fails us outside a build. Never a traceback for any of these.
    ``is_last``: then this process ends."""
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
    finally:
        if _held and not is_last:
            gc.unfreeze()
            _held.clear()


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM and SIGHUP end the command as Ctrl+C does. Forked workers inherit the handlers: they end at once, and
    leave Ctrl+C, which reaches them too, to the parent."""
    owner = os.getpid()

    def asked(number: int, _: FrameType | None) -> None:
        if os.getpid() == owner:
            stopping.stop(Stopped(number))
        elif number != signal.SIGINT:
            os._exit(_STOPPED + number)

    names = ("SIGTERM", "SIGHUP", "SIGINT")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before: dict[int, Any] = {}
    with suppress(ValueError):  # not in the main thread: whoever called us there sees to it
        for number in numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a command that a shell runs behind
                before[number] = signal.signal(number, asked)
    try:
        with _asking_again(asked):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _asking_again(asked: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Python drops an exception that comes up in a finaliser, and prints it: who was asked to stop at that instant
    would go on. Here he is asked again a moment later."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    usual = sys.unraisablehook
    before: list[Any] = []

    def dropped(about: Any) -> None:
        if not isinstance(about.exc_value, Stopped):
            usual(about)
            return
        number = about.exc_value.number
        before.append(signal.signal(signal.SIGALRM, lambda _, frame: asked(number, frame)))
        signal.setitimer(signal.ITIMER_REAL, _MOMENT)

    sys.unraisablehook = dropped
    try:
        yield
    finally:
        sys.unraisablehook = usual
        if before:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before[0])


def _close_output() -> None:
    """Else the interpreter would try once more to write at its end, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(code: str, language: Language, **values: str) -> None:
    with suppress(OSError):
        print(f"[{code}] {phrase(code, language, values)}", file=sys.stderr)
