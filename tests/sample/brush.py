"""Brushes for the sample photos: sky, hills, water, people, light, grain -> a Pillow picture, always the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Color = tuple[int, int, int]
Point = tuple[float, float]
FONTS = "/usr/share/fonts/opentype/noto/"
SCALE = 2  # scenes are drawn twice as large, then made smaller: smooth edges


class Canvas:
    """A picture in the making; coordinates are in units of the finished picture."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height, self.random = width, height, Random(seed)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))

    def gradient(self, stops: Sequence[tuple[float, Color]], top: float = 0, bottom: float = 0) -> None:
        """Fill rows ``top``..``bottom`` (default: all) with colours blended from stop to stop (0..1)."""
        low, high = int(top * SCALE), int((bottom or self.height) * SCALE)
        strip = Image.new("RGB", (1, high - low))
        for y in range(high - low):
            strip.putpixel((0, y), _blend(stops, y / max(1, high - low - 1)))
        self.image.paste(strip.resize((self.image.width, high - low)), (0, low))

    def shape(self, points: Sequence[Point], color: Color, alpha: float = 1, blur: float = 0) -> None:
        mask = self._mask()
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=round(255 * alpha))
        self._lay(mask, color, blur)

    def box(
        self, x: float, y: float, w: float, h: float, color: Color, alpha: float = 1, blur: float = 0, radius: float = 0
    ) -> None:
        mask = self._mask()
        place = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        ImageDraw.Draw(mask).rounded_rectangle(place, radius * SCALE, fill=round(255 * alpha))
        self._lay(mask, color, blur)

    def disc(self, x: float, y: float, rx: float, ry: float, color: Color, alpha: float = 1, blur: float = 0) -> None:
        mask = self._mask()
        place = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        ImageDraw.Draw(mask).ellipse(place, fill=round(255 * alpha))
        self._lay(mask, color, blur)

    def lines(
        self, lines: Sequence[tuple[Point, Point]], color: Color, width: float, alpha: float = 1, blur: float = 0
    ) -> None:
        mask = self._mask()
        draw = ImageDraw.Draw(mask)
        for (x1, y1), (x2, y2) in lines:
            draw.line(
                (x1 * SCALE, y1 * SCALE, x2 * SCALE, y2 * SCALE), round(255 * alpha), max(1, round(width * SCALE))
            )
        self._lay(mask, color, blur)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float = 1) -> None:
        """Light added to what is there, brightest in the middle."""
        small = Image.new("L", (256, 256))
        for py in range(256):
            for px in range(256):
                d = math.hypot(px - 128, py - 128) / 128
                small.putpixel((px, py), round(255 * strength * max(0.0, 1 - d) ** 2.2))
        size = round(radius * 2 * SCALE)
        light = Image.composite(
            Image.new("RGB", (size, size), color),
            Image.new("RGB", (size, size)),
            small.resize((size, size), Image.Resampling.BICUBIC),
        )
        layer = Image.new("RGB", self.image.size)
        layer.paste(light, (round((x - radius) * SCALE), round((y - radius) * SCALE)))
        self.image = ImageChops.add(self.image, layer)

    def hills(self, y: float, height: float, color: Color, roughness: float = 1, alpha: float = 1) -> None:
        """A range of hills that stands on the lower edge."""
        phases = [self.random.uniform(0, 6.28) for _ in range(5)]
        points: list[Point] = [(0, self.height)]
        for x in range(0, self.width + 12, 12):
            t = x / self.width * 6.28
            wave = sum(math.sin(t * (k + 1) * 0.7 + phases[k]) / (k + 1) ** (2 - 0.4 * roughness) for k in range(5))
            points.append((x, y - height * (wave + 1.4) / 2.8))
        self.shape([*points, (self.width, self.height)], color, alpha)

    def reflect(self, y: float, tint: Color, amount: float) -> None:
        """Below ``y`` the picture above, upside down, wavy and tinted: still water."""
        line, size = round(y * SCALE), self.image.size
        depth = size[1] - line
        source = self.image.crop((0, max(0, line - depth), size[0], line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        water = Image.new("RGB", (size[0], depth), tint)
        for row in range(0, depth, 3):
            shift = round(math.sin(row / 7) * row / 40 + self.random.uniform(-1, 1) * row / 50)
            water.paste(source.crop((0, row, size[0], row + 3)), (shift, row))
        water = water.filter(ImageFilter.BoxBlur(3))
        self.image.paste(Image.blend(water, Image.new("RGB", water.size, tint), amount), (0, line))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: Color,
        font: str = "NotoSansCJK-Bold.ttc",
        stroke: float = 0,
    ) -> None:
        """Text centred on (x, y)."""
        ImageDraw.Draw(self.image).text(
            (x * SCALE, y * SCALE),
            text,
            color,
            _font(font, round(size * SCALE)),
            "mm",
            stroke_width=round(stroke * SCALE),
            stroke_fill=color,
        )

    def person(
        self, x: float, foot: float, h: float, color: Color, helmet: Color | None = None, legs: float = 0.0
    ) -> None:
        """Somebody standing, or running when ``legs`` (stride in heights) is given."""
        head = h * 0.075
        self.disc(x, foot - h + head, head, head * 1.15, color)
        if helmet:
            self.shape(
                [
                    (x - head * 1.25, foot - h + head * 0.9),
                    (x - head, foot - h),
                    (x, foot - h - head * 0.35),
                    (x + head, foot - h),
                    (x + head * 1.25, foot - h + head * 0.9),
                ],
                helmet,
            )
        self.box(x - h * 0.115, foot - h * 0.83, h * 0.23, h * 0.42, color, radius=h * 0.07)
        stride = h * max(legs, 0.05)
        hip = foot - h * 0.45
        self.shape(
            [(x - h * 0.10, hip), (x + h * 0.02, hip), (x - stride + h * 0.03, foot), (x - stride - h * 0.05, foot)],
            color,
        )
        self.shape(
            [(x - h * 0.02, hip), (x + h * 0.10, hip), (x + stride + h * 0.05, foot), (x + stride - h * 0.03, foot)],
            color,
        )
        if legs:
            self.lines(
                [
                    ((x, foot - h * 0.74), (x + h * 0.2, foot - h * 0.6)),
                    ((x, foot - h * 0.74), (x - h * 0.2, foot - h * 0.58)),
                ],
                color,
                h * 0.05,
            )

    def crowd(self, y: float, size: float, color: Color, helmets: Sequence[Color] = (), gap: float = 1.0) -> None:
        """A row of heads and shoulders seen from behind."""
        x = -size
        while x < self.width + size:
            s = size * self.random.uniform(0.9, 1.1)
            dy = self.random.uniform(-0.12, 0.12) * size
            self.disc(x, y + dy + s * 1.45, s * 0.95, s * 0.85, color)
            self.disc(x, y + dy, s * 0.42, s * 0.5, color)
            if helmets:
                tint = self.random.choice(helmets)
                self.shape(
                    [
                        (x - s * 0.55, y + dy + s * 0.02),
                        (x - s * 0.42, y + dy - s * 0.42),
                        (x, y + dy - s * 0.62),
                        (x + s * 0.42, y + dy - s * 0.42),
                        (x + s * 0.55, y + dy + s * 0.02),
                    ],
                    tint,
                )
            x += size * 2.05 * gap * self.random.uniform(0.92, 1.1)

    def finish(self, grain: float = 0.05, vignette: float = 0.35) -> Image.Image:
        """The finished picture: made smaller, darker at the corners, with a little film grain."""
        image = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        noise = Image.frombytes(
            "L", (self.width // 2, self.height // 2), self.random.randbytes(self.width // 2 * (self.height // 2))
        )
        noise = noise.filter(ImageFilter.GaussianBlur(0.8)).resize(image.size)
        image = Image.blend(image, Image.merge("RGB", (noise,) * 3), grain)
        corner = Image.radial_gradient("L").resize(image.size).point(lambda v: round(max(0, v - 110) * vignette))
        return Image.composite(Image.new("RGB", image.size, (8, 8, 16)), image, corner)

    def _mask(self) -> Image.Image:
        return Image.new("L", self.image.size)

    def _lay(self, mask: Image.Image, color: Color, blur: float) -> None:
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(color, (0, 0), mask)


def _blend(stops: Sequence[tuple[float, Color]], t: float) -> Color:
    for (a, first), (b, second) in pairwise(stops):
        if t <= b:
            u = (t - a) / (b - a) if b > a else 0.0
            r, g, bl = (round(p + (q - p) * max(0.0, u)) for p, q in zip(first, second, strict=True))
            return r, g, bl
    return stops[-1][1]


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS + name, size, index=2)
