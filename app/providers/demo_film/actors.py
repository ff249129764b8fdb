"""Draws what the words of a scene name, where it can be, and the weather."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.providers.demo_film.canvas import Span, ellipse, polygon
from app.providers.demo_film.figures import PALE, balloon, bird, boat, fish, rocket
from app.providers.demo_film.ground_figures import car, cat, flower, house, tree
from app.providers.demo_film.stage import NEAR, Stage
from app.providers.demo_film.story import Actor, Place, Weather

#: Figures that live in some places only; the others are anywhere.
HOMES: Final[Mapping[Actor, frozenset[Place]]] = {
    "fish": frozenset({"deep"}),
    "boat": frozenset({"sea"}),
    "bird": frozenset({"hills", "mountains", "sea", "city", "forest", "desert"}),
    "balloon": frozenset({"hills", "mountains", "sea", "city", "forest", "desert", "ribbons"}),
    "car": frozenset({"hills", "mountains", "city", "forest", "desert", "ribbons"}),
    "house": frozenset({"hills", "mountains", "forest", "desert"}),
    "cat": frozenset({"hills", "city", "forest", "mountains", "ribbons"}),
    "tree": frozenset({"hills", "mountains", "city"}),
    "flower": frozenset({"hills", "mountains", "forest"}),
}

MOST_ACTORS: Final = 3
#: How far to the side drops fall, as a share of how far down.
SLANT: Final = 0.14


def draw_actors(actors: Sequence[Actor], place: Place, stage: Stage) -> None:
    """Draw the figures that can be at a place; at sea there is always a boat, and under water always fish."""
    native: dict[Place, Actor] = {"sea": "boat", "deep": "fish"}
    wanted = [*actors, *([native[place]] if place in native else [])]
    for actor in [actor for actor in dict.fromkeys(wanted) if place in HOMES.get(actor, frozenset({place}))][
        :MOST_ACTORS
    ]:
        _ACTORS[actor](stage)


def draw_weather(weather: Weather, stage: Stage) -> None:
    """Let it rain or snow: dots or strokes in three depths."""
    if weather == "clear":
        return
    for depth in range(3):
        if weather == "snow":
            speed, alpha, count = 30 + 19 * depth, 0.3, 60
        else:
            speed, alpha, count = 330 + 130 * depth, 0.62, 34
        _fall(stage, _drops(weather, stage, depth, count), NEAR + 1 + depth, speed, alpha)


def _drops(weather: Weather, stage: Stage, depth: int, count: int) -> str:
    """Drops all over the picture, and again above it, so that their fall can begin anew unseen."""
    path = ""
    for _ in range(count):
        left, top = stage.random.uniform(-0.05, 1.15) * stage.width, stage.random.uniform(0, stage.height)
        for x, y in ((left, top), (left + SLANT * stage.height, top - stage.height)):
            if weather == "snow":
                path += ellipse(x, y, stage.unit * (1.0 + 0.6 * depth))
            else:
                long = stage.unit * (9 + 5 * depth)
                path += polygon(((x, y), (x + 0.9 * stage.unit, y), (x - long * SLANT, y + long)))
    return path


def _fall(stage: Stage, path: str, layer: int, speed: float, alpha: float) -> None:
    """Let a path fall by the picture's height again and again, `speed` units a second."""
    whole, period_s = stage.span, stage.height / (speed * stage.unit)
    count = math.ceil(whole.length_s / period_s)
    for number in range(count):
        start_s = whole.start_s + number * period_s
        end_s = min(whole.end_s, start_s + period_s)
        come_s, go_s = (whole.come_s if number == 0 else 0.0), (whole.go_s if number == count - 1 else 0.0)
        way = stage.height * (end_s - start_s) / period_s
        span = Span(start_s, end_s, come_s, go_s)
        stage.canvas.draw(path, PALE, span, layer=layer, to=(-SLANT * way, way), alpha=alpha)


_ACTORS: Final[Mapping[Actor, Callable[[Stage], None]]] = {
    "bird": bird,
    "boat": boat,
    "balloon": balloon,
    "fish": fish,
    "rocket": rocket,
    "car": car,
    "house": house,
    "cat": cat,
    "tree": tree,
    "flower": flower,
}
