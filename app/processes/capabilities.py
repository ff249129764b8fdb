"""Gives up privileges for good: those of root beyond files (Linux capabilities), and those of set-user-id programs."""

import ctypes
import os
import sys
from typing import Final

_LIBC = ctypes.CDLL(None, use_errno=True)
_VERSION_3: Final = 0x20080522
_PR_SET_NO_NEW_PRIVS: Final = 38
#: CAP_DAC_OVERRIDE and CAP_FOWNER: a DATA_DIR that is mounted into a container may belong to another user.
_KEPT: Final = 1 << 1 | 1 << 3


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def renounce_privileges() -> None:
    """Give up all capabilities but those to use files of other users, and never gain any by starting a program.

    Holds for all that this process starts. Linux only; elsewhere nothing happens. Raises OSError.
    """
    if sys.platform != "linux":
        return
    _checked(_LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    header, held = _Header(_VERSION_3, 0), (_Sets * 2)()
    _checked(_LIBC.capget(ctypes.byref(header), held))
    kept = held[0].permitted & _KEPT
    if (held[0].permitted, held[1].permitted) == (kept, 0):  # a service's system calls may be without this one
        return
    _checked(_LIBC.capset(ctypes.byref(header), (_Sets * 2)(_Sets(kept, kept, 0), _Sets(0, 0, 0))))


def _checked(result: int) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
