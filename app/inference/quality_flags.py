"""Flags decoded segments that may be wrong. They are flagged, never hidden: users see all recognised text.

Whisper models repeat themselves on music and noise with high confidence, and the VAD passes near-silence; both yield
fluent text. The limits are those of faster-whisper's own fallbacks, where it has one.
"""

import re
from collections.abc import Sequence

from app.jobs.results import Segment
from app.jobs.transcripts import confidence_of

REPETITION, NEAR_SILENCE, LOW_CONFIDENCE = "repetition", "near_silence", "low_confidence"

#: Text with a higher zlib compression ratio is repetitive.
MAX_COMPRESSION_RATIO = 2.4
#: exp(−1): a mean log probability below −1 counts as failed decoding.
MIN_CONFIDENCE = 0.37
MAX_NO_SPEECH_PROBABILITY = 0.6
#: A transcript of at least so many seconds is doubtful with less confidence on average, or if this share is flagged.
DOUBTFUL_S, DOUBTFUL_CONFIDENCE, DOUBTFUL_SHARE = 2.0, 0.48, 0.5
#: Near-silence: quieter than −60 dBFS, or than 34 dB below the speech around it.
MIN_LEVEL, MIN_LEVEL_OF_SPEECH = 0.001, 0.02


def flags_of(
    text: str,
    previous_texts: Sequence[str],
    *,
    confidence: float,
    no_speech_probability: float,
    compression_ratio: float,
    level: float,
    speech_level: float,
    retried: bool = False,
) -> tuple[str, ...]:
    """The flags of a segment. `previous_texts` end with the segment before it; levels are 0..1."""
    found = []
    if compression_ratio > MAX_COMPRESSION_RATIO or loops(text) or _repeats_previous(text, previous_texts):
        found.append(REPETITION)
    if no_speech_probability > MAX_NO_SPEECH_PROBABILITY or level < max(MIN_LEVEL, MIN_LEVEL_OF_SPEECH * speech_level):
        found.append(NEAR_SILENCE)
    if confidence < MIN_CONFIDENCE or retried:
        found.append(LOW_CONFIDENCE)
    return tuple(found)


def doubtful(segments: Sequence[Segment]) -> bool:
    """Whether most of a transcript was decoded with little confidence, as when the model does not know the language."""
    seconds = [one.end_s - one.start_s for one in segments]
    if (confidence := confidence_of(segments)) is None or sum(seconds) < DOUBTFUL_S:
        return False
    flagged_s = sum(length_s for one, length_s in zip(segments, seconds, strict=True) if LOW_CONFIDENCE in one.flags)
    return confidence < DOUBTFUL_CONFIDENCE or flagged_s >= DOUBTFUL_SHARE * sum(seconds)


def loops(text: str) -> bool:
    """Whether a run of one to six words occurs four times in a row (three times for three words and more)."""
    words = re.findall(r"[^\W_]+", text.lower())
    for length in range(1, 7):
        times = 4 if length < 3 else 3
        for start in range(len(words) - length * times + 1):
            run = words[start : start + length]
            if all(words[start + length * n : start + length * (n + 1)] == run for n in range(1, times)):
                return True
    return False


def _repeats_previous(text: str, previous_texts: Sequence[str]) -> bool:
    normalised = text.strip().lower()
    return len(previous_texts) >= 2 and all(before.strip().lower() == normalised for before in previous_texts[-2:])
