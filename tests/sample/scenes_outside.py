"""Scenes under the sky for the sample photos: river, bridge, hills, field, square, court. Each gives a picture."""

from __future__ import annotations

import math

from brush import Canvas, Color
from PIL import Image

_YELLOW: Color = (240, 190, 40)
_RED: Color = (200, 46, 40)
_BLUE: Color = (40, 96, 168)


def bridge() -> Image.Image:
    """A cable-stayed bridge after rain, at dusk."""
    c = Canvas(1800, 1125, 1)
    c.gradient([(0, (38, 58, 104)), (0.35, (120, 118, 150)), (0.62, (238, 170, 128)), (1, (250, 214, 160))], 0, 720)
    c.glow(1320, 640, 620, (255, 170, 90), 0.55)
    c.hills(700, 190, (124, 112, 140))
    c.hills(716, 110, (84, 80, 112))
    for k in range(60):
        x, h = k * 31 + c.random.uniform(-6, 6), c.random.uniform(16, 74)
        c.box(x, 720 - h, 26, h, (58, 58, 84))
        c.box(x + 6, 726 - h, 4, 5, (255, 214, 140), 0.9)
    deck = 640
    for tower in (520.0, 1270.0):
        c.shape([(tower - 22, 720), (tower - 8, 190), (tower + 8, 190), (tower + 22, 720)], (28, 30, 48))
        c.lines(
            [((tower, 205 + 9 * k), (tower + s * (46 + 22 * k * 1.05), deck)) for k in range(15) for s in (-1, 1)],
            (40, 42, 62),
            1.6,
        )
        c.glow(tower, 196, 46, (255, 90, 70), 0.9)
    c.box(0, deck, 1800, 15, (26, 28, 44))
    c.box(0, deck - 6, 1800, 3, (252, 214, 150))
    for x in range(20, 1800, 56):
        c.glow(x, deck - 22, 26, (255, 214, 150), 0.9)
        c.lines([((x, deck), (x, deck - 24))], (30, 32, 50), 2)
    c.reflect(720, (44, 54, 88), 0.28)
    return c.finish()


def tea_hills() -> Image.Image:
    """Terraces of tea in the morning mist."""
    c = Canvas(1800, 1125, 2)
    c.gradient([(0, (176, 208, 220)), (0.6, (236, 238, 220)), (1, (240, 236, 208))])
    c.glow(420, 220, 520, (255, 230, 170), 0.5)
    for k, shade in enumerate([(158, 186, 188), (126, 164, 158), (98, 144, 122)]):
        c.hills(470 + k * 95, 240 - 30 * k, shade)
        c.box(-50, 470 + k * 95, 1900, 80, (236, 240, 228), 0.55, 40)
    for k in range(17):
        y, depth = 660 + k * k * 1.75, 9 + k * 2.6
        light = (58 + k * 3, 112 + k * 3, 50 + k)
        points = [(x, y + math.sin(x / 310 + k * 0.35) * (16 + k) - x * 0.05) for x in range(-20, 1840, 20)]
        c.shape([*points, *((x, py + depth * 1.9) for x, py in reversed(points))], (34 + k, 74 + k * 2, 36))
        c.shape([*points, *((x, py + depth) for x, py in reversed(points))], light)
    for x, foot in ((560.0, 820.0), (720.0, 842.0), (1180.0, 800.0)):
        c.person(x, foot, 104, (52, 60, 84))
        c.shape([(x - 34, foot - 90), (x, foot - 112), (x + 34, foot - 90)], (226, 200, 140))
        c.box(x + 8, foot - 84, 24, 36, (150, 108, 60), radius=6)
    return c.finish()


