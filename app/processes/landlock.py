"""Restricts which files this process, and all that it starts, may reach: Landlock of the Linux kernel, by system calls.

A rule permits actions on a file, or on everything below a folder; what no rule permits is refused with EACCES. Nothing
undoes it. Its version says what the kernel can restrict: 2 (Linux 5.19) is the least that is used here, because with
version 1 no file can be moved from one folder to another.
"""

import ctypes
import errno
import os
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

_LIBC = ctypes.CDLL(None, use_errno=True)
#: Numbers of the system calls, the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _RULE_PATH_BENEATH, _PR_SET_NO_NEW_PRIVS = 1, 1, 38
#: The least version that is used.
LEAST_VERSION: Final = 2


class Access(IntFlag):
    """Actions on files, as the kernel numbers them."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13  # move or link into another folder
    TRUNCATE = 1 << 14  # version 3


READ: Final = Access.READ_FILE | Access.READ_DIR
#: Programs and libraries.
RUN: Final = READ | Access.EXECUTE
#: A folder of one's own: everything but programs, devices and sockets.
OWN: Final = (
    READ
    | Access.WRITE_FILE
    | Access.TRUNCATE
    | Access.REMOVE_DIR
    | Access.REMOVE_FILE
    | Access.MAKE_DIR
    | Access.MAKE_REG
    | Access.MAKE_FIFO
    | Access.MAKE_SYM
    | Access.REFER
)
#: A folder into which finished files are moved: none that is there can be listed, read, replaced or removed.
ADD: Final = Access.MAKE_DIR | Access.MAKE_REG | Access.REFER
#: Files as devices and locks are.
USE: Final = Access.READ_FILE | Access.WRITE_FILE

_OF_FILES: Final = Access.EXECUTE | Access.WRITE_FILE | Access.READ_FILE | Access.TRUNCATE
_BIND_TCP, _CONNECT_TCP = 1, 2  # version 4
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1, 2  # version 6


@dataclass(frozen=True, slots=True)
class Rule:
    """Permits `access` on the file at `path`, or on everything below the folder. A missing path permits nothing."""

    path: str
    access: Access


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The kernel's version of Landlock; 0 if it has none, has it switched off, or a container forbids it."""
    if sys.platform != "linux":
        return 0
    found: int = _LIBC.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG)
    return max(0, found)


def usable() -> bool:
    """Whether this process could be restricted."""
    return version() >= LEAST_VERSION


def absence() -> str:
    """The reason why it is not usable; empty if it is."""
    if sys.platform != "linux":
        return "this system has no Landlock"
    found = version()
    code = ctypes.get_errno()
    if found >= LEAST_VERSION:
        return ""
    if found:
        return f"the kernel's Landlock is version {found}, and {LEAST_VERSION} is needed: Linux 5.19 or newer"
    if code == errno.EOPNOTSUPP:
        return "the kernel's Landlock is switched off: add `landlock` to `lsm=` on its command line"
    if code == errno.EPERM:
        return "Landlock is forbidden here, as by an old profile of the container"
    return "the kernel has no Landlock, which came with Linux 5.13: it is too old, or was built without"


def restrict(rules: Iterable[Rule], *, network: bool) -> None:
    """Restrict this thread and all that it starts: to the rules, to its own processes for signals, debugging and
    abstract sockets, and unless `network`, to no TCP, each where the kernel's version has it. Raises OSError.
    """
    abi = version()
    handled = (Access.TRUNCATE << 1) - 1 if abi >= 3 else Access.TRUNCATE - 1
    wanted = _Ruleset(
        handled,
        _BIND_TCP | _CONNECT_TCP if abi >= 4 and not network else 0,
        _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if abi >= 6 else 0,
    )
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8  # the kernel refuses a larger one than it knows
    ruleset = _checked(_LIBC.syscall(_CREATE_RULESET, ctypes.byref(wanted), ctypes.c_size_t(size), 0))
    try:
        for rule in rules:
            _add(ruleset, rule, handled)
        _checked(_LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _checked(_LIBC.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _add(ruleset: int, rule: Rule, handled: int) -> None:
    try:
        place = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # missing, or not ours to see: then there is nothing to permit
        return
    try:
        access = rule.access & handled
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            access &= _OF_FILES
        beneath = _PathBeneath(access, place)
        _checked(_LIBC.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(beneath), 0))
    finally:
        os.close(place)


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
