"""Reads the memory for this server: the machine's, or its control group's limit, whichever is less."""

from pathlib import Path

from app.processes.oom_kills import CGROUPS, MOUNTS, PROC

GIB = 1024**3
#: Share of the memory that a child may use, so that a runaway one leaves room for the server and other children.
CHILD_SHARE = 0.5
#: Least limit of a child: a transcription with a large model needs it, and a small machine has swap for it.
CHILD_AT_LEAST_BYTES = 2 * GIB


def share_for_a_child() -> int:
    """The limit of one child's own memory, bytes; 0, which means no limit, if the memory is unknown."""
    total = memory_bytes()
    return max(CHILD_AT_LEAST_BYTES, int(total * CHILD_SHARE)) if total else 0


def memory_bytes() -> int:
    """The minimum of the machine's memory and the limits of this process's control groups, bytes; 0 if unknown."""
    found = [value for value in (_machine(), *_groups()) if value]
    return min(found, default=0)


def _machine() -> int:
    for line in _text(PROC / "meminfo").splitlines():
        name, _, value = line.partition(":")
        if name == "MemTotal":
            return int(value.split()[0]) * 1024
    return 0


def _groups() -> list[int]:
    """Read the limits of the group and its parents: version 2 at its mounts, version 1 at its own."""
    limits = []
    for line in _text(PROC / "self" / "cgroup").splitlines():
        number, controllers, path = line.split(":", 2)
        if number == "0":
            folders, name = [CGROUPS / mount for mount in MOUNTS], "memory.max"
        elif "memory" in controllers.split(","):
            folders, name = [CGROUPS / "memory"], "memory.limit_in_bytes"
        else:
            continue
        for folder in folders:
            inner = folder / path.lstrip("/")
            for group in (inner, *inner.parents):
                if group == folder.parent:
                    break
                text = _text(group / name).strip()
                limits.append(int(text) if text.isdigit() else 0)
    return limits


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
