"""Photos: Bulletin beside Pillow's own calls for the same sizes of the same photos, in one run.

    python -m benchmarks.photos [--photos 20] [--keep DIR] [--jobs N]

Writes a site of one item with that many photos of 12 megapixels, JPEG as cameras write them, always the same. What is
compared is processor time of whole processes (user and system): a shared machine says nothing about seconds.

    bulletin     a cold build: everything, not the photos alone
    without      the same site with its photos already made: what the build takes besides
    pillow       Image.open, resize (LANCZOS), save: each photo decoded once, whole, for all of its sizes
    thumbnail    Image.open, thumbnail (LANCZOS, which decodes less where less will do), save in both formats

Prints a table and writes benchmarks/out/photos-<photos>.json. Exits with 1 where a second build made a photo again, or
where Bulletin takes more than 1.2 times the time of the quicker of Pillow's ways.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from benchmarks.measure import Measured, measure

ROOT = Path(__file__).parent.parent
OUT = Path(__file__).parent / "out"
NOW = "2026-11-20T12:00:00+08:00"
SIZE = (4000, 3000)
WIDTHS = (480, 960, 1600)
SAVE: dict[str, dict[str, int | bool]] = {
    "WEBP": {"quality": 80, "method": 4},
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
}
BAR = 1.2
SITE = "标题: 照片\n网址: https://photos.example.org/\n栏目: [要闻]\n搜索: 否\n"


def photo(number: int, size: tuple[int, int] = SIZE) -> bytes:
    """Light and shade, edges of every direction, and the grain of a sensor."""
    dice = Random(number)
    ground = Image.merge("RGB", [_cloud(dice, size) for _ in range(3)])
    draw = ImageDraw.Draw(ground)
    for _ in range(120):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        box = (x, y, x + dice.randrange(20, 500), y + dice.randrange(20, 400))
        colour = dice.randrange(256), dice.randrange(256), dice.randrange(256)
        dice.choice((draw.rectangle, draw.ellipse))(box, fill=colour)
    grain = Image.frombytes("L", size, dice.randbytes(size[0] * size[1])).filter(ImageFilter.GaussianBlur(0.7))
    out = BytesIO()
    noisy = Image.blend(ground, Image.merge("RGB", (grain, grain, grain)), 0.08)
    noisy.save(out, "JPEG", quality=90)
    return out.getvalue()


def _cloud(dice: Random, size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("L", (16, 12), dice.randbytes(16 * 12)).resize(size, Image.Resampling.BICUBIC)


def write_site(folder: Path, photos: int) -> None:
    content = folder / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    shown = "\n\n".join(f"![第{number}张](photo-{number:03d}.jpg)" for number in range(photos))
    text = f"---\n标题: 照片\n日期: 2026-11-19\n栏目: 要闻\n---\n\n一组照片。\n\n{shown}\n"
    (content / "item.md").write_text(text, encoding="utf-8")
    for number in range(photos):
        (content / f"photo-{number:03d}.jpg").write_bytes(photo(number))


def made_by_pillow(folder: Path, out: Path, has_thumbnails: bool) -> Iterator[Path]:
    """The sizes of every photo, by Pillow alone."""
    out.mkdir()
    for path in sorted((folder / "content").glob("*.jpg")):
        with Image.open(path) as whole:
            for width in WIDTHS:
                size = width, round(whole.height * width / whole.width)
                if has_thumbnails:
                    small: Image.Image = Image.open(path)
                    small.thumbnail(size, Image.Resampling.LANCZOS)
                else:
                    small = whole.resize(size, Image.Resampling.LANCZOS)
                with small:
                    for form, options in SAVE.items():
                        place = out / f"{path.stem}-{width}.{form.lower()}"
                        small.save(place, form, **options)
                        yield place


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    if options.pillow:
        print(sum(1 for _ in made_by_pillow(options.pillow, options.out, options.thumbnails)))
        return 0
    folder = Path(options.keep or tempfile.mkdtemp(prefix="bulletin-photos-"))
    for name in ("site", "pillow", "thumbnails"):
        shutil.rmtree(folder / name, ignore_errors=True)
    write_site(folder / "site", options.photos)
    found = {
        "bulletin": _build(folder / "site", options.jobs),
        "pillow": _pillow(folder / "site", folder / "pillow"),
        "thumbnail": _pillow(folder / "site", folder / "thumbnails", "--thumbnails"),
        "without": _without(folder / "site", options.jobs),
    }
    again = json.loads(_build(folder / "site", options.jobs).output)["rendered"]
    sizes = sum(path.stat().st_size for path in (folder / "site" / "public" / "photos").iterdir())
    theirs = sum(path.stat().st_size for path in (folder / "pillow").iterdir())
    ratio = found["bulletin"].cpu / min(found["pillow"].cpu, found["thumbnail"].cpu)
    print(f"{options.photos} photos of 12 megapixels, {len(list((folder / 'pillow').iterdir()))} sizes")
    for name, one in found.items():
        print(f"{name:12}{one.cpu:8.2f} s CPU{one.wall:8.2f} s{one.largest:8.0f} MB")
    print(f"bulletin / the quicker: {ratio:.2f}x   bytes of the sizes: {sizes / theirs:.3f}x   made again: {again}")
    OUT.mkdir(exist_ok=True)
    data = {"photos": options.photos, "ratio": ratio, "bytes": sizes / theirs, "made_again": again}
    runs = {name: {key: value for key, value in asdict(one).items() if key != "output"} for name, one in found.items()}
    place = OUT / f"photos-{options.photos}.json"
    place.write_text(json.dumps({**data, "runs": runs}, indent=1) + "\n", encoding="utf-8")
    if not options.keep:
        shutil.rmtree(folder)
    return 1 if again or ratio > BAR else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.photos", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--keep", metavar="DIR", help="work here and leave everything there")
    parser.add_argument("--jobs", type=int, default=0, help="worker processes; 0 = one for each core")
    parser.add_argument("--pillow", metavar="SITE", type=Path, help=argparse.SUPPRESS)  # the process to measure
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--thumbnails", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _build(site: Path, jobs: int) -> Measured:
    return _done([sys.executable, "-m", "bulletin", "build", str(site), "--json", "--now", NOW, "--jobs", str(jobs)])


def _without(site: Path, jobs: int) -> Measured:
    """The item changed and nothing remembered of it: every page is made, no photo."""
    with open(site / "content" / "item.md", "a", encoding="utf-8") as file:
        file.write("\n又一段。\n")
    shutil.rmtree(site / ".bulletin")
    return _build(site, jobs)


def _pillow(site: Path, out: Path, *more: str) -> Measured:
    return _done([sys.executable, "-m", "benchmarks.photos", "--pillow", str(site), "--out", str(out), *more])


def _done(command: Sequence[str]) -> Measured:
    measured = measure(command, ROOT)
    if measured.code:
        raise SystemExit(f"exit code {measured.code}: {measured.output[-2000:]}")
    return measured


if __name__ == "__main__":
    sys.exit(main())