def paddy() -> Image.Image:
    """A harvested rice field turned into a sports ground."""
    c = Canvas(1800, 1125, 3)
    c.gradient([(0, (88, 150, 206)), (0.5, (200, 224, 232))], 0, 520)
    for x, y, r in ((300, 150, 120), (420, 170, 150), (1250, 110, 130), (1400, 130, 160), (900, 230, 90)):
        c.disc(x, y, r, r * 0.36, (255, 255, 255), 0.75, 24)
    c.hills(510, 130, (110, 146, 132))
    c.gradient([(0, (206, 172, 92)), (1, (168, 118, 50))], 500, 1125)
    c.lines([((900 + (k - 24) * 16, 500), (900 + (k - 24) * 190, 1125)) for k in range(49)], (138, 98, 44), 3, 0.55, 1)
    for x, y, s in ((180, 610, 1.0), (1620, 600, 0.95), (1430, 560, 0.6), (380, 556, 0.55)):
        c.shape([(x - 80 * s, y + 90 * s), (x, y - 70 * s), (x + 80 * s, y + 90 * s)], (214, 176, 92))
        c.shape([(x, y - 70 * s), (x + 80 * s, y + 90 * s), (x + 20 * s, y + 90 * s)], (168, 128, 60))
    for k in range(18):
        x = 60 + k * 100
        c.lines([((x, 470 + 6 * math.sin(k)), (x + 100, 470 + 6 * math.sin(k + 1)))], (120, 90, 60), 2)
        c.shape([(x, 472), (x + 44, 472), (x + 22, 512)], (_RED, _YELLOW, _BLUE)[k % 3])
    for k, tint in enumerate(((188, 52, 48), (40, 88, 156), (230, 150, 40), (46, 128, 92))):
        x = 430 + k * 300
        c.disc(x, 958, 90, 12, (70, 46, 20), 0.4, 8)
        c.person(x, 950, 300, tint, legs=0.2)
        c.lines([((x - 150, 740), (x + 150, 734))], (112, 74, 36), 9)
        for s in (-140, 140):
            c.lines([((x + s, 738), (x + s, 800))], (90, 70, 50), 2)
            c.disc(x + s, 826, 36, 30, (236, 206, 120))
    return c.finish()


def morning_run() -> Image.Image:
    """The start of a run along the dyke, in mist."""
    c = Canvas(1800, 1125, 4)
    c.gradient([(0, (170, 194, 212)), (0.6, (240, 226, 206)), (1, (214, 208, 200))])
    c.glow(1360, 330, 460, (255, 206, 140), 0.65)
    c.disc(1360, 330, 52, 52, (255, 238, 206))
    c.hills(520, 110, (172, 186, 196))
    c.box(-50, 500, 1900, 70, (240, 234, 224), 0.7, 30)
    c.shape([(0, 1125), (560, 560), (1000, 560), (1800, 1125)], (132, 110, 104))
    c.lines([((780 + k * 24, 560), (900 + k * 520, 1125)) for k in (-1, 0, 1)], (236, 230, 220), 5, 0.8)
    c.shape([(0, 560), (560, 560), (0, 1125)], (118, 150, 96))
    c.shape([(1000, 560), (1800, 560), (1800, 1125)], (150, 172, 184))
    for side in (330, 1290):
        c.box(side, 300, 26, 420, (186, 40, 38))
    c.box(318, 280, 1010, 96, (200, 44, 40), radius=12)
    c.write(823, 328, "第六届临江职工滨江运动会", 54, (255, 246, 220))
    tints = ((206, 60, 52), (44, 98, 170), (240, 178, 48), (60, 140, 96), (236, 236, 236), (110, 80, 150))
    for row in range(5):
        h = 120 + row * 48
        for k in range(8):
            x = 820 + (k - 3.5) * (64 + row * 32) + c.random.uniform(-14, 14)
            c.person(x, 690 + row * row * 17 + row * 26, h, c.random.choice(tints), legs=c.random.uniform(0.12, 0.22))
    return c.finish()


