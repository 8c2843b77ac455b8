"""A regular expression, a module -> the same, compiled or loaded when it is first asked for.

Python 3.11 looks at each character of a range of Han characters when it compiles a class: some 3 ms for each pattern.
There are four hundred; a build after one change needs half of them, and would wait for the others. It would also wait
for libraries that it has no use for: one decodes photos, another guesses encodings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any, AnyStr, cast

_modules: list[Callable[[], Any]] = []
_waiting: dict[int, _Pattern] = {}  # by identity


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, for what a module keeps: ``_MARK = regex("[，。]")``, then ``_MARK.finditer(text)``. It is
    compiled at the first use, or by ``make_ready``: processes that are forked then have it. A fault in it is found
    no sooner."""
    return cast(re.Pattern[AnyStr], _Pattern(text, flags))


def late(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """``_MARK = late("[，。]")``, then ``_MARK().finditer(text)``. For what only few texts need: ``make_ready`` leaves
    it as it is."""
    return cache(partial(re.compile, text, flags))


def late_module(name: str) -> Callable[[], Any]:
    """``_PHOTOS = late_module("bulletin.render.photos")``, then ``_PHOTOS().resize(...)``. For what few builds need and
    takes long to load. Rooms and libraries keep their homes: the house's tests read these names as imports."""
    load = cache(partial(import_module, name))
    _modules.append(load)
    return load


def make_ready() -> None:
    """Everything but ``late``: before processes are forked, for each would do it for itself."""
    for load in _modules:
        load()
    for one in list(_waiting.values()):
        one.compiled()


class _Pattern:
    """Stands for a pattern. What is asked of it is kept: it answers as quickly as the pattern from then on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags
        self._made: re.Pattern[Any] | None = None
        _waiting[id(self)] = self

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.compiled(), name)
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return re.compile, (self.pattern, self._asked)

    def compiled(self) -> re.Pattern[Any]:
        if self._made is None:
            self._made = re.compile(self.pattern, self._asked)
            _waiting.pop(id(self), None)
        return self._made
