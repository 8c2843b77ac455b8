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
from typing import Any, NamedTuple, TypeVar

from bulletin.cache import Cache
from bulletin.parts import PART, LostPart, Parts
from bulletin.pickles import Packed

Input = TypeVar("Input")
Output = TypeVar("Output")
_MOST = 1.2  # parts that are held, of each that is in use


class _Held(NamedTuple):
    given: Any  # kept, so that no other object gets its number
    key: str
    value: Any


_Round = dict[tuple[str, Hashable], dict[int, _Held]]  # step, what asks for keys -> number of an object -> its value


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
        numbers = list(map(id, inputs))
        with self._lock:
            held = self._of_objects(asked, numbers)
            missing = [number for number, one in enumerate(held) if one is None]
            if missing:
                found = self._of_keys(step, [inputs[number] for number in missing], key, compute, place)
                for number, one in zip(missing, found, strict=True):
                    held[number] = one
            done = [one for one in held if one is not None]
            self._now.setdefault(asked, {}).update(zip(numbers, done, strict=True))
        return [one.value for one in done]

    def keep(self, step: str, keys: Iterable[str]) -> None:
        """Parts are held from now on: what lies on disk may go with the next build. Raises LostPart."""
        wanted = list(keys)
        if step != PART:
            return self._keep_values(step, set(wanted))
        missing = [key for key in wanted if key not in self._parts]
        if missing:
            self._parts |= self._behind.parts().of(missing)
        self._used[PART].update(wanted)

    def _keep_values(self, step: str, wanted: set[str]) -> None:
        with self._lock:
            for asked, held in self._before.items():
                if asked[0] == step:
                    kept = {number: one for number, one in held.items() if one.key in wanted}
                    self._now.setdefault(asked, {}).update(kept)

    def parts(self) -> Parts:
        return Parts(None, self._parts)

    def _of_objects(self, asked: tuple[str, Hashable], numbers: Sequence[int]) -> list[_Held | None]:
        held: list[_Held | None] = list(map(self._before.get(asked, {}).get, numbers))
        if now := self._now.get(asked):
            held = [one or now.get(number) for one, number in zip(held, numbers, strict=True)]
        return held

    def _of_keys(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output | Packed]],
        place: Callable[[Input], str] | None,
    ) -> list[_Held]:
        keys = [key(one) for one in inputs]
        rounds = (*self._before.items(), *self._now.items())
        known = {one.key: one.value for (of, _), held in rounds if of == step for one in held.values()}
        missing = {k: one for k, one in zip(keys, inputs, strict=True) if k not in known}
        if missing:
            key_of = {id(one): k for k, one in missing.items()}
            found = self._behind.remember(step, list(missing.values()), lambda one: key_of[id(one)], compute, place)
            known.update(zip(missing, found, strict=True))
        return [_Held(one, k, known[k]) for one, k in zip(inputs, keys, strict=True)]


def _asked(key: Callable[..., str]) -> Hashable:
    """Equal for functions that give the same key for the same object."""
    return (key.func, key.args) if isinstance(key, partial) and not key.keywords else key


def _nothing() -> Cache:
    return Cache(None, "", lambda _: None)
