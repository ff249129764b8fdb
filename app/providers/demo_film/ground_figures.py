"""Draws figures that stand or drive on land."""

from app.providers.demo_film.canvas import box, ellipse, mixed, polygon, sway
from app.providers.demo_film.figures import DARK, PALE, Part, travel
from app.providers.demo_film.stage import NEAR, Stage


def _still(stage: Stage, parts: list[Part], size: float, *, at: float, level: float = 0.78, tags: str = "") -> None:
    travel(stage, parts, size, level=level, layer=NEAR + 1, speed=-22, start=at, tags=tags)


def car(stage: Stage) -> None:
    """Draw a car."""
    body = (
        "m -480 0 l -480 -120 b -460 -200 -330 -190 -260 -210 b -180 -360 160 -370 240 -210 "
        "b 380 -200 480 -190 490 -80 l 490 0 "
    )
    glass = "m -210 -205 b -150 -310 -60 -320 -20 -320 l -20 -205 m 20 -205 l 20 -320 b 120 -320 160 -280 190 -205 "
    wheels = ellipse(-32, 2, 12) + ellipse(34, 2, 12)
    hubs = ellipse(-32, 2, 5) + ellipse(34, 2, 5)
    lamp = ellipse(58, -12, 4, 3)
    parts: list[Part] = [
        (body, stage.palette.accent),
        (glass, (190, 222, 240)),
        (wheels, DARK),
        (hubs, (190, 190, 196)),
        (lamp, (255, 236, 160)),
    ]
    travel(stage, parts, 88, level=0.8, layer=NEAR + 1, speed=46, start=0.02)


def house(stage: Stage) -> None:
    """Draw a house."""
    wall, roof = box(-40, -44, 80, 48), polygon(((-52, -44), (0, -86), (52, -44)))
    chimney = box(20, -82, 12, 26)
    panes = box(-26, -30, 18, 16) + box(10, -30, 18, 16)
    door = box(-7, -22, 14, 26)
    glow = (255, 214, 128) if stage.palette.night else (206, 230, 240)
    parts: list[Part] = [
        (chimney, (120, 80, 66)),
        (wall, mixed(PALE, stage.palette.far, 0.15)),
        (roof, stage.palette.accent),
        (panes, glow),
        (door, (112, 74, 52)),
    ]
    _still(stage, parts, 110, at=0.66, level=0.76)


def cat(stage: Stage) -> None:
    """Draw a cat."""
    tail = "m 280 -40 b 520 -60 560 -360 430 -470 b 420 -480 380 -450 400 -420 b 470 -320 430 -130 270 -140 "
    body = ellipse(4, -26, 33, 27)
    head = ellipse(-26, -58, 20, 17)
    ears = polygon(((-43, -64), (-44, -88), (-28, -74))) + polygon(((-24, -74), (-10, -88), (-8, -64)))
    eyes = ellipse(-33, -60, 2.6, 3.4) + ellipse(-19, -60, 2.6, 3.4)
    paws = ellipse(-16, -2, 9, 5) + ellipse(10, -2, 9, 5)
    coat = stage.palette.accent if stage.palette.accent != stage.palette.near else DARK
    parts: list[Part] = [
        (tail, coat),
        (ears, mixed(coat, DARK, 0.25)),
        (body + paws, coat),
        (head, mixed(coat, PALE, 0.12)),
        (eyes, DARK),
    ]
    _still(stage, parts, 84, at=0.5, level=0.8)


def tree(stage: Stage) -> None:
    """Draw two trees."""
    trunk = polygon(((-6, 4), (-4, -50), (4, -50), (6, 4)))
    leaf = mixed(stage.palette.near, (96, 170, 90), 0.5)
    crown = ellipse(0, -78, 32) + ellipse(-24, -60, 24) + ellipse(24, -60, 24)
    shine = ellipse(-8, -88, 16) + ellipse(-26, -64, 11)
    parts: list[Part] = [(trunk, (92, 64, 48)), (crown, leaf), (shine, mixed(leaf, stage.palette.light, 0.25))]
    for at, size in ((0.2, 120), (0.84, 92)):
        _still(stage, parts, size, at=at, tags=sway(stage.span, 1.2, 3.2))


def flower(stage: Stage) -> None:
    """Draw a bed of flowers."""
    stem = polygon(((-2, 4), (-1, -44), (2, -44), (2, 4))) + ellipse(9, -18, 9, 4)
    petals = "".join(ellipse(dx, -50 + dy, 9) for dx, dy in ((0, -12), (11, -4), (7, 10), (-7, 10), (-11, -4)))
    heart = ellipse(0, -50, 7)
    for n in range(9):
        tint = (stage.palette.accent, mixed(stage.palette.accent, PALE, 0.5), (250, 214, 110))[n % 3]
        parts: list[Part] = [
            (stem, (70, 132, 74)),
            (petals, tint),
            (heart, (250, 224, 120) if n % 3 < 2 else (150, 96, 60)),
        ]
        _still(
            stage,
            parts,
            stage.random.uniform(42, 76),
            at=n * 0.13 + stage.random.uniform(0, 0.06),
            level=stage.random.uniform(0.77, 0.84),
            tags=sway(stage.span, 5, stage.random.uniform(1.8, 2.8)),
        )
