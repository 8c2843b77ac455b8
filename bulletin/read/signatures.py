"""The first bytes of a file (and a ZIP's table of contents) -> what it really is, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from bulletin.model.late import regex

# Suffix -> kinds of content that programs write under it. WPS keeps old and new formats under its own suffixes;
# Word saves RTF as .doc and calls an encrypted .docx, which is an OLE container, .docx.
EXPECTED: Mapping[str, frozenset[str]] = {
    "pdf": frozenset({"PDF"}),
    "doc": frozenset({"OLE", "RTF", "DOCX"}),
    "xls": frozenset({"OLE", "XLSX"}),
    "ppt": frozenset({"OLE", "PPTX"}),
    "docx": frozenset({"DOCX", "OLE encrypted"}),
    "xlsx": frozenset({"XLSX", "OLE encrypted"}),
    "pptx": frozenset({"PPTX", "OLE encrypted"}),
    "wps": frozenset({"OLE", "DOCX"}),
    "et": frozenset({"OLE", "XLSX"}),
    "dps": frozenset({"OLE", "PPTX"}),
    "odt": frozenset({"ODT"}),
    "ods": frozenset({"ODS"}),
    "odp": frozenset({"ODP"}),
    "ofd": frozenset({"OFD"}),
    "zip": frozenset({"ZIP", "DOCX", "XLSX", "PPTX", "ODT", "ODS", "ODP", "OFD"}),
    "rtf": frozenset({"RTF"}),
    "txt": frozenset({"text"}),
    "csv": frozenset({"text"}),
    "mp3": frozenset({"MP3"}),
    "mp4": frozenset({"MP4"}),
}

_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"ID3", "MP3"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "EXE"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"#!", "script"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = regex(
    rb"<(?:!--|[!?]?(?:doctype|xml|php|html|head|body|script|svg|iframe|meta|style|title|table|div|p|a|img)\b)", re.I
)
_ARCHIVE = regex(rb"(?:From: <Saved by|MIME-Version).{0,2000}?/(?:related|html)", re.I | re.S)
_MARKUP_NAMES = {b"<?xml": "XML", b"<?php": "PHP", b"<svg": "SVG"}
_MP3_FRAME = regex(rb"\xff[\xe2-\xe7\xea-\xef\xf2-\xf7\xfa-\xff]")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_PACKAGES = (("word/", "DOCX"), ("xl/", "XLSX"), ("ppt/", "PPTX"), ("OFD.xml", "OFD"))
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "ODT",
    b"application/vnd.oasis.opendocument.spreadsheet": "ODS",
    b"application/vnd.oasis.opendocument.presentation": "ODP",
}


def content_kind(data: bytes, suffix: str) -> str:
    """One of the kinds above, "HTML", "MHTML", "XML", "SVG", "PHP", "HEIC"; "" for bytes nobody knows. ``suffix`` only
    decides where one content has two names."""
    start = data[:512].lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n\x0b\x0c")
    if match := _MARKUP.match(start):
        return _MARKUP_NAMES.get(match[0].lower(), "HTML")
    if _ARCHIVE.match(data[:3000]):
        return "MHTML"
    if suffix in {"txt", "csv"} and _is_text(data):
        return "text"  # "BMI,..." is no bitmap
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(_OLE):
        return "OLE encrypted" if suffix in {"docx", "xlsx", "pptx"} and _is_encrypted(data) else "OLE"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_kind(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return "HEIC" if data[8:12] in _HEIC_BRANDS else "MP4"
    if _MP3_FRAME.match(data):
        return "MP3"
    return "text" if _is_text(data) else ""


def _is_encrypted(data: bytes) -> bool:
    """[MS-OFFCRYPTO] 2.3.4: an encrypted package is a stream of this name."""
    return "EncryptedPackage".encode("utf-16-le") in data


def _package_kind(data: bytes) -> str:
    """By the table of contents alone: nothing is unpacked but OpenDocument's stored mimetype of a few bytes."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if names and names[0] == "mimetype" and package.infolist()[0].file_size < 100:
                return _OPEN_DOCUMENT.get(package.read("mimetype").strip(), "ZIP")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return ""
    except Exception:  # zlib.error, struct.error, LargeZipFile: a stranger's bytes, and not what the suffix promises
        return ""
    for beginning, kind in _PACKAGES:
        if any(name.startswith(beginning) for name in names):
            return kind
    return "ZIP"


def _is_text(data: bytes) -> bool:
    """UTF-16 with its mark, or no byte that text does not have."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(byte < 9 or 13 < byte < 27 for byte in data[:65536])
