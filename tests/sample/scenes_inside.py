"""Scenes under a roof for the sample photos: workshop, hall, stage, corridor; a poster. Each gives a picture."""

from __future__ import annotations

import math
from itertools import pairwise

from brush import Canvas, Color
from PIL import Image

_HELMETS: tuple[Color, ...] = ((240, 190, 40), (236, 236, 240), (196, 48, 42), (60, 110, 180))


def workshop() -> Image.Image:
    """The assembly hall at night: trusses, crane, flanges, people at work."""
    c = Canvas(1800, 1125, 21)
    c.gradient([(0, (22, 30, 44)), (0.6, (56, 70, 88)), (1, (40, 46, 58))])
    for k in range(7):
        y, inset = 60 + k * 44, k * 86
        c.lines([((inset - 60, y), (1860 - inset, y))], (92, 106, 124), 9 - k)
        step = 120 - k * 12
        c.lines([((x, y), (x + step / 2, y - 40 + k * 4)) for x in range(inset, 1800 - inset, step)], (82, 96, 114), 4)
        c.lines(
            [((x + step / 2, y - 40 + k * 4), (x + step, y)) for x in range(inset, 1800 - inset, step)],
            (82, 96, 114),
            4,
        )
    for side in (-1, 1):
        for k in range(6):
            x, h = 900 + side * (860 - k * 120), 470 - k * 60
            c.box(x - 34 + k * 4, 620 - h / 2 - 120, 68 - k * 8, h * 0.45, (190, 214, 232), 0.85)
            c.glow(x, 420, 210 - k * 16, (150, 180, 210), 0.4)
    c.gradient([(0, (74, 80, 84)), (1, (46, 50, 56))], 720, 1125)
    c.lines([((900 + (k - 8) * 46, 720), (900 + (k - 8) * 250, 1125)) for k in range(17)], (210, 176, 60), 4, 0.35)
    c.box(120, 330, 1560, 42, (226, 160, 40))
    c.lines([((760, 372), (760, 560)), ((800, 372), (800, 560))], (40, 44, 52), 5)
    c.shape([(740, 560), (820, 560), (780, 620)], (60, 64, 72))
    for x, r in ((520, 170), (900, 210), (1300, 180)):
        c.disc(x, 800, r, r, (122, 130, 140))
        c.disc(x, 800, r * 0.74, r * 0.74, (52, 60, 70))
        for k in range(24):
            t = k * math.pi / 12
            c.disc(x + math.cos(t) * r * 0.87, 800 + math.sin(t) * r * 0.87, 9, 9, (46, 52, 60))
    c.glow(1110, 900, 300, (255, 160, 70), 0.9)
    for x, foot, h in ((250, 1010, 330), (1110, 1020, 330), (1590, 1000, 310), (700, 960, 250)):
        c.person(x, foot, h, (34, 58, 96), c.random.choice(_HELMETS))
    return c.finish()


def welder() -> Image.Image:
    """A welder and the arc."""
    c = Canvas(1800, 1200, 22)
    c.gradient([(0, (10, 14, 24)), (1, (30, 26, 30))])
    c.glow(1120, 800, 1000, (70, 110, 190), 0.5)
    c.disc(1500, 1250, 700, 420, (64, 66, 74))
    c.disc(1500, 1270, 640, 360, (36, 38, 44))
    c.shape([(180, 1200), (250, 720), (440, 560), (700, 560), (880, 760), (930, 1200)], (26, 40, 66))
    c.shape([(700, 640), (1080, 800), (1060, 870), (660, 800)], (34, 52, 84))
    c.disc(590, 420, 150, 180, (40, 42, 48))
    c.shape([(450, 320), (730, 320), (760, 470), (700, 620), (500, 620), (430, 470)], (58, 60, 68))
    c.box(560, 390, 190, 86, (14, 20, 26), radius=10)
    c.box(590, 406, 140, 54, (88, 170, 130), 0.9, radius=6)
    c.lines([((1040, 830), (1118, 806))], (150, 150, 156), 14)
    c.glow(1120, 806, 420, (180, 210, 255), 1.0)
    c.glow(1120, 806, 150, (255, 255, 255), 1.0)
    for _ in range(340):
        t, r = c.random.uniform(-math.pi, 0.6), c.random.uniform(30, 620) * c.random.random() ** 0.6
        x, y = 1120 + math.cos(t) * r, 806 + math.sin(t) * r * 0.8 + r * r / 1400
        length = 6 + r * 0.05
        heat = 1 - r / 700
        c.lines(
            [((x, y), (x + math.cos(t) * length, y + math.sin(t) * length + length * 0.4))],
            (255, round(150 + 90 * heat), round(60 + 150 * heat)),
            2.2,
        )
    return c.finish()


