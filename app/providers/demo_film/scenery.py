"""Draws the places of scenes."""

from collections.abc import Callable, Mapping
from typing import Final

from app.providers.demo_film.beyond import ribbons, space
from app.providers.demo_film.land import city, desert, forest, hills, mountains
from app.providers.demo_film.sky import draw_clouds, draw_light, draw_stars
from app.providers.demo_film.stage import Stage
from app.providers.demo_film.story import Place
from app.providers.demo_film.waters import deep, sea


def draw_place(place: Place, stage: Stage) -> None:
    """Draw the sky's lights and the land of a place."""
    if stage.palette.night:
        draw_stars(stage, deep=place == "space")
    if place not in ("deep", "space", "ribbons"):
        draw_light(stage, low=place == "sea")
        draw_clouds(stage)
    _PLACES[place](stage)


_PLACES: Final[Mapping[Place, Callable[[Stage], None]]] = {
    "hills": hills,
    "mountains": mountains,
    "sea": sea,
    "deep": deep,
    "city": city,
    "forest": forest,
    "desert": desert,
    "space": space,
    "ribbons": ribbons,
}
