"""``File`` of a photo -> ``Photo`` in the sizes that pages show; the photos that lie beside an item -> its gallery."""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename, splitext

from bulletin.model.content import File
from bulletin.model.item import Photo, Variant

WIDTHS = (480, 960, 1600)

_FALLBACK = {"JPEG": ("JPEG", "jpg"), "PNG": ("PNG", "png"), "GIF": ("PNG", "png"), "WEBP": ("PNG", "png")}
_BESIDE = re.compile(
    r"(?:照片|相片|图片|圖片|图|圖|photo|image|img|pic|picture)[\s_\-.]*[（(]?(\d{0,8})[）)]?", re.IGNORECASE
)
_NUMBER = re.compile(r"[\s_\-.]*[（(]?(\d{1,4})[）)]?")


def is_photo(file: File) -> bool:
    return file.format in _FALLBACK and file.width > 0 and file.height > 0


def make_photo(file: File, base: str) -> Photo:
    """At 480, 960 and 1600 pixels, never wider than it is; at its own width where that is below 1600."""
    widths = [width for width in WIDTHS if width <= file.width]
    if file.width < WIDTHS[-1] and file.width not in widths:
        widths.append(file.width)
    form, suffix = _FALLBACK[file.format]
    root = f"{base}photos/{file.digest[:16]}-"
    sizes = [(width, max(1, round(file.height * width / file.width))) for width in widths]
    return Photo(
        path=file.path,
        digest=file.digest,
        width=file.width,
        height=file.height,
        webp=tuple(Variant(f"{root}{width}.webp", width, height, "WEBP") for width, height in sizes),
        fallback=tuple(Variant(f"{root}{width}.{suffix}", width, height, form) for width, height in sizes),
    )


def beside(files: Iterable[File], stem: str, is_alone: bool) -> list[File]:
    """The photos of one folder that belong to the document ``stem``: 推进会-1.jpg, and where it is the folder's only
    document also 照片1.jpg, 图2.png, photo-3.jpg. In the order of their numbers, so that 照片10 follows 照片9."""
    found: list[tuple[int, str, File]] = []
    for file in files:
        name = splitext(basename(file.path))[0]
        match = _NUMBER.fullmatch(name, len(stem)) if name.startswith(stem) else None
        if match is None and is_alone:
            match = _BESIDE.fullmatch(name)
        if match is not None:
            found.append((int(match[1] or 0), file.path, file))
    return [file for _, _, file in sorted(found, key=lambda one: one[:2])]
