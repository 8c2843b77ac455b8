"""The photos are the same on every machine, and Pillow alone makes the sizes that Bulletin makes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.photos import NOW, SAVE, WIDTHS, made_by_pillow, photo
from benchmarks.photos import write_site as write_photos
from bulletin.check.photos import WIDTHS as OURS
from bulletin.pipeline import Options, build
from bulletin.render import photos


def pixels(number: int) -> bytes:
    return Image.open(BytesIO(photo(number, (160, 120)))).tobytes()


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_photos_are_the_same_and_all_different() -> None:
    assert pixels(3) == pixels(3)
    assert len({pixels(number) for number in range(4)}) == 4


def test_the_same_settings_as_ours() -> None:
    assert WIDTHS == OURS
    assert {form: photos._SAVE[form] for form in SAVE} == SAVE


@pytest.mark.parametrize("has_thumbnails", [False, True])
def test_the_same_sizes_as_a_build(tmp_path: Path, has_thumbnails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.photos.photo", lambda number: photo(number, (1700, 900)))
    write_photos(tmp_path / "site", 1)
    build(Options(tmp_path / "site", datetime.fromisoformat(NOW), jobs=1), lambda *_: None, lambda _: None)
    theirs = list(made_by_pillow(tmp_path / "site", tmp_path / "out", has_thumbnails))
    ours = list((tmp_path / "site" / "public" / "photos").iterdir())
    assert set(map(size_of, ours)) == set(map(size_of, theirs))
    assert len(ours) == len(list((tmp_path / "out").iterdir())) == len(WIDTHS) * len(SAVE)
