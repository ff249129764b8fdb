"""Detects activity of processes from the kernel's counters in `/proc`, without their cooperation.

A process that computes, reads or writes moves counters even if it sends nothing: a loop in C that holds the
interpreter's lock for minutes is active. A process that is stopped, or whose threads all sleep while no counter moves,
is not. Processor time is read in nanoseconds, so that even a thread that wakes once a minute to poll a socket or a lock
is detected.
"""

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PROC = Path("/proc")
#: States of a thread that does not hang by itself: running or waiting for a processor, waiting for a disk, traced by a
#: debugger.
AT_WORK = frozenset("RDt")
STOPPED_STATE = "T"


class Pulse(StrEnum):
    """The activity of a process group between two samples."""

    MOVING = "moving"
    STOPPED = "stopped"  # by a signal, until another one continues it
    ASLEEP = "asleep"  # no counter has moved since the previous sample


@dataclass(frozen=True, slots=True)
class Vitals:
    """A sample of a process group. `states` has a letter per thread, `used` counters that only increase."""

    states: Mapping[int, str] = field(default_factory=dict)
    used: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def can_sample() -> bool:
    """Whether this system has processes in `/proc`."""
    return (PROC / "self" / "task").is_dir()


def sample(groups: Collection[int]) -> dict[int, Vitals]:
    """Sample every group. Reads one file per process of this machine and three per thread of the groups."""
    states: dict[int, dict[int, str]] = {group: {} for group in groups}
    used: dict[int, dict[int, tuple[int, ...]]] = {group: {} for group in groups}
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended meanwhile
            pid, group = int(folder.name), int(_stat(folder)[2])
            if group in states:
                states[group][pid], used[group][pid] = _threads(folder)
    return {group: Vitals(states[group], used[group]) for group in groups}


def pulse_of(leader: int, before: Vitals | None, now: Vitals) -> Pulse:
    """The activity of the group of process `leader` between two samples.

    A stopped leader can never report, whatever its programs do. A group that is gone counts as moving: its end is
    detected elsewhere.
    """
    mine = set(now.states.get(leader, ""))
    if mine == {STOPPED_STATE}:
        return Pulse.STOPPED
    letters = set("".join(now.states.values()))
    if before is None or not mine or before.used != now.used or letters & AT_WORK:
        return Pulse.MOVING
    return Pulse.STOPPED if STOPPED_STATE in letters else Pulse.ASLEEP


def _stat(folder: Path) -> list[str]:
    """The fields of `stat` after the program's name: state, parent, group, …"""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _threads(folder: Path) -> tuple[str, tuple[int, ...]]:
    """A state letter per thread, and their usage: nanoseconds, ticks, bytes read and written."""
    letters, nanoseconds, ticks = [], 0, 0
    for thread in sorted((folder / "task").iterdir()):
        with contextlib.suppress(OSError):
            fields = _stat(thread)
            letters.append(fields[0])
            ticks += int(fields[11]) + int(fields[12])
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
    moved_bytes = 0
    with contextlib.suppress(OSError):  # not readable on every system
        moved_bytes = sum(int(line.split()[1]) for line in (folder / "io").read_text().splitlines())
    return "".join(letters), (nanoseconds, ticks, moved_bytes)
