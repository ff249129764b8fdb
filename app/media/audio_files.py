"""Writes the audio track as a file for users, with the codec, rate and channels of a format and quality."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.media.audio_formats import AudioFormat, AudioQuality
from app.media.decoded import LAYOUTS, SoundForm, decoded_sound
from app.media.ffmpeg import Reached, run_ffmpeg, running
from app.media.film_clock import film_input
from app.media.mixdown import Block
from app.media.sound_mix import layout_of, mixed_sound
from app.text.scripts import one_line

#: Sampling rate of the sound that a waveform is made of, hertz; nearly all of the power of speech is below half of it.
SMALL_RATE_HZ = 8_000
TASK = "extracting audio"

MEDIA_TYPES: dict[AudioFormat, str] = {"wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Codec and upper bounds for the output; a source with a lower rate or fewer channels keeps its own."""

    sample_rate_hz: int
    channels: int
    codec: tuple[str, ...]


_WAV, _FLAC = ("-c:a", "pcm_s16le", "-rf64", "auto"), ("-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "8")
_MP3 = ("-c:a", "libmp3lame", "-id3v2_version", "3", "-b:a")

RECIPES: dict[tuple[AudioFormat, AudioQuality], Recipe] = {
    ("wav", "low"): Recipe(22_050, 1, _WAV),
    ("wav", "medium"): Recipe(44_100, 2, _WAV),
    ("wav", "high"): Recipe(48_000, 2, _WAV),
    ("flac", "low"): Recipe(22_050, 1, _FLAC),
    ("flac", "medium"): Recipe(44_100, 2, _FLAC),
    ("flac", "high"): Recipe(48_000, 2, _FLAC),
    ("mp3", "low"): Recipe(22_050, 1, (*_MP3, "64k")),
    ("mp3", "medium"): Recipe(44_100, 2, (*_MP3, "128k")),
    ("mp3", "high"): Recipe(48_000, 2, (*_MP3, "256k")),
}

#: The rates that mp3 supports. Any other source rate becomes the next higher one, within the recipe's bound.
MP3_RATES_HZ = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)


@dataclass(frozen=True, slots=True)
class Written:
    """ffmpeg's complaints, and notes about the mix for users (code, sentence)."""

    complaints: tuple[str, ...]
    notes: list[tuple[str, str]]


def write_audio(
    ffmpeg: Path,
    source: Path,
    target: Path,
    *,
    small: Path,
    form: AudioFormat,
    quality: AudioQuality,
    title: str,
    track: int,
    source_rate_hz: int | None,
    source_channels: int | None,
    film_s: float | None,
    expected_s: float,
    reached: Reached,
) -> Written:
    """Write audio track `track` (from 0) to `target`, tagged with `title` alone.

    The file is on the film's clock, so that a transcript fits it: gaps are filled with silence, also at the start, and
    at the end up to `film_s` seconds if that is set. The same decoding writes `small`, a wav file of few samples on the
    same clock, for the waveform.
    """
    recipe = RECIPES[form, quality]
    rate_hz = _rate_hz(recipe.sample_rate_hz, source_rate_hz, form)
    most = min(2, source_channels or 2)
    filled = "" if film_s is None else f"apad=whole_dur={film_s:.6f},"
    outputs = min(recipe.channels, most)
    chain = (
        f"{filled}asplit[whole][few];"
        f"[whole]aformat=channel_layouts={LAYOUTS[outputs]}[a];[few]aresample={SMALL_RATE_HZ}[w]"
    )
    bare = ["-map_metadata", "-1", "-map_chapters", "-1"]
    files = ["-map", "[a]", *bare, "-metadata", f"title={_printable(title)}"]
    files += [*recipe.codec, "-f", form, str(target), "-map", "[w]", *bare]
    files += ["-c:a", "pcm_s16le", "-bitexact", "-rf64", "auto", "-f", "wav", str(small)]
    layout = layout_of(source, track)
    if layout.channels <= outputs:
        arguments = [*film_input(source), *decoded_sound(track, SoundForm(rate_hz, most), chain), *files]
        return Written(run_ffmpeg(ffmpeg, arguments, task=TASK, expected_s=expected_s, reached=reached), [])
    with _encoder(ffmpeg, SoundForm(rate_hz, outputs), ["-filter_complex", f"[0:a]{chain}", *files]) as take:
        mixed = mixed_sound(
            ffmpeg,
            source,
            take,
            track=track,
            layout=layout,
            rate_hz=rate_hz,
            outputs=outputs,
            task=TASK,
            expected_s=expected_s,
            reached=reached,
        )
    return Written(mixed.complaints, mixed.notes())


@contextmanager
def _encoder(ffmpeg: Path, form: SoundForm, arguments: Sequence[str]) -> Iterator[Callable[[Block], None]]:
    """Start an ffmpeg and yield a function that feeds it blocks. Raises JobFailure when ffmpeg fails, also half-way."""
    reading, writing = os.pipe()
    raw_input = ("-f", "f32le", "-ar", str(form.rate_hz), "-ac", str(form.channels), "-i", f"pipe:{reading}")
    try:
        with running(ffmpeg, [*raw_input, *arguments], task=TASK, pass_fds=(reading,)):
            os.close(reading)
            reading = -1
            with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:  # `running` raises the reason
                yield lambda block: _write(pipe, block)
    finally:
        if reading >= 0:
            os.close(reading)


def _write(pipe: IO[bytes], block: Block) -> None:
    pipe.write(block.astype("<f4").tobytes())


def _rate_hz(most_hz: int, source_hz: int | None, form: AudioFormat) -> int:
    rate_hz = min(most_hz, source_hz or most_hz)
    return next(rate for rate in MP3_RATES_HZ if rate >= rate_hz) if form == "mp3" else rate_hz


def _printable(title: str) -> str:
    """The title as one line without control characters (a NUL cannot be passed to a program)."""
    return one_line(title, 500)
