"""Draws what the words of a scene name, where it can be, and the weather."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.providers.demo_film.canvas import ellipse, polygon
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
    for n in range(3):
        speed = (90 + 55 * n) if weather == "snow" else (330 + 130 * n)
        fall = stage.span.scaled(stage.unit * speed * 0.35 if weather == "snow" else stage.unit * speed)
        count = min(900, round(26 * (1 + fall / stage.height)))
        path = ""
        for _ in range(count):
            x = stage.random.uniform(-0.15, 1.15) * stage.width
            y = stage.random.uniform(-fall, stage.height)
            if weather == "snow":
                path += ellipse(x, y, stage.unit * (1.0 + 0.6 * n))
            else:
                long = stage.unit * (9 + 5 * n)
                path += polygon(((x, y), (x + 0.9 * stage.unit, y), (x - long * 0.16, y + long)))
        side = -fall * 0.12
        stage.canvas.draw(
            path,
            PALE,
            stage.span,
            layer=NEAR + 1 + n,
            at=(0, 0),
            to=(side, fall),
            alpha=0.3 if weather == "snow" else 0.62,
        )


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
