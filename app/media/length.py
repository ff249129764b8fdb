"""Measures how long a file's media is: compares what its headers claim with the packets that are really there.

Three things look like a claim and are none. If no header states a length, the library divides the size of the file by
the bit rate of its first seconds, which a quiet beginning makes ten times too long. A track without picture or sound
(subtitles, data) may end later than both. And a last picture that stays has no packet after it. None of these means
that a file was cut off. In children only (PyAV).
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import av
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.media.picture_track import packets_of

#: A file is read from this long before its claimed end to find its real end.
TAIL_S: Final = 10.0
MICROSECONDS: Final = 1_000_000
#: A header that differs from the packets by no more than this is more exact: some packets state no length.
SAME_S: Final = 0.1
#: What the library logs when it divides size by bit rate.
ESTIMATES: Final = "Estimating duration from bitrate"
#: Formats that store each packet's position, with what the library logs for a missing one; without that none is
#: missing.
CUT: Final = {"mov": "partial file", "matroska": "ended prematurely"}
#: Formats whose length the library reports only if the file is whole.
REPORTED_WHEN_WHOLE: Final = frozenset({"asf"})


@dataclass(frozen=True, slots=True)
class Length:
    """A file's length. `missing_s` is how much earlier the media ends than a header claims: a truncated transfer."""

    duration_s: float
    missing_s: float


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims about a file's length besides the library's own figure, which is a guess if `estimated`.

    `longest_s` is the longest that other readers may believe; `missing_s` is what is missing by the claimed byte count.
    """

    estimated: bool = False
    longest_s: float = 0.0
    missing_s: float = 0.0


class OpeningLog:
    """What the library logged while a file was opened. `estimated`: its length is a guess, not a header's claim."""

    def __init__(self) -> None:
        self.estimated = False


@contextmanager
def captured_opening() -> Iterator[OpeningLog]:
    """Capture the library's log while a file is opened; not while it is read, when every decoder logs."""
    log = OpeningLog()
    before, repeated = av.logging.get_level(), av.logging.get_skip_repeated()
    av.logging.set_skip_repeated(False)
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as lines:
            yield log
            log.estimated = any(ESTIMATES in line for _, _, line in lines)
    finally:
        av.logging.set_level(before)
        av.logging.set_skip_repeated(repeated)


@dataclass(slots=True)
class _Ends:
    """When packets end, seconds from the start: of the used streams, and of all.

    `stays_s` is when the last picture would end if it stayed as long as the longest one before it. `cut`: a packet is
    incomplete.
    """

    used_s: float = 0.0
    any_s: float = 0.0
    stays_s: float = 0.0
    cut: bool = False


def measure(container: InputContainer, used: list[Any], claims: Claims, *, max_seconds: float) -> Length:
    """Measure the length of an open file by its streams `used`; 0 if there is no packet.

    A claim above `max_seconds` is refused even for a short file, because later tools trust the header; an estimate is
    not refused but measured. Takes milliseconds; for a file without a length, as long as reading it once.

    Raises JobFailure `too_long`.
    """
    claimed_s = 0.0 if claims.estimated else _claimed_s(container, used)
    refuse_too_long(max(claimed_s, claims.longest_s), max_seconds)
    ends = _ends(container, used, claimed_s, max_seconds)
    if ends.used_s <= 0:
        return Length(0.0, 0.0)
    slack_s = tolerance_s(ends.used_s)
    as_claimed = abs(claimed_s - ends.used_s) <= SAME_S
    last_stays = ends.used_s < claimed_s <= ends.stays_s + SAME_S
    duration_s = claimed_s if as_claimed or last_stays else ends.used_s
    family = container.format.name.partition(",")[0]
    whole = (family in CUT and not ends.cut) or family in REPORTED_WHEN_WHOLE
    missing_s = 0.0 if whole else claimed_s - max(ends.any_s, duration_s)
    return Length(duration_s, max(missing_s if missing_s > slack_s else 0.0, claims.missing_s))


