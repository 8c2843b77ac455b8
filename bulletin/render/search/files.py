"""Names of files -> digests of their bytes, remembered by what they are made of; and the bytes, when asked for.

Most files of an index are as they were, and published. Of these a build needs the digest, by which it knows so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from bulletin.model.digest import digest_of

Input = TypeVar("Input")
Output = TypeVar("Output")
_ALL = "all"


class Memory(Protocol):
    """As ``bulletin.cache.Cache``."""

    def remember(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output]],
        /,
    ) -> Sequence[Output]:
        """An output for each input; ``compute`` gets the inputs that are not known yet."""

    def keep(self, step: str, keys: Iterable[str], /) -> None:
        """What is known of these is not forgotten, though it is not asked for this time."""

    def recall(self, step: str, key: str, /) -> Any | None:
        """What was put away under this key, now or by an earlier build."""

    def put(self, step: str, key: str, value: object, /) -> None: ...


class Forgetful:
    """Remembers nothing."""

    def remember(
        self,
        _step: str,
        inputs: Sequence[Input],
        _key: Callable[[Input], str],
        compute: Callable[[list[Input]], Iterable[Output]],
        /,
    ) -> Sequence[Output]:
        return list(compute(list(inputs)))

    def keep(self, _step: str, _keys: Iterable[str], /) -> None:
        pass

    def recall(self, _step: str, _key: str, /) -> None:
        return None

    def put(self, _step: str, _key: str, _value: object, /) -> None:
        pass


FORGETFUL = Forgetful()


def remember_together(
    memory: Memory,
    step: str,
    inputs: Sequence[Input],
    key: Callable[[Input], str],
    compute: Callable[[list[Input]], Iterable[Output]],
) -> list[Output]:
    """As ``Memory.remember``, for many small values: all that are known lie in one row."""
    known: Mapping[str, Output] = memory.recall(step, _ALL) or {}
    keys = list(map(key, inputs))
    missing = {k: one for k, one in zip(keys, inputs, strict=True) if k not in known}
    made = dict(zip(missing, compute(list(missing.values())) if missing else (), strict=True))
    found = {k: made[k] if k in made else known[k] for k in keys}
    if made or len(found) < len(known):
        memory.put(step, _ALL, found)
    else:
        memory.keep(step, [_ALL])
    return [found[k] for k in keys]


class Files:
    """``digests`` of all files by their names; each file by ``read``."""

    def __init__(self, memory: Memory, made: MutableMapping[str, bytes] | None = None) -> None:
        """``made``: where files are kept that were made, by their names."""
        self.digests: dict[str, str] = {}
        self._memory = memory
        self._made = {} if made is None else made
        self._ways: dict[str, Callable[[], Iterable[tuple[str, bytes]]]] = {}

    def add(self, name: str, data: bytes) -> None:
        self.digests[name] = digest_of(data)
        self._made[name] = data

    def add_all(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        make: Callable[[Input], Iterable[tuple[str, bytes]]],
    ) -> None:
        """``make`` gives the files, with their names, of each of ``inputs``, of which ``key`` says all. What is made to
        get a digest is kept: it is new, and so it will be asked for."""

        def digests(missing: list[Input]) -> Iterator[tuple[tuple[str, str], ...]]:
            for one in missing:
                made = dict(make(one))
                self._made.update(made)
                yield tuple((name, digest_of(data)) for name, data in made.items())

        for one, found in zip(inputs, remember_together(self._memory, step, inputs, key, digests), strict=True):
            self.digests.update(found)
            self._ways.update(dict.fromkeys((name for name, _ in found), partial(make, one)))

    def read(self, name: str) -> bytes:
        """Raises KeyError where there is no such file."""
        if name not in self._made:
            self._made.update(self._ways[name]())
        return self._made[name]
