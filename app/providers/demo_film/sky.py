"""Draws the lights of the sky: stars, the sun or the moon, clouds."""

from app.providers.demo_film.canvas import arc, ellipse, mixed, star, twinkle
from app.providers.demo_film.stage import CLOUDS, STARS, SUN, Stage


def draw_stars(stage: Stage, *, deep: bool) -> None:
    """Draw stars that twinkle."""
    reach = 1.0 if deep else 0.6
    for period in (1.7, 2.6, 3.9):
        spots = [
            (stage.random.uniform(0, stage.width), stage.random.uniform(0, stage.height * reach))
            for _ in range(26 if deep else 14)
        ]
        path = "".join(
            star(x, y, size * 2.6) if size > 1.25 else ellipse(x, y, size)
            for x, y in spots
            for size in (stage.unit * stage.random.choice((0.7, 0.9, 1.3)),)
        )
        tags = twinkle(stage.span, 0.05, 0.75, period)
        stage.canvas.draw(path, stage.palette.light, stage.span, layer=STARS, tags=tags)


def draw_light(stage: Stage, *, low: bool) -> None:
    """The sun or the moon with its glow, which sinks or climbs a little."""
    radius = stage.unit * (24 if stage.palette.night else 32)
    x = stage.width * stage.random.uniform(0.6, 0.8)
    y = stage.height * (stage.random.uniform(0.42, 0.5) if low else stage.random.uniform(0.24, 0.36))
    ends = (x, y), (x, y + stage.unit * stage.random.choice((-12, 14)))
    for size, alpha, blur in ((3.2, 0.86, 22), (1.9, 0.74, 12)):
        path = ellipse(0, 0, radius * size)
        stage.canvas.draw(
            path,
            stage.palette.light,
            stage.span,
            layer=SUN,
            at=ends[0],
            to=ends[1],
            alpha=alpha,
            blur=blur * stage.unit,
        )
    stage.canvas.draw(ellipse(0, 0, radius), stage.palette.light, stage.span, layer=SUN, at=ends[0], to=ends[1])
    if stage.palette.night:
        spots = "".join(ellipse(*arc(turn, radius * 0.5), radius * size) for turn, size in ((0.1, 0.2), (0.55, 0.28)))
        shade = mixed(stage.palette.light, stage.palette.sky[1], 0.25)
        stage.canvas.draw(spots, shade, stage.span, layer=SUN, at=ends[0], to=ends[1])


def draw_clouds(stage: Stage) -> None:
    """Draw clouds that drift."""
    colour = mixed(stage.palette.light, stage.palette.sky[1], 0.35 if not stage.palette.night else 0.8)
    for n in range(3):
        x = stage.width * (n * 0.36 + stage.random.uniform(-0.08, 0.12))
        y = stage.height * stage.random.uniform(0.1, 0.34)
        size = stage.unit * stage.random.uniform(13, 22)
        puffs = ((-1.7, 0.2, 0.7), (-0.8, -0.3, 1.0), (0.3, -0.6, 1.25), (1.4, -0.1, 0.9), (2.2, 0.25, 0.55))
        path = "".join(ellipse(dx * size, dy * size, grow * size, grow * size * 0.72) for dx, dy, grow in puffs)
        path += ellipse(0.2 * size, 0.35 * size, 2.6 * size, 0.48 * size)
        moved = stage.span.scaled(stage.unit * (5 + 3 * n))
        stage.canvas.draw(
            path, colour, stage.span, layer=CLOUDS, at=(x, y), to=(x + moved, y), alpha=0.42, blur=2.2 * stage.unit
        )
