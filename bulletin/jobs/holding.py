"""Remembered steps -> the same with their values in memory: for a preview, in which nearly all values are the same
objects as before the last change.

    the same object, asked in the same way  ->  its value; nobody works out a key
    another object                          ->  by its key: what is held, what the cache behind has, or made
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import compress, count
from operator import is_not
from typing import Any, NamedTuple, TypeVar

from bulletin.cache import Cache
from bulletin.parts import PART, LostPart, Parts
from bulletin.pickles import Packed

Input = TypeVar("Input")
Output = TypeVar("Output")
_MOST = 1.2  # parts that are held, of each that is in use


class _Held(NamedTuple):
    """Of one step, asked in one way: as columns, of which nearly all of each is as it was in the last round."""

    given: list[Any]  # kept, so that no other object gets the number of one of these
    keys: list[str]
    values: list[Any]


_Round = dict[tuple[str, Hashable], _Held]  # by step, and what asks for keys
_NOTHING = _Held([], [], [])


class HeldCache(Cache):
    """Used by many threads."""

    def __init__(self) -> None:
        super().__init__(None, "", lambda _: None)
        self._behind = _nothing()
        self._before: _Round = {}
        self._now: _Round = {}
        self._parts: dict[str, bytes] = {}
        self._lock = threading.RLock()

    @contextmanager
    def over(self, behind: Cache) -> Iterator[None]:
        """A round: what is not held is asked of ``behind``. What nobody asked for since the last one ended is forgotten
        at its end. Where it fails all is held that was before, but nothing after LostPart."""
        self._behind = behind
        self._used[PART].clear()
        is_whole = False
        try:
            yield
            is_whole = True
            if len(self._parts) > len(self._used[PART]) * _MOST:  # a new one: what is shown reads from the old one
                self._parts = {key: self._parts[key] for key in self._used[PART] if key in self._parts}
        except LostPart:
            self._before, self._parts = {}, {}
            raise
        finally:
            with self._lock:
                self._before, self._now = self._now if is_whole else self._before, {}
                self._behind = _nothing()

    def remember(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output | Packed]],
        place: Callable[[Input], str] | None = None,
    ) -> list[Output]:
        """Of values that are equal for ever, as those of the model are."""
        asked = step, _asked(key)
        with self._lock:
            found = _of_objects(inputs, self._before.get(asked, _NOTHING), self._now.get(asked, _NOTHING))
            missing = [number for number, one in enumerate(found.keys) if not one] if "" in found.keys else []
            if missing:
                keys = [key(inputs[number]) for number in missing]
                made = self._of_keys(step, keys, [inputs[number] for number in missing], compute, place)
                for number, k in zip(missing, keys, strict=True):
                    found.keys[number], found.values[number] = k, made[k]
            self._now[asked] = _joined(self._now[asked], found) if asked in self._now else found
        return found.values[:]

    def keep(self, step: str, keys: Iterable[str]) -> None:
        """Parts are held from now on: what lies on disk may go with the next build. Raises LostPart."""
        wanted = set(keys)
        if step != PART:
            return self._keep_values(step, wanted)
        if missing := wanted - self._parts.keys():
            self._parts |= self._behind.parts().of(sorted(missing))
        self._used[PART] |= wanted

    def _keep_values(self, step: str, wanted: set[str]) -> None:
        with self._lock:
            for asked, held in self._before.items():
                if asked[0] == step:
                    kept = [one for one in zip(*held, strict=True) if one[1] in wanted]
                    columns = _Held(*map(list, zip(*kept, strict=True))) if kept else _NOTHING
                    self._now[asked] = _joined(self._now.get(asked, _NOTHING), columns)

    def parts(self) -> Parts:
        return Parts(None, self._parts)

    def _of_keys(
        self,
        step: str,
        keys: Sequence[str],
        inputs: Sequence[Input],
        compute: Callable[[list[Input]], Iterable[Output | Packed]],
        place: Callable[[Input], str] | None,
    ) -> dict[str, Any]:
        """By the keys."""
        known: dict[str, Any] = {}
        is_asked = frozenset(keys).__contains__
        for (of, _), held in (*self._before.items(), *self._now.items()):
            if of == step:
                known.update(compress(zip(held.keys, held.values, strict=True), map(is_asked, held.keys)))
        missing = {k: one for k, one in zip(keys, inputs, strict=True) if k not in known}
        if missing:
            key_of = {id(one): k for k, one in missing.items()}
            found = self._behind.remember(step, list(missing.values()), lambda one: key_of[id(one)], compute, place)
            known.update(zip(missing, found, strict=True))
        return known


def _of_objects(inputs: Sequence[Any], before: _Held, now: _Held) -> _Held:
    """What is held of the same objects; the key is "" where nothing is. Most stand where they stood, in front of those
    that changed or behind them: these are compared without a look at each in Python."""
    given, keys, values = before
    most = min(len(inputs), len(given))
    begin = _first(map(is_not, inputs, given), most)
    end = _first(map(is_not, reversed(inputs), reversed(given)), most - begin)
    last = len(given) - end
    places = {id(one): (keys[number], values[number]) for number, one in enumerate(given[begin:last], begin)}
    places |= zip(map(id, now.given), zip(now.keys, now.values, strict=True), strict=True)
    between = [places.get(id(one), ("", None)) for one in inputs[begin : len(inputs) - end]]
    return _Held(
        list(inputs),
        [*keys[:begin], *(k for k, _ in between), *keys[last:]],
        [*values[:begin], *(value for _, value in between), *values[last:]],
    )


def _first(different: Iterable[bool], most: int) -> int:
    """The place of the first True, at most ``most``."""
    return min(next(compress(count(), different), most), most)


def _joined(one: _Held, other: _Held) -> _Held:
    return _Held(one.given + other.given, one.keys + other.keys, one.values + other.values)


def _asked(key: Callable[..., str]) -> Hashable:
    """Equal for functions that give the same key for the same object."""
    return (key.func, key.args) if isinstance(key, partial) and not key.keywords else key


def _nothing() -> Cache:
    return Cache(None, "", lambda _: None)
