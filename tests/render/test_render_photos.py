from __future__ import annotations

import math
import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import BytesIO
from unittest.mock import Mock

import pytest
from factory_render import make_bulletin, make_photo, make_sites
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat, PngImagePlugin

from bulletin.model.item import Issue
from bulletin.render import photos
from bulletin.render.photos import PhotoError, resize, resize_all
from bulletin.render.pictures import photo_pages

RED, GREEN = (220, 30, 30), (30, 160, 30)
ORIENTATION, GPS = 0x0112, 0x8825
SECRET = b"Hangzhou secret"


def picture(mode: str = "RGB", size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Left half red, right half green."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), GREEN)
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def is_near(image: Image.Image, where: tuple[int, int], colour: tuple[int, ...], by: int = 40) -> bool:
    found = image.convert("RGB").getpixel(where)
    assert isinstance(found, tuple)
    return all(abs(a - b) <= by for a, b in zip(found, colour, strict=False))


def tagged(orientation: int = 1) -> bytes:
    """A JPEG with EXIF, GPS, XMP, a comment and a colour profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(GPS)[2] = (30.0, 15.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(picture(), "JPEG", exif=exif, comment=SECRET, xmp=b"<x>" + SECRET + b"</x>", icc_profile=profile)


@pytest.mark.parametrize("form", ["WEBP", "JPEG", "PNG"])
def test_size_format_and_no_metadata(form: str) -> None:
    data = resize(tagged(), 100, form)
    image = opened(data)
    assert (image.format, image.size) == (form, (100, 50))
    assert not image.getexif()
    assert not {"icc_profile", "xmp", "comment", "exif", "XML:com.adobe.xmp", "dpi"} & image.info.keys()
    assert SECRET not in data
    assert b"Exif" not in data
    assert is_near(image, (20, 25), RED)
    assert is_near(image, (80, 25), GREEN)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (100, 50), (20, 25)),
        (2, (100, 50), (80, 25)),
        (3, (100, 50), (80, 25)),
        (4, (100, 50), (20, 25)),
        (5, (100, 200), (50, 40)),
        (6, (100, 200), (50, 40)),
        (7, (100, 200), (50, 160)),
        (8, (100, 200), (50, 160)),
    ],
)
@pytest.mark.parametrize("form", ["WEBP", "JPEG"])
def test_turned_upright(orientation: int, size: tuple[int, int], red: tuple[int, int], form: str) -> None:
    image = opened(resize(tagged(orientation), 100, form))
    assert image.size == size
    assert is_near(image, red, RED)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("form", ["WEBP", "JPEG"])
def test_modes_of_jpeg(mode: str, form: str) -> None:
    image = opened(resize(saved(picture(mode), "JPEG"), 120, form))
    assert image.size == (120, 60)
    assert image.mode in {"RGB", "L"}
    if mode != "L":
        assert is_near(image, (20, 30), RED, by=60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("form", ["WEBP", "JPEG", "PNG"])
def test_modes_of_png(mode: str, form: str) -> None:
    image = picture("L" if mode == "I;16" else mode)
    data = saved(image if mode != "I;16" else image.convert("I;16"), "PNG")
    found = opened(resize(data, 120, form))
    assert (found.size, found.format) == ((120, 60), form)


def test_sixteen_bits_keep_their_light() -> None:
    image = Image.new("I;16", (40, 20), 32768)
    found = opened(resize(saved(image, "PNG"), 20, "PNG")).convert("L").getpixel((5, 5))
    assert found == 128


def test_transparency_stays_in_webp_and_is_white_in_jpeg() -> None:
    image = picture("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    data = saved(image, "PNG")
    assert opened(resize(data, 100, "WEBP")).convert("RGBA").getpixel((50, 25))[3] == 0  # type: ignore[index]
    assert is_near(opened(resize(data, 100, "JPEG")), (50, 25), (255, 255, 255), by=3)


def test_a_palette_with_a_clear_colour() -> None:
    image = picture().quantize(2)
    data = saved(image, "PNG", transparency=image.getpixel((10, 10)))
    assert opened(resize(data, 100, "PNG")).convert("RGBA").getpixel((10, 10))[3] == 0  # type: ignore[index]


def test_a_gif_shows_its_first_frame() -> None:
    frames = [picture("P"), Image.new("P", (400, 200), 0)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert is_near(opened(resize(data, 100, "WEBP")), (20, 25), RED)


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB")])
def test_colours_of_a_profile_become_srgb(form: str, mode: str) -> None:
    """A profile that calls red what sRGB calls green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    image = opened(resize(saved(picture(mode), form, icc_profile=swapped), 100, "PNG"))
    red, green = (image.convert("RGB").getpixel((x, 25)) for x in (20, 80))
    assert isinstance(red, tuple)
    assert isinstance(green, tuple)
    assert red[1] > 180 > 60 > red[0]
    assert green[0] > 120 > 60 > green[1]


@pytest.mark.parametrize("space", ["LAB", "damaged"])
def test_a_profile_of_no_use_is_passed_over(space: str) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    profile = lab if space == "LAB" else b"damaged" * 40
    assert is_near(opened(resize(saved(picture(), "PNG", icc_profile=profile), 100, "PNG")), (20, 25), RED, by=2)


def test_png_texts_are_gone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    assert SECRET not in resize(saved(picture(), "PNG", pnginfo=info), 400, "PNG")


SIZES = tuple((width, form) for width in (480, 960, 1600) for form in ("WEBP", "JPEG"))


def detailed(size: tuple[int, int]) -> Image.Image:
    """Fine strokes of all directions and widths, as of leaves, cloth and distant banners, on soft ground."""
    ground = Image.radial_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(ground)
    for number in range(size[0] // 4):
        x, y, more = number * 397 % size[0], number * 211 % size[1], number * 37 % 90
        draw.line((x, y, x + more - 45, y + 60 - more), (number * 29 % 256, number * 53 % 256, 90), 1 + number % 5)
    return ground


def decibels(one: Image.Image, other: Image.Image) -> float:
    squares = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).sum2
    mean = sum(squares) / (3 * one.width * one.height)
    return 10 * math.log10(255**2 / mean) if mean else math.inf


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_all_sizes_together_are_as_each_alone(form: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    data = saved(detailed((2400, 1300)), form, exif=exif)
    assert resize_all(data, SIZES) == [resize(data, *size) for size in SIZES]


def test_it_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = Mock(wraps=Image.open)
    monkeypatch.setattr(Image, "open", opening)
    resize_all(saved(picture(), "JPEG"), SIZES)
    assert opening.call_count == 1


@pytest.mark.parametrize("size", [(4000, 3000), (3264, 1836), (1800, 2400)], ids=str)
def test_nothing_is_lost_by_decoding_less(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the same without any short cut: the whole photo decoded, Lanczos from it."""
    monkeypatch.setitem(photos._SAVE, "PNG", {"compress_level": 1})  # quickly: the same pixels
    data = saved(detailed(size), "JPEG", quality=92)
    whole = opened(data)
    for width, made in zip((480, 960, 1600), resize_all(data, [(one, "PNG") for one in (480, 960, 1600)]), strict=True):
        small = opened(made)
        assert decibels(small, whole.resize(small.size, Image.Resampling.LANCZOS)) > 45, width


def test_wider_than_pages_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """From all that there is: not from what is enough for 1600 pixels."""
    monkeypatch.setitem(photos._SAVE, "PNG", {"compress_level": 1})
    data = saved(detailed((4800, 300)), "JPEG", quality=92)
    small = opened(resize(data, 3600, "PNG"))
    assert decibels(small, opened(data).resize(small.size, Image.Resampling.LANCZOS)) > 45


def test_never_wider_than_it_is() -> None:
    assert opened(resize(saved(picture(), "JPEG"), 1600, "WEBP")).size == (400, 200)


@pytest.mark.parametrize("size", [(1000, 1), (1, 1000), (1, 1), (3, 2)])
def test_odd_sizes(size: tuple[int, int]) -> None:
    for form in ("WEBP", "JPEG", "PNG"):
        wide, high = opened(resize(saved(picture(size=size), "PNG"), 480, form)).size
        assert wide == min(480, size[0])
        assert high >= 1


@pytest.mark.parametrize(("form", "high"), [("WEBP", 16000), ("JPEG", 20000), ("PNG", 20000)])
def test_a_long_screenshot(form: str, high: int) -> None:
    image = opened(resize(saved(Image.new("L", (40, 20000)), "PNG"), 480, form))
    assert (image.height, 30 < image.width <= 40) == (high, True)


def test_the_same_bytes_each_time() -> None:
    assert all(resize(tagged(6), 99, form) == resize(tagged(6), 99, form) for form in ("WEBP", "JPEG", "PNG"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        tagged()[: len(tagged()) // 2],
        saved(picture(), "PNG")[:60],
        saved(picture(), "WEBP")[:80],
        saved(picture(), "BMP"),
        saved(picture(), "TIFF"),
    ],
    ids=["empty", "text", "svg", "half a jpeg", "half a png", "half a webp", "bmp", "tiff"],
)
def test_what_is_no_photo_is_named(data: bytes) -> None:
    with pytest.raises(PhotoError) as caught:
        resize(data, 100, "WEBP", path="2026/照片.jpg")
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("2026/照片.jpg", "E512")


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PIXELS", 400 * 200 - 1)
    for form in ("PNG", "JPEG", "WEBP", "GIF"):
        with pytest.raises(PhotoError):
            resize(saved(picture(), form), 100, "PNG")


def test_a_real_bomb_is_refused_at_once() -> None:
    data = bytearray(saved(Image.new("1", (60, 60)), "PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    with pytest.raises(PhotoError) as caught:
        resize(bytes(data), 100, "WEBP")
    assert "3600000000" in dict(caught.value.problems[0].values)["reason"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_gives_a_photo_or_a_photo_error(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]))
    good = bytearray(saved(picture(size=(60, 40)), form))
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, len(good) - 1), st.integers(0, 255)), max_size=8)):
        good[place] = byte
    with suppress(PhotoError):
        assert opened(resize(bytes(good), 30, "WEBP")).width == 30


def test_pages_of_all_photos_once() -> None:
    sites = make_sites(8)
    bulletin = make_bulletin(sites)
    pages = list(photo_pages(bulletin))
    covers = [item.cover for item in bulletin.items if item.cover]
    shown = {variant.url for cover in covers for variant in (*cover.webp, *cover.fallback)}
    assert sorted("/" + page.path for page in pages) == sorted(shown)
    assert {page.resize for page in pages} == {(480, "WEBP"), (960, "WEBP"), (480, "JPEG"), (960, "JPEG")}
    assert {page.source for page in pages} == {cover.path for cover in covers}


def test_a_withdrawn_item_publishes_no_photo() -> None:
    bulletin = make_bulletin(make_sites(8))
    items = tuple(replace(item, withdrawn="撤回") for item in bulletin.items)
    assert list(photo_pages(replace(bulletin, items=items))) == []


def test_photos_of_bodies_galleries_and_variants() -> None:
    bulletin = make_bulletin(make_sites(1))
    item = replace(bulletin.items[0], cover=None)
    other = replace(item, gallery=(make_photo("c.jpg"),))
    item = replace(
        item, photos=(("a.jpg", make_photo("a.jpg")),), gallery=(make_photo("b.jpg"),), variants=(("zh-Hant", other),)
    )
    assert {page.source for page in photo_pages(replace(bulletin, items=(item,)))} == {"a.jpg", "b.jpg", "c.jpg"}


def test_photos_of_the_notes_of_issues() -> None:
    issue = Issue("2026-42", 2026, "42", "", date(2026, 10, 16), (), photos=(("d.jpg", make_photo("d.jpg")),))
    bulletin = replace(make_bulletin(make_sites(0)), items=(), issues=(issue,))
    assert {page.source for page in photo_pages(bulletin)} == {"d.jpg"}


def test_the_key_says_what_the_photo_shows() -> None:
    bulletin = make_bulletin(make_sites(2))
    item = replace(bulletin.items[0], cover=make_photo())
    same = replace(make_photo(), path="elsewhere/照片.jpg")
    changed = replace(make_photo(), digest="0" * 32)

    def keys(item_photo: object) -> list[str]:
        items = (replace(item, cover=item_photo),)  # type: ignore[arg-type]
        return [page.key for page in photo_pages(replace(bulletin, items=items))]

    assert keys(make_photo()) == keys(same)
    assert not set(keys(make_photo())) & set(keys(changed))
    assert len(set(keys(same))) == 4
