"""A speech engine that hears what a script says: the next line wherever there is sound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.media.pcm import FRAME_S, Sound
from app.ports.transcriber import DecodedSegment, DecodedWord, Samples

#: So much silence is between two lines, seconds.
PAUSE_S = 0.8


@dataclass
class ScriptedTranscriber:
    """See `Transcriber`. Knows nothing of probabilities of silence and of how well a text packs, as engines behind a
    network do. The script begins anew with each call.
    """

    script: Sequence[str]
    languages: tuple[str, ...] = ("en", "eo")
    stretch_s: float = 60.0
    model: str = "script"
    decoding: Literal["sequential", "batched"] = "sequential"
    window_s: float = 1.0
    workers: int = 1
    confidence: float = 0.9
    lengths_s: list[float] = field(default_factory=list)  # of what it was given

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """See `Transcriber.detect_language`."""
        return self.languages[0], 0.75

    def transcribe(self, samples: Samples, *, language: str, words: bool, window: int = 0) -> Iterator[DecodedSegment]:
        """See `Transcriber.transcribe`. Each sound is a window."""
        assert language in self.languages
        self.lengths_s.append(len(samples) / 16_000)
        lines = list(enumerate(zip(_sounds(samples), self.script, strict=False)))
        for number, ((start_s, end_s), text) in lines[window:]:
            spoken = text.split()
            step_s = (end_s - start_s) / len(spoken)
            times = [(start_s + n * step_s, start_s + (n + 1) * step_s) for n in range(len(spoken))]
            decoded = [DecodedWord(*at, f" {word}", 0.9) for at, word in zip(times, spoken, strict=True)]
            yield DecodedSegment(start_s, end_s, text, self.confidence, tuple(decoded) if words else (), window=number)


def _sounds(samples: Samples) -> Iterator[tuple[float, float]]:
    """Beginnings and ends of what sounds, in seconds; shorter silences belong to it."""
    frames = [n for n, is_loud in enumerate(Sound(samples).loud(0.0, len(samples) / 16_000)) if is_loud]
    breaks = [n for n in range(1, len(frames)) if (frames[n] - frames[n - 1]) * FRAME_S > PAUSE_S]
    for first, last in zip([0, *breaks], [*breaks, len(frames)], strict=True):
        if frames:
            yield frames[first] * FRAME_S, (frames[last - 1] + 1) * FRAME_S