def _claimed_s(container: InputContainer, used: Iterable[Any]) -> float:
    """The longest length that any header claims, seconds; 0 if none does."""
    lengths = [in_seconds(container.duration)]
    lengths += [float(stream.duration * stream.time_base) for stream in used if stream.duration and stream.time_base]
    return max(0.0, *(length for length in lengths if math.isfinite(length)))


def tolerance_s(length_s: float) -> float:
    """How far headers and packets may differ legitimately: encoders pad and trim, and count in different units."""
    return max(0.5, 0.01 * length_s)


def in_seconds(microseconds: int | None) -> float:
    """Convert one of the library's times; None is 0."""
    return (microseconds or 0) / MICROSECONDS


def _ends(container: InputContainer, used: list[Any], claimed_s: float, max_seconds: float) -> _Ends:
    """Read from shortly before the claimed end, or from the start if nothing is claimed or the end is elsewhere."""
    start_s, cut = in_seconds(container.start_time), False
    if claimed_s > TAIL_S:
        try:
            container.seek(int((start_s + claimed_s - TAIL_S) * MICROSECONDS))
        except av.error.FFmpegError:
            pass  # no index: read from the current position
        else:
            tail = _read_on(container, used, start_s, max_seconds)
            if abs(claimed_s - tail.used_s) <= tolerance_s(tail.used_s):
                return tail
            cut = tail.cut  # logged only once
        container.seek(int(start_s * MICROSECONDS))
    ends = _read_on(container, used, start_s, max_seconds)
    ends.cut = ends.cut or cut
    return ends


def _read_on(container: InputContainer, used: list[Any], start_s: float, max_seconds: float) -> _Ends:
    ends, matter = _Ends(), {stream.index for stream in used}
    before_s: float | None = None
    longest_s = 0.0
    with _errors() as lines:
        try:
            for packet in packets_of(container):
                at = packet.dts if packet.pts is None else packet.pts
                if at is None or packet.size == 0 or packet.is_discard:  # discarded: outside the edit list
                    continue
                begins_s = float(at * packet.time_base) - start_s
                end_s = begins_s + float((packet.duration or 0) * packet.time_base)
                ends.any_s = max(ends.any_s, end_s)
                if packet.stream.index not in matter:
                    continue
                ends.used_s = max(ends.used_s, end_s)
                refuse_too_long(ends.used_s, max_seconds)
                if packet.stream.type == "video":
                    longest_s = max(longest_s, begins_s - (begins_s if before_s is None else before_s))
                    before_s = begins_s
                    ends.stays_s = max(ends.stays_s, begins_s + longest_s)
        except av.error.FFmpegError:
            ends.cut = True  # truncated here: what came before counts
        sign = CUT.get(container.format.name.partition(",")[0])
        ends.cut = ends.cut or any(sign is not None and sign in line for _, _, line in lines)
    return ends


@contextmanager
def _errors() -> Iterator[list[tuple[int, str, str]]]:
    """Capture what the library logs while it reads packets, without decoding."""
    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as lines:
            yield lines
    finally:
        av.logging.set_level(before)


def ends_of(container: InputContainer, track: int) -> tuple[float, float]:
    """When the packets of audio track `track` (from 0) end, and those of all tracks, seconds from the start.

    Takes as long as reading the file once.
    """
    ends = _read_on(container, [container.streams.audio[track]], in_seconds(container.start_time), math.inf)
    return ends.used_s, ends.any_s


def refuse_too_long(length_s: float, max_seconds: float) -> None:
    """Raise JobFailure `too_long` above the limit."""
    if length_s > max_seconds:
        raise JobFailure(
            ErrorCode.TOO_LONG,
            f"The media is {in_clock(length_s)} long (or claims to be), more than the limit of "
            f"{in_clock(max_seconds)}.",
        )


def in_clock(length_s: float) -> str:
    """Format a length as "1:02:03"."""
    minutes, seconds = divmod(round(length_s), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
