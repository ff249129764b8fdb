"""Writes the file of one scene from packets: encoded pictures and sound, with times from the scene's start.

In children only (PyAV).
"""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from app.media.frame_grid import FrameGrid
from app.media.scene_sound import SceneSound, SoundPacket


class SceneFile:
    """An open file. `like` is the stream of the encoded pictures, `start_s` the scene's start, seconds of the film.

    An mp4 has its index in front, for players. Times of the film are on `grid`. Pictures are stored in the order in
    which they are shown.
    """

    def __init__(self, path: Path, like: Any, grid: FrameGrid, sound: SceneSound | None, start_s: Fraction) -> None:
        self.path = path
        self.start_s = start_s
        self.frames = 0
        self._grid = grid
        self._sound = sound
        # Lengths in edit lists are in units of the whole film's scale: whole samples.
        options = {"movie_timescale": str(sound.rate_hz if sound else grid.ticks_per_s)}
        options |= {"video_track_timescale": str(grid.ticks_per_s)}
        options |= {"movflags": "+faststart"} if path.suffix == ".mp4" else {}
        self._container = av.open(str(path), "w", options=options)
        try:
            self._picture_stream = self._container.add_stream_from_template(like, opaque=True)
            self._sound_stream: Any = sound.stream_in(self._container) if sound else None
            self._container.start_encoding()
        except BaseException:
            self._container.close()
            raise

    def add(self, packet: Any, at_s: Fraction, length_s: Fraction) -> None:
        """Add the next picture, shown at `at_s` of the film for `length_s`, and the sound before it."""
        if self._sound:
            self._add_sound(self._sound.until(self._sample(at_s)))
        packet.stream = self._picture_stream
        packet.time_base = Fraction(1, self._grid.ticks_per_s)
        packet.pts = packet.dts = self._grid.ticks(at_s - self.start_s)
        packet.duration = self._grid.ticks(length_s)
        self._container.mux(packet)
        self.frames += 1

    def add_sound_until(self, sample: int) -> None:
        """Add sound of a scene that lasts until sample `sample` of the film at least."""
        if self._sound:
            self._add_sound(self._sound.until(sample))

    def finish(self, end_s: Fraction, *, at_least: int | None = None) -> None:
        """End the scene at a time of the film, and the file; its sound ends at sample `at_least` or later."""
        if self._sound:
            self._add_sound(self._sound.finish(max(self._sample(end_s), at_least or 0)))
        self._container.close()

    def abandon(self) -> None:
        """Delete the file."""
        self._container.close()
        self.path.unlink(missing_ok=True)

    def _add_sound(self, packets: Iterable[SoundPacket]) -> None:
        for sound in packets:
            self._container.mux(self._packet(sound))

    def _packet(self, sound: SoundPacket) -> Any:
        assert self._sound is not None
        packet = av.Packet(sound.content)
        packet.stream = self._sound_stream
        packet.time_base = Fraction(1, self._sound.rate_hz)
        packet.pts = packet.dts = sound.at - self._sample(self.start_s)
        packet.duration = sound.length
        packet.is_keyframe = True
        return packet

    def _sample(self, at_s: Fraction) -> int:
        assert self._sound is not None
        return round(at_s * self._sound.rate_hz)