def lecture() -> Image.Image:
    """A worker lectures between the machines; listeners on folding stools."""
    c = Canvas(1800, 1125, 23)
    c.gradient([(0, (70, 84, 100)), (0.7, (150, 160, 166)), (1, (110, 116, 120))])
    for k in range(10):
        c.box(40 + k * 184, 60, 90, 300, (206, 224, 236), 0.75, radius=4)
        c.box(136 + k * 184, 0, 18, 700, (76, 86, 100))
    c.box(280, 120, 1240, 130, (194, 34, 36), radius=6)
    c.write(900, 186, "全市产业工人队伍建设现场会", 70, (255, 238, 206))
    c.box(1080, 300, 460, 300, (246, 248, 248), radius=8)
    c.lines([((1130, 560), (1500, 560)), ((1130, 330), (1130, 560))], (90, 96, 106), 4)
    steps = [(1150, 540), (1220, 520), (1226, 470), (1310, 450), (1316, 410), (1400, 390), (1406, 350), (1490, 338)]
    c.lines(list(pairwise(steps)), (196, 44, 40), 7)
    c.disc(760, 720, 150, 22, (60, 64, 70), 0.5, 10)
    c.person(760, 720, 420, (36, 66, 118), (240, 190, 40))
    c.lines([((790, 440), (960, 400))], (36, 66, 118), 30)
    c.gradient([(0, (120, 124, 126)), (1, (90, 94, 98))], 860, 1125)
    c.crowd(830, 62, (70, 78, 96), _HELMETS, 1.1)
    c.crowd(940, 84, (52, 60, 80), _HELMETS, 1.1)
    c.crowd(1060, 108, (34, 42, 62), _HELMETS, 1.15)
    return c.finish()


def stage() -> Image.Image:
    """A choir on the stage."""
    c = Canvas(1800, 1125, 24)
    c.gradient([(0, (50, 10, 18)), (1, (120, 26, 34))])
    for k in range(46):
        x = k * 40
        c.box(x, 0, 16, 720, (146, 32, 40) if k % 2 else (84, 14, 24), 0.6, 6)
    c.gradient([(0, (122, 84, 54)), (1, (66, 42, 30))], 720, 1125)
    c.box(340, 110, 1120, 420, (22, 28, 54), radius=10)
    for _ in range(120):
        c.disc(350 + c.random.uniform(0, 1100), 120 + c.random.uniform(0, 400), 2, 2, (200, 214, 255), 0.7)
    c.write(900, 270, "零点的总装", 130, (255, 236, 196), "NotoSerifCJK-Black.ttc")
    c.write(900, 410, "江锚重工职工合唱团", 54, (214, 222, 250))
    for x, tint in ((250, (255, 210, 150)), (620, (255, 240, 214)), (1180, (255, 240, 214)), (1550, (255, 210, 150))):
        c.shape(
            [(x - 16, 0), (x + 16, 0), (900 + (x - 900) * 0.5 + 260, 960), (900 + (x - 900) * 0.5 - 260, 960)],
            tint,
            0.13,
            14,
        )
    for row in range(3):
        y, n = 700 + row * 62, 17
        c.box(240, y, 1320, 66, (74 + row * 10, 48 + row * 6, 34))
        for k in range(n):
            x = 300 + k * 1200 // (n - 1)
            c.disc(x, y - 176, 25, 29, (226, 190, 164))
            c.disc(x, y - 190, 27, 20, (28, 24, 28))
            c.box(x - 36, y - 146, 72, 150, (30, 66, 124), radius=22)
            c.shape([(x - 10, y - 146), (x + 10, y - 146), (x, y - 112)], (246, 246, 246))
    c.disc(900, 960, 150, 18, (30, 16, 10), 0.6, 8)
    c.person(900, 960, 330, (18, 18, 24))
    c.lines([((900, 720), (1010, 620)), ((900, 720), (790, 640))], (18, 18, 24), 20)
    c.crowd(1080, 70, (20, 12, 16), (), 1.0)
    return c.finish()


def tearoom() -> Image.Image:
    """The mediator's room: a window, a blue cloth, three cups."""
    c = Canvas(1800, 1125, 25)
    c.gradient([(0, (222, 206, 180)), (1, (176, 150, 120))])
    c.box(980, 90, 640, 620, (108, 78, 54), radius=6)
    c.box(1004, 114, 592, 572, (226, 240, 244))
    for k in range(9):
        c.disc(1090 + k * 52, 330 + 60 * math.sin(k), 74, 60, (126, 168, 112), 0.75, 8)
    c.box(1288, 100, 22, 600, (108, 78, 54))
    c.box(990, 380, 620, 20, (108, 78, 54))
    c.shape([(1004, 686), (1596, 686), (1180, 1125), (180, 1125)], (255, 240, 200), 0.28, 30)
    c.box(190, 120, 520, 600, (34, 62, 126), radius=4)
    for i in range(7):
        for j in range(8):
            x, y = 232 + i * 74, 158 + j * 76
            if 210 < y < 640 and 330 < x < 580:
                continue
            for t in range(6):
                c.disc(x + math.cos(t * 1.05) * 14, y + math.sin(t * 1.05) * 14, 7, 7, (214, 226, 244))
    for k, word in enumerate("娘家人"):
        c.write(450, 270 + k * 146, word, 124, (236, 242, 252), "NotoSerifCJK-Bold.ttc")
    c.shape([(120, 860), (1680, 860), (1800, 1125), (0, 1125)], (126, 82, 50))
    c.shape([(120, 860), (1680, 860), (1690, 884), (110, 884)], (164, 112, 70))
    for x in (560, 900, 1240):
        c.disc(x + 30, 1010, 120, 20, (60, 36, 20), 0.45, 12)
        c.shape([(x - 78, 880), (x + 78, 880), (x + 56, 1004), (x - 56, 1004)], (242, 240, 232))
        c.disc(x, 1004, 56, 15, (226, 222, 212))
        c.disc(x, 880, 78, 20, (250, 248, 242))
        c.disc(x, 882, 64, 14, (158, 112, 46))
        for k in range(3):
            c.disc(x - 20 + k * 20, 800 - k * 34, 16, 58, (255, 255, 255), 0.35, 14)
    return c.finish()


