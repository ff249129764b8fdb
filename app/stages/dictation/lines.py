"""Turns a service's transcript into lines, as whisper's segments are: a sentence each, of one speaker."""

from collections.abc import Iterator, Sequence

from app.inference.quality_flags import flags_of
from app.jobs.results import Segment, Word
from app.providers.spoken import Spoken, SpokenWord, Turn
from app.text.sentences import LONGEST_S, PAUSE_S, ends_sentence

#: A line without a full stop ends at the next word from this length on, characters.
LONGEST_LINE = 200


def lines_of(spoken: Spoken, duration_s: float) -> list[Segment]:
    """The lines, by their start, within the sound's length (0: unknown)."""
    found: list[Segment] = []
    end_s = duration_s or float("inf")
    for speaker, words in sorted(_sentences(spoken.turns), key=lambda line: line[1][0].start_s):
        found.append(_line(speaker, words, end_s, [line.text for line in found[-2:]]))
    return found


def _sentences(turns: Sequence[Turn]) -> Iterator[tuple[str | None, Sequence[SpokenWord]]]:
    """The words of each line with their speaker. A line ends with a sentence, before a pause, or when it is long."""
    for turn in turns:
        begun, length = 0, 0
        for n, word in enumerate(turn.words):
            length += len(word.text) + word.spaced
            following = turn.words[n + 1] if n + 1 < len(turn.words) else None
            if (
                following is None
                or ends_sentence(word.text, following.text)
                or following.start_s - word.end_s >= PAUSE_S
                or word.end_s - turn.words[begun].start_s >= LONGEST_S
                or length >= LONGEST_LINE
            ):
                yield turn.speaker, turn.words[begun : n + 1]
                begun, length = n + 1, 0


def _line(speaker: str | None, words: Sequence[SpokenWord], last_s: float, earlier: Sequence[str]) -> Segment:
    timed = tuple(
        Word(
            start_s=round(min(word.start_s, last_s), 3),
            end_s=round(min(word.end_s, last_s), 3),
            text=f"{' ' if word.spaced else ''}{word.text}",
            probability=round(word.confidence, 4),
        )
        for word in words
    )
    text = "".join(word.text for word in timed).strip()
    confidence = sum(word.confidence for word in words) / len(words)
    return Segment(
        start_s=timed[0].start_s,
        end_s=max(word.end_s for word in timed),
        text=text,
        confidence=round(confidence, 4),
        words=timed,
        flags=flags_of(
            text,
            earlier,
            confidence=confidence,
            no_speech_probability=0.0,
            compression_ratio=1.0,
            level=1.0,
            speech_level=1.0,
        ),
        speaker=speaker,
    )
