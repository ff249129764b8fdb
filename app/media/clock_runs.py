"""Reads a file's packet times as runs: stretches of one track in which the clock increases without a jump.

Recordings that were joined end to end, streams with advertisements and interrupted recordings have a clock that
restarts or jumps ahead. Nothing is decoded; the whole file is read once. In children only (PyAV).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import av
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.media.adts import frame_seconds
from app.media.picture_track import packets_of

#: A step back of at least this much begins a run; well-formed files step back by less, if at all.
BACK_S: Final = 0.5
#: A step ahead of at least this much begins a run, by format. In broadcasts a gap of some seconds is a gap in the
#: reception; in other formats calls and presentations have pauses of minutes in which nothing is stored.
LEAP_S: Final = {"mpegts": 10.0, "mpeg": 10.0}
USUAL_LEAP_S: Final = 3600.0
#: A picture is shown at most this long after it is decoded.
LATEST_SHOW_S: Final = 30.0
#: Formats whose packets carry stored times. In others a time is the sum of the lengths before it; for raw AAC the
#: library computes that sum with the rate of the first frame.
TIMED: Final = frozenset({"mpegts", "mpeg", "flv", "matroska,webm", "ogg", "asf", "flac", "aac"})
#: Formats that store only show times; decode times are the library's guess.
SHOWN_ONLY: Final = frozenset({"matroska,webm"})
#: Up to this many packets out of place, between packets that continue without them, are strays.
MOST_STRAYS: Final = 8
#: A file with more runs is too damaged to be sorted out.
MOST_RUNS: Final = 20_000


@dataclass(slots=True, eq=False)
class Run:
    """A stretch of one track without a jump of the clock, in seconds of the file's own clock.

    `first` is the index of its first packet among those of its track that have a time. `start_s` to `end_s` is when it
    is shown or heard; `begin_s` is the time of its first packet and `due_s` that of the packet after its last. `others`
    are the current runs of the other tracks when it began, each with its `due_s` then.
    """

    track: int
    first: int
    start_s: float
    end_s: float
    begin_s: float
    due_s: float
    others: Sequence[tuple["Run", float]]
    packets: int = 0


@dataclass(slots=True)
class _Track:
    """The current run of a track, and the count of packets so far.

    `reorders`: only show times are stored. The next picture may be shown before others, but not before `floor_s`.
    `sure_s` is when the next packet was due in the last run that was no stray; `held` is the state of the run before
    its last step ahead, which may turn out to lead to strays.
    """

    run: Run
    reorders: bool
    floor_s: float
    sure_s: float | None = None
    step_s: float = 0.0
    count: int = 0
    held: tuple[float, float, int, int] | None = None

    def goes_on(self, comes_s: float, leap_s: float) -> bool:
        """Whether a packet at `comes_s` continues the run."""
        run, sure_s = self.run, self.sure_s
        if sure_s is not None and run.packets <= MOST_STRAYS and _returns(comes_s, sure_s, run.due_s):
            return False
        return (self.floor_s if self.reorders else run.due_s) - BACK_S < comes_s < run.due_s + leap_s

    def strays(self, comes_s: float) -> Run | None:
        """Split off the last packets of the run as strays if the track now returns to where it was before them."""
        run = self.run
        if self.held is None or not _returns(comes_s, self.held[1], run.due_s):
            return None
        end_s, due_s, packets, count = self.held
        strays = Run(run.track, count, run.end_s, run.end_s, run.end_s, run.end_s, (), run.packets - packets)
        run.end_s, run.due_s, run.packets = end_s, due_s, packets
        return strays

    def left_at(self) -> float | None:
        """`sure_s` for the run that follows."""
        return self.run.due_s if self.run.packets > MOST_STRAYS else self.sure_s

    def add(self, comes_s: float, shown_s: float, length_s: float) -> None:
        run = self.run
        if run.packets and comes_s - run.due_s > 2 * BACK_S:
            self.held = (run.end_s, run.due_s, run.packets, self.count)
        elif self.held is not None and run.packets - self.held[2] >= MOST_STRAYS:
            self.held = None
        if not length_s and run.packets:  # not stored: use the last step or the mean
            mean_s = (run.end_s - run.start_s) / run.packets
            self.step_s = mean_s if self.reorders else max(0.0, comes_s - run.due_s + self.step_s)
        length_s = length_s or min(1.0, self.step_s)
        end_s = max(run.end_s, shown_s + length_s)
        if self.reorders:
            self.floor_s = run.due_s if run.packets and end_s > run.due_s else self.floor_s
            run.due_s = end_s
        else:
            run.due_s = comes_s + length_s
        run.start_s, run.end_s = min(run.start_s, shown_s), end_s
        run.packets += 1
        self.count += 1


def _returns(comes_s: float, before_s: float, due_s: float) -> bool:
    """Whether `comes_s` is near the earlier due time and not near the current one."""
    return abs(comes_s - before_s) < 2 * BACK_S < abs(comes_s - due_s)


class Scan:
    """Collects the `runs` of all tracks, in the order of the file, packet by packet.

    A step ahead of at least `leap_s` is a jump. `unlikely` counts packets with an impossible show time. `miscounted_s`
    is the largest difference between the times that the library computed and the sum of the frame lengths.
    """

    def __init__(self, leap_s: float) -> None:
        self.leap_s = leap_s
        self.runs: list[Run] = []
        self.unlikely = 0
        self.miscounted_s = 0.0
        self._tracks: dict[int, _Track] = {}

    def add(self, index: int, comes_s: float, shown_s: float, length_s: float, *, reorders: bool = False) -> None:
        """Add the next packet of a track that has a time; `length_s` is 0 if it is not stored.

        Raises JobFailure for more than `MOST_RUNS`.
        """
        track = self._tracks.get(index)
        if track is None or not track.goes_on(comes_s, self.leap_s):
            others = [(other.run, other.run.due_s) for other in self._tracks.values() if other is not track]
            strays = track.strays(comes_s) if track else None
            self.runs += [strays] if strays else []
            count, sure_s = (track.count, track.left_at()) if track else (0, None)
            run = Run(index, count, shown_s, shown_s, comes_s, comes_s, others)
            track = self._tracks[index] = _Track(run, reorders, comes_s - LATEST_SHOW_S, sure_s, count=count)
            self.runs.append(run)
            if len(self.runs) > MOST_RUNS:
                raise JobFailure(
                    ErrorCode.UNSUPPORTED_MEDIA,
                    f"The file's clock jumps more than {MOST_RUNS} times; it is damaged. Convert it to mp4 or mkv.",
                )
        track.add(comes_s, shown_s, length_s)


def is_timed(container: InputContainer) -> bool:
    """Whether the container's times can be wrong: they cannot where they are counted or stored in a table."""
    fragmented = container.format.name.startswith("mov,") and any(
        stream.frames == 0 for stream in (*container.streams.video, *container.streams.audio)
    )
    return container.format.name in TIMED or fragmented


