"""Bytes of a photo or attachment -> File, if it is what its name says and may be published: Pillow measures photos."""

from __future__ import annotations

import re
import warnings
from hashlib import blake2b
from io import BytesIO

from PIL import Image

from bulletin.model.content import File
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.read.packages import danger_in
from bulletin.read.sheets import private_data
from bulletin.read.signatures import EXPECTED, content_kind

MOST_PIXELS = 100_000_000
_PHOTOS = {
    "jpg": "JPEG", "jpeg": "JPEG", "jpe": "JPEG", "jfif": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF",
}  # fmt: skip
_PHONE_PHOTOS = frozenset({"heic", "heif", "avif", "hif"})
_OTHER_PICTURES = frozenset({"bmp", "tif", "tiff", "psd", "ico", "jp2", "cr2", "nef", "arw", "dng"})
_ORIENTATION = 0x0112
_TURNED = frozenset({5, 6, 7, 8})  # EXIF orientations that swap width and height
_GPS = 0x8825
_SHOWN = {"OLE": "Office 97–2003 (.doc .xls .ppt)"}
# Web servers run a file for any of its suffixes, not only for the last (Apache's AddHandler, IIS): 通知.php.pdf
_RUN = regex(
    r"(?:php\d?|pht|phtml?|phps|phar|f?cgi|p[ly]|rb|lua|sh|shtml?|stm|aspx?|ashx|asa|cer|jspx?)", re.IGNORECASE
)
_OBJECT = regex(r" ?<[^<>]* at 0x[0-9a-f]+>")  # how Python shows an object: another address each time
_DRAFT = 8  # JPEG can be decoded at 1/8 of its size: enough to see that nothing is cut off


@frozen
class _Size:
    format: str
    width: int
    height: int
    has_gps: bool


class _Unusable(Exception):
    """A code of the catalogue, and its values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = tuple(sorted(values.items()))


def measure(path: str, data: bytes) -> tuple[File | None, tuple[Problem, ...]]:
    """The file with what a page must know of it, or None where it must be left out. Pure; takes any bytes."""
    suffix = path.rsplit("/", 1)[-1].lower().rpartition(".")[2] if "." in path.rsplit("/", 1)[-1] else ""
    told: tuple[Problem, ...] = ()
    try:
        if run := next(filter(_RUN.fullmatch, path.rsplit("/", 1)[-1].split(".")[1:-1]), ""):
            raise _Unusable("E225", suffix=f".{run}")
        if suffix in _PHOTOS:
            size = _measure_photo(suffix, data)
        else:
            told = _check_attachment(path, suffix, data)
            size = _Size(suffix, 0, 0, False)
    except _Unusable as fault:
        return None, (Problem(path, 0, 0, fault.code, fault.values),)
    digest = blake2b(data, digest_size=16).hexdigest()
    file = File(path, len(data), digest, size.format, size.width, size.height, size.has_gps)
    return file, (Problem(path, 0, 0, "I230"),) if size.has_gps else (*told, *private_data(path, suffix, data))


def _check_attachment(path: str, suffix: str, data: bytes) -> tuple[Problem, ...]:
    """An allow-list, by name and by content: a page in disguise must not run under the site's address."""
    if suffix in _PHONE_PHOTOS:
        raise _Unusable("E223", suffix=suffix.upper())
    if suffix in _OTHER_PICTURES:
        raise _Unusable("E224", suffix=suffix.upper())
    if suffix not in EXPECTED:
        raise _Unusable("E225", suffix=f".{suffix}" if suffix else "—")
    if not data:
        raise _Unusable("E226")
    kind = content_kind(data, suffix)
    if kind not in EXPECTED[suffix]:
        raise _other_kind(suffix, kind)
    danger = danger_in(data)
    if danger is None:
        return ()
    values = {"part": danger.part[:100] or path.rpartition("/")[2]}
    if danger.code[0] == "E":
        raise _Unusable(danger.code, **values)
    return (Problem(path, 0, 0, danger.code, tuple(values.items())),)


def _other_kind(suffix: str, kind: str) -> _Unusable:
    """What nobody knows is most often a file that was not copied to its end."""
    if not kind:
        return _Unusable("E233", suffix=f".{suffix}")
    return _Unusable("E227", suffix=f".{suffix}", found=_SHOWN.get(kind, kind))


def _measure_photo(suffix: str, data: bytes) -> _Size:
    if not data:
        raise _Unusable("E226")
    kind = content_kind(data, suffix)
    if kind == "HEIC":
        raise _Unusable("E223", suffix="HEIC")
    if kind not in {"JPEG", "PNG", "WEBP", "GIF"}:
        raise _other_kind(suffix, kind)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata and of size: both are judged here
            return _open_photo(data, kind)
    except _Unusable:
        raise
    except Image.DecompressionBombError as error:
        raise _Unusable("E229", most=str(MOST_PIXELS // 1_000_000)) from error
    except Exception as error:  # whatever a decoder meets in a stranger's bytes, the photo is what is at fault
        reason = _OBJECT.sub("", str(error).split("\n")[0])[:200]
        raise _Unusable("E228", reason=reason or type(error).__name__) from error


def _open_photo(data: bytes, kind: str) -> _Size:
    with Image.open(BytesIO(data), formats=[kind]) as image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise _Unusable("E229", most=str(MOST_PIXELS // 1_000_000))
        exif = image.getexif()
        if exif.get(_ORIENTATION) in _TURNED:
            width, height = height, width
        has_gps = bool(exif.get_ifd(_GPS)) or b"GPSLatitude" in _xmp(image)
        image.draft("RGB", (max(1, image.width // _DRAFT), max(1, image.height // _DRAFT)))
        image.load()
        return _Size(kind, width, height, has_gps)


def _xmp(image: Image.Image) -> bytes:
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return xmp.encode("utf-8", "replace") if isinstance(xmp, str) else bytes(xmp)
