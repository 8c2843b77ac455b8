"""Bytes of a packed or compound file -> what in it could harm whoever opens it: a bomb, macros, programs, objects.

The table of contents of a ZIP is read, and streams are unpacked only to be counted, within limits: what unpacks to more
than it says is a bomb as well. [MS-OVBA] 2.2: macros lie in vbaProject.bin of a ZIP, and in storages with _VBA_PROJECT
of a compound file; [MS-OLEDS] 2.3.6: a file packed into a document is a stream \\1Ole10Native.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from bulletin.model.making import frozen

MOST_ENTRIES = 20_000
LARGE = 50_000_000  # bytes unpacked: less is no bomb, whatever its ratio
MOST_TIMES = 100  # the packed size; XML of Office is 5 to 40 times
HUGE, HUGE_TIMES = 1_000_000_000, 10
DEEPEST = 3  # packages in packages
_BUDGET = 200_000_000  # bytes that are unpacked to be counted: a second or two
_DEFLATE_MOST = 1032  # times: no stream of deflate unpacks to more
_HEADER = 30  # bytes of a local file header before its name
_PACKED = (".zip", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".dotm", ".odt", ".ods", ".odp", ".ofd")
_OLD = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".bin")
_PROGRAMS = (
    ".exe", ".scr", ".com", ".pif", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta",
    ".lnk", ".jar", ".cpl", ".reg", ".apk",
)  # fmt: skip
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_FILE_INSIDE = "\x01Ole10Native".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@frozen
class Danger:
    code: str  # E234 a bomb or paths that lead out, E235 macros or programs, E236 files in it, W237 other objects
    part: str = ""


@dataclass(slots=True)
class _Budget:
    left: int = _BUDGET


def danger_in(data: bytes, depth: int = 1) -> Danger | None:
    """The worst that is found; None for anything that is no package or can't be read. Takes any bytes."""
    return _danger(data, depth, _Budget())


def _danger(data: bytes, depth: int, budget: _Budget) -> Danger | None:
    if data.startswith(_OLE):
        return _in_compound(data, "")
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _in_package(package, data, depth, budget)
    except Exception:  # a stranger's bytes: what zipfile and zlib raise is no short list. It opens nowhere else either
        return None


def _in_compound(data: bytes, part: str) -> Danger | None:
    if _MACROS in data:
        return Danger("E235", part)
    return Danger("E236", part) if _FILE_INSIDE in data else None


def _in_package(package: zipfile.ZipFile, data: bytes, depth: int, budget: _Budget) -> Danger | None:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES or _is_bomb(entries, len(data)):
        return Danger("E234")
    found: Danger | None = None
    for entry in entries:
        danger = _in_name(entry.filename) or _in_entry(package, entry, data, depth, budget)
        if danger is not None and danger.code[0] == "E":
            return danger
        found = found or danger
    return found


def _is_bomb(entries: list[zipfile.ZipInfo], packed: int) -> bool:
    """By what it says of itself; entries that share their bytes pack more than the file has."""
    unpacked = sum(entry.file_size for entry in entries)
    if sum(entry.compress_size for entry in entries) > packed:
        return True
    return (unpacked > LARGE and unpacked > MOST_TIMES * packed) or (unpacked > HUGE and unpacked > HUGE_TIMES * packed)


def _in_name(name: str) -> Danger | None:
    lower = name.lower().replace("\\", "/")
    if lower.startswith("/") or ".." in lower.split("/") or ":" in lower[:3]:
        return Danger("E234", name)
    if lower.endswith(("vbaproject.bin", *_PROGRAMS)) or "/macrosheets/" in lower or "/activex/" in lower:
        return Danger("E235", name)
    if lower.startswith("basic/") and lower.endswith(".xml") and not lower.endswith(("-lc.xml", "-lb.xml")):
        return Danger("E235", name)  # OpenDocument: macros in Basic
    return None


def _in_entry(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes, depth: int, budget: _Budget
) -> Danger | None:
    if entry.flag_bits & 1:  # encrypted: nobody can look
        return None
    if _lies(entry, data, budget):
        return Danger("E234", entry.filename)
    lower = entry.filename.lower()
    is_package = lower.endswith(_PACKED)
    if is_package and depth >= DEEPEST:
        return Danger("E234", entry.filename)
    if not (is_package or lower.endswith(_OLD)) or entry.file_size > budget.left:
        return None
    budget.left -= entry.file_size
    inner = package.read(entry)
    if is_package:
        danger = _danger(inner, depth + 1, budget)
        return Danger(danger.code, entry.filename) if danger is not None else None
    danger = _in_compound(inner, entry.filename) if inner.startswith(_OLE) else None
    is_object = "/embeddings/" in lower and lower.endswith(".bin")
    return danger or (Danger("W237", entry.filename) if is_object else None)


def _lies(entry: zipfile.ZipInfo, data: bytes, budget: _Budget) -> bool:
    """A stream that unpacks to more than the table of contents says. Small ones can't do harm, and are not unpacked."""
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.compress_size * _DEFLATE_MOST < LARGE:
        return False
    start = entry.header_offset
    name, extra = (int.from_bytes(data[start + at : start + at + 2], "little") for at in (26, 28))
    start += _HEADER + name + extra
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = data[start : start + entry.compress_size]
    count = 0
    while rest and not stream.eof and budget.left > 0:
        piece = len(stream.decompress(rest, 1 << 20))
        rest = stream.unconsumed_tail
        count += piece
        budget.left -= piece
        if count > entry.file_size:
            return True
    return False
