"""What is in a package: bombs that say so and bombs that lie, macros, programs, objects; and what must stay quiet."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.files import measure
from bulletin.read.packages import DEEPEST, danger_in

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ZEROS = bytes(60_000_000)
DOCX = {"[Content_Types].xml": b"x", "word/document.xml": b"<w:document/>"}
XLSX = {"[Content_Types].xml": b"x", "xl/workbook.xml": b"<workbook/>"}


def package(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return buffer.getvalue()


def stream(name: str) -> bytes:
    """A compound file with one entry of its directory."""
    return OLE + name.encode("utf-16-le").ljust(64, b"\0") + bytes(512)


def nested(depth: int, core: bytes = b"x") -> bytes:
    data = package({"a.txt": core})
    for _ in range(depth - 1):
        data = package({"a.zip": data})
    return data


def lying() -> bytes:
    """60 MB that the table of contents calls 1,000 bytes."""
    data = package({"word/document.xml": ZEROS})
    return data.replace(len(ZEROS).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def shared() -> bytes:
    """Two names, one stream (Fifield 2019): the second entry of the table leads to the bytes of the first."""
    data = bytearray(package({"a": b"y" * 5000, "b": b"z" * 5000}, zipfile.ZIP_STORED))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 42 : entry + 46] = bytes(4)
    cut = data.index(b"PK\x03\x04", 4), data.index(b"PK\x01\x02")
    del data[cut[0] : cut[1]]
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = cut[0].to_bytes(4, "little")
    return bytes(data)


SPEAK: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb in a docx": ("a.docx", lambda: package(DOCX | {"word/media/a.bmp": ZEROS}), "E234"),
    "a bomb in a xlsx": ("a.xlsx", lambda: package(XLSX | {"xl/sharedStrings.xml": ZEROS}), "E234"),
    "a bomb in a zip": ("a.zip", lambda: package({"a": ZEROS}), "E234"),
    "a bomb that lies": ("a.docx", lying, "E234"),
    "entries that share bytes": ("a.zip", shared, "E234"),
    "a bomb in a package in a zip": ("a.zip", lambda: package({"x/表.xlsx": package(XLSX | {"b": ZEROS})}), "E234"),
    "packages without end": ("a.zip", lambda: nested(DEEPEST + 1), "E234"),
    "a path that leads out": ("a.zip", lambda: package({"../../x.txt": b"x"}), "E234"),
    "an absolute path": ("a.zip", lambda: package({"/etc/x": b"x"}), "E234"),
    "a path of Windows": ("a.docx", lambda: package(DOCX | {"..\\x": b"x"}), "E234"),
    "macros in a docx": ("a.docx", lambda: package(DOCX | {"word/vbaProject.bin": OLE}), "E235"),
    "macros in a xlsx": ("a.xlsx", lambda: package(XLSX | {"xl/macrosheets/sheet1.xml": b"x"}), "E235"),
    "ActiveX": ("a.docx", lambda: package(DOCX | {"word/activeX/activeX1.bin": OLE}), "E235"),
    "macros in a doc": ("a.doc", lambda: stream("_VBA_PROJECT"), "E235"),
    "macros in a xls": ("a.xls", lambda: stream("_VBA_PROJECT_CUR"), "E235"),
    "macros in a doc in a zip": ("a.zip", lambda: package({"表/a.doc": stream("_VBA_PROJECT")}), "E235"),
    "macros in OpenDocument": (
        "a.odt",
        lambda: package({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/Standard/M.xml": b"x"}, 0),
        "E235",
    ),
    "a program in a zip": ("a.zip", lambda: package({"报名表.exe": b"MZ"}), "E235"),
    "a shortcut in a zip": ("a.zip", lambda: package({"x/报名表.docx.LNK": b"L"}), "E235"),
    "a file packed into a docx": (
        "a.docx", lambda: package(DOCX | {"word/embeddings/oleObject1.bin": stream("\x01Ole10Native")}), "E236",
    ),
    "a file packed into a doc": ("a.doc", lambda: stream("\x01Ole10Native"), "E236"),
    "an equation": ("a.docx", lambda: package(DOCX | {"word/embeddings/oleObject1.bin": stream("x")}), "W237"),
}  # fmt: skip
QUIET: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a docx": ("a.docx", lambda: package(DOCX | {"word/media/a.bmp": bytes(20_000_000)})),
    "a chart": ("a.docx", lambda: package(DOCX | {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": package(XLSX)})),
    "forms in a zip": ("a.zip", lambda: package({"表/甲.docx": package(DOCX), "表/乙.doc": OLE, "说明..txt": b"x"})),
    "photos in a zip": ("a.zip", lambda: package({"a.jpg": ZEROS}, zipfile.ZIP_STORED)),
    "as deep as may be": ("a.zip", lambda: nested(DEEPEST)),
    "libraries of Basic without a macro": (
        "a.odt",
        lambda: package({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/script-lc.xml": b"x"}, 0),
    ),
    "a doc": ("a.doc", lambda: OLE),
}


@pytest.mark.parametrize("name", SPEAK)
def test_must_speak(name: str) -> None:
    path, make, code = SPEAK[name]
    file, problems = measure(f"2026/{path}", make())
    assert [problem.code for problem in problems] == [code]
    assert (file is None) == (code[0] == "E")


@pytest.mark.parametrize("name", QUIET)
def test_must_stay_quiet(name: str) -> None:
    path, make = QUIET[name]
    file, problems = measure(f"2026/{path}", make())
    assert file is not None
    assert problems == ()


@given(st.data())
def test_any_bytes(data: st.DataObject) -> None:
    whole = package(DOCX | {"word/embeddings/a.bin": OLE, "b.zip": nested(2)})
    spot = data.draw(st.integers(0, len(whole) - 1))
    put_in = data.draw(st.binary(max_size=8))
    danger = danger_in(whole[:spot] + put_in + whole[spot + len(put_in) :])
    assert danger is None or danger.code in {"E234", "E235", "E236", "W237"}
