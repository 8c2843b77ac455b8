"""Jinja filters: pure functions from a value of the model to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

FILTERS: Mapping[str, Callable[..., Any]] = {}
