"""A class of annotated fields -> the frozen, slotted dataclass that it describes, made and making its values quickly.

For each frozen dataclass Python writes five functions as text and compiles them: a third of what it takes to load
Bulletin. And each of its values writes each field by a call of ``object.__setattr__``, where a build makes half a
million values and an article has 28 fields. Here only ``__init__`` is code of its own, one for all classes of a shape,
with the names put in; and a value is of a twin class with the same slots, which is not frozen, while it is being made.
Nobody sees it before it is what it is going to be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from types import CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind", bound=type)
Made = TypeVar("Made")
Functions = tuple[Callable[..., Any], ...]

_INIT = """\
def create(__kind__, __twin__, __set__, __absent__, __factories__):
    def __init__(self{parameters}):
        __set__(self, "__class__", __twin__)
{body}
        self.__class__ = __kind__
    return __init__
"""
_MAKE = """\
def create(__kind__, __twin__, __new__):
    def make({parameters}):
        self = __new__(__twin__)
{body}
        self.__class__ = __kind__
        return self
    return make
"""
_COMPARED = """\
def __eq__(self, other):
    if other.__class__ is self.__class__:
        return ({mine}) == ({others})
    return NotImplemented

def __hash__(self):
    return hash(({mine}))
"""
_ABSENT = object()  # stands for what the field's factory makes
_QUICK: set[type] = set()
_MAKERS: dict[type, Callable[..., Any]] = {}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[Made]) -> type[Made]:
    """Class decorator: what ``@dataclass(frozen=True, slots=True)`` gives, for a class without base that says nothing
    of its own about making, comparing or showing its values; ``field`` may say ``default``, ``default_factory``,
    ``compare`` and ``repr``. Raises TypeError for anything else."""
    if kind.__bases__ != (object,) or not {"__eq__", "__hash__", "__repr__", "__init__"}.isdisjoint(vars(kind)):
        raise TypeError(f"{kind.__qualname__} is more than its fields")
    kind.__doc__ = kind.__doc__ or kind.__qualname__  # else it would be made of the signature, by the longest of ways
    made = dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    found = fields(made)  # type: ignore[arg-type]  # it is a dataclass now
    names = [one.name for one in found]
    compared = [one.name for one in found if one.compare]
    made.__dataclass_params__.frozen = True  # type: ignore[attr-defined]  # for who asks; it has no stub
    for function in (*_compared(compared), *_stored(made, names), *_shown(found)):
        function.__qualname__ = f"{made.__qualname__}.{function.__name__}"
        setattr(made, function.__name__, function)
    return quick_to_make(made)


def quick_to_make(kind: Kind) -> Kind:
    """Class decorator, above ``@dataclass(frozen=True, slots=True)`` with more arguments than these, for a class
    without base and with at least one field. Raises TypeError for a field that is not just given, and for work after
    it."""
    found = fields(kind)
    if hasattr(kind, "__post_init__") or kind.__bases__ != (object,) or not found:
        raise TypeError(f"{kind.__qualname__} is more than its fields")
    if not all(one.init and not one.kw_only for one in found):
        raise TypeError(f"{kind.__qualname__} does not take all its fields")
    kind.__init__ = _init(kind, found)  # type: ignore[misc]  # what is otherwise about it is time alone
    kind.__init_subclass__ = classmethod(_refuse)  # type: ignore[assignment]  # its values would be of this class
    _QUICK.add(kind)
    return kind


def maker(kind: type) -> Callable[..., Any]:
    """What makes a value of ``kind`` from all of its fields, in their order: of one that is quick to make in two thirds
    of the time, for it begins as a value of the twin class; of others as it is made anyway."""
    if kind not in _QUICK or kind in _MAKERS:
        return _MAKERS.get(kind, kind)
    names = [one.name for one in fields(kind)]
    given = _plain_maker(len(names))(kind, _twin(kind, names), object.__new__)
    _MAKERS[kind] = FunctionType(_named(given.__code__, names), {}, "make", None, given.__closure__)
    return _MAKERS[kind]


@cache
def _plain_maker(count: int) -> Callable[..., FunctionType]:
    names = [_name(number) for number in range(count)]
    spaces: dict[str, Any] = {}
    body = "\n".join(f"        self.{name} = {name}" for name in names)
    exec(_MAKE.format(parameters=", ".join(names), body=body), spaces)
    create: Callable[..., FunctionType] = spaces["create"]
    return create


def _twin(kind: type, names: Sequence[str]) -> type:
    """Of the same slots, and not frozen."""
    return type(kind.__name__, (), {"__slots__": tuple(names)})


def _compared(names: Sequence[str]) -> Functions:
    plain = _plain_compared(len(names))
    return tuple(FunctionType(_named(one.__code__, names), one.__globals__, one.__name__) for one in plain)


@cache
def _plain_compared(count: int) -> Functions:
    mine, others = ("".join(f"{whose}.{_name(number)}, " for number in range(count)) for whose in ("self", "other"))
    spaces: dict[str, Any] = {}
    exec(_COMPARED.format(mine=mine, others=others), spaces)
    return spaces["__eq__"], spaces["__hash__"]


def _stored(kind: type, names: Sequence[str]) -> Functions:
    def __setattr__(self: object, name: str, value: object) -> None:
        if type(self) is kind or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self: object, name: str) -> None:
        if type(self) is kind or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    def __getstate__(self: object) -> list[Any]:
        return [getattr(self, name) for name in names]

    def __setstate__(self: object, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return __setattr__, __delattr__, __getstate__, __setstate__


def _shown(found: tuple[Field[Any], ...]) -> Functions:
    names = [one.name for one in found if one.repr]

    def __repr__(self: object) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return (__repr__,)


def _init(kind: type, found: tuple[Field[Any], ...]) -> FunctionType:
    """With the signature and the annotations of the one it stands for."""
    plain = _plain_init(tuple(one.default_factory is not MISSING for one in found))
    twin = _twin(kind, [one.name for one in found])
    factories = tuple(one.default_factory for one in found)
    given = plain(kind, twin, object.__setattr__, _ABSENT, factories)
    code = _named(given.__code__, [one.name for one in found])
    defaults = [_ABSENT if one.default is MISSING else one.default for one in found if not _is_needed(one)]
    space = vars(sys.modules[kind.__module__])  # in which the annotations are read
    made = FunctionType(code, space, "__init__", tuple(defaults), given.__closure__)
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    made.__annotations__ = {**{one.name: one.type for one in found}, "return": None}
    _check_order(kind, found)
    return made


@cache
def _plain_init(shape: tuple[bool, ...]) -> Callable[..., FunctionType]:
    """``shape`` says of each field whether it has a factory."""
    parameters = "".join(f", {_name(number)}" for number in range(len(shape)))
    lines = []
    for number, is_made in enumerate(shape):
        name = _name(number)
        value = f"__factories__[{number}]() if {name} is __absent__ else {name}" if is_made else name
        lines.append(f"        self.{name} = {value}")
    spaces: dict[str, Any] = {}
    exec(_INIT.format(parameters=parameters, body="\n".join(lines)), spaces)
    create: Callable[..., FunctionType] = spaces["create"]
    return create


def _named(code: CodeType, names: Sequence[str]) -> CodeType:
    """The same with ``names`` in the places of fields."""
    field_of = {_name(number): name for number, name in enumerate(names)}
    attributes, variables = (
        tuple(field_of.get(name, name) for name in given) for given in (code.co_names, code.co_varnames)
    )
    return code.replace(co_names=attributes, co_varnames=variables)


def _name(number: int) -> str:
    return f"__field{number}__"


def _is_needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _check_order(kind: type, found: tuple[Field[Any], ...]) -> None:
    needed = [_is_needed(one) for one in found]
    if sorted(needed, reverse=True) != needed:
        raise TypeError(f"{kind.__qualname__} has a field without default after one with a default")


def _refuse(kind: type) -> None:
    raise TypeError(f"{kind.__qualname__}: the base's values can't be of another class")
