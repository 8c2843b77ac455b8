"""A Jinja macro or a function that depends on nothing but what it is given -> the same, which keeps what it made.

A card stands on a dozen lists, and the menu above every page: made once, they are put in as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from functools import cache, wraps
from keyword import iskeyword
from typing import Any, TypeVar

from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

from bulletin.model.article import Article

_MOST = 4096  # results kept of one macro
_TRIED = 2048  # results after which a macro that was hardly ever given the same again is not remembered for as many
Made = TypeVar("Made")
_VALUES = frozenset({int, bool, float, Markup})
_TOLD = ("name", "arguments", "catch_kwargs", "catch_varargs", "caller")  # what a template may ask of a macro
_CHANGES = 32  # calls that are not remembered after one with a value that may change: others have them as well
MacroCall = Callable[..., Any]
# Functions with the parameters of a macro, for all macros of a shape: names of their own can't be those of parameters.
_PLAIN = """\
def create(__function__, __missing__=missing, __marked__=marked, __markup__=Markup, __nothing__=Markup()):
    def macro({parameters}):
        __text__ = __function__({arguments})
        return __marked__(__markup__, __text__) if __text__ else __nothing__
    return macro
"""
_KEPT = """\
def create(__memory__, __made__, __key_of__, __missing__=missing, __changing__=Changing):
    def macro({parameters}):
        if __memory__.resting:
            __memory__.resting -= 1
            return __memory__.plain({arguments})
        try:
            __key__ = ({keys})
        except __changing__:
            __memory__.resting = {changes}
            return __memory__.plain({arguments})
        __known__ = __made__.get(__key__)
        if __known__ is None:
            return __memory__.learn(__key__, {arguments})
        __memory__.hits += 1
        return __known__[1]
    return macro
"""


def quick_macro(*parts: Any) -> MacroCall:
    """Takes what ``Macro`` takes. A macro that takes its arguments and nothing else is a function of them, where Jinja
    looks at each call for what few have. Others are Jinja's own."""
    slow = Macro(*parts)
    if slow.caller or slow.catch_kwargs or slow.catch_varargs or not slow._default_autoescape:
        return slow
    names = tuple(slow.arguments)
    if any(iskeyword(name) or name.startswith("__") for name in names):
        return slow
    return _told(_shape(_PLAIN, names)(slow._func), slow)


def remembering_macro(*parts: Any) -> MacroCall:
    """The same of one that reads nothing but the chrome and what it is given. Results for values that can't change are
    kept: plain ones by value; frozen ones by identity (they are kept too, so that their ids stay their own).
    """
    plain = quick_macro(*parts)
    if isinstance(plain, Macro):
        return plain
    memory = _Memory(plain)
    return _told(_shape(_KEPT, vars(plain)["arguments"])(memory, memory.made, _KEY_OF), plain)


def _told(call: MacroCall, macro: Any) -> MacroCall:
    """With what a template may ask of a macro."""
    vars(call).update((name, getattr(macro, name)) for name in _TOLD)
    call.__qualname__ = macro.name or "caller"
    return call


@cache
def _shape(text: str, arguments: tuple[str, ...]) -> Callable[..., MacroCall]:
    spaces: dict[str, Any] = {"missing": missing, "Markup": Markup, "marked": str.__new__, "Changing": _Changing}
    key = "{0} if type({0}) is str or {0} is __missing__ else __key_of__[type({0})]({0}), "
    keys = "".join(map(key.format, arguments))
    parameters = ", ".join(f"{name}=__missing__" for name in arguments)
    exec(text.format(parameters=parameters, arguments=", ".join(arguments), keys=keys, changes=_CHANGES), spaces)
    create: Callable[..., MacroCall] = spaces["create"]
    return create


class _Memory:
    """What a macro made."""

    __slots__ = ("hits", "made", "plain", "resting")

    def __init__(self, plain: MacroCall) -> None:
        self.plain = plain
        self.made: dict[tuple[object, ...], tuple[object, str]] = {}
        self.hits = 0
        self.resting = 0  # calls until it is tried again whether remembering pays

    def learn(self, key: tuple[object, ...], *values: Any) -> str:
        text: str = self.plain(*values)
        if len(self.made) == _MOST:
            self.made.clear()
        self.made[key] = values, text
        if len(self.made) == _TRIED:
            if self.hits < _TRIED // 8:  # as cards below articles, which come before those of lists
                self.resting = _TRIED
                self.made.clear()
            self.hits = 0
        return text


class _Changing(Exception):
    """A value that may change, or hardly comes again."""


class _KeyOf(dict[type, Callable[[Any], object]]):
    """How a value of a type is known, worked out once for each. Raises _Changing for one whose values may change, and
    for articles, each of which stands on one page."""

    def __missing__(self, kind: type) -> Callable[[Any], object]:
        is_frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # has no stub
        if kind in _VALUES:
            self[kind] = _with_type
        elif issubclass(kind, date) or (is_frozen and kind is not Article):
            self[kind] = id
        else:
            raise _Changing
        return self[kind]


def _with_type(value: object) -> object:
    """True is 1, and a Markup the text that it holds."""
    return type(value), value


_KEY_OF = _KeyOf()


def kept(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Decorator of a function of frozen values, whose last ``most`` results are kept by the identity of the values."""

    def decorated(function: Callable[..., Made]) -> Callable[..., Made]:
        made: dict[tuple[int, ...], tuple[tuple[object, ...], Made]] = {}

        @wraps(function)
        def keeping(*values: object) -> Made:
            key = tuple(map(id, values))
            known = made.get(key)
            if known is None:
                if len(made) == most:
                    made.clear()
                known = made[key] = (values, function(*values))  # with the values: so long their ids stay their own
            return known[1]

        return keeping

    return decorated
