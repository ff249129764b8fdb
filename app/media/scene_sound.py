"""Cuts a film's sound at scene borders, to the sample: as plain samples, or as AAC. In children only.

AAC is encoded once for the whole film, without a seam. The packets of a scene are those that contain its samples, the
first and the last of them shared with its neighbours, and one more before them, which the decoder needs to begin. An
edit list hides what is outside the scene: players of neighbours in a row play every sample once.
"""

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final, NamedTuple, Protocol

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from app.media.mixdown import Block, Mixdown
from app.media.sound_feed import SoundFeed

#: Samples of an AAC packet.
AAC_SAMPLES: Final = 1024
#: Before the first wanted sample the encoder gets so many more, as if it had begun earlier.
LEAD: Final = 8 * AAC_SAMPLES
#: Packets that are kept after they have been sent: the next scene may begin in the last of them.
KEPT: Final = 3
#: Bits per second of a channel.
BITS_PER_S: Final = 80_000
#: Samples in one packet of plain ones.
PCM_SAMPLES: Final = 4096


class SoundPacket(NamedTuple):
    """Encoded sound: its first sample, of the film, and the number of its samples that are part of the scene."""

    at: int
    length: int
    content: bytes


class SceneSound(Protocol):
    """The sound of scenes that follow each other."""

    @property
    def rate_hz(self) -> int:
        """Samples per second."""

    def stream_in(self, container: Any) -> Any:
        """Add the stream to a container that is open for writing."""

    def until(self, sample: int) -> Iterator[SoundPacket]:
        """The next packets of the scene, that end at `sample` or before; the scene lasts at least that long."""

    def finish(self, end: int) -> Iterator[SoundPacket]:
        """The rest of the scene, which ends at sample `end`; the next one begins there."""


class PcmSound:
    """Plain samples of all channels, `bits` 16 or 24 each, from sample `start` on."""

    def __init__(self, feed: SoundFeed, reader: int, bits: int) -> None:
        self._feed = feed
        self._reader = reader
        self._bits = bits

    @property
    def rate_hz(self) -> int:
        return self._feed.rate_hz

    def stream_in(self, container: Any) -> Any:
        layout = self._feed.layout.name
        return container.add_stream(f"pcm_s{self._bits}le", rate=self.rate_hz, layout=layout)

    def until(self, sample: int) -> Iterator[SoundPacket]:
        while (first := self._feed.place(self._reader)) + PCM_SAMPLES <= sample:
            yield self._packet(first, PCM_SAMPLES)

    def finish(self, end: int) -> Iterator[SoundPacket]:
        yield from self.until(end)
        first = self._feed.place(self._reader)
        if first < end:
            yield self._packet(first, end - first)

    def _packet(self, first: int, count: int) -> SoundPacket:
        return SoundPacket(first, count, _as_bytes(self._feed.take(self._reader, count), self._bits))


def _as_bytes(block: Block, bits: int) -> bytes:
    full = 1 << (bits - 1)
    whole = np.clip(np.rint(block.astype(np.float64) * full), -full, full - 1).astype("<i4")
    return whole.astype("<i2").tobytes() if bits == 16 else whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


class AacSound:
    """AAC of one or two channels, mixed where the film has more.

    The reader's place is LEAD before sample `start`, where the first scene begins, or at the start of the film.
    """

    def __init__(self, feed: SoundFeed, reader: int, start: int) -> None:
        layout = feed.layout
        self._feed = feed
        self._reader = reader
        self._outputs = min(2, layout.channels)
        mixes = layout.channels > self._outputs
        self._mixdown = Mixdown(layout.channels, layout.places, feed.rate_hz, self._outputs) if mixes else None
        self._bits_per_s = BITS_PER_S * self._outputs
        self._encoder = _opened(feed.rate_hz, self._outputs, self._bits_per_s)
        self._mixed = np.zeros((0, self._outputs), np.float32)
        self._fed = feed.place(reader)
        #: Packets by their first sample: the next one to send is number `_sent`; a few before it are kept.
        self._packets: deque[tuple[int, bytes]] = deque()
        self._sent = 0
        self._begin(start)

    @property
    def rate_hz(self) -> int:
        return self._feed.rate_hz

    def stream_in(self, container: Any) -> Any:
        stream = container.add_stream("aac", rate=self.rate_hz, layout=_layout(self._outputs))
        stream.codec_context.bit_rate = self._bits_per_s
        return stream

    def until(self, sample: int) -> Iterator[SoundPacket]:
        while self._next_at() + AAC_SAMPLES <= sample:
            yield self._next(AAC_SAMPLES)

    def finish(self, end: int) -> Iterator[SoundPacket]:
        yield from self.until(end)
        if (at := self._next_at()) < end:
            yield self._next(end - at)
        self._begin(end)

    def _begin(self, start: int) -> None:
        """Go back to the packet before the one that contains sample `start`."""
        self._sent = 0
        while self._next_at() + 2 * AAC_SAMPLES <= start:
            self._packets.popleft()

    def _next_at(self) -> int:
        while len(self._packets) <= self._sent:
            self._encode()
        return self._packets[self._sent][0]

    def _next(self, count: int) -> SoundPacket:
        at, content = self._packets[self._sent]
        self._sent += 1
        if self._sent > KEPT:
            self._packets.popleft()
            self._sent -= 1
        return SoundPacket(at, count, content)

    def _encode(self) -> None:
        """Encode some more of the film; the packets may come later."""
        block = self._feed.take(self._reader, AAC_SAMPLES)
        mixed = self._mixdown.add(block) if self._mixdown else block
        self._mixed = np.concatenate([self._mixed, mixed])
        while len(self._mixed) >= AAC_SAMPLES:
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(self._mixed[:AAC_SAMPLES].T), format="fltp", layout=_layout(self._outputs)
            )
            frame.sample_rate, frame.pts, frame.time_base = self.rate_hz, self._fed, Fraction(1, self.rate_hz)
            self._packets += [(packet.pts or 0, bytes(packet)) for packet in self._encoder.encode(frame)]
            self._mixed = self._mixed[AAC_SAMPLES:]
            self._fed += AAC_SAMPLES


def _opened(rate_hz: int, channels: int, bits_per_s: int) -> AudioCodecContext:
    encoder = AudioCodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = rate_hz, _layout(channels), "fltp"
    encoder.bit_rate, encoder.time_base = bits_per_s, Fraction(1, rate_hz)
    encoder.open()
    return encoder


def _layout(channels: int) -> str:
    return "mono" if channels == 1 else "stereo"
