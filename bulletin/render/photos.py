"""Photos of the bulletin -> pages, one for each size; and bytes of a photo -> bytes of one size, rid of metadata."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from bulletin.errors import BulletinError
from bulletin.model.digest import digest_of
from bulletin.model.item import Bulletin, Item, Photo
from bulletin.model.page import Page
from bulletin.model.problem import Problem
from bulletin.render.paths import file_path

MOST_PIXELS = 100_000_000  # what `read` lets through
_READABLE = ("JPEG", "PNG", "WEBP", "GIF")
_SAVE: dict[str, dict[str, int | bool]] = {
    "WEBP": {"quality": 80, "method": 4},
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
}
_HIGHEST = {"WEBP": 16383, "JPEG": 65500, "PNG": 65500}  # pixels that the format holds


class PhotoError(BulletinError):
    """A photo that can't be decoded: an author's fault, found late. ``problems`` names it."""


def photo_pages(bulletin: Bulletin) -> Iterator[Page]:
    """Every size of every photo that an item or the note of an issue shows. A withdrawn item shows none."""
    base = bulletin.config.base
    seen: set[str] = set()
    shown = (photo for item in bulletin.items for photo in _photos(item))
    for photo in (*shown, *(photo for issue in bulletin.issues for _, photo in issue.photos)):
        for variant in (*photo.webp, *photo.fallback):
            path = file_path(variant.url.removeprefix(base))
            if path not in seen:
                seen.add(path)
                size = (variant.width, variant.format)
                yield Page(path, digest_of("photo", photo.digest, size), source=photo.path, resize=size)


def _photos(item: Item) -> Iterator[Photo]:
    for one in (item, *(variant for _, variant in item.variants)):
        if not one.withdrawn:
            if one.cover:
                yield one.cover
            yield from one.gallery
            yield from (photo for _, photo in one.photos)


def resize(data: bytes, width: int, form: str, path: str = "") -> bytes:
    """``data`` (JPEG, PNG, WebP, GIF) turned upright, ``width`` pixels wide (never wider than it is), as ``form``.

    Colours become sRGB; EXIF, GPS, XMP, ICC profile and comments are gone. The same input gives the same bytes.
    Raises PhotoError for what is no photo, is cut short, or has more pixels than we are ready to decode.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs, odd EXIF and palettes: we judge them ourselves
            with Image.open(BytesIO(data), formats=_READABLE) as opened:
                image = _small(opened, width, _HIGHEST[form])
    except Exception as error:  # on damaged data Pillow raises struct.error, SyntaxError, AttributeError and more
        problem = Problem(path, 0, 0, "E512", (("reason", str(error) or type(error).__name__),))
        raise PhotoError("E513", (problem,), path=path) from error
    return _saved(image, form)


def _small(opened: Image.Image, width: int, highest: int) -> Image.Image:
    turned = opened.getexif().get(0x0112, 1) in {5, 6, 7, 8}  # lying on its side: stored height is shown width
    full = opened.size[::-1] if turned else opened.size
    wide = max(1, min(width, full[0], highest * full[0] // full[1]))  # a long screenshot may get narrower than asked
    high = min(highest, max(1, round(full[1] * wide / full[0])))
    _refuse_bomb(opened)
    if opened.format == "JPEG":
        aim = (wide * 2, high * 2)
        opened.draft(opened.mode, aim[::-1] if turned else aim)
    profile = opened.info.get("icc_profile")
    image = _plain_mode(ImageOps.exif_transpose(opened))
    if image.size != (wide, high):
        image = image.resize((wide, high), Image.Resampling.LANCZOS)
    image = _to_srgb(image, profile)
    image.info = {}
    return image


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
