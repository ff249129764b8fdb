"""Writes the audio for speech recognition: 16 kHz, mono, 16-bit PCM, on the film's clock."""

from dataclasses import dataclass
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.media.ffmpeg import Reached
from app.media.sound_mix import layout_of, mixed_sound, wav_writer

SAMPLE_RATE_HZ = 16_000
#: Audio of at most this many seconds counts as none.
NOTHING_S = 0.001


@dataclass(frozen=True, slots=True)
class Extracted:
    """Seconds of audio, ffmpeg's complaints, and notes about the mix for users (code, sentence)."""

    duration_s: float
    complaints: tuple[str, ...]
    notes: list[tuple[str, str]]


def extract_speech(
    ffmpeg: Path, source: Path, target: Path, *, track: int, expected_s: float, reached: Reached
) -> Extracted:
    """Write audio track `track` (from 0) of `source` as wav to `target`.

    Of a damaged track, whatever can be decoded is written. Raises JobFailure `unsupported_media` if that is nothing.
    """
    with wav_writer(target, rate_hz=SAMPLE_RATE_HZ, channels=1) as take:
        mixed = mixed_sound(
            ffmpeg,
            source,
            take,
            track=track,
            layout=layout_of(source, track),
            rate_hz=SAMPLE_RATE_HZ,
            outputs=1,
            task="extracting speech",
            expected_s=expected_s,
            reached=reached,
        )
    if mixed.duration_s <= NOTHING_S:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The audio track is damaged: nothing of it can be decoded.")
    return Extracted(mixed.duration_s, mixed.complaints, mixed.notes())
