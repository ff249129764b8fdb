"""One drawing per shot. Each shows one subject on the move, so that a crop has something to follow.

A picture gets the part of its shot that has passed (0..1) and the seconds since its start, and returns its frame
and where the subject's centre is, in pixels.
"""

import math
import random
from collections.abc import Callable

from training.sample.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, around, mixed

Picture = Callable[[float, float], tuple[Canvas, Point]]

WHITE: Colour = (250, 250, 250)
BLACK: Colour = (16, 18, 24)


def _glide(share: float, start: float, end: float) -> float:
    """From `start` to `end`, slow at both ends."""
    return start + (end - start) * (1 - math.cos(math.pi * share)) / 2


def _sway(time_s: float, period_s: float, reach: float) -> float:
    return reach * math.sin(2 * math.pi * time_s / period_s)


def _stars(canvas: Canvas, time_s: float, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(90):
        x, y, depth = dice.uniform(0, WIDTH), dice.uniform(0, HEIGHT - 60), dice.uniform(0.3, 1.0)
        twinkle = 0.6 + 0.4 * math.sin(time_s * 3 * depth + x)
        colour = mixed((40, 40, 80), WHITE, depth * twinkle)
        canvas.disc(((x - time_s * 12 * depth) % WIDTH, y), 0.6 + depth, colour)


def rocket(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A rocket climbs from left to right past Saturn."""
    canvas = Canvas((8, 10, 36), (58, 30, 98))
    _stars(canvas, time_s, seed=1)
    saturn = (470 - 30 * share, 105.0)
    canvas.ring(saturn, (86, 22), (196, 170, 120), 7, (180, 360))
    canvas.disc(saturn, 44, (226, 190, 120))
    canvas.ellipse((saturn[0], saturn[1] - 14), (40, 6), (240, 212, 150))
    canvas.ring(saturn, (86, 22), (222, 198, 150), 7, (0, 180))
    x, y = _glide(share, 90, 540), _glide(share, 250, 150) + _sway(time_s, 1.7, 5)
    flame = 26 + 10 * math.sin(time_s * 31) * math.cos(time_s * 17)
    canvas.shape([(x - 38, y - 10), (x - 38 - flame, y), (x - 38, y + 10)], (255, 150, 40))
    canvas.shape([(x - 38, y - 6), (x - 38 - flame * 0.6, y), (x - 38, y + 6)], (255, 230, 120))
    canvas.shape([(x - 40, y - 26), (x - 12, y), (x - 40, y + 26)], (200, 50, 60))
    canvas.ellipse((x, y), (46, 17), (235, 238, 245))
    canvas.ellipse((x + 30, y), (17, 11), (200, 50, 60))
    canvas.disc((x + 6, y), 8, (70, 130, 200))
    return canvas, (x, y)


def mars(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A satellite passes over turning Mars from right to left."""
    canvas = Canvas((30, 8, 12), (120, 44, 24))
    _stars(canvas, time_s, seed=2)
    centre = (330.0, 400.0)
    canvas.disc(centre, 214, (150, 62, 34))
    canvas.disc(centre, 206, (198, 92, 48))
    dice = random.Random(7)
    for _ in range(26):
        angle, depth = dice.uniform(0, 360), dice.uniform(60, 190)
        spot = around(centre, depth, angle + time_s * 9)
        canvas.ellipse(spot, (dice.uniform(6, 20), dice.uniform(4, 11)), mixed((198, 92, 48), (120, 48, 26), 0.6))
    canvas.ellipse((330, 205), (60, 9), (240, 226, 214))
    x, y = _glide(share, 560, 110), 110 + _sway(time_s, 3.0, 14)
    canvas.line([(x - 62, y), (x + 62, y)], (190, 190, 200), 3)
    for side in (-1, 1):
        canvas.box((x + side * 44 - 22, y - 15), (x + side * 44 + 22, y + 15), (40, 84, 168), 2)
        for bar in (-11, 0, 11):
            canvas.line([(x + side * 44 + bar, y - 15), (x + side * 44 + bar, y + 15)], (130, 170, 230), 1)
    canvas.box((x - 15, y - 19), (x + 15, y + 19), (226, 200, 110), 4)
    canvas.ring((x, y + 26), (13, 8), WHITE, 3, (0, 180))
    blink = (255, 70, 60) if math.sin(time_s * 7) > 0 else (110, 20, 20)
    canvas.disc((x, y - 24), 4, blink)
    return canvas, (x, y)


def pan(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A pan is shaken on the stove and slides to the right; onions jump, steam rises."""
    canvas = Canvas((255, 236, 200), (246, 178, 104))
    for tile in range(0, WIDTH, 64):
        canvas.line([(tile, 0), (tile, 236)], (250, 216, 166), 2)
    for row in (58, 118, 178):
        canvas.line([(0, row), (WIDTH, row)], (250, 216, 166), 2)
    canvas.box((0, 236), (WIDTH, HEIGHT), (122, 74, 48))
    canvas.box((0, 236), (WIDTH, 248), (160, 104, 66))
    x, y = _glide(share, 170, 430) + _sway(time_s, 0.9, 12), 218.0
    for wisp in (-44, 0, 44):
        path = [(x + wisp + _sway(time_s + step / 9 + wisp, 1.6, 9), y - 26 - step * 11) for step in range(11)]
        canvas.line(path, (255, 248, 232), 5)
    canvas.box((x + 88, y - 2), (x + 196, y + 12), (60, 44, 40), 6)
    canvas.ellipse((x, y + 4), (104, 30), (44, 46, 54))
    canvas.ellipse((x, y), (94, 23), (84, 88, 98))
    dice = random.Random(5)
    for _ in range(16):
        at, phase, tint = dice.uniform(-70, 70), dice.uniform(0, 6), dice.random()
        jump = 34 * max(0.0, math.sin(time_s * 7 + phase))
        spot = (x + at, y - jump + dice.uniform(-8, 10))
        canvas.ellipse(spot, (10, 6), mixed((252, 250, 226), (206, 112, 160), 0.7 * tint))
    return canvas, (x, y)


def chart(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A falling price line grows from left to right, its tip glowing."""
    canvas = Canvas((12, 34, 44), (8, 18, 26))
    for x_grid in range(40, WIDTH, 60):
        canvas.line([(x_grid, 30), (x_grid, 300)], (28, 62, 74), 1)
    for y_grid in range(30, 301, 45):
        canvas.line([(30, y_grid), (WIDTH - 30, y_grid)], (28, 62, 74), 1)
    dice = random.Random(11)
    swings = [dice.uniform(-20, 20) for _ in range(60)]
    reached = 2 + share * 56
    points = [(40 + step * 9.4, 70 + step * 3.4 + swings[step]) for step in range(int(reached) + 1)]
    part, last, after = reached % 1, points[-1], int(reached) + 1
    tip = (last[0] + 9.4 * part, last[1] + (70 + after * 3.4 + swings[after] - last[1]) * part)
    for step, (x, y) in enumerate(points):
        height = 16 + abs(swings[step]) * 1.5
        canvas.box((x - 3, 300 - height), (x + 3, 300), (150, 50, 56) if swings[step] > 0 else (46, 110, 100))
        canvas.disc((x, y), 2, (255, 140, 130))
    canvas.line([*points, tip], (244, 84, 84), 4)
    glow = 12 + _sway(time_s, 0.8, 4)
    canvas.disc(tip, glow, (150, 44, 52))
    canvas.disc(tip, 7, WHITE)
    return canvas, tip


def goal(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A ball bounces across the pitch towards the goalkeeper's hands."""
    canvas = Canvas((120, 190, 240), (200, 230, 250))
    dice = random.Random(13)
    for seat in range(150):
        x, y = dice.uniform(0, WIDTH), 62 + 78 * dice.random()
        shirt = [(220, 60, 60), (240, 240, 240), (60, 90, 200), (250, 200, 60)][seat % 4]
        canvas.disc((x, y + 5 * abs(math.sin(time_s * 5 + seat))), 6, shirt)
    for stripe in range(8):
        green = (62, 150, 70) if stripe % 2 else (74, 166, 80)
        canvas.shape(
            [(stripe * 110 - 120, 360), (stripe * 80, 150), (stripe * 80 + 80, 150), (stripe * 110 - 10, 360)], green
        )
    canvas.box((0, 140), (WIDTH, 156), (236, 236, 240))
    for post in range(540, 640, 14):
        canvas.line([(post, 110), (post + 30, 270)], (214, 222, 228), 1)
    canvas.line([(540, 280), (540, 104), (640, 104)], WHITE, 6)
    reach = _sway(time_s, 2.2, 26)
    keeper = (500.0, 214 + reach)
    canvas.line([(keeper[0] + 4, keeper[1] + 24), (keeper[0] + 10, keeper[1] + 66)], (30, 40, 90), 12)
    canvas.line([keeper, (keeper[0] - 36, keeper[1] - 26 + reach / 2)], (250, 190, 40), 9)
    canvas.ellipse((keeper[0] + 2, keeper[1] + 12), (14, 26), (250, 190, 40))
    canvas.disc((keeper[0], keeper[1] - 24), 12, (232, 180, 140))
    x, y = 60 + 390 * share, 286 - 130 * abs(math.sin(time_s * 2.6)) * (1 - 0.35 * share)
    canvas.ellipse((x, 300), (17, 5), (46, 120, 56))
    canvas.disc((x, y), 17, WHITE)
    for patch in range(5):
        canvas.disc(around((x, y), 10, patch * 72 + time_s * 240), 4, BLACK)
    return canvas, (x, y)


def _handset(canvas: Canvas, centre: Point, glass: Colour) -> None:
    x, y = centre
    canvas.box((x - 58, y - 108), (x + 58, y + 108), (30, 32, 40), 16)
    canvas.box((x - 51, y - 98), (x + 51, y + 98), glass, 9)
    canvas.box((x - 16, y - 94), (x + 16, y - 87), (30, 32, 40), 4)


def phone(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A phone glides from right to left and takes pictures: its flash goes off."""
    canvas = Canvas((214, 236, 250), (120, 168, 220))
    for wave in range(6):
        radius = (wave * 70 + time_s * 50) % 420
        canvas.ring((320, 180), (radius, radius), mixed((255, 255, 255), (160, 200, 236), radius / 420), 3)
    x, y = _glide(share, 520, 130), 168 + _sway(time_s, 2.6, 10)
    _handset(canvas, (x, y), (36, 60, 110))
    for bar in range(5):
        height = 22 + 18 * math.sin(time_s * 4 + bar)
        canvas.box((x - 40 + bar * 17, y + 76 - height), (x - 28 + bar * 17, y + 76), (110, 220, 200), 3)
    canvas.disc((x, y - 34), 31, (220, 228, 240))
    canvas.disc((x, y - 34), 24, (20, 26, 44))
    canvas.disc((x, y - 34), 13 + _sway(time_s, 1.3, 3), (70, 110, 200))
    if time_s % 2.4 < 0.16:
        canvas.disc((x + 36, y - 74), 22, (255, 255, 235))
    canvas.disc((x + 36, y - 74), 6, (255, 244, 190))
    return canvas, (x, y)


def cracked_phone(share: float, time_s: float) -> tuple[Canvas, Point]:
    """The same phone, broken, shakes its way to the right; its waiting sign turns and turns."""
    canvas = Canvas((70, 66, 80), (34, 30, 42))
    for slash in range(-2, 9):
        x = slash * 90 + (time_s * 14) % 90
        canvas.shape([(x, 0), (x + 34, 0), (x - 66, HEIGHT), (x - 100, HEIGHT)], (64, 58, 72))
    x, y = _glide(share, 190, 470) + _sway(time_s, 0.23, 3), 168.0
    _handset(canvas, (x, y), (92, 40, 52))
    for spoke in range(10):
        shine = ((spoke - time_s * 9) % 10) / 10
        inner, outer = around((x, y + 26), 15, spoke * 36), around((x, y + 26), 29, spoke * 36)
        canvas.line([inner, outer], mixed((120, 66, 76), WHITE, shine), 5)
    crack = [(x - 51, y - 70), (x - 14, y - 44), (x - 22, y - 12), (x + 16, y - 26), (x + 51, y + 2)]
    canvas.line(crack, WHITE, 3)
    canvas.line([(x - 14, y - 44), (x + 12, y - 98)], WHITE, 2)
    canvas.line([(x + 16, y - 26), (x + 34, y - 72)], WHITE, 2)
    return canvas, (x, y)


def stage(share: float, time_s: float) -> tuple[Canvas, Point]:
    """A record rolls over the stage under sweeping lights; bars beat behind it."""
    canvas = Canvas((60, 10, 70), (190, 50, 90))
    for lamp, colour in ((110, (112, 40, 130)), (320, (150, 60, 120)), (530, (112, 40, 130))):
        lean = _sway(time_s + lamp, 3.4, 130)
        canvas.shape([(lamp - 8, 0), (lamp + 8, 0), (lamp + lean + 74, 262), (lamp + lean - 74, 262)], colour)
    for bar in range(20):
        beat = abs(math.sin(time_s * 3.1 + bar * 0.9)) * abs(math.sin(time_s * 1.3 + bar * 0.37))
        height = 14 + 120 * beat
        canvas.box((bar * 32 + 6, 262 - height), (bar * 32 + 26, 262), mixed((240, 120, 60), (255, 220, 90), beat), 3)
    canvas.box((0, 262), (WIDTH, HEIGHT), (48, 16, 40))
    x, y = _glide(share, 110, 540), 196 - 8 * abs(math.sin(time_s * 6))
    canvas.disc((x, y), 66, (20, 18, 22))
    for groove in (58, 50, 42, 34):
        canvas.ring((x, y), (groove, groove), (56, 52, 60), 1)
    for shine in (30, 210):
        canvas.ring((x, y), (54, 54), (130, 126, 140), 6, (shine + x, shine + 26 + x))
    canvas.disc((x, y), 24, (70, 190, 200))
    canvas.disc(around((x, y), 14, x), 4, WHITE)
    canvas.disc((x, y), 5, BLACK)
    return canvas, (x, y)


def lanterns(share: float, time_s: float) -> tuple[Canvas, Point]:
    """Lanterns rise at dusk; the largest drifts to the left."""
    canvas = Canvas((10, 44, 66), (236, 150, 110))
    dice = random.Random(21)
    for _ in range(26):
        x, speed, size = dice.uniform(0, WIDTH), dice.uniform(14, 34), dice.uniform(5, 12)
        y = (dice.uniform(0, 420) - time_s * speed) % 420 - 30
        canvas.disc((x + _sway(time_s + x, 4, 6), y), size, (255, 206, 120))
        canvas.disc((x + _sway(time_s + x, 4, 6), y), size * 0.55, (255, 240, 190))
    canvas.shape(
        [(0, 360), (0, 268), (130, 226), (250, 272), (390, 214), (540, 268), (640, 236), (640, 360)], (24, 40, 56)
    )
    x, y = _glide(share, 470, 240), _glide(share, 210, 110)
    canvas.box((x - 34, y - 44), (x + 34, y + 44), (226, 96, 60), 18)
    canvas.box((x - 20, y - 36), (x + 20, y + 36), (255, 176, 90), 12)
    canvas.disc((x, y + 8), 13 + _sway(time_s, 0.7, 2), (255, 244, 200))
    canvas.line([(x - 22, y + 46), (x + 22, y + 46)], (120, 40, 30), 5)
    return canvas, (x, y)


PICTURES: dict[str, Picture] = {
    picture.__name__: picture for picture in (rocket, mars, pan, chart, goal, phone, cracked_phone, stage, lanterns)
}
