"""The files and hosts that an order may reach, and the limits that hold its process to them.

Without Landlock or seccomp in the kernel, or where a container forbids them, that part does not hold;
`python main.py doctor` reports it.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from app.processes import landlock, syscall_filter
from app.processes.landlock import ADD, OWN, READ, RUN, USE, Rule
from app.storage.opening import folder_of

#: Programs and libraries of the system.
PROGRAMS: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")
#: Facts about the system that libraries read: names and addresses, certificates, time zones, fonts, processors. The
#: memory and environment of other processes are not among what Landlock lets anybody read in /proc.
FACTS: Final = (
    *("/proc", "/sys", "/var/cache/fontconfig"),
    *(
        f"/etc/{name}"
        for name in (
            *("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ld.so.preload", "localtime", "timezone", "mime.types"),
            *("ssl", "pki", "ca-certificates", "crypto-policies", "fonts", "alternatives", "os-release", "static"),
            *("hosts", "host.conf", "resolv.conf", "nsswitch.conf", "gai.conf", "services", "protocols"),
            *("passwd", "group", "nvidia", "OpenCL", "vulkan", "glvnd"),
        )
    ),
)
DEVICES: Final = tuple(f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom"))
#: Variables of the environment with paths that children must be able to read.
PATHS_IN: Final = ("LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
#: The project's own code.
CODE: Final = Path(__file__).resolve().parents[1]


class Reach(BaseModel):
    """What an order may reach besides the system's own programs and facts; all else is refused.

    `inputs` are its files in the store, which it reads where they are linked, `files` others and folders of its own to
    read; `reads` are files and folders that all orders of its kind share. It may do anything in the folders `writes`,
    of which the first is its own, and move finished files into the store with the spec `adds`. `devices` are files to
    read and write.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reads: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    adds: str | None = None
    devices: tuple[str, ...] = ()
    network: bool = False

    def without_own_files(self) -> "Reach":
        """What is left for all orders that share the rest: the first of `writes` is an order's own folder."""
        return self.model_copy(update={"inputs": (), "files": (), "writes": self.writes[1:]})


def can_limit() -> bool:
    """Whether this system can hold a process to anything of its reach."""
    return landlock.usable() or syscall_filter.usable()


def limit_to(reach: Reach) -> None:
    """Hold this process, which must have one thread, and all that it starts to its reach, for good. Raises OSError."""
    if landlock.usable():
        landlock.restrict(list(_rules(reach)), network=reach.network)
    if syscall_filter.usable():
        syscall_filter.restrict(network=reach.network)


def disconnect() -> None:
    """Take the network from this thread and all that it starts, for good, as far as the system can. Raises OSError."""
    if syscall_filter.usable():
        syscall_filter.restrict(network=False)


def readable_folders() -> list[str]:
    """Files and folders outside its reach that each order may read, and run programs from."""
    python = (sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent))
    beside = {CODE.parent, Path.cwd()}  # where settings and the database may lie
    code = (path for path in sys.path if path and Path(path).resolve() not in beside)
    given = (path for name in PATHS_IN for path in os.environ.get(name, "").split(os.pathsep) if path)
    return list(dict.fromkeys([*PROGRAMS, *python, *code, str(CODE), *given]))


def _rules(reach: Reach) -> Iterator[Rule]:
    yield from (Rule(path, RUN) for path in (*readable_folders(), *reach.reads))
    yield from (Rule(path, READ) for path in (*FACTS, os.path.realpath("/etc/resolv.conf"), *reach.files))
    yield from (Rule(path, USE) for path in (*DEVICES, *reach.devices))
    yield from (Rule(path, OWN) for path in reach.writes)
    if reach.adds is not None:
        store, lock = folder_of(reach.adds)
        yield Rule(lock, USE)
        yield Rule(store, OWN if _is_copied_into(store, reach.writes) else ADD)


def _is_copied_into(store: str, folders: tuple[str, ...]) -> bool:
    """Whether finished files are copied into the store, not moved, because it is in another file system."""
    return any(Path(folder).stat().st_dev != Path(store).stat().st_dev for folder in folders[:1])
