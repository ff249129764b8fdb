"""A stage that has been taken over: it tries to get at what is not its own, and returns what each try came to."""

import ctypes
import errno
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

from pydantic import Field

from app.jobs.results import Blob, Result
from app.stages.asides.aside import Aside
from app.stages.tools import Tools

_LIBC = ctypes.CDLL(None, use_errno=True)
_PTRACE_ATTACH, _CLONE_NEWUSER = 16, 0x10000000
#: x86-64 and arm64.
_IO_URING_SETUP = 425


class Targets(Result):
    """What it is after. `own` is its input; the rest is not its own."""

    own: Blob | None = None
    secret: str = ""
    folder: str = ""
    blob: str = ""
    port: int = 0
    server_pid: int = 0


class Loot(Result):
    """What each try came to: `done`, or the name of the system's error; and what it was given, as it read it."""

    tries: dict[str, str] = Field(default_factory=dict)
    own: str = ""
    own_path: str = ""
    kept: str = ""
    blob: Blob | None = None


def attack(targets: Targets, tools: Tools) -> Loot:
    """Try everything, then do some honest work."""
    tries = {name: _outcome(attempt) for name, attempt in _attempts(targets, tools).items()}
    made = tools.work_dir / "made.txt"
    made.write_text("honest work")
    blob = tools.keep(made, ".txt")
    tools.disconnect()
    tries["connect after all"] = _outcome(lambda: _connect(targets.port))
    own = "" if targets.own is None else tools.path_of(targets.own).read_text()
    path = "" if targets.own is None else str(tools.path_of(targets.own))
    return Loot(tries=tries, own=own, own_path=path, kept=tools.path_of(blob).read_text(), blob=blob)


def delegate(targets: Targets, tools: Tools) -> Loot:
    """Let a process of its own read what was fetched, and use the network again after that."""
    (tools.work_dir / "film").write_text("film")
    (tools.work_dir / "key").write_text("key")
    loot = tools.apart(PRY, targets.model_copy(update={"folder": str(tools.work_dir)}))
    return loot.model_copy(update={"tries": loot.tries | {"connect again": _outcome(lambda: _connect(targets.port))}})


def pry(targets: Targets, tools: Tools) -> Loot:
    """Try to get from the film that is read at the order that fetched it. Dies without a port."""
    if not targets.port:
        os.kill(os.getpid(), signal.SIGSEGV)
    film, order = Path(targets.folder, "film"), os.getppid()
    attempts: dict[str, Callable[[], object]] = {
        "connect": lambda: _connect(targets.port),
        "read the order's files": film.with_name("key").read_bytes,
        "change the film": lambda: film.write_text("forged"),
        "environment of the order": Path(f"/proc/{order}/environ").read_bytes,
        "memory of the order": lambda: Path(f"/proc/{order}/mem").open("rb").close(),
        "debug the order": lambda: _called(_LIBC.ptrace(_PTRACE_ATTACH, order, 0, 0)),
        "read another job's result": Path(targets.blob).read_bytes,
    }
    (tools.work_dir / "own.txt").write_text("own")
    return Loot(tries={name: _outcome(attempt) for name, attempt in attempts.items()}, own=film.read_text())


#: What `delegate` lets do.
PRY = Aside(
    name="pry",
    input=Targets,
    output=Loot,
    entry="tests.hostile_stage:pry",
    files=lambda targets: (str(Path(targets.folder, "film")),),
)


def _attempts(targets: Targets, tools: Tools) -> dict[str, Callable[[], object]]:
    own, input_path = tools.work_dir, Path() if targets.own is None else tools.path_of(targets.own)
    secret, folder, blob = Path(targets.secret), Path(targets.folder), Path(targets.blob)
    return {
        "connect": lambda: _connect(targets.port),
        "unix socket": lambda: socket.socket(socket.AF_UNIX).close(),
        "raw socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close(),
        "ring of io_uring": lambda: _called(_LIBC.syscall(_IO_URING_SETUP, 1, ctypes.create_string_buffer(120))),
        "read the database": secret.read_bytes,
        "change its own input": lambda: _change(input_path),
        "read it by a program": lambda: _run("cat", str(secret)),
        "read it by a link": lambda: _through_link(own, secret),
        "read it through another process": Path(f"/proc/{targets.server_pid}/root{secret}").read_bytes,
        "write the database": lambda: secret.open("ab").close(),
        "cut the database": lambda: os.truncate(secret, 0),
        "replace the database": lambda: _replace(own, secret),
        "remove the database": secret.unlink,
        "list another job's folder": lambda: list(folder.iterdir()),
        "read another job's file": lambda: (folder / "private.txt").read_bytes(),
        "write another job's file": lambda: (folder / "private.txt").write_text("x"),
        "put a file there": lambda: (folder / "planted.txt").write_text("x"),
        "list the results of all jobs": lambda: list(blob.parent.parent.iterdir()),
        "read another job's result": blob.read_bytes,
        "get it into the own folder": lambda: os.link(blob, own / "stolen"),
        "replace another job's result": lambda: _replace(own, blob),
        "remove another job's result": blob.unlink,
        "environment of the server": Path(f"/proc/{targets.server_pid}/environ").read_bytes,
        "memory of the server": lambda: Path(f"/proc/{targets.server_pid}/mem").open("rb").close(),
        "debug the server": lambda: _called(_LIBC.ptrace(_PTRACE_ATTACH, targets.server_pid, 0, 0)),
        "signal to the server": lambda: os.kill(targets.server_pid, signal.SIGCONT),
        "a namespace of its own": lambda: _called(_LIBC.unshare(_CLONE_NEWUSER)),
        "run a program of its own": lambda: _run(shutil.copy("/bin/true", own / "program")),
        "become another user": lambda: os.setuid(65534) if os.getuid() == 0 else os.setuid(0),
    }


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    return "done"


def _change(path: Path) -> None:
    path.chmod(0o600)
    path.open("ab").close()


def _called(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


def _connect(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        raise PermissionError(errno.EACCES, done.stderr.decode())


def _through_link(own: Path, target: Path) -> None:
    (own / "link").symlink_to(target)
    (own / "link").read_bytes()


def _replace(own: Path, target: Path) -> None:
    (own / "forged").write_text("forged")
    (own / "forged").replace(target)