def dragon_race() -> Image.Image:
    """Twelve people on one cloth dragon."""
    c = Canvas(1800, 1125, 5)
    c.gradient([(0, (120, 178, 214)), (1, (220, 234, 232))], 0, 560)
    c.hills(540, 160, (104, 150, 124))
    c.gradient([(0, (132, 168, 96)), (1, (84, 122, 60))], 530, 1125)
    for lane in range(2):
        y = 700 + lane * 260
        c.box(0, y + 40, 1800, 8, (240, 240, 230), 0.7)
        body = (214, 66, 48) if lane else (236, 178, 52)
        points = [(x, y - 150 + math.sin(x / 90 + lane) * 18) for x in range(120, 1560, 20)]
        for k in range(12):
            c.person(200 + k * 112, y + 30, 210 + lane * 20, (50, 84, 140) if lane else (150, 50, 46), legs=0.17)
        c.shape([*points, *((x, py + 62) for x, py in reversed(points))], body)
        for x in range(140, 1540, 60):
            c.shape(
                [(x, y - 150 + math.sin(x / 90 + lane) * 18), (x + 30, y - 190), (x + 44, y - 148)], (250, 226, 150)
            )
        c.disc(1600, y - 140, 84, 70, body)
        c.disc(1636, y - 164, 14, 14, (255, 255, 255))
        c.disc(1640, y - 164, 7, 7, (20, 20, 20))
        c.shape([(1660, y - 130), (1720, y - 116), (1664, y - 92)], (250, 226, 150))
    return c.finish()


def winners() -> Image.Image:
    """Three winners before the river."""
    c = Canvas(1800, 1125, 6)
    c.gradient([(0, (94, 156, 204)), (0.7, (226, 232, 226)), (1, (226, 232, 226))], 0, 640)
    c.hills(620, 130, (120, 154, 150))
    c.reflect(640, (120, 164, 184), 0.45)
    c.gradient([(0, (196, 186, 168)), (1, (150, 138, 122))], 830, 1125)
    c.box(330, 60, 1140, 300, (186, 36, 38), radius=18)
    c.write(900, 155, "自己和自己比", 110, (255, 240, 206), "NotoSerifCJK-Black.ttc")
    c.write(900, 285, "临江市职工滨江运动会", 54, (255, 224, 170))
    for x, h, tint, step in (
        (900, 250, (230, 168, 40), 1),
        (560, 190, (176, 180, 188), 2),
        (1240, 150, (176, 120, 76), 3),
    ):
        c.box(x - 150, 960 - h, 300, h + 30, (240, 240, 236))
        c.write(x, 960 - h / 2, str(step), 100, tint)
        c.person(x, 960 - h, 320, (40, 74, 130) if step != 2 else (170, 46, 52))
        c.disc(x, 960 - h - 190, 22, 22, tint)
    return c.finish()


def reeds() -> Image.Image:
    """Reeds beside the dyke in the last light; upright."""
    c = Canvas(1200, 1600, 7)
    c.gradient([(0, (58, 84, 130)), (0.5, (236, 172, 120)), (1, (250, 210, 150))], 0, 1000)
    c.glow(820, 800, 560, (255, 170, 80), 0.6)
    c.disc(820, 800, 62, 62, (255, 232, 190))
    c.hills(990, 120, (90, 86, 112))
    c.reflect(1000, (90, 84, 110), 0.3)
    for _ in range(190):
        x, lean = c.random.uniform(-60, 1260), c.random.uniform(30, 150)
        top, width = c.random.uniform(560, 1240), c.random.uniform(2.5, 5)
        c.lines(
            [((x, 1600), (x + lean * 0.45, (1600 + top) / 2)), ((x + lean * 0.45, (1600 + top) / 2), (x + lean, top))],
            (44, 36, 40),
            width,
        )
        if c.random.random() < 0.5:
            c.shape(
                [
                    (x + lean - 8, top + 96),
                    (x + lean - 14, top + 40),
                    (x + lean + 6, top - 30),
                    (x + lean + 16, top + 50),
                ],
                (206, 164, 122),
                0.9,
                1.5,
            )
    return c.finish()


