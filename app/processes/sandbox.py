"""What a child does to itself before it touches anything.

It must not outlive the server, outrank it or eat the machine.
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

#: Names of environment variables that reach a child; nothing else does, so no secret of the server's can leak.
INHERITED = frozenset(
    "PATH HOME LANG LANGUAGE TZ TERM LD_LIBRARY_PATH PYTHONPATH PYTHONHOME VIRTUAL_ENV SSL_CERT_FILE SSL_CERT_DIR "
    "HF_HOME HF_ENDPOINT HF_HUB_OFFLINE HF_HUB_CACHE HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy "
    "CUDA_VISIBLE_DEVICES COVERAGE_PROCESS_START COVERAGE_PROCESS_CONFIG".split()
)
#: Marks every child and grandchild with the server's data folder, so that a restart finds what a killed server left.
MARK = "VIDEO_JOBS_CHILD_OF"
#: How much sooner than others the kernel ends a child when the machine is short of memory, -1000 to 1000: before the
#: server and before what else runs here.
OOM_SCORE_ADJUSTMENT = 800
#: What somebody sends who wants the server to stop: to it alone, or to all processes at once, as a reboot does. It is
#: the server's to handle, which ends its children itself. Blocked, not ignored: programs that we start inherit it, and
#: ffmpeg would end half-way on its own handler.
DEAF_TO = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may take. Zero means no bound.

    `memory_bytes` is address space, `data_bytes` what a process may write to of its own (its heap and stacks, not
    mapped files and not what a GPU's library only reserves); `cpu_seconds` is processor time of one process during one
    stage.
    """

    nice: int = 10
    memory_bytes: int = 0
    data_bytes: int = 0
    file_bytes: int = 0
    open_files: int = 512
    cpu_seconds: int = 0


def environment_for(mark: str) -> dict[str, str]:
    """The environment of a child."""
    kept = {name: value for name, value in os.environ.items() if name in INHERITED or name.startswith("LC_")}
    return kept | {
        MARK: mark,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "YTDLP_NO_PLUGINS": "1",
        "OMP_WAIT_POLICY": "passive",
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "ORT_DISABLE_TELEMETRY": "1",
    }


def confine(bounds: Bounds, *, server_pid: int) -> None:
    """Tie this process to its server's life, lower its priority and set its limits.

    Ends the process if the server is gone.
    """
    tied_to(server_pid)()
    signal.pthread_sigmask(signal.SIG_BLOCK, DEAF_TO)
    os.nice(bounds.nice)
    _end_first()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, bounds.open_files)
    if bounds.memory_bytes:
        _limit(resource.RLIMIT_AS, bounds.memory_bytes)
    if bounds.data_bytes:
        _limit(resource.RLIMIT_DATA, bounds.data_bytes)
    if bounds.file_bytes:
        _limit(resource.RLIMIT_FSIZE, bounds.file_bytes)


def _end_first() -> None:
    """Let the kernel take this process, and what it starts, first when memory runs out. Never less than before."""
    place = Path("/proc/self/oom_score_adj")
    with contextlib.suppress(OSError):  # not Linux, or a container that does not show it
        if int(place.read_text()) < OOM_SCORE_ADJUSTMENT:
            place.write_text(str(OOM_SCORE_ADJUSTMENT))


def allow_cpu(seconds: int) -> None:
    """Let this process use so many seconds of processor time from now on; then the kernel ends it by SIGXCPU.

    Only the soft limit moves, so that a process which lives on can be given the same again. Programs that it starts
    inherit the limit and count from zero, each on its own. A hard limit that somebody set for the server stays.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))
