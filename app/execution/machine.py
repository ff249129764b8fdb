"""What the machine says of itself: read from /proc, so Linux tells most; elsewhere figures are zero."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.execution.hosts import WARM, Child


def disk(folder: Path) -> dict[str, int]:
    """Size of the disk under `folder` and what is free, bytes."""
    usage = shutil.disk_usage(folder)
    return {"total_bytes": usage.total, "free_bytes": usage.free}


def memory() -> dict[str, int]:
    """Memory of the machine and of this process, bytes."""
    found = {"total_bytes": 0, "available_bytes": 0, "server_bytes": resident("self")}
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return found
    for line in lines:
        name, _, rest = line.partition(":")
        if name == "MemTotal":
            found["total_bytes"] = int(rest.split()[0]) * 1024
        elif name == "MemAvailable":
            found["available_bytes"] = int(rest.split()[0]) * 1024
    return found


def resident(pid: int | str) -> int:
    """Resident bytes of a process; 0 when it has gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def children(living: Sequence[Child]) -> list[dict[str, Any]]:
    """Each child: its kind, whether it keeps a model warm, what it holds, and what it does."""
    return [
        {
            "name": f"{child.kind} models" if child.kind in WARM else child.kind.value,
            "keeps": child.kind in WARM,
            "pid": child.pid,
            "memory_bytes": resident(child.pid),
            "state": "idle" if child.idle_since > child.last_sign - 0.001 and child.idle_since > 0 else "busy",
        }
        for child in living
    ]
