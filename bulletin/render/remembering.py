"""A Jinja macro or a function that depends on nothing but what it is given -> the same, which keeps what it made.

A card stands on a dozen lists, and the menu above every page: made once, they are put in as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

from bulletin.model.article import Article

_MOST = 4096  # results kept of one macro
_TRIED = 2048  # results after which a macro that was hardly ever given the same again is not remembered for as many
Made = TypeVar("Made")
_marked: Callable[[type[Markup], str], Markup] = str.__new__  # without asking a text whether it has HTML to give
_VALUES = frozenset({str, int, bool, float, Markup})


class QuickMacro(Macro):
    """Called as Jinja does, which first looks for what most calls don't have."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        return self._make(args, kwargs)

    def _make(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        lacking = self._argument_count - len(args)
        is_plain = not (self.caller or self.catch_kwargs or self.catch_varargs) and self._default_autoescape
        if is_plain and lacking >= 0:
            names = self.arguments[len(args) :]
            if not kwargs or all(name in names for name in kwargs):
                more = [kwargs.get(name, missing) for name in names] if names else ()
                return _marked(Markup, self._func(*args, *more))
        return super().__call__(*args, **kwargs)


class RememberingMacro(QuickMacro):
    """A macro that reads nothing but the chrome and what it is given. Results for values that can't change are kept:
    plain ones by value; frozen ones by identity (they are kept too, so that their ids stay their own).
    """

    def __init__(self, macro: Macro) -> None:
        self.__dict__.update(macro.__dict__)
        self._made: dict[tuple[object, ...], tuple[object, str]] = {}
        self._hits = 0
        self._resting = 0  # calls until it is tried again whether remembering pays

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if self._resting:
            self._resting -= 1
            return self._make(args, kwargs)
        key: list[object] = []
        for value in (*args, *kwargs.values()) if kwargs else args:
            kind = type(value)
            if kind in _VALUES:  # with its type: True is 1, and a Markup the string that it holds
                key += (kind, value)
            elif _FROZEN[kind]:
                key.append(id(value))
            else:
                return self._make(args, kwargs)
        if kwargs:
            key += kwargs
        return self._remembered(tuple(key), args, kwargs)

    def _remembered(self, key: tuple[object, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        known = self._made.get(key)
        if known is not None:
            self._hits += 1
            return known[1]
        made = self._make(args, kwargs)
        if len(self._made) == _MOST:
            self._made.clear()
        self._made[key] = ((args, kwargs), made)
        if len(self._made) == _TRIED:
            if self._hits < _TRIED // 8:  # as cards below articles, which come before those of lists
                self._resting = _TRIED
                self._made.clear()
            self._hits = 0
        return made


class _Frozen(dict[type, bool]):
    """Whether a type's values never change and come again, worked out once for each. An article stands on one page."""

    def __missing__(self, kind: type) -> bool:
        is_frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # has no stub
        self[kind] = known = issubclass(kind, date) or (is_frozen and kind is not Article)
        return known


_FROZEN = _Frozen()


def kept(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Decorator of a function of frozen values, whose last ``most`` results are kept by the identity of the values."""

    def decorated(function: Callable[..., Made]) -> Callable[..., Made]:
        made: dict[tuple[int, ...], tuple[tuple[object, ...], Made]] = {}

        @wraps(function)
        def keeping(*values: object) -> Made:
            key = tuple(map(id, values))
            if key not in made:
                if len(made) == most:
                    made.clear()
                made[key] = (values, function(*values))  # with the values: so long their ids stay their own
            return made[key][1]

        return keeping

    return decorated
