"""Detects kills by the kernel for lack of memory from its counters, since a SIGKILL does not reveal its sender.

With control groups (version 2) the group's own count is read: it covers exactly this server's processes, whether a
container's limit or the machine's shortage caused the kill. Otherwise the machine's count is read.
"""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
CGROUPS = Path("/sys/fs/cgroup")
#: Mount points of version 2: alone, or beside version 1.
MOUNTS = (".", "unified")


@dataclass(frozen=True, slots=True)
class KillCount:
    """The kernel's count of kills for lack of memory at one moment; None if it is not available."""

    source: Path
    kills: int | None

    def grown(self) -> bool:
        """Whether the count has increased since."""
        now = kills_in(self.source)
        return now is not None and self.kills is not None and now > self.kills


def count_for(pid: int) -> KillCount:
    """The current value of the count that a kill of this process would increase. Reads two small files."""
    for events in _events_of(pid):
        kills = kills_in(events)
        if kills is not None:
            return KillCount(events, kills)
    return KillCount(PROC / "vmstat", kills_in(PROC / "vmstat"))


def kills_in(source: Path) -> int | None:
    """Parse the line `oom_kill N` of a group's `memory.events` or of `/proc/vmstat`; None if it is missing."""
    try:
        lines = source.read_text().splitlines()
    except OSError:
        return None
    counts = dict(line.split(maxsplit=1) for line in lines if " " in line)
    return int(counts["oom_kill"]) if "oom_kill" in counts else None


def _events_of(pid: int) -> list[Path]:
    """The possible paths of the count of the process's group (version 2)."""
    try:
        lines = (PROC / str(pid) / "cgroup").read_text().splitlines()
    except OSError:
        return []
    groups = [line.removeprefix("0::").lstrip("/") for line in lines if line.startswith("0::")]
    return [CGROUPS / mount / group / "memory.events" for group in groups for mount in MOUNTS]
