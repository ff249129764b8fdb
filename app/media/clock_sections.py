"""Plans one clock for a file whose own clock restarts or jumps: which runs belong together, and where each goes.

Where the clock jumps, it jumps for all tracks, though not at the same packet: tracks are interleaved, and one may be
seconds behind. So a run belongs to the section of the runs that are near it at this place of the file. A jump ahead in
one track alone, where the others have continued up to there, is a gap in that track and stays. A section begins where
the picture of the one before ends (or its sound, if there is no picture), or later, so that no track overlaps. Pure: no
file is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from app.media.clock_runs import BACK_S, MOST_STRAYS, Run, Scan
from app.media.ts_programs import Renumbering

#: Tracks are at most this far apart at any place of a file.
NEAR_S: Final = 10.0
#: Otherwise jumps of two tracks that differ by no more than this are the same jump.
ALIKE_S: Final = 5.0
#: A track is at most so many sections behind another one.
MOST_BEHIND: Final = 100
#: Tracks may overlap by this much where sections meet: sound can be corrected by less than this without a cut.
OVERLAP_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Shift:
    """From packet `first` of a track on, `by_s` is added to its times; None if those times are to be ignored."""

    first: int
    by_s: float | None


@dataclass(frozen=True, slots=True)
class Joint:
    """Where a section begins on the common clock, and by how much the file's own clock jumped there."""

    at_s: float
    jump_s: float


@dataclass(frozen=True, slots=True)
class FileClock:
    """What is wrong with a file's clock and how to correct it. `end_s` is its last time after the correction.

    Times are seconds, 0 where the file's own clock has its 0. `strays` counts packets whose times are ignored.
    `miscounted` means that the library computed the times wrongly; `renumbering` merges several sets of tracks into
    one.
    """

    end_s: float
    shifts: Mapping[int, Sequence[Shift]]
    joints: tuple[Joint, ...] = ()
    strays: int = 0
    miscounted: bool = False
    renumbering: Renumbering | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the file needs no correction: all tools already see one clock."""
        return not (self.joints or self.strays or self.miscounted or self.renumbering)


def one_clock(scan: Scan, tracks: Sequence[int]) -> FileClock | None:
    """Plan the clock of a file; None if the tracks have no packets. `tracks` are the used ones, the picture first."""
    strays = set(_strays(scan.runs))
    sections = _sections(scan, strays)
    if not any(run.track in tracks for section in sections for run in section.runs):
        return None
    _place(sections, tracks)
    by_s = {run: section.by_s for section in sections for run in section.runs}
    shifts: dict[int, list[Shift]] = {}
    for run in scan.runs:
        shifts.setdefault(run.track, []).append(Shift(run.first, by_s.get(run)))
    joints = [
        Joint(min(used) + section.by_s, section.jump_s)
        for section in sections[1:]
        if (used := [run.start_s for run in section.runs if run.track in tracks])
    ]
    end_s = max(run.end_s + shift_s for run, shift_s in by_s.items() if run.track in tracks)
    lost = scan.unlikely + sum(run.packets for run in strays if run.track in tracks)
    return FileClock(end_s, shifts, tuple(joints), lost, scan.miscounted_s > OVERLAP_S)


@dataclass(slots=True)
class _Section:
    """Runs that belong together. The file's clock jumped by `jump_s` at its start; `by_s` is added to its times."""

    jump_s: float = 0.0
    by_s: float = 0.0
    runs: list[Run] = field(default_factory=list)


def _strays(runs: Sequence[Run]) -> Iterator[Run]:
    """Short runs after which their track continues where it was before them."""
    for track in {run.track for run in runs}:
        own = [run for run in runs if run.track == track]
        number = 0
        while number < len(own):
            few = list(_few(own[number + 1 : number + 1 + MOST_STRAYS]))
            ends = [n for n in range(1, len(few) + 1) if _goes_on(own[number], own[number + n + 1 : number + n + 2])]
            skipped = ends[0] if ends else 0
            yield from few[:skipped]
            number += skipped + 1


def _few(runs: Sequence[Run]) -> Iterator[Run]:
    packets = 0
    for run in takewhile(lambda run: run.packets <= MOST_STRAYS, runs):
        packets += run.packets
        if packets > MOST_STRAYS:
            return
        yield run


def _goes_on(before: Run, after: Sequence[Run]) -> bool:
    return any(abs(run.begin_s - before.due_s) < 2 * BACK_S for run in after)


def _sections(scan: Scan, strays: set[Run]) -> list[_Section]:
    sections = [_Section()]
    at: dict[Run, int] = {}
    last: dict[int, Run] = {}
    for run in scan.runs:
        if run in strays:
            continue
        before = last.get(run.track)
        others = [(at[other], due_s) for other, due_s in run.others if other not in strays]
        if before is None:
            number = _first_section(run, others, len(sections), scan.leap_s)
        else:
            number = _next_section(run.begin_s, run.begin_s - before.due_s, at[before], others, sections)
        if number == len(sections):
            came_s = before.due_s if before else max((due_s for _, due_s in others), default=run.begin_s)
            sections.append(_Section(run.begin_s - came_s))
        sections[number].runs.append(run)
        at[run], last[run.track] = number, run
    return sections


def _first_section(run: Run, others: Sequence[tuple[int, float]], count: int, leap_s: float) -> int:
    """The section of a track's first run: that of the nearest other track, or a new one if none is near."""
    near = sorted((abs(run.begin_s - due_s), number) for number, due_s in others)
    if not near:
        return 0
    return near[0][1] if near[0][0] < leap_s else count


def _next_section(
    begin_s: float, jump_s: float, own: int, others: Sequence[tuple[int, float]], sections: Sequence[_Section]
) -> int:
    """The index of the section after a jump out of section `own`; `len(sections)` means a new one."""
    if abs(jump_s) < 2 * BACK_S:
        return own
    for distance_s, number in sorted((abs(begin_s - due_s), number) for number, due_s in others):
        if distance_s < NEAR_S and (number > own or (number == own and distance_s < jump_s / 2)):
            return number
    jumped_s = 0.0
    for number in range(own + 1, min(len(sections), own + 1 + MOST_BEHIND)):
        jumped_s += sections[number].jump_s
        if abs(jump_s - jumped_s) < min(ALIKE_S, abs(jump_s) / 2):
            return number
    return len(sections)


def _place(sections: Sequence[_Section], tracks: Sequence[int]) -> None:
    """Set `by_s` of each section so that it follows the one before."""
    ends: dict[int, float] = {}
    for section in sections:
        begins: dict[int, float] = {}
        for run in section.runs:
            begins[run.track] = min(run.start_s, begins.get(run.track, run.start_s))
        follows = {track: ends[track] - start_s for track, start_s in begins.items() if track in ends}
        used = [follows[track] for track in tracks if track in follows] or list(follows.values())
        if used:
            section.by_s = max(used) if max(used) > used[0] + OVERLAP_S else used[0]
        elif ends:
            section.by_s = max(ends.values()) - min(begins.values())
        for run in section.runs:
            ends[run.track] = max(run.end_s + section.by_s, ends.get(run.track, run.end_s + section.by_s))
