"""Open files: as many as the system gives, and a share of them that connections cannot take."""

import resource

#: Each follower holds a descriptor; the usual soft limit of 1024 is too low for many.
OPEN_FILES = 65536
#: Kept for the database, files and children, at least and at most.
LEAST_KEPT, MOST_KEPT = 64, 2048


def allow_open_files() -> int:
    """Raise this process's soft limit as far as its hard limit lets it; returns the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def room_for_connections(open_files: int) -> int:
    """How many of `open_files` descriptors connections may hold."""
    return max(1, open_files - max(LEAST_KEPT, min(MOST_KEPT, open_files // 4)))
