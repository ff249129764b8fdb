"""What we start must not outlive us."""

import ctypes
import signal

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends. Linux; elsewhere it does nothing.

    For `preexec_fn`: it runs between fork and exec, so it only makes one system call, on a library loaded before.
    """
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
