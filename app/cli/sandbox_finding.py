"""The doctor's examination of what confines children: how much of it this system has, and what it cannot cover."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.cli.findings import Finding, Grade
from app.core.settings import Settings
from app.processes import landlock, syscall_filter
from app.processes.reach import readable_folders

FILES, NETWORK, EXPOSED, HANGS = "children's files", "children's network", "children's view", "children's hangs"
MOUNTS = Path("/proc/mounts")
#: From which version of Landlock on it refuses what.
LATER = {3: "cutting files short (Linux 6.2)", 6: "signals to other processes (Linux 6.12)"}
WITHOUT_FILES = "a stage that hostile media take over can read and change all files of the server's user"
WITHOUT_NETWORK = "a stage that hostile media take over can connect to anything that this machine can reach"


def sandbox(settings: Settings) -> Iterator[Finding]:
    if settings.child_sandbox == "off":
        detail = f"CHILD_SANDBOX is off: {WITHOUT_FILES}"
        yield Finding(FILES, Grade.WARNING, detail, "set CHILD_SANDBOX=auto")
        return
    lacking = Grade.MISSING if settings.child_sandbox == "required" else Grade.WARNING
    yield _files(lacking)
    yield _network(lacking)
    yield from _hidden()
    if landlock.usable():
        yield from _exposed(settings)
        yield from _apart(settings)


def _files(lacking: Grade) -> Finding:
    if absence := landlock.absence():
        remedy = "run the server as a user of its own, on a kernel with Landlock of version 2 or newer"
        return Finding(FILES, lacking, f"{absence}: {WITHOUT_FILES}", remedy)
    version = landlock.version()
    later = [what for least, what in LATER.items() if version < least]
    detail = f"confined by Landlock, version {version}"
    return Finding(FILES, Grade.OK, f"{detail}, without {' and '.join(later)}" if later else detail)


def _network(lacking: Grade) -> Finding:
    if syscall_filter.usable():
        return Finding(NETWORK, Grade.OK, "none but for downloads and orders, by seccomp")
    remedy = "use Linux on x86-64 or arm64, in a container whose profile permits seccomp filters"
    return Finding(NETWORK, lacking, f"this system has no seccomp filters: {WITHOUT_NETWORK}", remedy)


def _hidden() -> Iterator[Finding]:
    """A /proc in which a user's own processes are hidden too, if they hide their memory."""
    try:
        lines = MOUNTS.read_text(errors="replace").splitlines()
    except OSError:  # not Linux
        return
    if any(line.split()[1] == "/proc" and re.search(r"\bhidepid=(2|4|invisible|ptraceable)", line) for line in lines):
        detail = "/proc is mounted with hidepid: a child that hangs is noticed after STAGE_STALL_TIMEOUT only"
        yield Finding(HANGS, Grade.WARNING, detail, "mount it without, or let the server's group see all (gid=)")


def _exposed(settings: Settings) -> Iterator[Finding]:
    """Secrets below folders that children need for programs."""
    secrets = {"DATA_DIR": settings.data_dir, "DATABASE_URL": settings.database_path, ".env": Path(".env").absolute()}
    for name, path in secrets.items():
        folder = None if path is None else _first_above(path)
        if folder is not None:
            detail = f"{path} ({name}) is below {folder}, which children read programs from"
            yield Finding(EXPOSED, Grade.WARNING, detail, f"move it elsewhere, or the Python environment in {folder}")


def _first_above(path: Path) -> Path | None:
    target = path.resolve()
    folders = (Path(folder).resolve() for folder in readable_folders())
    return next((folder for folder in folders if folder in target.parents), None)


def _apart(settings: Settings) -> Iterator[Finding]:
    work, blobs = settings.data_dir / "work", settings.data_dir / "blobs"
    if work.is_dir() and blobs.is_dir() and work.stat().st_dev != blobs.stat().st_dev:
        detail = f"{work} and {blobs} are in two file systems: children can read and change finished files of all jobs"
        yield Finding(EXPOSED, Grade.WARNING, detail, "keep both in one file system")
