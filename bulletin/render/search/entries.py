"""The head of a shard -> its terms, and where in the file each of them has what (``shards`` writes it)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bulletin.model.making import frozen
from bulletin.render.search.reading import CUT


class Part(NamedTuple):
    """Of a group of articles, or of all: where holders, lows and highs begin and end. Holders of kind 1 count from the
    first one of ``Entry.holders``, all else from the beginning of the file."""

    holders: int
    held: int
    lows: int
    lowed: int
    highs: int
    end: int


@frozen
class Entry:
    """What the head of a shard says of a term. ``places``: if there are ``parts`` what is known of titles."""

    kind: int  # see ``shards``
    holders: bytes
    places: bytes
    parts: tuple[Part, ...] = ()

    @property
    def weight(self) -> int:
        """Bytes of its places where they stand in the tail."""
        return self.parts[-1].end - self.parts[0].lows if self.parts else 0

    @property
    def tail(self) -> int:
        """Bytes of all of it that stands there."""
        return self.weight + (self.parts[-1].held - self.parts[0].holders if self.kind == 2 else 0)


class _Line(NamedTuple):
    term: str
    holders: int  # bytes
    kind: int
    places: int
    sizes: tuple[tuple[int, int, int], ...]


def head_end(data: bytes) -> int:
    """Where the tail of a shard begins, from the first bytes of the file. Raises IndexError where there are none."""
    reader = Reader(data)
    size = reader.number()
    return reader.at + size


def held_end(data: bytes) -> int:
    """Where the places of the tail begin: holders stand in front of them. ``data``: the head. Raises as ``decode``."""
    return head_end(data) + sum(line.holders for line in _lines(Reader(data)) if line.kind == 2)


def decode(data: bytes) -> dict[str, Entry]:
    """``data``: the head, and what may follow. Raises IndexError, ValueError where it is no shard."""
    reader = Reader(data)
    lines = list(_lines(reader))
    holders = head_end(data)
    places = holders + sum(line.holders for line in lines if line.kind == 2)
    found: dict[str, Entry] = {}
    for term, held, kind, about, sizes in lines:
        begin = holders if kind == 2 else 0
        parts = tuple(_parts(sizes, begin, places))
        found[term] = Entry(kind, b"" if kind == 2 else reader.take(held), reader.take(about), parts)
        holders += held if kind == 2 else 0
        places = parts[-1].end if parts else places
    return found


def _lines(reader: Reader) -> Iterator[_Line]:
    reader.number()
    before = ""
    for _ in range(reader.number()):
        shared = reader.number()
        if shared > len(before):
            raise ValueError(CUT)
        before = before[:shared] + reader.text(reader.number())
        held, places = reader.number(), reader.number()
        yield _Line(before, held >> 2, held & 3, places, _sizes(reader, held >> 2) if held & 3 else ())


def _sizes(reader: Reader, held: int) -> tuple[tuple[int, int, int], ...]:
    groups = reader.number()
    if groups == 1:
        return ((held, reader.number(), reader.number()),)
    return tuple((reader.number(), reader.number(), reader.number()) for _ in range(groups))


def _parts(sizes: tuple[tuple[int, int, int], ...], holders: int, lows: int) -> Iterator[Part]:
    highs = lows + sum(low for _, low, _ in sizes)
    for size, low, high in sizes:
        yield Part(holders, holders + size, lows, lows + low, highs, highs + high)
        holders, lows, highs = holders + size, lows + low, highs + high


class Reader:
    """Varints and texts from the start of ``data`` on."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def number(self) -> int:
        result = shift = 0
        while True:
            byte = self._data[self.at]
            self.at += 1
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
            shift += 7

    def take(self, size: int) -> bytes:
        self.at += size
        if self.at > len(self._data):
            raise ValueError(CUT)
        return self._data[self.at - size : self.at]

    def text(self, size: int) -> str:
        return self.take(size).decode()
