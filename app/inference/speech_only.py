"""Joins the parts of samples that have speech, and converts times in them back. Child processes only.

faster-whisper does the same inside `transcribe`, but then decodes all of it: a run that continues needs the very same
windows, and to begin with one of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from faster_whisper.transcribe import restore_speech_timestamps
from faster_whisper.vad import VadOptions, collect_chunks, get_speech_timestamps

SAMPLE_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Speech:
    """The joined parts with speech, float32[n], in pieces of at most so many seconds as were requested.

    `parts` are their places in all samples; `lengths` are those of the pieces, in samples.
    """

    samples: Any
    lengths: tuple[int, ...]
    parts: Sequence[dict[str, int]]

    @classmethod
    def of(cls, samples: Any, options: VadOptions, *, longest_s: float = float("inf")) -> "Speech | None":
        """Find the speech; None if there is none."""
        parts = get_speech_timestamps(samples, options)
        pieces, _ = collect_chunks(samples, parts, max_duration=longest_s)
        lengths = tuple(len(piece) for piece in pieces)
        return cls(np.concatenate(pieces), lengths, parts) if any(lengths) else None

    def pieces(self, first: int) -> list[dict[str, float]]:
        """Beginning and end of each piece from number `first` on, in seconds of the joined samples.

        Half a sample later than they are: they are cut off to whole samples.
        """
        ends = np.cumsum(self.lengths)
        places = [(end - length, end) for end, length in zip(ends, self.lengths, strict=True) if length]
        return [{"start": _seconds(start), "end": _seconds(end)} for start, end in places[first:]]

    def at_their_times(self, segments: Iterable[Any]) -> Iterator[Any]:
        """Yield faster-whisper's segments of the joined samples with the times of all samples."""
        yield from restore_speech_timestamps(segments, list(self.parts), SAMPLE_RATE_HZ)


def _seconds(sample: int) -> float:
    return (int(sample) + 0.5) / SAMPLE_RATE_HZ
