"""Reads an AssemblyAI transcript: turns of speakers, words with their blanks, the language. Child processes only."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from assemblyai.types import TranscriptResponse

from app.providers.spoken import Spoken, SpokenWord, Turn

#: How far behind its place a word is looked for in the text, characters.
REACH = 8


class Heard(Protocol):
    """A word as the SDK has it, in milliseconds."""

    text: str
    start: int
    end: int
    confidence: float
    speaker: str | None


def spoken(answer: TranscriptResponse) -> Spoken:
    """A complete transcript. One without times of words is a single turn over the whole sound."""
    if answer.utterances:
        turns = [_turn(one.speaker, one.words, one.text) for one in answer.utterances]
    elif answer.words:
        turns = list(_turns(answer.words, answer.text or ""))
    else:
        turns = [_untimed(answer)]
    found = tuple(sorted((turn for turn in turns if turn.words), key=lambda turn: turn.words[0].start_s))
    language = str(getattr(answer.language_code, "value", answer.language_code) or "")
    return Spoken(
        turns=found,
        language=language.replace("-", "_").partition("_")[0].lower() or None,
        language_confidence=_share(answer.language_confidence, 1.0),
        confidence=_share(answer.confidence, _mean(word.confidence for turn in found for word in turn.words)),
        model=answer.speech_model_used or "",
    )


def _turns(words: Sequence[Heard], text: str) -> Iterator[Turn]:
    """Words in a row of one speaker are a turn."""
    spaced = _spaced(words, text)
    for speaker, group in groupby(zip(words, spaced, strict=True), key=lambda pair: pair[0].speaker):
        yield Turn(speaker, tuple(_word(word, blank) for word, blank in group if word.text.strip()))


def _turn(speaker: str | None, words: Sequence[Heard], text: str) -> Turn:
    spaced = _spaced(words, text)
    said = zip(words, spaced, strict=True)
    return Turn(speaker, tuple(_word(word, blank) for word, blank in said if word.text.strip()))


def _word(word: Heard, spaced: bool) -> SpokenWord:
    start_s = max(0, word.start) / 1000
    return SpokenWord(word.text.strip(), start_s, max(start_s, word.end / 1000), _share(word.confidence, 0.0), spaced)


def _spaced(words: Sequence[Heard], text: str) -> list[bool]:
    """Whether a blank stands before each word in the text; before those that are not found there, yes."""
    found, at = [], 0
    for word in words:
        place = text.find(word.text, at, at + len(word.text) + REACH)
        found.append(place < 0 or place > at or at == 0)
        at = place + len(word.text) if place >= 0 else at
    return found


def _untimed(answer: TranscriptResponse) -> Turn:
    text = " ".join((answer.text or "").split())
    whole = SpokenWord(text, 0.0, float(answer.audio_duration or 0), _share(answer.confidence, 0.0))
    return Turn(None, (whole,) if text else ())


def _share(value: float | None, default: float) -> float:
    return min(1.0, max(0.0, default if value is None else value))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
