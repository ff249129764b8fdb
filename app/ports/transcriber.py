"""The port to a speech engine: samples in, segments of text out.

One object is one model in one mode of decoding, for one run of the stage. Only
`stages/transcribe/engines.py` knows which engine it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

#: The input of an engine: float32[n], 16 kHz, mono, −1..1.
Samples = Any


@dataclass(frozen=True, slots=True)
class DecodedWord:
    """One word, in seconds from the start of the samples. `text` begins with the space before it, if there is one."""

    start_s: float
    end_s: float
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class DecodedSegment:
    """One segment as decoded, in seconds from the start of the samples; `text` is never empty.

    `confidence` and `no_speech_probability` are 0..1. `compression_ratio` is the length of the text divided by that of
    its zlib. `retried`: the engine was not sure enough at first and decoded it again, with more left to chance. An
    engine that does not have these leaves them as they are, and nothing is flagged for them. `window` is where the
    engine can begin again to decode this segment in the same way, in a unit of its own; it never decreases.
    """

    start_s: float
    end_s: float
    text: str
    confidence: float
    words: tuple[DecodedWord, ...] = ()
    no_speech_probability: float = 0.0
    compression_ratio: float = 1.0
    retried: bool = False
    window: int = 0


class Transcriber(Protocol):
    """A speech engine. Methods run in a child process and may be slow; they raise JobFailure (`out_of_memory`,
    `model_unavailable`, `rate_limited`, …) for the client's information. Equal samples give equal results, so that a
    run which resumes agrees with the one before it.
    """

    @property
    def model(self) -> str:
        """The model's name, as the job's result shows it."""

    @property
    def decoding(self) -> Literal["sequential", "batched"]:
        """The mode of decoding, as the job's result shows it: one window after another, or several at once."""

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639 codes of the languages that can be requested."""

    @property
    def stretch_s(self) -> float:
        """The most seconds of samples per call of `transcribe`; memory grows with them."""

    @property
    def window_s(self) -> float:
        """The seconds that it decodes at once; fewer cost as much."""

    @property
    def workers(self) -> int:
        """How many threads may iterate over results of `transcribe` at once, each over its own."""

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """One of `languages` and its probability (0..1), from the first speech; silence is no error."""

    def transcribe(self, samples: Samples, *, language: str, words: bool, window: int = 0) -> Iterator[DecodedSegment]:
        """Yield segments by their start, each as soon as it is decoded; none for silence.

        With `words` each has its words, in order, which spell its text; else none. With a `window` of a segment of
        equal samples it yields that window's segments and those after it, as without. Closing the iterator ends the
        work on it.
        """
