"""``python -m bulletin`` and the script ``bulletin``: words -> exit code, quiet from the first moment on.

What a command does when it is stopped is in ``bulletin.cli.ending``. Until that is loaded, Ctrl+C only ends us, without
a traceback out of half-done imports; and where a stream of ours is closed, no file that we open gets its number.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

_AGAIN = "BULLETIN_STARTED_AGAIN"  # python -E would not listen


def run(arguments: Sequence[str] | None = None) -> int:
    """``bulletin.cli.main.main``. ``arguments`` None: those of the command line."""
    _speak_utf8()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored: ``bulletin build &``
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_streams()
    ended: list[int] = []
    if arguments is None and not atexit._ncallbacks():  # a profiler that wants to come after us shall
        atexit.register(_leave, ended)  # before any other, so that all others are called before
    code: int = import_module("bulletin.cli.main").main(arguments)
    ended.append(code)
    return code


def _leave(ended: list[int]) -> None:
    """The last thing that a process of ours does, when its threads have ended and all is closed: to free a million
    values one by one takes longer than a build where nothing changed. Where a fault ended it Python goes its way."""
    if ended:
        with suppress(OSError, ValueError):  # Python tries again then, and says what it can't write
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended[0])


def _speak_utf8() -> None:
    """Under a locale of GBK, or of ASCII, names of files would be written in that: every address with a Chinese letter
    would lead nowhere. Python decides when it starts, so it starts once more."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and _AGAIN not in os.environ:
        os.environ |= {"PYTHONUTF8": "1", _AGAIN: "1"}
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _open_streams() -> None:
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # takes the lowest number that is free: this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.dup(number), "w" if number else "r", encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(run())
