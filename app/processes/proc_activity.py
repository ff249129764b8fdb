"""Whether processes live, told by the kernel and not by themselves: `/proc`, read from outside.

A process that computes, reads or writes moves counters whether or not it lets anybody speak: a loop in C that holds
the interpreter for minutes is as alive as can be. One that is stopped, or whose threads all sleep while no counter
moves, is not. Processor time is taken in nanoseconds, so that even a thread that wakes once a minute to look at a
socket or a lock shows.
"""

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PROC = Path("/proc")
#: States of a thread that is not hanging by itself: running or waiting for a processor, waiting for a disk, held by
#: somebody's debugger.
AT_WORK = frozenset("RDt")
STOPPED_STATE = "T"


class Pulse(StrEnum):
    """What a look at a process group tells."""

    MOVING = "moving"
    STOPPED = "stopped"  # by a signal, until another one lets it go on
    ASLEEP = "asleep"  # nothing of it has moved since the look before


@dataclass(frozen=True, slots=True)
class Vitals:
    """A process group at one moment. `states` has a letter per thread, `used` counters that only grow."""

    states: Mapping[int, str] = field(default_factory=dict)
    used: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def can_sample() -> bool:
    """Whether this system tells of processes in `/proc`."""
    return (PROC / "self" / "task").is_dir()


def sample(groups: Collection[int]) -> dict[int, Vitals]:
    """Every group as it is now. Reads a file per process of this machine and three per thread of the groups."""
    states: dict[int, dict[int, str]] = {group: {} for group in groups}
    used: dict[int, dict[int, tuple[int, ...]]] = {group: {} for group in groups}
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended meanwhile
            pid, group = int(folder.name), int(_stat(folder)[2])
            if group in states:
                states[group][pid], used[group][pid] = _threads(folder)
    return {group: Vitals(states[group], used[group]) for group in groups}


def pulse_of(leader: int, before: Vitals | None, now: Vitals) -> Pulse:
    """What became of the group of process `leader` between two looks.

    A leader that is stopped can never report, whatever its programs do meanwhile. A group that is gone counts as
    moving: its end is told otherwise.
    """
    mine = set(now.states.get(leader, ""))
    if mine == {STOPPED_STATE}:
        return Pulse.STOPPED
    letters = set("".join(now.states.values()))
    if before is None or not mine or before.used != now.used or letters & AT_WORK:
        return Pulse.MOVING
    return Pulse.STOPPED if STOPPED_STATE in letters else Pulse.ASLEEP


def _stat(folder: Path) -> list[str]:
    """The fields of `stat` behind the program's name: state, parent, group, …"""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _threads(folder: Path) -> tuple[str, tuple[int, ...]]:
    """A letter per thread, and what they have used: nanoseconds, ticks, bytes read and written."""
    letters, nanoseconds, ticks = [], 0, 0
    for thread in sorted((folder / "task").iterdir()):
        with contextlib.suppress(OSError):
            fields = _stat(thread)
            letters.append(fields[0])
            ticks += int(fields[11]) + int(fields[12])
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
    moved_bytes = 0
    with contextlib.suppress(OSError):  # not every system lets us
        moved_bytes = sum(int(line.split()[1]) for line in (folder / "io").read_text().splitlines())
    return "".join(letters), (nanoseconds, ticks, moved_bytes)
