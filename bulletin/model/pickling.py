"""A frozen dataclass of the model -> the same class, which is pickled several times as quickly.

Values of the model go to the cache and to other processes by the hundred thousand. For frozen dataclasses with slots
Python writes and reads each field by a loop in Python; here a value is its class and the tuple of its fields.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from dataclasses import fields
from datetime import timezone
from operator import attrgetter, methodcaller
from typing import Any, TypeVar

from bulletin.model.making import quick_to_make

Kind = TypeVar("Kind", bound=type)


QUICK: set[type] = set()  # types whose values are pickled as their class and the tuple of all their fields
SHARED: set[type] = set()  # types of small values that stand in many others: of equal ones one is enough


def shared(kind: Kind) -> Kind:
    """Class decorator: who reads such values by the ten thousand may keep one object for all equal ones."""
    SHARED.add(kind)
    return kind


def quick_to_pickle(kind: Kind) -> Kind:
    """Class decorator, above ``@dataclass(frozen=True, slots=True)``: the class must take all its fields. Its values
    are also ``quick_to_make``."""
    names = tuple(field.name for field in fields(kind) if field.init)
    if len(names) != len(fields(kind)) or not names:
        raise TypeError(f"{kind.__qualname__} does not take all its fields")
    copyreg.pickle(kind, _reducer(kind, names))
    QUICK.add(kind)
    return quick_to_make(kind)


def _reducer(kind: type, names: tuple[str, ...]) -> Callable[[object], tuple[type, tuple[Any, ...]]]:
    get = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (kind, (get(value),))
    return lambda value: (kind, get(value))


_arguments: Callable[[timezone], tuple[Any, ...]] = methodcaller("__getinitargs__")
# Every date has one, and of this type Python works out anew each time that it has no slots.
copyreg.pickle(timezone, lambda value: (timezone, _arguments(value)))
