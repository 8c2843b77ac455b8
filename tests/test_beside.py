"""A process beside this one ends when it is told to, however soon that is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENDED_AT_ONCE = """
import os, signal
from bulletin.beside import beside, waiting

signal.signal(signal.SIGTERM, lambda *_: os._exit(143))  # as while a command runs
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])  # so that children begin late
for _ in range(50):
    with beside(lambda: 1, True), waiting(lambda value: value, True):
        pass
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="nothing is forked on this system")
def test_told_to_end_before_it_has_begun() -> None:
    """Python forgets signals that come to a child before its own work after a fork: such a child waited for ever, and
    who had forked it for its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", ENDED_AT_ONCE], env=environment, timeout=60, check=False)
    assert done.returncode == 0
