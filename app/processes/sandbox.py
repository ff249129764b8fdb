"""Restricts a child process before it reads any input.

It must not outlive the server, take priority over it or exhaust the machine.
"""

import contextlib
import math
import os
import resource
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from app.core.lifeline import tied_to
from app.core.unreadable import become_unreadable
from app.processes.capabilities import renounce_privileges

#: Environment variables that are passed to children; no others are, so the server's secrets cannot leak.
INHERITED = frozenset(
    "PATH HOME LANG LANGUAGE TZ TERM LD_LIBRARY_PATH PYTHONPATH PYTHONHOME VIRTUAL_ENV SSL_CERT_FILE SSL_CERT_DIR "
    "HF_HOME HF_ENDPOINT HF_HUB_OFFLINE HF_HUB_CACHE CUDA_VISIBLE_DEVICES COVERAGE_PROCESS_START "
    "COVERAGE_PROCESS_CONFIG".split()
)
#: Those that only children that may connect get: a proxy's address may have a password.
OF_NETWORK = frozenset("HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy".split())
#: The variable that marks every child and grandchild with the server's data folder, so that a restart finds leftovers.
MARK = "VIDEO_JOBS_CHILD_OF"
#: The children's priority for the kernel's out-of-memory killer, -1000 to 1000: before the server and all else here.
OOM_SCORE_ADJUSTMENT = 800
#: Signals to stop the server, sent to it alone or to all processes at once, as at a reboot. The server handles them and
#: ends its children. They are blocked, not ignored: started programs inherit that, and ffmpeg would otherwise stop
#: half-way by its own handler.
BLOCKED_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a child. Zero means no limit.

    `memory_bytes` is address space; `data_bytes` is a process's own writable memory (heap and stacks, not mapped files
    and not what a GPU's library only reserves); `cpu_seconds` is processor time of one process during one stage.
    """

    nice: int = 10
    memory_bytes: int = 0
    data_bytes: int = 0
    file_bytes: int = 0
    open_files: int = 512
    cpu_seconds: int = 0


def environment_for(owner_tag: str, *, network: bool) -> dict[str, str]:
    """The environment of a child, which uses the proxies of this process if it may connect."""
    names = INHERITED | OF_NETWORK if network else INHERITED
    kept = {name: value for name, value in os.environ.items() if name in names or name.startswith("LC_")}
    return kept | {
        MARK: owner_tag,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "YTDLP_NO_PLUGINS": "1",
        "OMP_WAIT_POLICY": "passive",
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "ORT_DISABLE_TELEMETRY": "1",
    }


def confine(bounds: Bounds, *, server_pid: int) -> None:
    """Tie this process to the server's life, lower its priority, set its limits and give up its privileges.

    From now on other processes cannot read its memory and environment. Exits if the server is gone.
    """
    tied_to(server_pid)()
    signal.pthread_sigmask(signal.SIG_BLOCK, BLOCKED_SIGNALS)
    os.nice(bounds.nice)
    _end_first()
    _limit(resource.RLIMIT_CORE, 0)
    become_unreadable()
    renounce_privileges()
    _limit(resource.RLIMIT_NOFILE, bounds.open_files)
    if bounds.memory_bytes:
        _limit(resource.RLIMIT_AS, bounds.memory_bytes)
    if bounds.data_bytes:
        _limit(resource.RLIMIT_DATA, bounds.data_bytes)
    if bounds.file_bytes:
        _limit(resource.RLIMIT_FSIZE, bounds.file_bytes)


def _end_first() -> None:
    """Make the kernel's out-of-memory killer prefer this process and its children. Never lowers the preference."""
    place = Path("/proc/self/oom_score_adj")
    with contextlib.suppress(OSError):  # not Linux, or a container that does not show it
        if int(place.read_text()) < OOM_SCORE_ADJUSTMENT:
            place.write_text(str(OOM_SCORE_ADJUSTMENT))


def allow_cpu(seconds: int) -> None:
    """Limit this process to so many seconds of processor time from now on; then the kernel ends it by SIGXCPU.

    Only the soft limit is set, so that a surviving process can get the same again. Programs that it starts inherit the
    limit, and each counts from zero. A hard limit that was set for the server stays.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))