def timed_packets(container: InputContainer) -> Iterator[Any]:
    """The packets of all tracks with picture or sound; a damaged file ends where reading fails."""
    tracks = {stream.index for stream in (*container.streams.video, *container.streams.audio)}
    try:
        for packet in packets_of(container):
            if packet.size and packet.stream_index in tracks:
                yield packet
    except av.error.FFmpegError:
        return


def counted_packets(container: InputContainer) -> Iterator[tuple[Any, float]]:
    """As `timed_packets`, each with its time error, seconds; times of raw AAC become the sum of its frame lengths."""
    passed_s = 0.0
    for packet in timed_packets(container):
        off_s = 0.0
        if container.format.name == "aac":
            tick_s = float(packet.time_base)
            off_s = abs(passed_s - float(packet.dts or 0) * tick_s)
            length_s = frame_seconds(bytes(packet)[:7]) or float(packet.duration or 0) * tick_s
            packet.dts = packet.pts = round(passed_s / tick_s)
            packet.duration = round(length_s / tick_s)
            passed_s += length_s
        yield packet, off_s


def scan(container: InputContainer) -> Scan:
    """Read all packets from the container's position. Raises JobFailure for more than `MOST_RUNS`."""
    name = container.format.name
    found = Scan(LEAP_S.get(name, USUAL_LEAP_S))
    ticks_s = {stream.index: float(stream.time_base or 0) for stream in container.streams}
    pictures = {stream.index for stream in container.streams.video}
    for packet, off_s in counted_packets(container):
        index, tick_s = packet.stream_index, ticks_s[packet.stream_index]
        times = times_of(packet, tick_s, name)
        if times is None:
            continue
        comes_s, shown_s, likely = times
        found.unlikely += not likely
        found.miscounted_s = max(found.miscounted_s, off_s)
        reorders = name in SHOWN_ONLY and index in pictures
        found.add(index, comes_s, shown_s, (packet.duration or 0) * tick_s, reorders=reorders)
    return found


def times_of(packet: Any, tick_s: float, container: str) -> tuple[float, float, bool] | None:
    """Decode and show time of a packet, seconds, and whether both are possible; None if it has no time.

    In a `container` that stores only show times, the show time is used for both.
    """
    if packet.dts is None and packet.pts is None:
        return None
    if container in SHOWN_ONLY and packet.pts is not None:
        return float(packet.pts) * tick_s, float(packet.pts) * tick_s, True
    comes_s = float(packet.pts if packet.dts is None else packet.dts) * tick_s
    shown_s = comes_s if packet.pts is None else float(packet.pts) * tick_s
    likely = abs(shown_s - comes_s) < LATEST_SHOW_S
    return comes_s, (shown_s if likely else comes_s), likely
