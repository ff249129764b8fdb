"""What we start must not outlive us."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def tied_to(parent_pid: int) -> Callable[[], None]:
    """For `preexec_fn`: the kernel kills the new process when the thread that starts it ends.

    Linux only; elsewhere it does nothing. The process is tied before its program is loaded, so not even a process
    that is still starting is left behind. It runs between fork and exec and therefore only makes system calls, on a
    library that was loaded before. Should `parent_pid`, the caller's own, be gone already, no signal would come any
    more: then it ends at once, with code 0.
    """

    def tie() -> None:
        if hasattr(_LIBC, "prctl"):
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent_pid:
                os._exit(0)

    return tie
