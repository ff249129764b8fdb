"""Rewrites a file with a broken clock so that its times increase from beginning to end. Nothing is decoded or lost.

Everything else in the product, and every player, then sees one clock: lengths, lines, scenes, clips. In children only
(PyAV).
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import av

from app.core.errors import ErrorCode, JobFailure
from app.media.clock_runs import LATEST_SHOW_S, SHOWN_ONLY, counted_packets, times_of
from app.media.clock_sections import FileClock, Shift
from app.media.ffmpeg import MOST_PIXELS
from app.media.formats import mp4_kind
from app.media.ts_programs import opened_in_one

#: The output format by input format; formats that are not listed are written as themselves.
MUXERS: Final = {
    "mpeg": "mpegts",  # here every picture has a time; in program streams only some have one
    "matroska,webm": "matroska",
    "aac": "mpegts",  # raw AAC has no times; this format takes frames of every kind
    "flac": "matroska",  # times in flac come from frame numbers only
    "ogg": "matroska",  # in a chained stream, readers skip the headers of the next link
}
#: Output formats by codec, which take precedence: raw samples from discs, and a codec that Matroska does not support.
NEEDED: Final = {"pcm_dvd": "vob", "speex": "ogg"}


def mend_clock(source: Path, target: Path, clock: FileClock, *, max_pixels: int = MOST_PIXELS) -> None:
    """Write picture and sound of `source` to `target` with the times that `clock` plans, in the same format if it can.

    Raises JobFailure: `unsupported_media` for codecs that the muxer does not support, `disk_full`.
    """
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
        raise _not_mended(error.strerror or type(error).__name__) from error
    except (ValueError, av.error.FFmpegError) as error:
        target.unlink(missing_ok=True)
        raise _not_mended(getattr(error, "strerror", None) or str(error)) from error


def _muxer(container: Any) -> str:
    for stream in container.streams.audio:
        if stream.codec_context is not None and stream.codec_context.name in NEEDED:
            return NEEDED[stream.codec_context.name]
    name = str(container.format.name)
    if name.startswith("mov,"):
        return "mov" if mp4_kind(container.metadata.get("major_brand", "")) == "mov" else "mp4"
    return MUXERS.get(name, name)


class _Track:
    """Sets the new times of one track's packets, in ticks of the file."""

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
        """Set the packet's new time; returns False if it has none."""
        times = times_of(packet, self._tick_s, self._container)
        by_s = self._by_s() if times is not None else None
        packet.stream = self._target
        if times is None or by_s is None:  # no usable time: continue from the packet before
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
        else:  # only the show time is stored: assume the latest decode time
            shown = (packet.dts if packet.pts is None else packet.pts) + by
            decoded = shown - round(LATEST_SHOW_S / self._tick_s)
        decoded = decoded if least is None else max(decoded, least)
        packet.dts, packet.pts = decoded, max(shown, decoded)


def _copy(container: Any, output: Any, clock: FileClock) -> None:
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


def _not_mended(reason: str) -> JobFailure:
    return JobFailure(
        ErrorCode.UNSUPPORTED_MEDIA,
        "The file's clock starts anew or leaps on the way, and the file could not be put on one clock "
        f"({reason}). Convert it to mp4 or mkv.",
    )
