"""Bytes of a photo -> bytes of its sizes, rid of metadata. Loaded where a photo is made."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from bulletin.errors import BulletinError
from bulletin.model.problem import Problem

MOST_PIXELS = 100_000_000  # what `read` lets through
_READABLE = ("JPEG", "PNG", "WEBP", "GIF")
_SAVE: dict[str, dict[str, int | bool]] = {
    "WEBP": {"quality": 80, "method": 4},
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
}
_WIDEST = 1600  # pixels: the widest size that pages show
# A JPEG is decoded to a half, quarter or eighth at little cost, by leaving out its finest waves. From 1.25 times the
# width on, what Lanczos makes of it can't be told from what it makes of the whole: ``tests/render`` holds it to 45 dB.
_MARGIN = 1.25
_GAP = 2.0  # Pillow's own, of ``thumbnail``: pixels are joined in whole numbers until this many times the size is left
_HIGHEST = {"WEBP": 16383, "JPEG": 65500, "PNG": 65500}  # pixels that the format holds


class PhotoError(BulletinError):
    """A photo that can't be decoded: an author's fault, found late. ``problems`` names it."""


def is_size(data: bytes, size: tuple[int, str]) -> bool:
    """Whether ``data``, made by somebody else, begins as a picture of that format, no wider; it is not decoded."""
    width, form = size
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=[form]) as image:
                return image.width <= width
    except Exception:  # as for ``resize_all``
        return False


def resize(data: bytes, width: int, form: str, path: str = "") -> bytes:
    """One size; see ``resize_all``."""
    return resize_all(data, ((width, form),), path)[0]


def resize_all(data: bytes, sizes: Sequence[tuple[int, str]], path: str = "") -> list[bytes]:
    """``data`` (JPEG, PNG, WebP, GIF) turned upright, for each of ``sizes`` (width in pixels, format), never wider than
    it is. It is decoded once for all of them, and scaled once for all formats of a width.

    Colours become sRGB; EXIF, GPS, XMP, ICC profile and comments are gone. The same input gives the same bytes, alone
    or with other sizes that pages show. Raises PhotoError for what is no photo, is cut short, or has more pixels than
    we are ready to decode.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs, odd EXIF and palettes: we judge them ourselves
            with Image.open(BytesIO(data), formats=_READABLE) as opened:
                images = _scaled(opened, sizes)
    except Exception as error:  # on damaged data Pillow raises struct.error, SyntaxError, AttributeError and more
        problem = Problem(path, 0, 0, "E512", (("reason", str(error) or type(error).__name__),))
        raise PhotoError("E513", (problem,), path=path) from error
    return [_saved(image, form) for image, (_, form) in zip(images, sizes, strict=True)]


def _scaled(opened: Image.Image, sizes: Sequence[tuple[int, str]]) -> list[Image.Image]:
    orientation = opened.getexif().get(0x0112, 1)
    turned = orientation in {5, 6, 7, 8}  # lying on its side: stored height is shown width
    full = opened.size[::-1] if turned else opened.size
    _refuse_bomb(opened)
    if opened.format == "JPEG":
        least = _least(full, max(_WIDEST, *(width for width, _ in sizes)))
        opened.draft(opened.mode, least[::-1] if turned else least)
    profile = opened.info.get("icc_profile")
    image = _plain_mode(ImageOps.exif_transpose(opened) if orientation != 1 else opened)
    made: dict[tuple[int, int], Image.Image] = {}
    wanted = [_size(full, width, _HIGHEST[form]) for width, form in sizes]
    for size in wanted:
        if size not in made:
            same = image.size == size
            small = image.copy() if same else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)
            made[size] = _to_srgb(small, profile)
            made[size].info = {}
    return [made[size] for size in wanted]


def _size(full: tuple[int, int], width: int, highest: int) -> tuple[int, int]:
    wide = max(1, min(width, full[0], highest * full[0] // full[1]))  # a long screenshot may get narrower than asked
    return wide, min(highest, max(1, round(full[1] * wide / full[0])))


def _least(full: tuple[int, int], widest: int) -> tuple[int, int]:
    """What a JPEG is to be decoded at least at. Not for one size alone: none depends on what else is made."""
    wide = min(full[0], round(widest * _MARGIN))
    return wide, max(1, full[1] * wide // full[0])


def _refuse_bomb(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise ValueError(f"{opened.width} × {opened.height} pixels")


def _plain_mode(image: Image.Image) -> Image.Image:
    """One of L, RGB, RGBA, CMYK: the modes that scale well and that colour profiles speak of."""
    if image.mode in {"L", "RGB", "RGBA", "CMYK"}:
        return image.convert("RGBA") if "transparency" in image.info and image.mode != "CMYK" else image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")  # 16 bits, which convert() would clip
    if image.mode in {"LA", "La", "PA", "RGBa"} or (image.mode == "P" and "transparency" in image.info):
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """By its colour profile where it has one that can be read, else by the usual arithmetic."""
    if isinstance(profile, bytes) and profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        colours = image.convert("RGB") if alpha else image
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            changed = None  # damaged, or made for another kind of picture
        if changed:
            if alpha:
                changed.putalpha(alpha)
            return changed
    return image.convert("RGB") if image.mode == "CMYK" else image


def _saved(image: Image.Image, form: str) -> bytes:
    if form == "JPEG" and image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    if form == "WEBP" and image.mode == "L":
        image = image.convert("RGB")
    out = BytesIO()
    image.save(out, form, **_SAVE[form])
    return out.getvalue()
