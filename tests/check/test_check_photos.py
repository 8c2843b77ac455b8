from __future__ import annotations

import pytest
from check.factory_check import file

from bulletin.check.photos import PhotosBeside, is_photo, make_photo


@pytest.mark.parametrize(
    ("width", "height", "sizes"),
    [
        (4000, 3000, [(480, 360), (960, 720), (1600, 1200)]),
        (1600, 900, [(480, 270), (960, 540), (1600, 900)]),
        (1200, 800, [(480, 320), (960, 640), (1200, 800)]),
        (960, 540, [(480, 270), (960, 540)]),
        (300, 200, [(300, 200)]),
        (2000, 1, [(480, 1), (960, 1), (1600, 1)]),
        (1, 5000, [(1, 5000)]),
    ],
)
def test_sizes(width: int, height: int, sizes: list[tuple[int, int]]) -> None:
    photo = make_photo(file("a.jpg", "JPEG", width, height), "/b/")
    assert [(one.width, one.height) for one in photo.webp] == sizes
    assert [(one.width, one.height) for one in photo.fallback] == sizes
    assert {one.format for one in photo.webp} == {"WEBP"}


@pytest.mark.parametrize(
    ("form", "fallback", "suffix"),
    [("JPEG", "JPEG", "jpg"), ("PNG", "PNG", "png"), ("GIF", "PNG", "png"), ("WEBP", "PNG", "png")],
)
def test_fallback(form: str, fallback: str, suffix: str) -> None:
    one = file("a.x", form, 480, 480)
    photo = make_photo(one, "/b/")
    assert photo.fallback[0].format == fallback
    assert photo.fallback[0].url == f"/b/photos/{one.digest[:16]}-480.{suffix}"
    assert photo.webp[0].url == f"/b/photos/{one.digest[:16]}-480.webp"


def test_what_is_no_photo() -> None:
    assert not is_photo(file("a.docx"))
    assert not is_photo(file("a.jpg", "JPEG", 0, 0))


@pytest.mark.parametrize(
    ("name", "stem", "is_alone", "found"),
    [
        ("照片1.jpg", "甲", True, True),
        ("图2.png", "甲", True, True),
        ("photo-3.jpg", "甲", True, True),
        ("照片（4）.jpg", "甲", True, True),
        ("IMG_2034.JPG", "甲", True, True),
        ("照片.jpg", "甲", True, True),
        ("甲-1.jpg", "甲", False, True),
        ("甲1.jpg", "甲", False, True),
        ("甲(2).jpg", "甲", False, True),
        ("2026-11-18-x-1.jpg", "2026-11-18-x", False, True),
        ("推进会2026-1.jpg", "推进会2026", False, True),
        ("照片1.jpg", "甲", False, False),
        ("照片 大桥.jpg", "甲", True, False),
        ("甲的证件.jpg", "甲", True, False),
        ("甲乙-1.jpg", "甲", True, False),
        ("logo.png", "甲", True, False),
        ("照片1.docx", "甲", True, False),
    ],
)
def test_which_photos_lie_beside_an_item(name: str, stem: str, is_alone: bool, found: bool) -> None:
    beside = PhotosBeside([file(f"a/{name}")])
    assert bool(beside.of("a", stem, is_alone)) == found
    assert not beside.of("", stem, is_alone)


def test_in_natural_order() -> None:
    beside = PhotosBeside([file(f"照片{number}.jpg") for number in (10, 9, 1, 2)])
    assert [one.path for one in beside.of("", "甲", True)] == ["照片1.jpg", "照片2.jpg", "照片9.jpg", "照片10.jpg"]
