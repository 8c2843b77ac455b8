"""A value <-> the bytes it is put away as: with a checksum, and nothing but values of ours is ever made from them."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from bulletin.model.making import frozen, maker
from bulletin.model.pickling import QUICK, SHARED

Part = tuple[str, bytes]  # its key, and what is put away under it
Apart = Callable[[Any], tuple[Any, Sequence[Part]]]

_KEPT = 100_000  # values of a type of which equal ones are one object
_CLASSES: dict[tuple[str, str], Any] = {}  # what values may be made of, as far as it was asked for
_FEW = ("timezone", "timedelta")  # every date has these, and the next one the same
_PLAIN = {("datetime", name) for name in ("datetime", "date", *_FEW)}


@frozen
class Packed:
    """A value as it is put away. ``parts``: what is heavy in it, apart and under keys of their own; see ``parts``."""

    data: bytes
    parts: Sequence[Part] = ()


@frozen
class Packing:
    """A function over values that gives its results packed: where it runs elsewhere they are pickled once, and there.
    Pickled here, each text would also leave its UTF-8 behind in memory. ``apart`` takes what is heavy out of each."""

    function: Callable[[Any], Sequence[Any]]
    apart: Apart | None = None

    def __call__(self, values: Any) -> list[Packed]:
        return [packed(value, self.apart) for value in self.function(values)]


class CacheDamage(Exception):
    """A row that is not what was written."""


def packed(value: object, apart: Apart | None = None) -> Packed:
    parts: Sequence[Part] = ()
    if apart is not None:
        value, parts = apart(value)
    return Packed(pickled(value), parts)


def pickled(value: object) -> bytes:
    return pickle.dumps(value, protocol=5)


def checked(step: str, key: str, data: bytes) -> bytes:
    """What is written for ``data`` under a key of a step."""
    return _checksum(step, key, data) + data


def unpacked(step: str, key: str, blob: object) -> Any:
    """The value that was put away. Raises CacheDamage."""
    return unpickled(data_of(step, key, blob))


def data_of(step: str, key: str, blob: object) -> memoryview:
    """The same as it was pickled. Raises CacheDamage."""
    data = memoryview(blob)[4:] if isinstance(blob, bytes) else memoryview(b"")
    if not isinstance(blob, bytes) or blob[:4] != _checksum(step, key, data):
        raise CacheDamage(key)
    return data


def unpickled(data: bytes | memoryview) -> Any:
    """Raises CacheDamage."""
    try:
        return _ModelUnpickler(io.BytesIO(data)).load()
    except Exception as error:  # a pickle may raise anything at all
        raise CacheDamage("no value of ours") from error


def _checksum(step: str, key: str, data: bytes | memoryview) -> bytes:
    """Against accidents, as quick as reading: who means harm could write any checksum, and is stopped below."""
    return crc32(data, crc32(f"{step} {key}".encode())).to_bytes(4, "big")


class _ModelUnpickler(pickle.Unpickler):
    """Makes values of ours and nothing else, for whoever can write the file could write anything into it: only the
    frozen dataclasses of modules that are loaded. A dotted name would reach through a module to what it imports."""

    def find_class(self, module: str, name: str) -> Any:
        """Asked of every class in each of ten thousand values: what was found is remembered."""
        known = _CLASSES.get((module, name))
        if known is None:
            known = _CLASSES[module, name] = self._found(module, name)
        return known

    def _found(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            plain = super().find_class(module, name)
            return lru_cache(maxsize=_KEPT)(plain) if name in _FEW else plain
        found = getattr(sys.modules.get(module), name, None) if module.startswith("bulletin.") else None
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
            made = maker(found) if found in QUICK else found
            return lru_cache(maxsize=_KEPT)(made) if found in SHARED else made
        raise CacheDamage(f"{module}.{name}")
