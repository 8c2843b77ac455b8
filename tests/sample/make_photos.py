"""Draws the photos of the sample site: ``python tests/sample/make_photos.py`` writes them below ``content/2026``.

They are committed, so this runs only when a picture is to change. Two carry a made-up GPS position and a camera name,
as phones write them, and one is stored lying down with an orientation tag: what is published must be free of the first
and stand upright. Needs Pillow and the Noto CJK fonts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import scenes_inside
import scenes_outside
from PIL import Image

PHOTOS = Path(__file__).parents[2] / "content" / "2026"

DRAWN = (
    ("40/照片 大桥.jpg", scenes_outside.bridge),
    ("40/照片 车间.jpg", scenes_inside.workshop),
    ("40/照片 茶山.jpg", scenes_outside.tea_hills),
    ("40/假期守护者/照片1.jpg", scenes_outside.ferry),
    ("40/假期守护者/照片2.jpg", scenes_outside.night_bus),
    ("41/照片 稻田.jpg", scenes_outside.paddy),
    ("42/滨江运动会/照片1.jpg", scenes_outside.morning_run),
    ("42/滨江运动会/照片2.jpg", scenes_outside.dragon_race),
    ("42/滨江运动会/照片3.jpg", scenes_outside.winners),
    ("43/照片 讲台.jpg", scenes_inside.lecture),
    ("43/照片 焊工.jpg", scenes_inside.welder),
    ("43/海报 上班路上.png", scenes_inside.poster),
    ("44/江堤健步/芦苇.jpg", scenes_outside.reeds),
    ("46/照片 广场.jpg", scenes_outside.square),
    ("46/照片 调解室.jpg", scenes_inside.tearoom),
    ("46/照片 舞台.jpg", scenes_inside.stage),
    ("47/照片 学院.jpg", scenes_inside.corridor),
    ("47/照片 球场.jpg", scenes_outside.court),
)
WITH_POSITION = {"40/照片 大桥.jpg", "42/滨江运动会/照片1.jpg"}
LYING_DOWN = {"44/江堤健步/芦苇.jpg"}


def save(name: str, image: Image.Image) -> None:
    path = PHOTOS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
        return
    exif = Image.Exif()
    if name in LYING_DOWN:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6  # Orientation: turn a quarter to the right
    if name in WITH_POSITION:
        exif[0x010F], exif[0x0110] = "Sample", "Drawn by make_photos.py"
        place = exif.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (30.0, 0.0, 0.0), "E", (120.0, 0.0, 0.0)
    image.save(path, quality=72 if name in LYING_DOWN else 80, optimize=True, progressive=True, exif=exif)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, draw in DRAWN:
        if not wanted or any(word in name for word in wanted):
            save(name, draw())
            print(name, (PHOTOS / name).stat().st_size // 1024, "KB")
