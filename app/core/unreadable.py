"""Makes this process unreadable to the others of its user: its memory, its environment, its core dumps."""

import ctypes
import resource

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4


def become_unreadable() -> bool:
    """Deny other processes of the same user this one's memory and environment, which hold keys, and write no core.

    Root can read it all the same, and so can a debugger that root starts. A program that this process becomes is
    readable again. Returns whether the system has this; elsewhere than on Linux only core dumps are switched off.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if not hasattr(_LIBC, "prctl"):
        return False
    _LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return bool(_LIBC.prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
