"""Decodes a film's sound to raw samples on the film's clock, for work on the whole of it; measures and cuts them.

Sample 0 is the film's time 0, gaps are silence, and there are as many samples as the film is long, so a position
in the file is a time in the film. In children only (numpy).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from app.media.decoded import SoundForm, decoded_sound
from app.media.encoding import SOUND_RATE_HZ, ClipFormat
from app.media.ffmpeg import Reached, run_ffmpeg
from app.media.film_clock import film_input
from app.media.sound_mix import STEREO, Layout, layout_of, mixed_sound

Samples = npt.NDArray[np.int16]
"""Samples [n, channels]."""

#: Layouts of more than two channels that AAC stores; sound in others is mixed to two.
STORED_LAYOUTS: Final = frozenset({"3.0", "4.0", "5.0", "5.1", "5.1(side)", "7.1"})
FULL_SCALE: Final = 32_768
#: Samples of all channels that are read at once.
AT_ONCE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class FilmSound:
    """A file of raw 16-bit samples, and ffmpeg's complaints and notes for users (code, sentence) while it was decoded.

    `layout` is ffmpeg's name of the channels' layout.
    """

    path: Path
    rate_hz: int
    channels: int
    layout: str
    complaints: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def length(self) -> int:
        """The number of samples of one channel."""
        return self.path.stat().st_size // (2 * self.channels)

    @property
    def as_input(self) -> tuple[str, ...]:
        """The arguments that open it for ffmpeg."""
        form = ("-f", "s16le", "-ar", str(self.rate_hz), "-ch_layout", self.layout)
        return (*form, "-i", f"file:{self.path}")

    def blocks(self, first: int = 0, last: int | None = None) -> Iterator[Samples]:
        """Yield the samples from number `first` to before `last`."""
        size = 2 * self.channels
        rest = (self.length if last is None else min(last, self.length)) - first
        with self.path.open("rb") as file:
            file.seek(first * size)
            while rest > 0 and (content := file.read(size * min(rest, AT_ONCE // self.channels))):
                block = np.frombuffer(content, "<i2").reshape(-1, self.channels)
                rest -= len(block)
                yield block


def decode_sound(
    ffmpeg: Path,
    source: Path,
    target: Path,
    *,
    track: int,
    form: ClipFormat,
    film_s: float,
    task: str,
    reached: Reached,
) -> FilmSound:
    """Write audio track `track` (from 0) of a film of `film_s` seconds to `target`, for a file of format `form`.

    Channels stay as they are where the format stores them; otherwise they are mixed to two. Raises JobFailure.
    """
    layout = layout_of(source, track)
    length = round(film_s * SOUND_RATE_HZ)
    whole = f"apad=whole_len={length},atrim=end_sample={length}"
    if layout.channels > STEREO and (form == "webm" or layout.name not in STORED_LAYOUTS):
        return _mixed(ffmpeg, source, target, track=track, layout=layout, film_s=film_s, task=task, reached=reached)
    shape = SoundForm(SOUND_RATE_HZ, layout.channels, layout.name if layout.channels > STEREO else "")
    arguments = [*film_input(source), *decoded_sound(track, shape, f"{whole}[a]"), "-map", "[a]"]
    arguments += ["-c:a", "pcm_s16le", "-f", "s16le", str(target)]
    complaints = run_ffmpeg(ffmpeg, arguments, task=task, expected_s=film_s, reached=reached)
    name = shape.layout or ("mono" if layout.channels == 1 else "stereo")
    return FilmSound(target, SOUND_RATE_HZ, layout.channels, name, complaints)


def _mixed(
    ffmpeg: Path, source: Path, target: Path, *, track: int, layout: Layout, film_s: float, task: str, reached: Reached
) -> FilmSound:
    """Write the track mixed to two channels."""
    wanted = round(film_s * SOUND_RATE_HZ)
    with target.open("wb") as file:

        def take(block: npt.NDArray[np.float32]) -> None:
            file.write(np.clip(np.rint(block * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes())

        mixed = mixed_sound(
            ffmpeg,
            source,
            take,
            track=track,
            layout=layout,
            rate_hz=SOUND_RATE_HZ,
            outputs=STEREO,
            task=task,
            end_s=film_s,
            expected_s=film_s,
            reached=reached,
        )
        file.truncate(wanted * 2 * STEREO)  # pads with silence, or cuts the silent sample that ends every track
    return FilmSound(target, SOUND_RATE_HZ, STEREO, "stereo", mixed.complaints, tuple(mixed.notes()))


def filtered(
    ffmpeg: Path, sound: FilmSound, target: Path, chain: Sequence[str], *, task: str, reached: Reached
) -> FilmSound:
    """Write the sound after the filters of `chain` to `target`, with as many samples. Raises JobFailure."""
    whole = f"apad=whole_len={sound.length},atrim=end_sample={sound.length}"
    after = f"aresample={sound.rate_hz},aformat=channel_layouts={sound.layout}"
    arguments = [*sound.as_input, "-af", ",".join((*chain, after, whole)), "-c:a", "pcm_s16le", "-f", "s16le"]
    expected_s = sound.length / sound.rate_hz
    run_ffmpeg(ffmpeg, [*arguments, str(target)], task=task, expected_s=expected_s, reached=reached)
    return replace(sound, path=target)


def levels_db(sound: FilmSound, step_s: float) -> npt.NDArray[np.float64]:
    """How loud each step of the sound is: the level of its loudest channel, dB below full scale."""
    width = round(step_s * sound.rate_hz)
    found: list[npt.NDArray[np.float64]] = []
    rest: Samples = np.zeros((0, sound.channels), np.int16)
    for block in sound.blocks():
        joined = np.concatenate([rest, block])
        whole = len(joined) // width * width
        found.append(_levels(joined[:whole].reshape(-1, width, sound.channels)))
        rest = joined[whole:]
    if len(rest):
        found.append(_levels(rest.reshape(1, -1, sound.channels)))
    return np.concatenate(found) if found else np.zeros(0)


def _levels(steps: Samples) -> npt.NDArray[np.float64]:
    power = (steps.astype(np.float32) ** 2).mean(axis=1, dtype=np.float64).max(axis=1, initial=0.0)
    return np.asarray(10 * np.log10(np.maximum(power, 1e-3) / FULL_SCALE**2))
