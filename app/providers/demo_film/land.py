"""Draws land: hills, mountains, deserts, forests, cities, each in layers that move at their own speeds."""

from itertools import pairwise

from app.providers.demo_film.canvas import Point, box, mixed, polygon, smooth
from app.providers.demo_film.stage import FAR, MIDDLE, NEAR, Stage, rolling


def hills(stage: Stage) -> None:
    """Draw hills."""
    for level, swing, share, layer, speed in (
        (0.62, 0.05, 0.15, FAR, 5),
        (0.71, 0.05, 0.55, MIDDLE, 11),
        (0.83, 0.04, 1.0, NEAR, 22),
    ):
        line = rolling(stage, level, swing, stage.reach(speed))
        stage.drift(smooth(line, stage.height + 2), stage.depth(share), layer, speed)


def mountains(stage: Stage) -> None:
    """Draw mountains."""
    for level, swing, share, layer, speed in ((0.5, 0.2, 0.1, FAR, 4), (0.64, 0.16, 0.5, MIDDLE, 9)):
        ridge = _jagged(stage, level, swing, stage.reach(speed))
        foot = [(ridge[-1][0], stage.height + 2.0), (0.0, stage.height + 2.0)]
        stage.drift(polygon([*ridge, *foot]), stage.depth(share), layer, speed)
        snow = mixed(stage.palette.light, stage.palette.far, 0.15 + share * 0.4)
        if caps := "".join(_caps(ridge, stage)):
            stage.drift(caps, snow, layer, speed, alpha=0.15)
    line = rolling(stage, 0.86, 0.03, stage.reach(20))
    stage.drift(smooth(line, stage.height + 2), stage.depth(1.0), NEAR, 20)


def _jagged(stage: Stage, level: float, swing: float, width: float) -> list[Point]:
    """A ridge: midpoints are displaced, less at each step."""
    points: list[Point] = [(0, level), (width, level)]
    while width / (len(points) - 1) > stage.unit * 14:
        finer: list[Point] = []
        for (xa, ya), (xb, yb) in pairwise(points):
            finer += [(xa, ya), ((xa + xb) / 2, (ya + yb) / 2 + stage.random.uniform(-1, 1) * swing)]
        points, swing = [*finer, points[-1]], swing * 0.55
    return [(x, stage.height * y) for x, y in points]


def _caps(ridge: list[Point], stage: Stage) -> list[str]:
    """Snow on the peaks of a ridge."""
    found, deep = [], stage.height * 0.055
    for n in range(2, len(ridge) - 2):
        _, y = ridge[n]
        if y > min(ridge[n - 2][1], ridge[n - 1][1], ridge[n + 1][1], ridge[n + 2][1]) - 0.1:
            continue
        left, right = _down(ridge[n::-1], y + deep), _down(ridge[n:], y + deep)
        if left is None or right is None:
            continue
        wide = right[0] - left[0]
        teeth = [(right[0] - wide * k / 6, y + deep * (0.62 if k % 2 else 1.0)) for k in range(1, 6)]
        found.append(polygon([left, *_between(ridge, left[0], right[0]), right, *teeth]))
    return found


def _down(slope: list[Point], level: float) -> Point | None:
    """Where a slope comes down to a level; None if it rises before."""
    for (xa, ya), (xb, yb) in pairwise(slope):
        if yb < slope[0][1]:
            return None
        if yb >= level:
            return xa + (xb - xa) * (level - ya) / (yb - ya), level
    return None


def _between(line: list[Point], left: float, right: float) -> list[Point]:
    return [point for point in line if left < point[0] < right]


def desert(stage: Stage) -> None:
    """Draw desert."""
    for level, swing, share, layer, speed in (
        (0.64, 0.04, 0.0, FAR, 5),
        (0.74, 0.06, 0.45, MIDDLE, 11),
        (0.86, 0.05, 0.9, NEAR, 21),
    ):
        line = rolling(stage, level, swing, stage.reach(speed))
        stage.drift(smooth(line, stage.height + 2), stage.depth(share), layer, speed)
        crest = [(x, y + stage.height * 0.02) for x, y in line]
        light = mixed(stage.depth(share), stage.palette.light, 0.35)
        stage.drift(_band(line, crest), light, layer, speed, alpha=0.3)


def _band(line: list[Point], lower: list[Point]) -> str:
    return polygon([*line, *reversed(lower)])


def forest(stage: Stage) -> None:
    """Draw forest."""
    for level, tall, share, layer, speed in (
        (0.66, 0.2, 0.1, FAR, 5),
        (0.76, 0.26, 0.5, MIDDLE, 12),
        (0.9, 0.36, 1.0, NEAR, 24),
    ):
        width = stage.reach(speed)
        x, trees = 0.0, smooth(rolling(stage, level, 0.02, width), stage.height + 2)
        while x < width:
            high = stage.height * tall * stage.random.uniform(0.6, 1.15)
            trees += _pine(x, stage.height * (level + 0.02), high)
            x += high * stage.random.uniform(0.22, 0.5)
        stage.drift(trees, stage.depth(share), layer, speed)


def _pine(x: float, foot: float, high: float) -> str:
    """A fir: three tiers and a trunk."""
    tiers = ((0.0, 0.46, 0.16), (0.24, 0.7, 0.22), (0.5, 1.0, 0.28))
    path = "".join(
        polygon(
            (
                (x, foot - high * (1 - top)),
                (x + high * wide, foot - high * (1 - low)),
                (x - high * wide, foot - high * (1 - low)),
            )
        )
        for top, low, wide in tiers
    )
    return path + box(x - high * 0.025, foot, high * 0.05, high * 0.1)


def city(stage: Stage) -> None:
    """Draw city."""
    for tall, wide, share, layer, speed in (
        (0.34, 30, 0.1, FAR, 4),
        (0.27, 38, 0.5, MIDDLE, 10),
        (0.2, 56, 0.95, NEAR, 20),
    ):
        x, houses, windows = -10.0, "", ""
        while x < stage.reach(speed):
            broad = stage.unit * wide * stage.random.uniform(0.7, 1.3)
            roof = stage.height * (0.9 - tall * stage.random.uniform(0.55, 1.5))
            houses += box(x, roof, broad, stage.height + 4 - roof)
            if stage.random.random() < 0.3:
                houses += box(x + broad * 0.46, roof - stage.unit * 16, stage.unit * 2, stage.unit * 16)
            windows += _windows(stage, x, roof, broad)
            x += broad + stage.unit * stage.random.choice((0, 2, 9))
        stage.drift(houses, stage.depth(share), layer, speed)
        if windows:
            lit = mixed((255, 214, 128), stage.palette.light, 0.3)
            stage.drift(
                windows, lit, layer, speed, alpha=0.72 - share * 0.6 if stage.palette.night else 0.8 - share * 0.2
            )
    street = box(0, stage.height * 0.815, stage.width, stage.height * 0.2)
    stage.canvas.draw(street, mixed(stage.depth(1.0), (0, 0, 0), 0.35), stage.span, layer=NEAR)


def _windows(stage: Stage, x: float, roof: float, broad: float) -> str:
    step, found = stage.unit * 9, ""
    for row in range(1, min(15, round((stage.height * 0.95 - roof) / step))):
        for column in range(1, int(broad / step)):
            if stage.random.random() < 0.38:
                found += box(x + column * step, roof + row * step, stage.unit * 3.4, stage.unit * 4.6)
    return found