def square() -> Image.Image:
    """Stalls on the People's Square."""
    c = Canvas(1800, 1125, 8)
    c.gradient([(0, (96, 154, 210)), (0.8, (222, 234, 240)), (1, (222, 234, 240))], 0, 600)
    for k in range(16):
        x, h = k * 120 - 40, c.random.uniform(120, 370)
        tone = round(150 + c.random.uniform(-16, 20))
        c.box(x, 560 - h, 100, h + 30, (tone, tone + 10, tone + 24))
        for row in range(int(h // 30)):
            c.box(x + 10, 574 - h + row * 30, 80, 12, (tone - 40, tone - 24, tone - 4), 0.8)
    c.gradient([(0, (206, 200, 190)), (1, (168, 160, 150))], 580, 1125)
    c.lines([((900 + (k - 15) * 40, 580), (900 + (k - 15) * 240, 1125)) for k in range(31)], (150, 144, 136), 2, 0.7)
    c.box(250, 190, 1300, 150, (196, 36, 36), radius=8)
    c.write(900, 266, "工会服务集中月 · 走近职工", 78, (255, 240, 210))
    tops: tuple[Color, ...] = (_RED, (38, 112, 176), (232, 168, 44), (54, 142, 96))
    for row, (y, s) in enumerate(((600, 0.62), (760, 1.0))):
        for k in range(6):
            x = 120 + k * 320 - row * 60
            c.box(x, y, 200 * s, 150 * s, (238, 234, 226))
            c.shape([(x - 40 * s, y), (x + 100 * s, y - 92 * s), (x + 240 * s, y)], tops[(k + row) % 4])
            c.shape([(x + 100 * s, y - 92 * s), (x + 240 * s, y), (x + 130 * s, y)], (255, 255, 255), 0.22)
            for j in range(2):
                c.person(
                    x + (50 + 110 * j) * s,
                    y + 236 * s,
                    200 * s,
                    c.random.choice(((58, 66, 92), (120, 60, 60), (70, 104, 84))),
                )
    c.crowd(1040, 88, (52, 54, 70), (_YELLOW, (236, 236, 240), (60, 66, 86)), 1.25)
    return c.finish()


def court() -> Image.Image:
    """A basketball match under floodlights."""
    c = Canvas(1800, 1125, 9)
    c.gradient([(0, (10, 14, 34)), (1, (34, 44, 84))], 0, 560)
    for k in range(80):
        c.box(k * 24, 500 - c.random.uniform(0, 70), 17, 90, (22, 26, 48))
    c.gradient([(0, (40, 96, 116)), (1, (28, 66, 90))], 540, 1125)
    c.shape([(300, 640), (1500, 640), (1760, 1090), (40, 1090)], (190, 92, 60))
    c.lines(
        [
            ((300, 640), (1500, 640)),
            ((1500, 640), (1760, 1090)),
            ((1760, 1090), (40, 1090)),
            ((40, 1090), (300, 640)),
            ((900, 640), (900, 1090)),
        ],
        (246, 240, 230),
        6,
    )
    for x in (210, 1590):
        c.lines([((x, 640), (x, 120))], (70, 76, 100), 12)
        for k in range(4):
            c.box(x - 84 + k * 44, 104, 34, 26, (255, 252, 230))
            c.glow(x - 67 + k * 44, 117, 190, (220, 226, 255), 0.55)
    c.box(1180, 250, 210, 140, (240, 240, 244), radius=4)
    c.box(1248, 316, 74, 52, (200, 50, 40))
    c.box(1254, 322, 62, 40, (240, 240, 244))
    c.lines([((1285, 390), (1285, 720))], (60, 66, 90), 14)
    c.disc(1285, 396, 44, 11, (230, 90, 40))
    c.disc(1285, 394, 36, 7, (36, 44, 74))
    c.disc(1196, 292, 24, 24, (226, 126, 50))
    c.person(1050, 900, 330, (230, 176, 40), legs=0.16)
    c.lines([((1050, 660), (1110, 500))], (230, 176, 40), 18)
    for x, foot, tint in (
        (760, 960, (44, 92, 170)),
        (1390, 930, (44, 92, 170)),
        (540, 860, (230, 176, 40)),
        (880, 800, (44, 92, 170)),
        (1210, 1010, (230, 176, 40)),
    ):
        c.disc(x, foot, 80, 12, (60, 20, 10), 0.4, 8)
        c.person(x, foot, 300, tint, legs=c.random.uniform(0.12, 0.2))
    return c.finish()


def ferry() -> Image.Image:
    """The first ferry before sunrise."""
    c = Canvas(1800, 1125, 10)
    c.gradient([(0, (20, 34, 70)), (0.6, (108, 108, 146)), (1, (240, 170, 130))], 0, 640)
    c.hills(630, 150, (58, 62, 92))
    c.shape([(480, 600), (1420, 600), (1350, 690), (560, 690)], (30, 40, 66))
    c.box(600, 500, 660, 104, (226, 226, 224), radius=10)
    c.box(700, 410, 420, 92, (236, 236, 232), radius=10)
    for k in range(10):
        c.box(626 + k * 63, 526, 42, 44, (255, 214, 140), radius=4)
    for k in range(6):
        c.box(724 + k * 64, 434, 42, 40, (255, 222, 150), radius=4)
    c.box(1000, 330, 46, 84, (190, 44, 40))
    c.write(930, 648, "临江渡 07", 40, (236, 236, 236))
    c.glow(930, 520, 420, (255, 190, 110), 0.35)
    c.reflect(690, (26, 38, 70), 0.3)
    c.shape([(0, 960), (560, 900), (560, 960), (0, 1125)], (22, 24, 36))
    c.person(330, 930, 250, (16, 18, 30), (236, 140, 40))
    c.glow(420, 860, 130, (255, 236, 190), 0.8)
    return c.finish()


def night_bus() -> Image.Image:
    """A night bus at its stop."""
    c = Canvas(1800, 1125, 11)
    c.gradient([(0, (14, 18, 40)), (1, (46, 50, 84))], 0, 760)
    for k in range(18):
        x, h = k * 104 - 20, c.random.uniform(200, 560)
        c.box(x, 760 - h, 92, h, (24 + k % 3 * 5, 28 + k % 4 * 4, 52))
        for _ in range(int(h / 26)):
            c.box(x + c.random.choice((12, 38, 64)), 766 - c.random.uniform(20, h), 14, 18, (252, 206, 128), 0.7)
    c.gradient([(0, (44, 46, 66)), (1, (20, 22, 36))], 760, 1125)
    c.box(330, 430, 1180, 410, (32, 120, 112), radius=36)
    c.box(330, 700, 1180, 60, (236, 236, 230))
    for k in range(6):
        c.box(380 + k * 178, 486, 156, 170, (255, 232, 178), radius=10)
        if k != 4:
            c.disc(458 + k * 178, 596, 25, 30, (70, 66, 80))
            c.disc(458 + k * 178, 668, 50, 42, (70, 66, 80))
    c.box(330, 640, 1180, 66, (32, 120, 112))
    c.box(1420, 490, 70, 300, (206, 232, 240), radius=8)
    c.box(640, 438, 380, 42, (20, 20, 24), radius=6)
    c.write(830, 459, "27路 夜班", 32, (255, 170, 60))
    for x in (560, 1270):
        c.disc(x, 842, 78, 78, (14, 14, 20))
        c.disc(x, 842, 36, 36, (120, 124, 136))
    c.glow(1540, 760, 360, (255, 236, 190), 0.6)
    c.reflect(920, (22, 24, 40), 0.45)
    c.lines([((1660, 300), (1660, 930))], (60, 64, 84), 10)
    c.glow(1660, 300, 300, (255, 220, 160), 0.7)
    return c.finish()
