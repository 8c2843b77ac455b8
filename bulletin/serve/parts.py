"""What a request says of a part of a file, and the size of that -> the bytes that are sent (RFC 9110, section 14)."""

from __future__ import annotations

import io
import re
from http import HTTPStatus
from typing import BinaryIO

from bulletin.model.late import regex

_ONE = regex(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


def announced(status: HTTPStatus, said: str, size: int) -> tuple[HTTPStatus, range, dict[str, str]]:
    """Of an answer with this status to a request that says so: its status, the bytes of it, and headers about them."""
    if status != HTTPStatus.OK:
        return status, range(size), {}
    part = part_of(said, size)
    if part is None:
        return status, range(size), {"Accept-Ranges": "bytes"}
    if not part:
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, part, {"Content-Range": f"bytes */{size}"}
    return HTTPStatus.PARTIAL_CONTENT, part, {"Content-Range": f"bytes {part[0]}-{part[-1]}/{size}"}


def part_of(said: str, size: int) -> range | None:
    """None where all is meant, or something that is not understood (several parts, another unit), which is to be
    answered as if it had not been said. Empty where the file has none of these bytes."""
    match = _ONE.fullmatch(said)
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:  # so many at the end
        return range(max(size - int(match[2]), 0), size)
    begin = int(match[1])
    if match[2] and int(match[2]) < begin:
        return None
    return range(begin, min(int(match[2]) + 1, size) if match[2] else size)


def copied(source: BinaryIO, target: io.BufferedIOBase, size: int) -> int:
    """How many of so many bytes there were."""
    done = 0
    while done < size and (piece := source.read(min(1 << 16, size - done))):
        target.write(piece)
        done += len(piece)
    return done
