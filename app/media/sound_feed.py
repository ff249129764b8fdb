"""Decodes a film's sound once, for several readers that each take it in order and stay near each other.

What the slowest reader has not taken yet is buffered; there are as many channels as in the file. In children only.
"""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from app.media.decoded import SoundForm, decoded_sound
from app.media.ffmpeg import MOST_PIXELS, Running, running
from app.media.ffmpeg_failure import failure_of
from app.media.film_clock import film_input
from app.media.mixdown import Block
from app.media.sound_mix import Layout

#: Samples read from the decoder at once.
AT_ONCE: Final = 8192
#: Rates that both browsers and editors play; sound of other rates is converted to the usual one.
RATES_HZ: Final = frozenset({32_000, 44_100, 48_000, 88_200, 96_000})
USUAL_RATE_HZ: Final = 48_000
#: How far `more` decodes ahead of the slowest reader, seconds.
AHEAD_S: Final = 10
TASK: Final = "cutting the sound of scenes"


@dataclass(frozen=True, slots=True)
class Sound:
    """A track of sound (from 0) with its channels. `bits` are those of a plain sample in mezzanines: 16 or 24."""

    track: int
    layout: Layout
    rate_hz: int
    bits: int = 16

    @property
    def cut_rate_hz(self) -> int:
        """The rate of the sound in scenes."""
        return self.rate_hz if self.rate_hz in RATES_HZ else USUAL_RATE_HZ


class SoundFeed:
    """The sound from the start of the film; beyond its end is silence. Readers may be threads.

    `starts` are the first samples that each reader takes: what lies before all of them is dropped.
    """

    def __init__(self, process: Running, layout: Layout, rate_hz: int, starts: Sequence[int]) -> None:
        self.layout = layout
        self.rate_hz = rate_hz
        #: The number of samples of each channel; None while the end has not been decoded.
        self.length: int | None = None
        self._process = process
        self._places = list(starts)
        self._moved = threading.Condition()
        self._blocks: list[Block] = []
        self._begins = self._ends = 0

    def place(self, reader: int) -> int:
        """The number of the next sample of a reader."""
        return self._places[reader]

    def take(self, reader: int, count: int) -> Block:
        """The next `count` samples of a reader [count, channels]. Raises JobFailure if they cannot be decoded."""
        with self._moved:
            first = self._places[reader]
            while self._ends < first + count and self.length is None:
                self._decode()
            taken = self._between(first, first + count)
            self._pass(reader, first + count)
        short = count - len(taken)
        return np.concatenate([taken, np.zeros((short, self.layout.channels), np.float32)]) if short else taken

    def more(self) -> int:
        """Decode some more, and return how far the sound has been decoded, samples.

        Waits for readers that are far behind. Raises JobFailure.
        """
        with self._moved:
            self._moved.wait_for(lambda: self._ends - min(self._places) < AHEAD_S * self.rate_hz)
            if self.length is None:
                self._decode()
            return self._ends

    def leave(self, reader: int) -> None:
        """A reader takes nothing more."""
        with self._moved:
            self._pass(reader, sys.maxsize)

    def stop(self) -> None:
        """End the decoder, so that a thread that waits for sound gets a failure."""
        self._process.process.kill()

    def _pass(self, reader: int, place: int) -> None:
        self._places[reader] = place
        self._drop()
        self._moved.notify_all()

    def _decode(self) -> None:
        size = 4 * self.layout.channels
        data = self._process.stdout.read(AT_ONCE * size)
        whole = len(data) // size
        if whole:
            self._blocks.append(np.frombuffer(data, "<f4", whole * self.layout.channels).reshape(whole, -1))
            self._ends += whole
            self._drop()
            return
        if (code := self._process.wait()) != 0:
            raise failure_of(code, self._process.printed, TASK)
        self.length = self._ends = max(0, self._ends - 1)  # without the silent sample that `decoded_sound` adds

    def _between(self, first: int, last: int) -> Block:
        parts, at = [np.zeros((0, self.layout.channels), np.float32)], self._begins
        for block in self._blocks:
            parts.append(block[max(0, first - at) : max(0, last - at)])
            at += len(block)
        return np.concatenate(parts)

    def _drop(self) -> None:
        """Release the blocks that every reader has passed."""
        least = min(self._places)
        while self._blocks and self._begins + len(self._blocks[0]) <= least:
            self._begins += len(self._blocks.pop(0))


@contextmanager
def sound_feed(
    ffmpeg: Path, source: Path, sound: Sound, starts: Sequence[int], *, max_pixels: int = MOST_PIXELS
) -> Iterator[SoundFeed]:
    """Decode the sound of the film for a block, which takes all of it. Raises JobFailure."""
    form = SoundForm(sound.cut_rate_hz, sound.layout.channels, sound.layout.name)
    arguments = [*film_input(source, max_pixels=max_pixels), *decoded_sound(sound.track, form, "acopy[all]")]
    arguments += ["-map", "[all]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"]
    with running(ffmpeg, arguments, task=TASK, stdout=True) as process:
        yield SoundFeed(process, sound.layout, sound.cut_rate_hz, starts)
