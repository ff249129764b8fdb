"""Makes the kernel kill child processes when this process dies, and gives this process the orphans among them."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None, use_errno=True)


def tied_to(parent_pid: int) -> Callable[[], None]:
    """Build a `preexec_fn`: the kernel kills the new process when the thread that starts it ends.

    Linux only; elsewhere it does nothing. It applies before the program is loaded, so a starting process is covered
    too. It runs between fork and exec and therefore only makes system calls, on a library that was loaded before. If
    `parent_pid`, the caller's own, is already gone, no signal would come any more: then the process exits at once, with
    code 0.
    """

    def tie() -> None:
        if hasattr(_LIBC, "prctl"):
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent_pid:
                os._exit(0)

    return tie


def keep_orphans() -> None:
    """Make this process the parent of its descendants whose own parents end. Linux only; elsewhere nothing happens."""
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)
