"""Reads one encoded form of a film from a pipe, and writes the file of every scene. In children only (PyAV)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

import av
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.media.frame_grid import FrameGrid
from app.media.scene_file import SceneFile
from app.media.scene_sound import SceneSound
from app.media.sound_feed import SoundFeed

#: The encoders' clock begins so long before the film's, seconds: muxers move times below zero.
CLOCK_LEAD_S: Final = 100


@dataclass(frozen=True, slots=True)
class SceneMade:
    """The file of a scene: its number, its times of the film in seconds, and what is in it."""

    index: int
    path: Path
    start_s: Fraction
    end_s: Fraction
    frames: int
    width: int
    height: int


class _Picture(NamedTuple):
    """An encoded picture, and when it is shown."""

    packet: Any
    at_s: Fraction


class SceneWriter:
    """Writes the scenes from number `first` on, which begins at `start_s`, to `folder`.

    `starts` are the numbers of the first frames of all scenes. `sound` is the film's sound in the form that belongs to
    the pictures, which reads `feed` as number `reader`; None without. `made` is called with each complete file.
    """

    def __init__(
        self,
        starts: Sequence[int],
        first: int,
        start_s: Fraction,
        *,
        grid: FrameGrid,
        sound: SceneSound | None,
        feed: SoundFeed | None,
        reader: int,
        folder: Path,
        pattern: str,
        made: Callable[[SceneMade], None],
    ) -> None:
        self.frames = starts[first]
        #: How far the film has been written, seconds.
        self.reached_s = float(start_s)
        self._starts = starts
        self._index = first
        self._start_s = start_s
        self._grid = grid
        self._sound = sound
        self._feed = feed
        self._reader = reader
        self._folder = folder
        self._pattern = pattern
        self._made = made
        self._file: SceneFile | None = None
        self._size = (0, 0)
        self._step_s = grid.step_s

    def write(self, pipe: int, ended: Callable[[], None], duration_s: float) -> None:
        """Read the pipe to its end. `ended` waits for the encoder, and raises its failure.

        The last picture of a film that is said to be `duration_s` long is shown until then.
        """
        try:
            with av.open(f"pipe:{pipe}", format="mov") as encoded:
                stream = encoded.streams.video[0]
                self._size = (stream.width, stream.height)
                before = None
                for picture in self._pictures(encoded, stream):
                    if before is not None:
                        self._add(before, picture.at_s, stream)
                    before = picture
                ended()  # what ends early because the encoder failed is no scene
                if before is not None:
                    self._end(before, Fraction(duration_s), stream)
        except av.error.FFmpegError as error:
            ended()
            raise JobFailure(ErrorCode.INTERNAL, f"The encoded film cannot be read: {error.strerror}") from error
        finally:
            if self._file is not None:
                self._file.abandon()
            if self._feed is not None:
                self._feed.leave(self._reader)

    def _pictures(self, encoded: InputContainer, stream: Any) -> Iterator[_Picture]:
        for packet in encoded.demux(stream):
            if packet.size:
                yield _Picture(packet, self._grid.placed(packet.pts * packet.time_base - CLOCK_LEAD_S))

    def _add(self, picture: _Picture, until_s: Fraction, stream: Any) -> None:
        self._show(picture, until_s, stream)
        if self._index + 1 < len(self._starts) and self.frames == self._starts[self._index + 1]:
            self._close(until_s)

    def _show(self, picture: _Picture, until_s: Fraction, stream: Any) -> None:
        if self._file is None:
            if not picture.packet.is_keyframe:
                raise JobFailure(ErrorCode.INTERNAL, f"Scene {self._index} does not begin with a keyframe.")
            path = self._folder / self._pattern.format(self._index)
            self._file = SceneFile(path, stream, self._grid, self._sound, self._start_s)
        self._file.add(picture.packet, picture.at_s, until_s - picture.at_s)
        self.frames += 1
        self._step_s, self.reached_s = until_s - picture.at_s, float(until_s)

    def _end(self, picture: _Picture, duration_s: Fraction, stream: Any) -> None:
        """Write the last picture of the film, and the sound from there on."""
        end_s = picture.at_s + self._step_s
        self._show(picture, duration_s if duration_s - end_s > self._step_s else end_s, stream)
        if self._file is not None and self._feed is not None:
            while self._feed.length is None:
                self._file.add_sound_until(self._feed.more())
        self._close(picture.at_s + self._step_s, last=True)

    def _close(self, end_s: Fraction, *, last: bool = False) -> None:
        """Complete the file of the scene, and begin the next one."""
        assert self._file is not None
        file, self._file = self._file, None
        file.finish(end_s, at_least=self._feed.length if last and self._feed else None)
        width, height = self._size
        self._made(SceneMade(self._index, file.path, self._start_s, end_s, file.frames, width, height))
        self._index, self._start_s = self._index + 1, end_s
