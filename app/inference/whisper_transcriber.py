"""Whisper as a `Transcriber`: a loaded model in the mode of decoding of one run of the stage."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.inference.guidance import PLAIN, Guidance
from app.inference.whisper import Mode, Whisper
from app.ports.transcriber import DecodedSegment, Samples

#: Least length of a part: so many seconds, and windows of the model (30 s for most), and a whole batch.
STRETCH_S, STRETCH_WINDOWS = 150.0, 12


@dataclass(frozen=True, slots=True)
class WhisperTranscriber:
    """See `Transcriber`. `batch_size` windows are decoded at once in batched mode."""

    whisper: Whisper
    model: str
    mode: Mode
    batch_size: int
    workers: int = 1
    guidance: Guidance = PLAIN

    @property
    def decoding(self) -> Mode:
        """See `Transcriber.decoding`."""
        return self.mode

    @property
    def languages(self) -> tuple[str, ...]:
        """See `Transcriber.languages`."""
        return self.whisper.languages

    @property
    def stretch_s(self) -> float:
        """See `Transcriber.stretch_s`."""
        windows = max(STRETCH_WINDOWS, self.batch_size if self.mode == "batched" else 0)
        return max(STRETCH_S, float(self.whisper.window_s * windows))

    @property
    def window_s(self) -> float:
        """See `Transcriber.window_s`."""
        return float(self.whisper.window_s)

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """See `Transcriber.detect_language`."""
        return self.whisper.detect_language(samples)

    def transcribe(self, samples: Samples, *, language: str, words: bool, window: int = 0) -> Iterator[DecodedSegment]:
        """See `Transcriber.transcribe`."""
        return self.whisper.decode(
            samples,
            language=language,
            mode=self.mode,
            words=words,
            batch_size=self.batch_size,
            guidance=self.guidance,
            window=window,
        )
