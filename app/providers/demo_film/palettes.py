"""Colours of a scene by the time of day and the place."""

from dataclasses import dataclass
from random import Random
from typing import Final

from app.providers.demo_film.canvas import Colour, hex_colour
from app.providers.demo_film.story import Place, Scene, Time


@dataclass(frozen=True, slots=True)
class Palette:
    """The sky from top to bottom, the light in it, what is far and near, and what stands out."""

    sky: tuple[Colour, Colour, Colour]
    light: Colour
    far: Colour
    near: Colour
    accent: Colour
    night: bool = False


_BY_TIME: Final[dict[Time, tuple[str, ...]]] = {
    "day": (
        "2f7fd0 8cc5ee fdf1d8 fff6d0 a9cfe0 2d6a57 ff8f5a",
        "3b8ad9 a6d8ee f4f3e2 fff9dc b8d9d8 3a7a4e f2665e",
        "1f6fb8 6fb7e6 ffe9c9 fff3c0 93b9d6 27516b ffb545",
    ),
    "dawn": (
        "46589c e39ab4 ffe2bf fff2d8 cf9fb4 3d3a63 ff8a73",
        "5b6fb3 f0b3a8 ffeccb fff6e0 d9aeb8 4a4070 f27a9b",
    ),
    "sunset": (
        "2a2860 b7476e ffb066 ffe6a0 c9657a 2b1c3f ffd166",
        "3a2366 d6566a ffc36f fff0b5 d9776f 35193f 5ad1c8",
        "1f2f5f a34b7b ff9a5c ffdf94 a85a80 24183a ffe08a",
    ),
    "night": (
        "060a22 15265c 40508f f6f1d6 27376f 0a1129 ffd27a",
        "0a0620 2a1a5c 5a3f8f f1ebff 3a2a70 120a2a 7de2d1",
    ),
    "storm": ("27313c 51606d 97a6ab dfe6e8 65757f 1d2830 f2c14e",),
}
_SPACE: Final = ("03020c 160c38 3c1d63 ffe9c2 2b1a5c 090516 ff9f68", "02060f 071f3d 134a63 dff6ff 0f3350 040b16 8be0ff")
_DEEP: Final = ("0b7d97 075a78 032a44 c9fff4 0a5f7a 042438 ffb45e", "1295a0 08647f 04304f e6fff0 0b7181 05283c ff7f6e")
_DESERT: Final = (
    "4a8fc7 f1cf9b f9e4bd fff3cf e0a96d a85f33 3aa6a0",
    "35396f d9736a f7c07a ffe9ae c77d5d 6f3a35 ffe08a",
)


def palette_of(scene: Scene, place: Place, time: Time, random: Random) -> Palette:
    """The colours of a scene."""
    choices = {"space": _SPACE, "deep": _DEEP}.get(place) or _BY_TIME[time]
    if place == "desert" and time in ("day", "sunset", "dawn"):
        choices = (_DESERT[0],) if time == "day" else (_DESERT[1],)
    top, middle, bottom, light, far, near, accent = map(hex_colour, random.choice(choices).split())
    if scene.accent is not None:
        accent = hex_colour(scene.accent)
    return Palette((top, middle, bottom), light, far, near, accent, night=time == "night" or place == "space")
