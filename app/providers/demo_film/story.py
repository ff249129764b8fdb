"""Reads a prompt as scenes: where it is, when, what is there, and the words that are shown."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from app.text.scripts import breakable, columns

NamedT = TypeVar("NamedT", bound=str)

Place = Literal["hills", "mountains", "sea", "deep", "city", "forest", "desert", "space", "ribbons"]
Time = Literal["day", "dawn", "sunset", "night", "storm"]
Weather = Literal["clear", "rain", "snow"]
Actor = Literal["bird", "boat", "balloon", "fish", "rocket", "car", "house", "cat", "tree", "flower"]

#: How long a scene lasts at least, seconds, and how many there are at most.
SHORTEST_S, MOST_SCENES = 2.2, 12
#: Columns of a scene's words at most, and below which they join the next ones.
LONGEST, SHORT = 64, 14

PLACES: Final[dict[Place, str]] = {
    "deep": "underwater reef coral whale shark fish jellyfish submarine diver dive aquarium octopus",
    "space": "space planet galaxy rocket astronaut moonwalk orbit universe cosmos cosmic asteroid comet mars nebula "
    "spaceship satellite alien",
    "sea": "sea ocean wave beach coast harbour harbor boat ship sail sailing lake river water island surf shore "
    "lighthouse pirate swim dolphin",
    "city": "city street town skyline building tower car neon traffic office downtown urban tokyo london paris york "
    "berlin train taxi subway bridge robot cyberpunk shop",
    "forest": "forest tree wood woods jungle fox bear deer owl leaf pine autumn wolf park garden",
    "desert": "desert dune sand camel sahara pyramid cactus egypt canyon cowboy",
    "mountains": "mountain peak alps summit snow glacier cliff climb ski volcano valley eagle winter dragon castle",
    "hills": "hill field meadow grass farm flower horse sheep cow balloon village spring countryside sun dog cat "
    "rabbit child house picnic bicycle kite landscape",
}
TIMES: Final[dict[Time, str]] = {
    "night": "night midnight moon star stars dark neon firefly fireflies dream galaxy lantern",
    "sunset": "sunset dusk evening golden autumn fire lava volcano romantic",
    "dawn": "dawn sunrise morning spring pink blossom",
    "storm": "storm rain rainy grey gray thunder lightning fog foggy cloudy wind tornado",
    "day": "day noon summer sunny sun bright blue winter snow",
}
WEATHERS: Final[dict[Weather, str]] = {
    "rain": "rain rainy storm thunder drizzle umbrella",
    "snow": "snow snowy winter blizzard christmas ice frozen",
}
ACTORS: Final[dict[Actor, str]] = {
    "bird": "bird eagle gull seagull swallow owl raven crow duck dove fly flying dragon",
    "boat": "boat ship sail sailing sailboat yacht pirate fisherman",
    "balloon": "balloon airship zeppelin adventure",
    "fish": "fish shark whale dolphin salmon tuna",
    "rocket": "rocket spaceship astronaut launch shuttle",
    "car": "car taxi drive driving road truck bus traffic",
    "house": "house home cottage cabin village farm castle",
    "cat": "cat kitten kitty fox",
    "tree": "tree oak apple park",
    "flower": "flower rose tulip garden blossom meadow spring sunflower",
}
#: Colours that words name, as the accent of their scene.
COLOURS: Final = {
    "red": "e5484d",
    "crimson": "c81e3a",
    "orange": "f58a3c",
    "golden": "f5b83d",
    "gold": "f5b83d",
    "yellow": "f7d154",
    "green": "4cb782",
    "emerald": "2fa36b",
    "turquoise": "35c2b8",
    "blue": "4c8df6",
    "purple": "9a63e8",
    "violet": "8a5cf0",
    "pink": "f26fa7",
    "white": "f6f6f2",
    "black": "2a2a33",
    "silver": "c9d1da",
    "brown": "9a6a45",
}
_CLAUSE = re.compile(r"(?<=[.!?;:,—\n。！？；，、])\s*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of the film: the words that are shown, and what they name. None: they name nothing."""

    text: str
    place: Place | None = None
    time: Time | None = None
    weather: Weather = "clear"
    actors: tuple[Actor, ...] = ()
    accent: str | None = None


def scenes_of(prompt: str, duration_s: float) -> list[Scene]:
    """The scenes of a film of that length; words that do not fit are passed over evenly."""
    most = max(1, min(MOST_SCENES, int(duration_s / SHORTEST_S)))
    texts = _phrases(" ".join(prompt.split()))
    if len(texts) > most:
        texts = [texts[n * len(texts) // most] for n in range(most)]
    return [_scene(text) for text in texts]


def _phrases(prompt: str) -> list[str]:
    """The clauses of the prompt, none too long to be shown and few too short to be a scene."""
    parts = [part for clause in _CLAUSE.split(prompt) if clause.strip() for part in _pieces(clause.strip())]
    found: list[str] = []
    for part in parts:
        if found and columns(found[-1]) < SHORT and columns(found[-1]) + columns(part) <= LONGEST:
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found or [prompt]


def _pieces(clause: str) -> list[str]:
    """A clause in pieces of nearly equal length."""
    whole = columns(clause)
    count = -(-whole // LONGEST)
    goal, pieces, now = whole / count, [], ""
    for unit in units(clause):
        if now and columns(now) + columns(unit) / 2 > goal:
            pieces.append(now.strip())
            now = ""
        now += unit
    return [piece for piece in (*pieces, now.strip()) if piece]


def units(text: str) -> list[str]:
    """The pieces between which a line may break, each with the space after it."""
    return [
        piece + (" " if last else "")
        for word in text.split()
        for pieces in (breakable(word),)
        for piece, last in ((piece, n == len(pieces) - 1) for n, piece in enumerate(pieces))
    ]


def names_something(word: str) -> bool:
    """Whether a word names a place, a time, a weather or a figure."""
    stems = _stems([part.lower() for part in _WORD.findall(word)])
    return any(stems & set(names.split()) for table in (PLACES, TIMES, WEATHERS, ACTORS) for names in table.values())


def _stems(words: list[str]) -> set[str]:
    return {stem for word in words for stem in (word, word.removesuffix("s"), word.removesuffix("es"))}


def _scene(text: str) -> Scene:
    words = [word.lower() for word in _WORD.findall(text)]
    stems = _stems(words)
    return Scene(
        text,
        place=_first(PLACES, stems),
        time=_first(TIMES, stems),
        weather=_first(WEATHERS, stems) or "clear",
        actors=tuple(actor for actor, names in ACTORS.items() if stems & set(names.split())),
        accent=next((COLOURS[word] for word in words if word in COLOURS), None),
    )


def _first(table: dict[NamedT, str], stems: set[str]) -> NamedT | None:
    """The entry that most of the words name; of equals the first."""
    counts = {name: len(stems & set(names.split())) for name, names in table.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
