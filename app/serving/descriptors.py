"""Raises the limit on open files and reserves a share that connections cannot use."""

import resource

#: Each follower holds a descriptor; the common soft limit of 1024 is too low.
OPEN_FILES = 65536
#: Least and most descriptors that are reserved for the database, files and children.
LEAST_KEPT, MOST_KEPT = 64, 2048


def allow_open_files() -> int:
    """Raise this process's soft limit as far as its hard limit allows; returns the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def descriptors_for_connections(open_files: int) -> int:
    """The number of descriptors, of `open_files`, that connections may use."""
    return max(1, open_files - max(LEAST_KEPT, min(MOST_KEPT, open_files // 4)))
