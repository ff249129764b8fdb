"""A file with a broken clock, written anew with one that goes on from beginning to end. Nothing is decoded or lost.

Everything else in the product then sees one clock: lengths, lines, scenes, clips, and players too. In children only
(PyAV).
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from app.core.errors import ErrorCode, JobFailure
from app.media.clock_runs import LATEST_SHOW_S, SHOWN_ONLY, counted_packets, times_of
from app.media.clock_sections import FileClock, Shift
from app.media.ffmpeg import MOST_PIXELS
from app.media.formats import mp4_kind
from app.media.ts_programs import opened_in_one

#: What a format is written as; those that are not named here as themselves.
MUXERS: Final = {
    "mpeg": "mpegts",  # every picture of it has a time, in program streams only some have
    "matroska,webm": "matroska",
    "aac": "mpegts",  # naked AAC has no times; this keeps frames of every form
    "flac": "matroska",  # its frames are numbered, and no other times are read
    "ogg": "matroska",  # of a stream that is told to go on, the next headers are not read
}
#: What some codecs need instead: plain samples of discs, and what Matroska has no name for.
NEEDED: Final = {"pcm_dvd": "vob", "speex": "ogg"}


def mend_clock(source: Path, target: Path, clock: FileClock, *, max_pixels: int = MOST_PIXELS) -> None:
    """Write picture and sound of `source` to `target`, in its own format, with times on the clock that was planned.

    Raises JobFailure: `unsupported_media` for codecs that the format's writer does not know, `disk_full`.
    """
    import av

    try:
        with (
            opened_in_one(source, clock.renumbering, max_pixels=max_pixels) as container,
            av.open(str(target), "w", format=_muxer(container)) as output,
        ):
            _copy(container, output, clock)
    except OSError as error:
        target.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise JobFailure(ErrorCode.DISK_FULL, "The disk is full. Free some space, then retry.") from error
        raise _unmended(error.strerror or type(error).__name__) from error
    except (ValueError, av.error.FFmpegError) as error:
        target.unlink(missing_ok=True)
        raise _unmended(getattr(error, "strerror", None) or str(error)) from error


def _muxer(container: Any) -> str:
    for stream in container.streams.audio:
        if stream.codec_context is not None and stream.codec_context.name in NEEDED:
            return NEEDED[stream.codec_context.name]
    name = str(container.format.name)
    if name.startswith("mov,"):
        return "mov" if mp4_kind(container.metadata.get("major_brand", "")) == "mov" else "mp4"
    return MUXERS.get(name, name)


class _Track:
    """Gives the packets of one track their new times, in the ticks of the file."""

    def __init__(self, target: Any, shifts: Sequence[Shift], tick_s: float, container: str) -> None:
        self._target = target
        self._container = container
        self._shifts = list(shifts)
        self._tick_s = tick_s
        self._count = 0
        self._due: int | None = None
        self._last = 0
        self._delay = 0

    def move(self, packet: Any) -> bool:
        """Whether the packet has a time now."""
        times = times_of(packet, self._tick_s, self._container)
        by_s = self._by_s() if times is not None else None
        packet.stream = self._target
        if times is None or by_s is None:  # where its track is at
            if self._due is None:
                return False
            packet.dts, packet.pts = self._due, self._due + self._delay
        else:
            self._shift(packet, round(by_s / self._tick_s), likely=times[2])
        self._due = packet.dts + max(1, packet.duration or 0)
        self._delay = packet.pts - packet.dts
        self._last = packet.dts
        return True

    def _by_s(self) -> float | None:
        while len(self._shifts) > 1 and self._shifts[1].first <= self._count:
            self._shifts.pop(0)
        self._count += 1
        return self._shifts[0].by_s

    def _shift(self, packet: Any, by: int, *, likely: bool) -> None:
        least = None if self._due is None else self._last + 1
        if packet.dts is not None and self._container not in SHOWN_ONLY:
            decoded = packet.dts + by
            shown = packet.pts + by if packet.pts is not None and likely else decoded + self._delay
        else:  # only told when it is shown: decoded long enough before that
            shown = (packet.dts if packet.pts is None else packet.pts) + by
            decoded = shown - round(LATEST_SHOW_S / self._tick_s)
        decoded = decoded if least is None else max(decoded, least)
        packet.dts, packet.pts = decoded, max(shown, decoded)


def _copy(container: Any, output: Any, clock: FileClock) -> None:
    import av

    name = container.format.name
    still = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    tracks: dict[int, _Track] = {}
    for stream in (*container.streams.video, *container.streams.audio):
        if stream.index in clock.shifts and not stream.disposition & still:
            target = output.add_stream_from_template(stream, opaque=True)
            target.disposition = stream.disposition
            target.metadata.update(stream.metadata)
            tracks[stream.index] = _Track(target, clock.shifts[stream.index], float(stream.time_base), name)
    for packet, _ in counted_packets(container):
        track = tracks.get(packet.stream_index)
        if track is not None and track.move(packet):
            output.mux(packet)


def _unmended(why: str) -> JobFailure:
    return JobFailure(
        ErrorCode.UNSUPPORTED_MEDIA,
        "The file's clock starts anew or leaps on the way, and the file could not be put on one clock "
        f"({why}). Convert it to mp4 or mkv.",
    )