def corridor() -> Image.Image:
    """A glass corridor, workshops on both sides."""
    c = Canvas(1800, 1125, 26)
    vanish = (900.0, 470.0)
    c.gradient([(0, (214, 228, 236)), (0.5, (244, 246, 242)), (1, (196, 190, 180))])
    for side in (-1, 1):
        for k in range(8):
            near, far = 900 * 0.72**k, 900 * 0.72 ** (k + 1)
            x1, x2 = 900 + side * near * 0.98, 900 + side * far * 0.98
            top1, top2 = vanish[1] - near * 0.46, vanish[1] - far * 0.46
            low1, low2 = vanish[1] + near * 0.62, vanish[1] + far * 0.62
            tint: Color = ((238, 196, 120), (140, 190, 206), (206, 158, 130), (160, 196, 150))[(k + (side > 0)) % 4]
            c.shape([(x1, top1), (x2, top2), (x2, low2), (x1, low1)], tint, 0.75)
            c.shape([(x1, low1), (x2, low2), (x2, low2 - far * 0.3), (x1, low1 - near * 0.3)], (90, 84, 80), 0.45)
            c.lines([((x1, top1 - near * 0.05), (x1, low1))], (70, 84, 96), 16 * 0.72**k + 1)
            c.shape([(x1, top1), (x2, top2), (x2 - side * far * 0.14, low2)], (255, 255, 255), 0.22)
    c.shape([(18, 1028), (1782, 1028), (960, 510), (840, 510)], (206, 194, 176))
    c.lines([((900 + s * 40, 520), (900 + s * 620, 1125)) for s in (-1, 0, 1)], (176, 164, 148), 4, 0.7)
    for k in range(7):
        near = 900 * 0.72**k
        c.box(900 - near * 0.22, vanish[1] - near * 0.5, near * 0.44, 12 * 0.8**k + 2, (255, 252, 236))
        c.glow(900, vanish[1] - near * 0.47, near * 0.34 + 20, (255, 246, 214), 0.3)
    c.glow(900, 480, 220, (255, 252, 240), 0.8)
    c.box(690, 60, 420, 84, (150, 38, 36), radius=8)
    c.write(900, 102, "临江工匠学院", 54, (255, 240, 214))
    for x, foot, h, tint in (
        (760, 840, 330, (60, 76, 104)),
        (1060, 740, 240, (130, 66, 58)),
        (930, 620, 130, (70, 96, 84)),
    ):
        c.disc(x, foot, h * 0.24, h * 0.04, (90, 80, 70), 0.5, 6)
        c.person(x, foot, h, tint)
    return c.finish()


def poster() -> Image.Image:
    """The poster of a photo exhibition, in flat colours."""
    c = Canvas(1200, 1600, 27)
    c.gradient([(0, (24, 40, 88)), (0.34, (24, 40, 88)), (0.34, (24, 40, 88)), (1, (24, 40, 88))])
    c.disc(600, 800, 420, 420, (246, 178, 62))
    c.box(0, 960, 1200, 640, (18, 28, 62))
    c.shape([(430, 1600), (560, 960), (640, 960), (770, 1600)], (50, 62, 104))
    for k in range(6):
        s = 0.55**k
        c.shape(
            [
                (600 - 14 * s, 960 + 330 * s),
                (600 + 14 * s, 960 + 330 * s),
                (600 + 10 * s, 960 + 230 * s),
                (600 - 10 * s, 960 + 230 * s),
            ],
            (246, 238, 214),
        )
    for x, h in ((300, 300), (420, 220), (800, 260), (930, 340)):
        c.person(x, 1200, h, (246, 238, 214))
    c.write(600, 200, "上班路上", 210, (246, 238, 214), "NotoSerifCJK-Black.ttc")
    c.write(600, 350, "临江市职工手机摄影展", 58, (246, 178, 62))
    c.write(600, 1400, "十月二十二日开幕　免费参观", 46, (246, 238, 214))
    c.write(600, 1480, "工人文化宫三楼展厅", 46, (246, 238, 214))
    return c.finish(grain=0.0, vignette=0.0).quantize(64, dither=Image.Dither.NONE).convert("RGB")
