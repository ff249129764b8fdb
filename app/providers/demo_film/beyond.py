"""Draws what is no place on earth: space, and ribbons of light where the words name no place."""

import math
from itertools import pairwise

from app.providers.demo_film.canvas import Point, ellipse, mixed, polygon
from app.providers.demo_film.stage import FAR, MIDDLE, STARS, Stage


def space(stage: Stage) -> None:
    """Draw a planet with a ring, and clouds of gas."""
    for n in range(3):
        x, y = stage.width * stage.random.uniform(0.1, 0.9), stage.height * stage.random.uniform(0.1, 0.9)
        glow = ellipse(0, 0, stage.unit * stage.random.uniform(70, 120), stage.unit * stage.random.uniform(35, 60))
        colour = (stage.palette.accent, stage.palette.sky[2], stage.palette.light)[n]
        stage.canvas.draw(glow, colour, stage.span, layer=STARS, at=(x, y), alpha=0.84, blur=24 * stage.unit)
    radius = stage.unit * stage.random.uniform(58, 82)
    at = stage.width * 0.72, stage.height * 0.34
    to = at[0] - stage.span.scaled(stage.unit * 5), at[1]
    body = mixed(stage.palette.accent, stage.palette.sky[1], 0.35)
    draw = stage.canvas.draw
    draw(
        ellipse(0, 0, radius * 1.2),
        stage.palette.accent,
        stage.span,
        layer=FAR,
        at=at,
        to=to,
        alpha=0.8,
        blur=14 * stage.unit,
    )
    draw(ellipse(0, 0, radius), body, stage.span, layer=FAR, at=at, to=to)
    for dy, high, share in ((-0.45, 0.1, 0.3), (0.05, 0.16, 0.5), (0.5, 0.09, 0.3)):
        half = math.sqrt(1 - dy * dy) * radius * 0.97
        stripe = ellipse(0, dy * radius, half, high * radius)
        draw(stripe, mixed(body, stage.palette.light, share), stage.span, layer=FAR, at=at, to=to, alpha=0.55)
    ring = ellipse(0, 0, radius * 1.75, radius * 0.3) + ellipse(0, 0, -radius * 1.4, radius * 0.2)
    draw(ring, mixed(stage.palette.light, body, 0.3), stage.span, layer=FAR, at=at, to=to, alpha=0.25, tags=r"\frz14")


def ribbons(stage: Stage) -> None:
    """No place: ribbons of light that flow, and discs out of focus."""
    for n in range(5):
        length = stage.width * stage.random.uniform(0.7, 1.2)
        speed = stage.random.choice((-1, 1)) * (10 + 7 * n)
        travel = stage.span.scaled(speed * stage.unit)
        width = stage.width + abs(travel) + length
        count = math.ceil(width / (length / 2))
        level, lift = stage.height * (0.18 + n * 0.17), stage.height * stage.random.uniform(0.05, 0.13)
        line = [(k * length / 2, level + (lift if k % 2 else -lift)) for k in range(count + 1)]
        path = _ribbon(line, stage.unit * stage.random.uniform(26, 62))
        start = -length / 2 - max(0.0, travel)
        colour = mixed(
            (stage.palette.accent, stage.palette.light, stage.palette.far)[n % 3], stage.palette.sky[n % 3], 0.2
        )
        stage.canvas.draw(
            path, colour, stage.span, layer=FAR + n, at=(start, 0), to=(start + travel, 0), alpha=0.66, blur=stage.unit
        )
    for n in range(9):
        x, y = stage.random.uniform(0, stage.width), stage.random.uniform(0, stage.height)
        size = stage.unit * stage.random.uniform(7, 30)
        rise = stage.span.scaled(stage.unit * stage.random.uniform(4, 12))
        colour = (stage.palette.light, stage.palette.accent)[n % 2]
        stage.canvas.draw(
            ellipse(0, 0, size),
            colour,
            stage.span,
            layer=MIDDLE,
            at=(x, y),
            to=(x, y - rise),
            alpha=0.8,
            blur=2 * stage.unit,
        )


def _ribbon(line: list[Point], thick: float) -> str:
    """A band of a thickness along a soft line."""
    steps = [
        (xa + (xb - xa) * t, ya + (yb - ya) * (3 * t * t - 2 * t * t * t))
        for (xa, ya), (xb, yb) in pairwise(line)
        for t in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    ]
    return polygon([*steps, *((x, y + thick) for x, y in reversed(steps))])
