"""Checks whether all tools see one clock in a file, and plans the correction if they do not.

ffmpeg corrects clocks that restart or jump, in some formats and when it reads from the start; packet times, seeks and
players do not. So such a file has two lengths, and clips show other content than their text. In children only (PyAV).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.media.clock_runs import Scan, is_timed, scan
from app.media.clock_sections import FileClock, Joint, one_clock
from app.media.ffmpeg import MOST_PIXELS
from app.media.length import in_clock
from app.media.picture_track import main_picture, opened
from app.media.ts_programs import Renumbering, opened_in_one, renumbering_of

#: Places that are named to the user at most.
MOST_PLACES: Final = 5
#: Offset between the track numbers of different files.
APART: Final = 1000


def broken_clock(path: Path, tracks: Sequence[int], *, max_pixels: int = MOST_PIXELS) -> FileClock | None:
    """What is wrong with a file's clock; None if nothing. `tracks` are the used ones, by index, the picture first.

    Reads the whole file if its times can be wrong at all. Raises JobFailure for a clock that cannot be corrected, and
    av.error.FFmpegError for a file that is no media.
    """
    return broken_clocks([(path, tracks)], max_pixels=max_pixels)[0]


def broken_clocks(
    files: Sequence[tuple[Path, Sequence[int]]], *, max_pixels: int = MOST_PIXELS
) -> list[FileClock | None]:
    """As `broken_clock`, for several files with the tracks of one film, whose sections begin together."""
    scans = [_scanned(path, tracks, max_pixels) for path, tracks in files]
    if len(files) > 1 and any(each.scan is None for each in scans):
        # the times of one are correct, so the others cannot be compared with it
        return [broken_clock(path, tracks, max_pixels=max_pixels) for path, tracks in files]
    together, used = Scan(min((each.scan.leap_s for each in scans if each.scan), default=0.0)), []
    for number, each in enumerate(scans):
        if each.scan is None:
            return [None]
        for run in each.scan.runs:
            run.track += number * APART
        together.runs += each.scan.runs
        together.unlikely += each.scan.unlikely
        together.miscounted_s = max(together.miscounted_s, each.scan.miscounted_s)
        used += [number * APART + track for track in each.tracks]
    clock = one_clock(together, used)
    if clock is None or (clock.is_whole and not any(each.renumbering for each in scans)):
        return [None] * len(files)
    return [_of_file(clock, number, each.renumbering) for number, each in enumerate(scans)]


@dataclass(frozen=True, slots=True)
class _Scanned:
    """What was read from a file. `scan` is None if its times cannot be wrong; `tracks` are the used ones by index."""

    scan: Scan | None
    tracks: Sequence[int]
    renumbering: Renumbering | None = None


def _scanned(path: Path, tracks: Sequence[int], max_pixels: int) -> _Scanned:
    with opened(path, max_pixels=max_pixels) as container:
        if not is_timed(container):
            return _Scanned(None, tracks)
        renumbering = None
        if container.format.name == "mpegts":
            renumbering = renumbering_of(path)
        if renumbering is None:
            return _Scanned(scan(container), tracks)
    with opened_in_one(path, renumbering, max_pixels=max_pixels) as container:
        picture = main_picture(container)
        used = [stream.index for stream in (picture, *container.streams.audio[:1]) if stream is not None]
        return _Scanned(scan(container), used, renumbering)


def _of_file(clock: FileClock, number: int, renumbering: Renumbering | None) -> FileClock:
    own = {track % APART: shifts for track, shifts in clock.shifts.items() if track // APART == number}
    return replace(clock, shifts=own, renumbering=renumbering)


def what_was_wrong(clock: FileClock, begins_s: float) -> str | None:
    """Describe to the user where the clock of a file that begins at `begins_s` restarts or jumps.

    None if there is nothing that they need to know.
    """
    sentences = []
    if clock.joints:
        places = [_place(joint, begins_s) for joint in clock.joints[:MOST_PLACES]]
        more = len(clock.joints) - len(places)
        sentences.append(f"The file's clock {', '.join(places)}{f' and jumps {more} times more' if more else ''}.")
        sentences.append("Recordings that were joined or interrupted are like that; the parts follow each other now.")
    for kind, share in clock.renumbering.unread.items() if clock.renumbering else ():
        sentences.append(
            f"In about {max(1, round(100 * share))} % of the file the {kind} is in another form; it is not read."
        )
    if clock.strays:
        sentences.append(f"{clock.strays} packets tell impossible times; they were put where their neighbours are.")
    return " ".join(sentences) or None


def _place(joint: Joint, begins_s: float) -> str:
    at = in_clock(joint.at_s - begins_s)
    return f"starts anew at {at}" if joint.jump_s < 0 else f"leaps ahead by {in_clock(joint.jump_s)} at {at}"
