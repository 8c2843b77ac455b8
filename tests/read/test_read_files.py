from __future__ import annotations

import zipfile
from hashlib import blake2b
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.read.files import measure

ORIENTATION = 0x0112
GPS = 0x8825


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30), orientation: int = 1, has_gps: bool = False) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    if has_gps:
        exif[GPS] = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)}
    buffer = BytesIO()
    image = Image.effect_noise(size, 60).convert("P" if kind == "GIF" else "RGB")
    image.save(buffer, kind, **({} if kind == "GIF" else {"exif": exif}))
    return buffer.getvalue()


def package(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            # A date of its own: the clock's would give the tests other names in each process.
            archive.writestr(zipfile.ZipInfo(name.split("=")[0]), name.partition("=")[2])
    return buffer.getvalue()


DOCX = package("[Content_Types].xml=x", "word/document.xml=x")
XLSX = package("[Content_Types].xml=x", "xl/workbook.xml=x")
ODT = package("mimetype=application/vnd.oasis.opendocument.text", "content.xml=x")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
HTML = b"\xef\xbb\xbf\n<!DOCTYPE html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_photos_are_measured_by_content(kind: str) -> None:
    data = photo(kind)
    for suffix in ("jpg", "PNG", "webp", "gif", "jpeg"):
        file, problems = measure(f"2026/照片 1.{suffix}", data)
        assert file is not None
        assert (file.format, file.width, file.height, file.size) == (kind, 40, 30, len(data))
        assert file.digest == blake2b(data, digest_size=16).hexdigest()
        assert problems == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_to_the_size(kind: str, orientation: int) -> None:
    file, _ = measure("a.jpg", photo(kind, orientation=orientation))
    assert file is not None
    assert (file.width, file.height) == ((30, 40) if orientation >= 5 else (40, 30))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_place_in_the_photo_is_told(kind: str) -> None:
    file, problems = measure("a.jpg", photo(kind, has_gps=True))
    assert file is not None
    assert file.has_gps
    assert [one.code for one in problems] == ["I230"]


def test_a_place_in_xmp_is_told() -> None:
    buffer = BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a exif:GPSLatitude="30,15N"/></x:xmpmeta>'
    Image.new("RGB", (8, 8)).save(buffer, "JPEG", xmp=xmp)
    file, _ = measure("a.jpg", buffer.getvalue())
    assert file is not None
    assert file.has_gps


def bomb() -> bytes:
    """A GIF of 20,000 × 20,000 in a few bytes."""
    data = bytearray(photo("GIF", (1, 1)))
    data[6:10] = b"\x20\x4e\x20\x4e"
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jpg", photo(size=(400, 300))[:2000], "E228"),
        ("a.png", photo("PNG", (400, 300))[:2000], "E228"),
        ("a.webp", photo("WEBP", (400, 300))[:200], "E228"),
        ("a.jpg", b"\xff\xd8\xff", "E228"),
        ("a.gif", bomb(), "E229"),
        ("a.jpg", b"", "E226"),
        ("a.jpg", HTML, "E227"),
        ("a.png", b"<svg onload=alert(1)>", "E227"),
        ("a.gif", PDF, "E227"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(20), "E223"),
        ("a.jpg", b"\0\0\0\x18ftypheic" + bytes(20), "E223"),
        ("a.avif", b"x", "E223"),
        ("a.bmp", b"BM", "E224"),
        ("a.tiff", b"II*\0", "E224"),
        ("a.html", HTML, "E225"),
        ("a.svg", b"<svg/>", "E225"),
        ("a.xml", b"<a/>", "E225"),
        ("a.js", b"alert(1)", "E225"),
        ("a.php", b"<?php", "E225"),
        ("a.exe", b"MZ", "E225"),
        ("a.docm", DOCX, "E225"),
        (".htaccess", b"x", "E225"),
        ("Makefile", b"x", "E225"),
        ("2026.5/无后缀", b"x", "E225"),
        ("a.pdf.html", PDF, "E225"),
        ("通知.php.pdf", PDF, "E225"),
        ("2026/通知.PHP5.v2.docx", DOCX, "E225"),
        ("a.cgi.pdf", PDF, "E225"),
        ("a.shtml.zip", DOCX, "E225"),
        ("a.asp.jpg", photo(), "E225"),
        ("a.docx", HTML, "E227"),
        ("a.doc", HTML, "E227"),
        ("a.pdf", HTML, "E227"),
        ("a.pdf", b"\n  <script>" + PDF, "E227"),
        ("a.csv", HTML, "E227"),
        ("a.zip", HTML, "E227"),
        ("a.pdf", DOCX, "E227"),
        ("a.docx", OLE, "E227"),
        ("a.docx", XLSX, "E227"),
        ("a.docx", package("readme.txt=x"), "E227"),
        ("a.docx", DOCX[:40], "E233"),
        ("a.jpg", bytes(range(64)), "E233"),
        ("a.docx", photo(), "E227"),
        ("a.odt", package("mimetype=text/html"), "E227"),
        ("a.mp4", b"\0\0\0\x18ftypheic", "E227"),
        ("a.mp3", b"MZ\x90", "E227"),
        ("a.pdf", b"", "E226"),
    ],
)
def test_left_out(name: str, data: bytes, code: str) -> None:
    file, problems = measure(name, data)
    assert file is None
    assert [(one.path, one.code) for one in problems] == [(name, code)]


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("登记表.DOCX", DOCX, "docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "docx"),
        ("a.xlsx", XLSX, "xlsx"),
        ("a.pptx", package("ppt/presentation.xml=x"), "pptx"),
        ("a.doc", OLE, "doc"),
        ("a.doc", b"{\\rtf1", "doc"),
        ("a.wps", OLE, "wps"),
        ("a.et", XLSX, "et"),
        ("a.odt", ODT, "odt"),
        ("a.ofd", package("OFD.xml=x"), "ofd"),
        ("a.zip", package("a=1"), "zip"),
        ("a.zip", package(), "zip"),
        ("a.rtf", b"{\\rtf1", "rtf"),
        ("a.pdf", PDF, "pdf"),
        ("a.csv", "BMI,身高\n".encode("gbk"), "csv"),
        ("a.txt", "说明".encode("utf-16"), "txt"),
        ("a.mp3", b"ID3\x04", "mp3"),
        ("a.mp3", b"\xff\xfb\x90\x64", "mp3"),
        ("a.mp4", b"\0\0\0\x18ftypisom", "mp4"),
    ],
)
def test_attachments_that_are_what_they_say(name: str, data: bytes, form: str) -> None:
    file, problems = measure(name, data)
    assert file is not None
    assert (file.path, file.format, file.size, file.width) == (name, form, len(data), 0)
    assert problems == ()


_STARTS = (b"", b"\xff\xd8\xff", photo("PNG")[:60], photo("GIF")[:30], photo("WEBP")[:40], DOCX[:50], ODT, b"RIFF")


@given(st.sampled_from(_STARTS), st.binary(max_size=120), st.sampled_from(["a.jpg", "a.docx", "a.odt", "a.pdf", "x"]))
def test_any_bytes_are_measured_or_left_out(start: bytes, rest: bytes, name: str) -> None:
    file, problems = measure(name, start + rest)
    assert (file is None) == any(one.severity == "error" for one in problems)


def test_the_same_photo_is_refused_in_the_same_words() -> None:
    _, one = measure("a.gif", b"GIF89a" + bytes(20))
    _, other = measure("a.gif", b"GIF89a" + bytes(20))
    assert [problem.code for problem in one] == ["E228"]
    assert one == other
    assert "0x" not in dict(one[0].values)["reason"]


@pytest.mark.parametrize("name", ["2026.11.20通知.pdf", "a.php/通知.pdf", "通知v1.2.pdf", "php.pdf", "a.phplist.pdf"])
def test_only_what_a_server_would_run_is_refused_by_an_inner_suffix(name: str) -> None:
    assert measure(name, PDF)[0] is not None
