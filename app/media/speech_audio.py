"""The audio that speech recognition wants: 16 kHz, mono, 16-bit PCM, on the clock of the film."""

import wave
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.media.decoded import SoundForm, decoded_sound
from app.media.ffmpeg import Reached, run_ffmpeg
from app.media.film_clock import film_input

SAMPLE_RATE_HZ = 16_000
#: Less than this, in seconds, is no audio.
NOTHING_S = 0.001


def extract_speech(
    ffmpeg: Path, source: Path, target: Path, *, track: int, expected_s: float, reached: Reached
) -> tuple[float, tuple[str, ...]]:
    """Write audio track `track` (from 0) of `source` as wav to `target`. Returns its seconds and ffmpeg's complaints.

    A damaged track gives what can be decoded of it. Raises JobFailure `unsupported_media` when that is nothing.
    """
    arguments = [*film_input(source), *decoded_sound(track, SoundForm(SAMPLE_RATE_HZ, 1), "acopy[speech]")]
    arguments += ["-map", "[speech]", "-map_metadata", "-1", "-c:a", "pcm_s16le", "-bitexact", "-f", "wav", str(target)]
    complaints = run_ffmpeg(ffmpeg, arguments, task="extracting speech", expected_s=expected_s, reached=reached)
    duration_s = _seconds_of(target)
    if duration_s <= NOTHING_S:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The audio track is damaged: nothing of it can be decoded.")
    return duration_s, complaints


def _seconds_of(path: Path) -> float:
    try:
        with wave.open(str(path), "rb") as audio:
            form = (audio.getframerate(), audio.getnchannels(), audio.getsampwidth())
            if form != (SAMPLE_RATE_HZ, 1, 2):
                raise JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote speech audio in the wrong form: {form}")
            return audio.getnframes() / SAMPLE_RATE_HZ
    except (OSError, EOFError, wave.Error) as error:
        raise JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote an unusable .wav file: {error}") from error
