"""Draws figures that fly, float and swim."""

from typing import Final

from app.providers.demo_film.canvas import Colour, box, ellipse, mixed, polygon, sway
from app.providers.demo_film.stage import MIDDLE, NEAR, Stage

DARK: Final[Colour] = (34, 30, 44)

PALE: Final[Colour] = (250, 246, 236)

#: A part of a figure: its path and colour. Figures are about 100 wide, their origin is where they stand or float.
Part = tuple[str, Colour]


def travel(
    stage: Stage,
    parts: list[Part],
    size: float,
    *,
    level: float,
    layer: int,
    speed: float,
    tags: str = "",
    climb: float = 0.0,
    start: float = 0.12,
) -> None:
    """Let a figure of `size` units travel to the right at a level of the height."""
    scale = size * stage.unit / 100
    at = stage.width * start, stage.height * level
    to = at[0] + stage.span.scaled(speed * stage.unit), at[1] - stage.span.scaled(climb * stage.unit)
    grown = rf"\fscx{scale * 100:.1f}\fscy{scale * 100:.1f}{tags}"
    for path, colour in parts:
        stage.canvas.draw(path, colour, stage.span, layer=layer, at=at, to=to, tags=grown)


def bird(stage: Stage) -> None:
    """Draw a flock of birds."""
    wings = (
        "m -400 0 b -280 -240 -80 -200 0 0 b 80 -200 280 -240 400 0 "
        "b 280 -150 90 -110 0 60 b -90 -110 -280 -150 -400 0 "
    )
    for _ in range(5):
        size = stage.random.uniform(20, 34)
        x, level = stage.random.uniform(0.02, 0.4), stage.random.uniform(0.14, 0.36)
        beat = stage.random.uniform(0.32, 0.46)
        flap, now, down = "", 0.0, True
        while now < stage.span.length_s:
            high = size * stage.unit * (0.45 if down else 1.25)
            flap += rf"\t({round(now * 1000)},{round((now + beat) * 1000)},\fscy{high:.1f})"
            now, down = now + beat, not down
        colour = (
            mixed(DARK, stage.palette.near, 0.5) if not stage.palette.night else mixed(PALE, stage.palette.far, 0.3)
        )
        at = stage.width * x, stage.height * level
        to = at[0] + stage.span.scaled(stage.unit * (26 + size)), at[1] - stage.span.scaled(stage.unit * 3)
        tags = rf"\fscx{size * stage.unit:.1f}\fscy{size * stage.unit:.1f}{flap}"
        stage.canvas.draw(wings, colour, stage.span, layer=MIDDLE, at=at, to=to, tags=tags)


def boat(stage: Stage) -> None:
    """Draw a sailing boat."""
    hull = polygon(((-60, -6), (62, -6), (44, 20), (-42, 20)))
    stripe = polygon(((-57, 0), (58, 0), (56, 4), (-54, 4)))
    mast = box(-3, -108, 5, 104)
    main = polygon(((5, -104), (5, -16), (56, -16)))
    jib = polygon(((-6, -92), (-6, -16), (-44, -16)))
    shaded = mixed(PALE, stage.palette.sky[1], 0.25)
    parts: list[Part] = [(mast, DARK), (main, PALE), (jib, shaded), (hull, stage.palette.accent), (stripe, PALE)]
    travel(stage, parts, 92, level=0.7, layer=MIDDLE + 1, speed=20, tags=sway(stage.span, 2.5, 2.6), start=0.18)


def balloon(stage: Stage) -> None:
    """Draw two balloons."""
    skin = ellipse(0, -60, 46, 50) + polygon(((-38, -34), (38, -34), (11, 4), (-11, 4)))
    inner = ellipse(0, -60, 20, 50) + polygon(((-16, -20), (16, -20), (5, 4), (-5, 4)))
    ropes = polygon(((-11, 3), (-9, 3), (-8, 22), (-10, 22))) + polygon(((9, 3), (11, 3), (10, 22), (8, 22)))
    basket = polygon(((-12, 21), (12, 21), (9, 36), (-9, 36)))
    parts: list[Part] = [
        (ropes, DARK),
        (skin, stage.palette.accent),
        (inner, mixed(stage.palette.accent, PALE, 0.55)),
        (basket, (112, 74, 46)),
    ]
    for size, level, start, speed in ((96, 0.42, 0.2, 8), (46, 0.28, 0.52, 5)):
        travel(
            stage,
            parts,
            size,
            level=level,
            layer=MIDDLE - 1,
            speed=speed,
            climb=5,
            start=start,
            tags=sway(stage.span, 2, 3.4),
        )


def fish(stage: Stage) -> None:
    """Draw a shoal of fish."""
    body = "m -360 0 b -200 -240 160 -240 400 0 b 160 240 -200 240 -360 0 "
    tail = polygon(((-36, 0), (-72, -24), (-64, 0), (-72, 24)))
    fin = polygon(((-6, -20), (22, -34), (20, -16)))
    band = polygon(((2, -21), (10, -20), (8, 20), (0, 21)))
    eye = ellipse(30, -5, 3.4)
    tint = stage.palette.accent
    for n in range(6):
        colour = (tint, mixed(tint, PALE, 0.45), mixed(tint, stage.palette.sky[0], 0.4))[n % 3]
        parts: list[Part] = [(tail + fin, mixed(colour, DARK, 0.2)), (body, colour), (band, PALE), (eye, DARK)]
        size = stage.random.uniform(28, 74)
        travel(
            stage,
            parts,
            size,
            level=stage.random.uniform(0.2, 0.72),
            layer=MIDDLE,
            speed=16 + size * 0.4,
            start=stage.random.uniform(-0.1, 0.55),
            tags=sway(stage.span, 4, stage.random.uniform(0.8, 1.4)),
        )


def rocket(stage: Stage) -> None:
    """Draw a rocket."""
    body = "m 0 -960 b 240 -640 240 -160 176 240 l -176 240 b -240 -160 -240 -640 0 -960 "
    nose = "m 0 -960 b 128 -800 176 -672 200 -520 l -200 -520 b -176 -672 -128 -800 0 -960 "
    fins = polygon(((-22, 6), (-46, 44), (-18, 30))) + polygon(((22, 6), (46, 44), (18, 30)))
    window = ellipse(0, -38, 10)
    flame = "m -120 256 b -160 440 -60 520 0 720 b 60 520 160 440 120 256 "
    parts: list[Part] = [
        (flame, (255, 190, 80)),
        (fins, stage.palette.accent),
        (body, PALE),
        (nose, stage.palette.accent),
        (window, (96, 176, 220)),
    ]
    travel(stage, parts, 84, level=0.66, layer=NEAR - 1, speed=26, climb=34, start=0.2, tags=r"\frz-28")
