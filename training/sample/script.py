"""What is said and shown: shots in order, each with its spoken lines.

The sentences belong to the closed script that the demo speech model was trained on; a sentence that is not in it
may come back wrong. Moods are what a person would say of the sentence, not what a model answers.
"""

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """Name of a flite voice."""

    ANNA = "slt"
    TOM = "rms"


class Mood(StrEnum):
    """The three labels of the sentiment model."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Border(StrEnum):
    """How a shot begins."""

    START = "start"
    CUT = "cut"
    FADE = "fade through black"


@dataclass(frozen=True)
class Line:
    """One sentence; `pause_s` is the silence after it."""

    voice: Voice
    mood: Mood
    text: str
    pause_s: float = 0.8


@dataclass(frozen=True)
class Shot:
    """One picture without a cut; `picture` names a function of `training.sample.pictures`."""

    topic: str
    picture: str
    title: str
    border: Border
    lines: tuple[Line, ...]


def _anna(mood: Mood, text: str, pause_s: float = 0.8) -> Line:
    return Line(Voice.ANNA, mood, text, pause_s)


def _tom(mood: Mood, text: str, pause_s: float = 0.8) -> Line:
    return Line(Voice.TOM, mood, text, pause_s)


_NEGATIVE, _NEUTRAL, _POSITIVE = Mood.NEGATIVE, Mood.NEUTRAL, Mood.POSITIVE

SHOTS: tuple[Shot, ...] = (
    Shot("space", "rocket", "Space: the road to Mars", Border.START, (
        _anna(_NEUTRAL, "Hello everyone and welcome to my channel."),
        _anna(_NEUTRAL, "Today we are going to learn about space.", 0.7),
        _anna(_NEUTRAL, "Tesla will send a rocket to Mars next year.", 1.0),
    )),
    Shot("space", "mars", "Space: the red planet", Border.CUT, (
        _anna(_NEUTRAL, "There is water on Mars.", 0.7),
        _anna(_POSITIVE, "The telescope took an amazing picture of Saturn.", 1.5),
    )),
    Shot("cooking", "pan", "Kitchen: pasta tonight", Border.CUT, (
        _tom(_NEUTRAL, "Welcome back to the kitchen.", 0.6),
        _tom(_NEUTRAL, "First we cut the onion and put it in the pan.", 0.9),
        _tom(_NEUTRAL, "Add some butter and a little salt."),
        _tom(_POSITIVE, "I really love this delicious food.", 1.6),
    )),
    Shot("finance", "chart", "Money: a hard year", Border.CUT, (
        _anna(_NEUTRAL, "Prices in Germany are rising.", 0.7),
        _anna(_NEGATIVE, "Many people lost their jobs in January.", 0.8),
        _anna(_NEGATIVE, "This is a terrible year for the industry.", 1.1),
        _anna(_NEUTRAL, "You should save money every month.", 1.5),
    )),
    Shot("sport", "goal", "Sport: the final", Border.CUT, (
        _tom(_POSITIVE, "Our team won the final by three points.", 0.7),
        _tom(_POSITIVE, "The goalkeeper made a brilliant save.", 0.6),
        _tom(_POSITIVE, "The crowd was happy after the match.", 2.0),
    )),
    Shot("tech", "phone", "Tech: a new phone", Border.FADE, (
        _anna(_NEUTRAL, "My guest today is Maria from Lisbon.", 0.9),
        _tom(_NEUTRAL, "Apple released a new phone last week.", 0.6),
        _anna(_POSITIVE, "The new phone has a great camera.", 1.0),
    )),
    Shot("tech", "cracked_phone", "Tech: and its faults", Border.CUT, (
        _tom(_NEGATIVE, "The screen is terrible and the software is slow.", 1.2),
        _anna(_NEUTRAL, "What do you think about privacy?", 1.6),
    )),
    Shot("music", "stage", "Music: live in Paris", Border.CUT, (
        _tom(_POSITIVE, "The concert in Paris was fantastic.", 0.8),
        _anna(_NEGATIVE, "The new album by Laura is boring.", 1.4),
    )),
    Shot("goodbye", "lanterns", "See you next time", Border.CUT, (
        _anna(_POSITIVE, "Thank you for watching and see you next time.", 1.4),
    )),
)  # fmt: skip
