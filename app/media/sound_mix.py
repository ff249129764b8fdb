"""A sound track decoded and mixed to one or two channels: ffmpeg decodes all channels, and the mix is made here.

ffmpeg's own mix is never compared with what goes into it (`mixdown`).
"""

import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from app.media.decoded import SoundForm, decoded_sound
from app.media.ffmpeg import Reached, running
from app.media.film_clock import film_input
from app.media.mixdown import Block, Findings, Mixdown
from app.media.picture_track import opened
from app.media.two_voices import LISTEN_S, two_voices

#: Less than this many seconds of a recording is not worth a word, unless it is this share of the sound.
WORTH_TELLING_S, WORTH_TELLING = 2.0, 0.2
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
#: How long before a stretch the file is entered, seconds.
LEAD_S: Final = 10.0
#: Samples read at once, seconds.
READ_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The channels of a track: how many, how ffmpeg names them together, and one by one ("FL") where that is known."""

    channels: int
    name: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was mixed: seconds that came out, ffmpeg's complaints, what was found, whether only one channel was used."""

    duration_s: float
    complaints: tuple[str, ...]
    findings: Findings
    one_of_two: bool

    def notes(self) -> list[tuple[str, str]]:
        """Code and sentence of what people should know."""
        found, notes = self.findings, []
        if _worth(found.cancelled_s, found.sound_s):
            notes.append(("channels_cancel", CANCEL.format(found.cancelled_s, found.sound_s)))
        if _worth(found.left_out_s, found.sound_s):
            notes.append(("channel_left_out", LEFT_OUT.format(found.left_out_s, found.sound_s)))
        if self.one_of_two:
            notes.append(("two_voices", TWO_VOICES))
        return notes


def _worth(lost_s: float, sound_s: float) -> bool:
    return lost_s >= WORTH_TELLING_S or lost_s > WORTH_TELLING * max(sound_s, 1.0)


def layout_of(path: Path, track: int) -> Layout:
    """The channels of audio track `track` (from 0). One for what is no media: ffmpeg tells what is wrong with it."""
    import av

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
    """Decode the track from `start_s` to `end_s` of the film and hand on blocks of `outputs` channels, in order.

    Raises JobFailure.
    """
    form = SoundForm(rate_hz, layout.channels, layout.name)
    before = ("-noaccurate_seek", "-ss", f"{start_s - LEAD_S:.6f}") if start_s > LEAD_S else ()
    arguments = [*film_input(source, *before), *decoded_sound(track, form, "acopy[all]", start_s=start_s, end_s=end_s)]
    arguments += ["-map", "[all]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"]
    mixdown = Mixdown(layout.channels, layout.places, rate_hz, outputs)
    first_only, count = layout.channels == 1, 0  # of one channel there is nothing to mix
    with running(ffmpeg, arguments, task=task, stdout=True) as process:
        blocks = _blocks(process.stdout, layout.channels, rate_hz)
        if layout.channels == 2 and outputs == 1:
            first = _beginning(blocks, round(LISTEN_S * rate_hz))
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
    """Write a stretch of the track as a wav file of two channels, and say so; a track of no more is left alone."""
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
            reached=_ignored,
        )
    return True


def _ignored(fraction: float) -> None:
    """Of something that takes a moment no progress is published."""


@contextmanager
def wav_writer(path: Path, *, rate_hz: int, channels: int) -> Iterator[Callable[[Block], None]]:
    """A wav file of 16-bit samples for `take`."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)

        def take(block: Block) -> None:
            file.writeframesraw(np.clip(np.rint(block * 32_768), -32_768, 32_767).astype("<i2").tobytes())

        yield take
