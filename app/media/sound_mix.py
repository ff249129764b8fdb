"""Decodes a sound track and mixes it to one or two channels: ffmpeg decodes all channels, `mixdown` mixes them.

ffmpeg's own mix does not check for lost content.
"""

import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from app.media.decoded import SoundForm, decoded_sound
from app.media.ffmpeg import Reached, running
from app.media.film_clock import film_input
from app.media.mixdown import Block, Findings, Mixdown
from app.media.picture_track import opened
from app.media.two_voices import ANALYSED_S, two_voices

#: A loss is reported from this many seconds on, or above this share of the sound.
LEAST_REPORTED_S, LEAST_REPORTED = 2.0, 0.2
CANCEL: Final = (
    "In {:.0f} of {:.0f} s of sound the channels cancel each other out when they are mixed, as where one is inverted. "
    "There they were put together so that what is in them is heard."
)
LEFT_OUT: Final = (
    "In {:.0f} of {:.0f} s the sound is in a channel that mixes leave out (the one for deep sounds). There it was used."
)
TWO_VOICES: Final = (
    "The two channels say different things at the same time, as where each has a language of its own. Only the first "
    "one is used."
)
STEREO: Final = 2
#: How long before its start a part is decoded, seconds.
LEAD_S: Final = 10.0
#: Samples read at once, seconds.
READ_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A track's channels: their number, ffmpeg's name for the layout, and their positions ("FL") if known."""

    channels: int
    name: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mixed:
    """The result of a mix: seconds of output, ffmpeg's complaints, findings, and whether only one channel was used."""

    duration_s: float
    complaints: tuple[str, ...]
    findings: Findings
    one_of_two: bool

    def notes(self) -> list[tuple[str, str]]:
        """What users should know: code and sentence of each note."""
        found, notes = self.findings, []
        if _is_reported(found.cancelled_s, found.sound_s):
            notes.append(("channels_cancel", CANCEL.format(found.cancelled_s, found.sound_s)))
        if _is_reported(found.left_out_s, found.sound_s):
            notes.append(("channel_left_out", LEFT_OUT.format(found.left_out_s, found.sound_s)))
        if self.one_of_two:
            notes.append(("two_voices", TWO_VOICES))
        return notes


def _is_reported(lost_s: float, sound_s: float) -> bool:
    return lost_s >= LEAST_REPORTED_S or lost_s > LEAST_REPORTED * max(sound_s, 1.0)


def layout_of(path: Path, track: int) -> Layout:
    """The channels of audio track `track` (from 0); one for a file that is no media: ffmpeg reports the reason."""
    try:
        with opened(path) as container:
            layout = container.streams.audio[track].codec_context.layout
            places = tuple(str(channel.name) for channel in layout.channels)
            name = layout.name
    except av.error.FFmpegError:
        return Layout(1, "mono")
    known = "NONE" not in places and "UNK" not in places
    return Layout(len(places), name, places) if known else Layout(len(places), f"{len(places)}c")


def mixed_sound(
    ffmpeg: Path,
    source: Path,
    take: Callable[[Block], None],
    *,
    track: int,
    layout: Layout,
    rate_hz: int,
    outputs: int,
    task: str,
    start_s: float = 0.0,
    end_s: float | None = None,
    expected_s: float,
    reached: Reached,
) -> Mixed:
    """Decode and mix the track from `start_s` to `end_s` of the film, and pass blocks of `outputs` channels to `take`.

    Raises JobFailure.
    """
    form = SoundForm(rate_hz, layout.channels, layout.name)
    before = ("-noaccurate_seek", "-ss", f"{start_s - LEAD_S:.6f}") if start_s > LEAD_S else ()
    arguments = [*film_input(source, *before), *decoded_sound(track, form, "acopy[all]", start_s=start_s, end_s=end_s)]
    arguments += ["-map", "[all]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"]
    mixdown = Mixdown(layout.channels, layout.places, rate_hz, outputs)
    first_only, count = layout.channels == 1, 0  # one channel needs no mix
    with running(ffmpeg, arguments, task=task, stdout=True) as process:
        blocks = _blocks(process.stdout, layout.channels, rate_hz)
        if layout.channels == 2 and outputs == 1:
            first = _beginning(blocks, round(ANALYSED_S * rate_hz))
            first_only = two_voices(first, rate_hz)
            blocks = _with_first(first, blocks)
        for block in blocks:
            count += len(block)
            take(block[:, :1] if first_only else mixdown.add(block))
            reached(min(1.0, count / rate_hz / max(expected_s, 1e-3)))
        if not first_only:
            take(mixdown.finish())
    return Mixed(count / rate_hz, process.complaints, mixdown.findings, first_only and layout.channels == 2)


def _blocks(pipe: "object", channels: int, rate_hz: int) -> Iterator[Block]:
    size = 4 * channels
    read = pipe.read  # type: ignore[attr-defined]
    while data := read(round(READ_S * rate_hz) * size):
        whole = len(data) // size
        yield np.frombuffer(data, "<f4", whole * channels).reshape(whole, channels)


def _beginning(blocks: Iterator[Block], most: int) -> Block:
    parts: list[Block] = []
    for block in blocks:
        parts.append(block)
        if sum(map(len, parts)) >= most:
            break
    return np.concatenate(parts) if parts else np.zeros((0, 2), np.float32)


def _with_first(first: Block, rest: Iterator[Block]) -> Iterator[Block]:
    yield first
    yield from rest


def stereo_file(
    ffmpeg: Path, source: Path, target: Path, *, track: int, rate_hz: int, start_s: float, end_s: float
) -> bool:
    """Write a part of the track as a wav file of two channels; returns False, and writes nothing, if it has no more."""
    layout = layout_of(source, track)
    if layout.channels <= STEREO:
        return False
    with wav_writer(target, rate_hz=rate_hz, channels=STEREO) as take:
        mixed_sound(
            ffmpeg,
            source,
            take,
            track=track,
            layout=layout,
            rate_hz=rate_hz,
            outputs=STEREO,
            task="mixing the sound of a clip",
            start_s=start_s,
            end_s=end_s,
            expected_s=end_s - start_s,
            reached=_no_progress,
        )
    return True


def _no_progress(fraction: float) -> None:
    """Ignore progress: the work takes only a moment."""


@contextmanager
def wav_writer(path: Path, *, rate_hz: int, channels: int) -> Iterator[Callable[[Block], None]]:
    """Open a wav file of 16-bit samples and yield the function that appends a block."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)

        def take(block: Block) -> None:
            file.writeframesraw(np.clip(np.rint(block * 32_768), -32_768, 32_767).astype("<i2").tobytes())

        yield take
