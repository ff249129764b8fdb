"""Draws the sea, and what is below it."""

import math

from app.providers.demo_film.canvas import ellipse, mixed, polygon, smooth, twinkle
from app.providers.demo_film.stage import FAR, MIDDLE, NEAR, SUN, Stage, rolling


def sea(stage: Stage) -> None:
    """Draw waves, and the light on them."""
    for level, share, layer, speed, lift in (
        (0.6, 0.0, FAR, 6, 1.2),
        (0.68, 0.35, MIDDLE, 14, 3.0),
        (0.8, 0.7, NEAR, 26, 5.0),
        (0.91, 1.0, NEAR + 1, 44, 7.0),
    ):
        _waves(stage, level, share, layer, speed, lift)
    for period in (1.1, 1.6):
        glints = "".join(
            ellipse(
                stage.width * stage.random.gauss(0.7, 0.1),
                stage.height * stage.random.uniform(0.62, 0.78),
                stage.unit * stage.random.uniform(3, 11),
                stage.unit * 0.8,
            )
            for _ in range(13)
        )
        tags = twinkle(stage.span, 0.35, 0.95, period)
        stage.canvas.draw(glints, stage.palette.light, stage.span, layer=MIDDLE + 1, tags=tags)


def _waves(stage: Stage, level: float, share: float, layer: int, speed: float, lift: float) -> None:
    length = stage.unit * stage.random.uniform(62, 80) * (0.6 + share * 0.7)
    width = stage.reach(speed) + length
    count = math.ceil(width / (length / 2))
    line = [(n * length / 2, stage.height * level + (lift if n % 2 else -lift) * stage.unit) for n in range(count + 1)]
    water = mixed(mixed(stage.palette.sky[1], stage.palette.near, 0.35), stage.palette.near, share * 0.8)
    stage.drift(smooth(line, stage.height + 2), water, layer, speed)


def deep(stage: Stage) -> None:
    """Draw rays, bubbles and the ground of the sea."""
    for n in range(4):
        x = stage.width * (0.08 + n * 0.26 + stage.random.uniform(-0.05, 0.05))
        slant, wide = stage.unit * stage.random.uniform(-90, -30), stage.unit * stage.random.uniform(16, 38)
        ray = polygon(((x, -5), (x + wide, -5), (x + wide * 2.2 + slant, stage.height), (x + slant, stage.height)))
        tags = twinkle(stage.span, 0.86, 0.96, 3.1 + n * 0.6)
        stage.canvas.draw(ray, stage.palette.light, stage.span, layer=SUN, blur=7 * stage.unit, tags=tags)
    for n in range(3):
        bubbles = "".join(
            ellipse(stage.random.uniform(0, stage.width), stage.random.uniform(0, stage.height * 2), stage.unit * size)
            for size in (stage.random.uniform(1.2, 4.2) for _ in range(11))
        )
        up = stage.span.scaled(stage.unit * (26 + 14 * n))
        colour = mixed(stage.palette.light, stage.palette.sky[0], 0.3)
        stage.canvas.draw(
            bubbles,
            colour,
            stage.span,
            layer=MIDDLE + n,
            at=(0, -stage.height * 0.2),
            to=(0, -stage.height * 0.2 - up),
            alpha=0.55,
        )
    for level, share, layer, speed in ((0.84, 0.2, FAR, 4), (0.92, 1.0, NEAR, 12)):
        line = rolling(stage, level, 0.03, stage.reach(speed))
        weeds = "".join(_weed(stage, x, y) for x, y in line for _ in range(2 if share > 0.5 else 1))
        stage.drift(smooth(line, stage.height + 2) + weeds, stage.depth(share), layer, speed)


def _weed(stage: Stage, x: float, y: float) -> str:
    x += stage.unit * stage.random.uniform(-30, 30)
    high, lean = stage.unit * stage.random.uniform(24, 62), stage.unit * stage.random.uniform(-14, 14)
    wide = stage.unit * 4
    return polygon(
        (
            (x - wide, y + 10),
            (x + lean * 0.4 - wide * 0.7, y - high * 0.6),
            (x + lean, y - high),
            (x + lean * 0.4 + wide * 0.7, y - high * 0.5),
            (x + wide, y + 10),
        )
    )
