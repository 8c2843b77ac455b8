"""``File`` of a photo -> ``Photo`` in the sizes that pages show; the photos that lie beside an item -> its gallery."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bulletin.model.content import File
from bulletin.model.item import Photo, Variant
from bulletin.model.late import regex

WIDTHS = (480, 960, 1600)

_FALLBACK = {"JPEG": ("JPEG", "jpg"), "PNG": ("PNG", "png"), "GIF": ("PNG", "png"), "WEBP": ("PNG", "png")}
_PLAIN = regex(
    r"(?:照片|相片|图片|圖片|图|圖|photo|image|img|pic|picture)[\s_\-.]*[（(]?(\d{0,8})[）)]?", re.IGNORECASE
)
_NUMBERED = regex(r"(.+?)(?:[\s_\-.]*[（(]|[\s_\-.]+|(?<!\d)(?=\d))(\d{1,4})[）)]?")

_Numbered = tuple[int, str, File]  # number, path


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


class PhotosBeside:
    """The photos of content/ by folder, and by what stands before the number in their names."""

    def __init__(self, files: Iterable[File]) -> None:
        self._named: dict[tuple[str, str], list[_Numbered]] = {}
        self._plain: dict[str, list[_Numbered]] = {}
        self.folders: set[str] = set()  # where there is one
        for file in files:
            if not is_photo(file):
                continue
            folder, _, name = file.path.rpartition("/")
            self.folders.add(folder)
            stem = name.rpartition(".")[0]
            if match := _NUMBERED.fullmatch(stem):
                self._named.setdefault((folder, match[1]), []).append((int(match[2]), file.path, file))
            if match := _PLAIN.fullmatch(stem):
                self._plain.setdefault(folder, []).append((int(match[1] or 0), file.path, file))

    def of(self, folder: str, stem: str, is_alone: bool) -> list[File]:
        """Those that belong to the document ``stem``: 推进会-1.jpg, and where it is the folder's only document also
        照片1.jpg, 图2.png, photo-3.jpg. In the order of their numbers, so that 照片10 follows 照片9."""
        found = [*self._named.get((folder, stem), ()), *(self._plain.get(folder, ()) if is_alone else ())]
        return list({path: file for _, path, file in sorted(found, key=lambda one: one[:2])}.values())
