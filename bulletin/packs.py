"""Rows of remembered steps <-> packs, files for a store: compressed, named by what they hold, read within bounds."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bulletin.cache import Row

LARGEST = 256_000_000  # bytes of a pack, and what it unpacks to
_FULL = 32_000_000  # bytes of rows: a pack of ours has few more, so that it is made and sent in little memory
_HEAD = struct.Struct(">HHI")  # lengths of step, key, value
_NAME = re.compile(r"([0-9a-f]{32})/([a-z]+)-(\d{8})-([0-9a-f]{32})\.pack", re.ASCII)


class PackDamage(Exception):
    """Not what its name says, or no pack at all."""


@dataclass(frozen=True, slots=True)
class Name:
    engine: str  # code and libraries that made the rows
    file: str  # of remembered steps: "cache", "index"
    day: str  # 20261122, UTC, on which it was made
    digest: str

    def __str__(self) -> str:
        return f"{self.engine}/{self.file}-{self.day}-{self.digest}.pack"


def name_from(path: str) -> Name | None:
    """None where it is none of ours: it is never read or deleted then."""
    match = _NAME.fullmatch(path)
    return Name(*match.groups()) if match else None


def pack(rows: Sequence[Row]) -> bytes:
    return zlib.compress(b"".join(_framed(*row) for row in rows), 1)


def digest_of_pack(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def unpack(data: bytes, digest: str) -> list[Row]:
    """Raises PackDamage."""
    if digest_of_pack(data) != digest:
        raise PackDamage("digest")
    opener = zlib.decompressobj()
    try:
        raw = opener.decompress(data, LARGEST)
        if opener.unconsumed_tail or not opener.eof:
            raise PackDamage("size")
        return list(_rows(memoryview(raw)))
    except (zlib.error, struct.error, UnicodeDecodeError) as error:
        raise PackDamage(str(error)) from error


def shares(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows for one pack after the other."""
    share: list[Row] = []
    size = 0
    for row in rows:
        share.append(row)
        size += len(row[2])
        if size >= _FULL:
            yield share
            share, size = [], 0
    if share:
        yield share


def _framed(step: str, key: str, value: bytes) -> bytes:
    names = step.encode(), key.encode()
    return b"".join((_HEAD.pack(*map(len, names), len(value)), *names, value))


def _rows(raw: memoryview) -> Iterator[Row]:
    place = 0
    while place < len(raw):
        lengths = _HEAD.unpack_from(raw, place)
        begin = place + _HEAD.size
        middle, last = begin + lengths[0], begin + lengths[0] + lengths[1]
        place = last + lengths[2]
        if place > len(raw):
            raise PackDamage("length")
        yield str(raw[begin:middle], "utf-8"), str(raw[middle:last], "utf-8"), bytes(raw[last:place])
