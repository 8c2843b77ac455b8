"""A Jinja macro that depends on nothing but what it is given -> the same macro, which keeps what it made.

A card stands on a dozen lists, and the menu above every page: made once, they are put in as they are.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup

from bulletin.model.article import Article

_MOST = 16384  # results kept of one macro
_TRIED = 12288  # results after which a macro that is hardly ever given the same again is no longer remembered
_VALUES = frozenset({str, int, bool, float, Markup})


class RememberingMacro(Macro):
    """A macro that reads nothing but the chrome and what it is given. Results for values that can't change are kept:
    plain ones by value; frozen ones by identity (they are kept too, so that their ids stay their own).
    """

    def __init__(self, macro: Macro) -> None:
        self.__dict__.update(macro.__dict__)
        self._made: dict[tuple[object, ...], tuple[object, str]] = {}
        self._hits = 0
        self._pays = True

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if not self._pays:
            return super().__call__(*args, **kwargs)
        values = (*args, *kwargs.values()) if kwargs else args
        key = tuple([value if type(value) in _VALUES else _identity(value) for value in values])
        if None in key:
            return super().__call__(*args, **kwargs)
        key = (*key, *map(type, values), *kwargs)  # True is 1, and a Markup the string that it holds
        known = self._made.get(key)
        if known is not None:
            self._hits += 1
            return known[1]
        made = super().__call__(*args, **kwargs)
        if len(self._made) == _MOST:
            self._made.clear()
        self._made[key] = (values, made)
        if len(self._made) == _TRIED and self._hits < _TRIED // 8:
            self._pays = False
            self._made.clear()
        return made


def _identity(value: object) -> tuple[int] | None:
    """None for what might change, and for an article: it stands on one page alone."""
    if isinstance(value, tuple):
        return (id(value),) if all(type(one) in _VALUES or _FROZEN[type(one)] for one in value) else None
    return (id(value),) if _FROZEN[type(value)] else None


class _Frozen(dict[type, bool]):
    """Whether a type's values never change and come again, worked out once for each."""

    def __missing__(self, kind: type) -> bool:
        is_frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # has no stub
        self[kind] = known = issubclass(kind, date) or (is_frozen and kind is not Article)
        return known


_FROZEN = _Frozen()
