"""Decodes the sound of a stretch of a film, sample by sample, slower or faster without another pitch.

All sound becomes stereo at one rate. Decoding begins at a whole second before the stretch and is cut at the sample, so
that neighbouring stretches of a film join as if they had never been cut. In children only (numpy).
"""

import math
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np

from app.core.errors import JobFailure
from app.media.decoded import SoundForm, decoded_sound
from app.media.encoding import SOUND_RATE_HZ
from app.media.ffmpeg import MOST_PIXELS, Running, running
from app.media.film_clock import film_input
from app.media.mixdown import Block, Mixdown
from app.media.sound_mix import LEAD_S, STEREO, layout_of

#: Decoding begins this long before the stretch, so that filters have settled, and goes on as long after it.
MARGIN_S: Final = 1
#: The range of a single change of tempo that blends sound rather than skips it.
SLOWEST, FASTEST = Fraction(1, 2), Fraction(2)
#: Samples that are read at once.
READ: Final = SOUND_RATE_HZ // 2
TASK: Final = "decoding the sound of a clip of a timeline"


@dataclass(frozen=True, slots=True)
class SoundStretch:
    """`count` samples of audio track `track` (from 0), the first at `first_s` of the film, at `speed`.

    Where that is before `low_s` or from `high_s` on, it is silent.
    """

    path: Path
    track: int
    first_s: Fraction
    speed: Fraction
    count: int
    low_s: Fraction
    high_s: Fraction
    max_pixels: int = MOST_PIXELS

    @property
    def lead(self) -> int:
        """Silent samples before the film's own."""
        return min(self.count, max(0, math.ceil((self.low_s - self.first_s) / self.speed * SOUND_RATE_HZ)))

    @property
    def heard(self) -> int:
        """Samples of the film after those."""
        end = math.floor((self.high_s - self.first_s) / self.speed * SOUND_RATE_HZ + Fraction(1, 2))
        return max(0, min(self.count, end) - self.lead)


class SoundReader:
    """Returns the samples of a stretch in order, as float32 [n, 2], until it is closed."""

    def __init__(self, ffmpeg: Path, stretch: SoundStretch) -> None:
        self._ffmpeg = ffmpeg
        self._stretch = stretch
        self._stack = ExitStack()
        self._process: Running | None = None
        self._blocks: Iterator[Block] = iter(())
        self._rest = np.zeros((0, STEREO), np.float32)
        self._taken = 0
        self._over = False

    def next(self, count: int) -> Block:
        """The next `count` samples; silence after the end of the film's own. Raises JobFailure."""
        stretch = self._stretch
        out = np.zeros((count, STEREO), np.float32)
        place = min(count, max(0, stretch.lead - self._taken))
        wanted = min(count - place, stretch.lead + stretch.heard - max(self._taken, stretch.lead))
        self._taken += count
        while wanted > 0 and len(block := self._block(wanted)):
            out[place : place + len(block)] = block
            place, wanted = place + len(block), wanted - len(block)
        return out

    def close(self) -> None:
        """End the decoder. What is left of its sound is not needed."""
        if self._process is not None:
            self._process.process.kill()
            with suppress(JobFailure):  # it was killed, which is what its failure would say
                self._stack.close()

    def _block(self, most: int) -> Block:
        """At most so many samples; none at the end of the sound. Raises JobFailure if the decoder failed."""
        if self._process is None and not self._over:
            self._begin()
        while not len(self._rest):
            block = next(self._blocks, None)
            if block is None:
                self._over, self._process = True, None
                self._stack.close()
                return self._rest
            self._rest = block
        block, self._rest = self._rest[:most], self._rest[most:]
        return block

    def _begin(self) -> None:
        stretch = self._stretch
        layout = layout_of(stretch.path, stretch.track)
        first_s = max(stretch.first_s, stretch.first_s + stretch.lead * stretch.speed / SOUND_RATE_HZ, Fraction(0))
        start_s = max(0, math.floor(first_s) - MARGIN_S)
        before = ("-noaccurate_seek", "-ss", f"{start_s - LEAD_S:.6f}") if start_s > LEAD_S else ()
        skipped = round((first_s - start_s) * SOUND_RATE_HZ)
        chain = ",".join([f"atrim=start_sample={skipped}", "asetpts=N/SR/TB", *_tempo(stretch.speed)])
        end_s = float(first_s + stretch.heard * stretch.speed / SOUND_RATE_HZ + MARGIN_S)
        arguments = [
            *film_input(stretch.path, *before, max_pixels=stretch.max_pixels),
            *decoded_sound(
                stretch.track,
                SoundForm(SOUND_RATE_HZ, layout.channels, layout.name),
                f"{chain}[a]",
                start_s=float(start_s),
                end_s=end_s,
            ),
            *("-map", "[a]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"),
        ]
        self._process = self._stack.enter_context(running(self._ffmpeg, arguments, task=TASK, stdout=True))
        mixdown = Mixdown(layout.channels, layout.places, SOUND_RATE_HZ, STEREO) if layout.channels > STEREO else None
        self._blocks = _stereo(self._process, layout.channels, mixdown)


def _stereo(process: Running, channels: int, mixdown: Mixdown | None) -> Iterator[Block]:
    size = 4 * channels
    while data := process.stdout.read(READ * size):
        whole = len(data) // size
        block = np.frombuffer(data, "<f4", whole * channels).reshape(whole, channels)
        if channels == 1:
            yield np.repeat(block, STEREO, axis=1)
        else:
            yield block if mixdown is None else mixdown.add(block)
    if mixdown is not None:
        yield mixdown.finish()


def _tempo(speed: Fraction) -> list[str]:
    """The filters that change the tempo: several where one would skip sound."""
    if speed == 1:
        return []
    steps = 1 if SLOWEST <= speed <= FASTEST else 2
    return [f"atempo={float(speed) ** (1 / steps):.9f}"] * steps
