"""Verifies files that ffmpeg has just written: sometimes it exits with 0 and the output is unusable."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av import VideoFrame
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.media.picture_track import opened, packets_of


@dataclass(frozen=True, slots=True)
class Found:
    """What the file's packets say it contains; 0 for a kind of stream that was not requested."""

    frames: int = 0
    video_s: float = 0.0
    width: int = 0
    height: int = 0
    audio_s: float = 0.0


def check_output(path: Path, *, video: bool, audio: bool) -> Found:
    """Read all packets and decode the first frame of each wanted stream; returns what the file contains.

    Our encoders store a frame a packet, so the packets' times tell what decoding would. Raises JobFailure if a wanted
    stream is missing, empty or damaged, or if its first frame cannot be decoded.
    """
    try:
        with opened(path) as container:
            if (video and not container.streams.video) or (audio and not container.streams.audio):
                raise _unusable(path, "a stream is missing")
            wanted = [*container.streams.video[: int(video)], *container.streams.audio[: int(audio)]]
            packets = _packets(path, container, wanted)
            empty = [stream for stream in wanted if not packets[stream.index]]
            if empty:
                raise _unusable(path, "a stream is empty")
            found = Found()
            for stream in wanted:
                container.seek(0)
                frame = next(container.decode(stream))
                if isinstance(frame, VideoFrame):
                    frames, length_s = len(packets[stream.index]), _shown_s(packets[stream.index])
                    found = replace(found, frames=frames, video_s=length_s, width=frame.width, height=frame.height)
                else:
                    found = replace(found, audio_s=_sound_s(packets[stream.index]))
    except StopIteration:
        raise _unusable(path, "its first frame cannot be decoded") from None
    except av.error.FFmpegError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from error
    return found


def picture_count(path: Path, track: int, max_pixels: int) -> int:
    """The number of packets of video track `track` (from 0). Takes as long as reading the file once."""
    with opened(path, max_pixels=max_pixels) as container:
        stream = container.streams.video[track]
        return sum(1 for packet in packets_of(container, stream) if packet.size)


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


_Packet = tuple[Fraction, Fraction]
"""When a packet is shown, and for how long, seconds."""


def _packets(path: Path, container: InputContainer, streams: list[Any]) -> dict[int, list[_Packet]]:
    """The packets of each stream by its index, in order of their times. Raises JobFailure for one that is damaged."""
    found: dict[int, list[_Packet]] = {stream.index: [] for stream in streams}
    for packet in container.demux(*streams):
        if packet.size == 0:
            continue  # the end of a stream
        if packet.is_corrupt or packet.pts is None:
            raise _unusable(path, "a packet is damaged or has no time")
        tick_s = packet.time_base
        found[packet.stream_index].append((packet.pts * tick_s, (packet.duration or 0) * tick_s))
    return {index: sorted(packets) for index, packets in found.items()}


def _shown_s(packets: list[_Packet]) -> float:
    """Seconds from the first picture to the end of the last, which lasts as long as the one before it."""
    first_s, last_s = packets[0][0], packets[-1][0]
    return float(last_s - first_s + (last_s - packets[-2][0] if len(packets) > 1 else 0))


def _sound_s(packets: list[_Packet]) -> float:
    """Seconds of sound; what an encoder puts before time 0 to begin with is not heard."""
    return float(sum(max(Fraction(0), min(length_s, at_s + length_s)) for at_s, length_s in packets))


def _unusable(path: Path, reason: str) -> JobFailure:
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote an unusable {path.suffix} file: {reason}")
