"""What a speech service heard: turns of speakers with their words, whatever the service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word, in seconds from the start of the sound. `spaced`: a blank stands before it in the text."""

    text: str
    start_s: float
    end_s: float
    confidence: float
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a row; `speaker` is a label, None if speakers were not told apart."""

    speaker: str | None
    words: tuple[SpokenWord, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A whole transcript. `language` is an ISO 639 code, None if it was not found; confidences are 0..1."""

    turns: tuple[Turn, ...]
    language: str | None
    language_confidence: float
    confidence: float
    model: str
