"""Whether the kernel has killed for lack of memory: asked of its counters, since a SIGKILL does not say whose it is.

With control groups (version 2) the group's own count is read: it has the kills of this server's processes alone, also
those that a container's limit or the whole machine's shortage caused. Elsewhere the whole machine is counted.
"""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
CGROUPS = Path("/sys/fs/cgroup")
#: Where version 2 is mounted: alone, or beside version 1.
MOUNTS = (".", "unified")


@dataclass(frozen=True, slots=True)
class KillCount:
    """How often the kernel had killed for lack of memory by some moment; None where it does not tell."""

    source: Path
    kills: int | None

    def grown(self) -> bool:
        """Whether it has killed since."""
        now = kills_in(self.source)
        return now is not None and self.kills is not None and now > self.kills


def count_for(pid: int) -> KillCount:
    """The count that a kill of this process would raise, as it is now. Reads two small files."""
    for events in _events_of(pid):
        kills = kills_in(events)
        if kills is not None:
            return KillCount(events, kills)
    return KillCount(PROC / "vmstat", kills_in(PROC / "vmstat"))


def kills_in(source: Path) -> int | None:
    """The line `oom_kill N` of a group's `memory.events`, or of `/proc/vmstat`."""
    try:
        lines = source.read_text().splitlines()
    except OSError:
        return None
    counts = dict(line.split(maxsplit=1) for line in lines if " " in line)
    return int(counts["oom_kill"]) if "oom_kill" in counts else None


def _events_of(pid: int) -> list[Path]:
    """Where the process's group of version 2 would count."""
    try:
        lines = (PROC / str(pid) / "cgroup").read_text().splitlines()
    except OSError:
        return []
    groups = [line.removeprefix("0::").lstrip("/") for line in lines if line.startswith("0::")]
    return [CGROUPS / mount / group / "memory.events" for group in groups for mount in MOUNTS]
