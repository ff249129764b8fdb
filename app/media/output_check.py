"""Verifies files that ffmpeg has just written: sometimes it exits with 0 and the output is unusable."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av import AudioFrame, VideoFrame
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.media.picture_track import opened


@dataclass(frozen=True, slots=True)
class Found:
    """What decoding the file yields; 0 for a kind of stream that was not requested."""

    frames: int = 0
    video_s: float = 0.0
    width: int = 0
    height: int = 0
    audio_s: float = 0.0


def check_output(path: Path, *, video: bool, audio: bool) -> Found:
    """Decode the whole file and return what it contains. Raises JobFailure if a wanted stream is missing or broken.

    Takes as long as decoding it: meant for files of seconds or minutes, not for sources.
    """
    try:
        with opened(path) as container:
            if (video and not container.streams.video) or (audio and not container.streams.audio):
                raise _unusable(path, "a stream is missing")
            found = _decoded(container, video=video, audio=audio)
    except av.error.FFmpegError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from error
    if (video and not found.frames) or (audio and not found.audio_s):
        raise _unusable(path, "a stream is empty")
    return found


def audio_seconds(path: Path) -> float:
    """The length of the file's audio by its packets; only the first frame is decoded. Raises JobFailure without any."""
    try:
        with opened(path) as container:
            if not container.streams.audio:
                raise _unusable(path, "it has no audio")
            stream = container.streams.audio[0]
            next(container.decode(stream))
            container.seek(0)
            ticks = sum(packet.duration or 0 for packet in container.demux(stream))
            duration_s = float(ticks * (stream.time_base or 0))
    except (av.error.FFmpegError, StopIteration) as error:
        raise _unusable(path, getattr(error, "strerror", None) or "it is empty") from error
    if duration_s <= 0:
        raise _unusable(path, "it is empty")
    return duration_s


def _decoded(container: InputContainer, *, video: bool, audio: bool) -> Found:
    wanted = [*container.streams.video[: int(video)], *container.streams.audio[: int(audio)]]
    for stream in container.streams.video:
        stream.thread_type = "AUTO"
    frames, width, height, samples_s = 0, 0, 0, Fraction(0)
    first_s: float | None = None
    last_s, step_s = 0.0, 0.0
    for frame in container.decode(*wanted):
        if isinstance(frame, VideoFrame):
            frames, width, height = frames + 1, frame.width, frame.height
            time_s = float(frame.time or 0)
            first_s = time_s if first_s is None else first_s
            step_s = time_s - last_s if frames > 1 else step_s
            last_s = time_s
        elif isinstance(frame, AudioFrame):
            samples_s += Fraction(frame.samples, frame.sample_rate)
    video_s = last_s - (first_s or 0.0) + step_s
    return Found(frames, video_s, width, height, float(samples_s))


def _unusable(path: Path, reason: str) -> JobFailure:
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote an unusable {path.suffix} file: {reason}")
