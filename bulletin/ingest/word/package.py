"""Bytes of a .docx -> its parts, within bounds: no archive that unpacks without end, no XML that defines entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

MOST_PARTS = 3000
LARGEST_XML = 20_000_000  # bytes of one part, unpacked
LARGEST = 200_000_000  # bytes of all parts, unpacked
MOST_TIMES = 200  # a part may be this much larger than its packed bytes; XML of Word is 5 to 30 times


class UnsafePackage(Exception):
    """The archive is too large, or holds what no Word file needs. ``reason`` is for the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part by its name. Raises UnsafePackage, or zipfile.BadZipFile and the like for a broken archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
        if len(entries) > MOST_PARTS:
            raise UnsafePackage(f"> {MOST_PARTS} parts")
        if sum(entry.file_size for entry in entries) > LARGEST:
            raise UnsafePackage(f"> {LARGEST // 1_000_000} MB")
        parts: dict[str, bytes] = {}
        for entry in entries:
            _refuse(entry)
            if not entry.is_dir():
                parts[entry.filename] = package.read(entry)
    for name, part in parts.items():
        if _is_xml(name) and _defines(part):
            raise UnsafePackage(f"DOCTYPE: {name}")
    return parts


def _refuse(entry: zipfile.ZipInfo) -> None:
    if _is_xml(entry.filename) and entry.file_size > LARGEST_XML:
        raise UnsafePackage(f"{entry.filename}: > {LARGEST_XML // 1_000_000} MB")
    if entry.file_size > 1_000_000 and entry.file_size > MOST_TIMES * max(1, entry.compress_size):
        raise UnsafePackage(f"{entry.filename}: x{entry.file_size // max(1, entry.compress_size)}")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _defines(part: bytes) -> bool:
    """Whether it has a document type: in UTF-8, or in UTF-16 of either order."""
    upper = part.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in upper or b"<!ENTITY" in upper


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def xml_of(part: bytes) -> etree._Element:
    """Raises etree.XMLSyntaxError. Nothing is fetched, nothing expanded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)
