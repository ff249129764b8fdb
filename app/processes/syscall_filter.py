"""Refuses system calls to this process and to all that it starts: a seccomp filter of the Linux kernel.

Refused is what no stage needs and what holes of kernels were found in: debugging other processes, namespaces, mounts,
rings of io_uring (which open sockets behind a filter's back), BPF, keys. Without `network` no socket can be opened at
all, also none to a service of this machine; with it, only those of IP.
"""

import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2


class _Machine(NamedTuple):
    """An architecture: its number in filters, and its numbers of system calls."""

    audit: int
    socket: int
    clone: int
    #: Libraries must take them for missing, and do without.
    missing: tuple[int, ...]
    refused: tuple[int, ...]


#: clone3 passes its flags in memory, where no filter can see them; the numbers from 424 on are the same everywhere.
_MISSING: Final = (425, 426, 427, 435)  # io_uring_setup, io_uring_enter, io_uring_register, clone3
#: open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_getfd, mount_setattr.
_REFUSED: Final = (428, 429, 430, 431, 432, 433, 438, 442)
_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        41,
        56,
        _MISSING,
        # ptrace, process_vm_readv, process_vm_writev, kcmp, bpf, perf_event_open, userfaultfd, add_key, request_key,
        # keyctl, unshare, setns, mount, umount2, pivot_root, chroot, open_by_handle_at, fanotify_init, kexec_load,
        # kexec_file_load, init_module, finit_module, delete_module, modify_ldt, iopl, ioperm, acct, quotactl, swapon,
        # swapoff, reboot, syslog
        (
            *(101, 310, 311, 312, 321, 298, 323, 248, 249, 250, 272, 308, 165, 166, 155, 161, 304, 300, 246, 320),
            *(175, 313, 176, 154, 172, 173, 163, 179, 167, 168, 169, 103, *_REFUSED),
        ),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        198,
        220,
        _MISSING,
        # the same, without modify_ldt, iopl and ioperm, which only x86 has
        (
            *(117, 270, 271, 272, 280, 241, 282, 217, 218, 219, 97, 268, 40, 39, 41, 51, 265, 262, 104, 294),
            *(105, 273, 106, 89, 60, 224, 225, 142, 116, *_REFUSED),
        ),
    ),
}
#: On x86 numbers from here on are those of another table.
_X32: Final = 0x40000000
#: Flags of clone that make namespaces.
_NAMESPACES: Final = 0x7E020000
#: The last is netlink, by which resolving a name reads the addresses of this machine.
_FAMILIES: Final = (socket.AF_INET, socket.AF_INET6, 16)

# Instructions of BPF, and places in the data that a filter sees.
_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW: Final = 0x7FFF0000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def usable() -> bool:
    """Whether this process could be restricted: by the kernel, and with numbers that are known here."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    _LIBC.prctl(_PR_SET_SECCOMP, _MODE_FILTER, None, 0, 0)  # without a filter: EFAULT, if one could be set
    return ctypes.get_errno() == errno.EFAULT


def restrict(*, network: bool) -> None:
    """Restrict this thread and all that it starts. Raises OSError."""
    code = _program(_MACHINES[platform.machine()], network)
    program = _Program(len(code) // 8, code)
    for call in ((_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)):
        if _LIBC.prctl(*call) < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


def _program(machine: _Machine, network: bool) -> bytes:
    """The filter: a foreign architecture and unknown tables first, then the lists, then arguments."""
    missing, refused = _failing(errno.ENOSYS), _failing(errno.EPERM)
    return b"".join(
        (
            *(_do(_LOAD, _ARCHITECTURE), _skip_if(_EQUAL, machine.audit, 1), missing),
            *(_do(_LOAD, _NUMBER), _skip_unless(_AT_LEAST, _X32, 1), missing),
            *(part for number in machine.missing for part in (_skip_unless(_EQUAL, number, 1), missing)),
            *(part for number in machine.refused for part in (_skip_unless(_EQUAL, number, 1), refused)),
            *_on(machine.clone, (_skip_unless(_ANY_OF, _NAMESPACES, 1), refused)),
            *_on(machine.socket, _sockets(_FAMILIES if network else ())),
            _do(_RETURN, _ALLOW),
        )
    )


def _sockets(families: Sequence[int]) -> tuple[bytes, ...]:
    """Refuse sockets of all other families."""
    checks = (_skip_if(_EQUAL, family, len(families) - index) for index, family in enumerate(families))
    return (*checks, _failing(errno.EACCES))


def _on(number: int, block: Sequence[bytes]) -> tuple[bytes, ...]:
    """Instructions for the first argument of one system call; the number is loaded again after them."""
    length = len(block) + 1
    return (_skip_unless(_EQUAL, number, length), _do(_LOAD, _FIRST_ARGUMENT), *block, _do(_LOAD, _NUMBER))


def _do(what: int, value: int) -> bytes:
    return struct.pack("=HBBI", what, 0, 0, value)


def _failing(code: int) -> bytes:
    return _do(_RETURN, 0x00050000 | code)


def _skip_if(test: int, value: int, count: int) -> bytes:
    return struct.pack("=HBBI", test, count, 0, value)


def _skip_unless(test: int, value: int, count: int) -> bytes:
    return struct.pack("=HBBI", test, 0, count, value)
