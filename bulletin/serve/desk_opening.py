"""A file -> the program in which its owner edits such files, where this machine has a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path


def open_in_editor(place: Path) -> bool:
    """Whether a program was asked to. ``place`` is absolute and a text: who calls has seen to it."""
    if sys.platform == "win32":
        try:
            os.startfile(place)
        except OSError:  # no program for such files
            return False
        return True
    if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None:
        return False
    try:
        nothing = subprocess.DEVNULL
        started = subprocess.Popen(
            [program, str(place)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        return False
    threading.Thread(target=started.wait, daemon=True).start()  # else it stays as a zombie
    return True
