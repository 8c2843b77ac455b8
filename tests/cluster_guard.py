"""Loaded by the workers of the cluster tests: whoever reads the site's folder there fails, as on another machine."""

from __future__ import annotations

import os
import sys
from typing import Any

_FORBIDDEN = os.environ["BULLETIN_TEST_SITE"]


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    if event in {"open", "os.listdir", "os.scandir"} and isinstance(given[0], str) and given[0].startswith(_FORBIDDEN):
        raise PermissionError(f"a worker elsewhere has no {given[0]}")


sys.addaudithook(_refuse)
