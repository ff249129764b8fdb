"""A stage that has been taken over by hostile media, tried in real children of each kind."""

import json
import os
import platform
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.results import Blob
from app.ports.stage_executor import StageTask
from app.processes import landlock, syscall_filter
from app.processes.capabilities import renounce_privileges
from app.processes.child_executor import ChildExecutor
from app.processes.child_pool import ChildPool
from app.processes.order_reach import Reaches
from app.processes.sandbox import Bounds
from app.processes.workplace import Workplace
from app.stages.stage import AnyStage, ChildKind, Resource, Stage
from app.storage.blobs import BlobFolder
from tests.forked_python import ROOT
from tests.hostile_stage import Loot, Targets
from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.skipif(
    not (landlock.usable() and syscall_filter.usable()), reason="needs Landlock and seccomp of the kernel"
)
#: Which tries are no crime where there are hosts to talk to.
TALK = frozenset({"connect"})
#: The tries that Landlock refuses; the others are refused without it too.
FILES = ("read the database", "write another job's file", "remove another job's result", "put a file there")


@dataclass(frozen=True)
class Victims:
    """What is not the stage's own, with what it holds; and an own input."""

    targets: Targets
    place: Workplace

    def untouched(self) -> bool:
        """Whether all of it is as it was."""
        secret, blob = Path(self.targets.secret), Path(self.targets.blob)
        listed = [path.name for path in Path(self.targets.folder).iterdir()]
        return secret.read_text() == "secret" and blob.read_text() == "result" and listed == ["private.txt"]


@pytest.fixture
def victims(tmp_path: Path) -> Iterator[Victims]:
    """A database, another job's folder and result, and a port that listens."""
    data, store = tmp_path / "data", BlobFolder(tmp_path / "data" / "blobs")
    folder = data / "work" / "other"
    folder.mkdir(parents=True)
    (folder / "private.txt").write_text("private")
    (data / "jobs.db").write_text("secret")
    reaches = Reaches((str(ROOT / "tests"),), str(data / "models"), lambda _: None, offline=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        targets = Targets(
            own=_kept(store, data / "work" / "own", "own input"),
            secret=str(data / "jobs.db"),
            folder=str(folder),
            blob=str(store.path_of(_kept(store, data / "work" / "result", "result"))),
            port=listener.getsockname()[1],
            server_pid=os.getpid(),
        )
        yield Victims(targets, Workplace(store, data / "work", "ffmpeg", reaches=reaches))


def _kept(store: BlobFolder, path: Path, text: str) -> Blob:
    path.write_text(text)
    return store.keep(path, ".txt")


@pytest.fixture
async def pool() -> AsyncIterator[ChildPool]:
    """Real children."""
    async with ChildPool(owner_tag="attacks", bounds=Bounds(nice=0), idle_s=60, stall_s=60) as children:
        yield children


async def _attacked(
    victims: Victims, pool: ChildPool, kind: ChildKind, *, confined: bool = True, entry: str = "attack"
) -> Loot:
    stage: AnyStage = Stage(
        name="attack",
        title="",
        doing="",
        about="",
        version=1,
        order=1,
        job_types=frozenset(JobType),
        input=Targets,
        output=Loot,
        entry=f"tests.hostile_stage:{entry}",
        resource=lambda _: Resource.REMOTE if kind is ChildKind.REMOTE else Resource.ENCODE,
        child_kind=lambda _: kind,
        prior=Rate(1.0),
        build_input=lambda _: victims.targets,
    )
    place = victims.place if confined else replace(victims.place, reaches=None)
    executor = ChildExecutor(pool, place, {stage.name: stage})
    task = StageTask(stage.name, victims.targets.model_dump_json(), f"attack-{kind.value}")
    loot = await executor.execute(task, _ignored)
    assert isinstance(loot, Loot)
    return loot


async def _ignored(_: object) -> None:
    """Nothing that it says is of interest."""


@pytest.mark.parametrize("kind", [ChildKind.MEDIA, ChildKind.ASR, ChildKind.REMOTE])
async def test_a_stage_that_was_taken_over_gets_at_nothing(victims: Victims, pool: ChildPool, kind: ChildKind) -> None:
    """No other file, process, host or user; it can do its work all the same, also twice in a child that stays."""
    own = victims.targets.own
    assert own is not None
    for _ in range(2):
        loot = await _attacked(victims, pool, kind)
        allowed = TALK if kind is ChildKind.REMOTE else frozenset()
        assert {name for name, came_to in loot.tries.items() if came_to == "done"} <= allowed
        assert (loot.own, loot.kept) == ("own input", "honest work")
        assert own.sha256 not in loot.own_path  # it will stand in command lines, which every process can read
        assert victims.untouched()
    assert [path.name for path in victims.place.work_dir.rglob("*") if path.is_file()] == ["private.txt"]


async def test_what_an_order_with_keys_has_fetched_is_read_without_them(victims: Victims, pool: ChildPool) -> None:
    """The process that reads it has no network, no memory and no files of the order, which keeps all of these."""
    loot = await _attacked(victims, pool, ChildKind.REMOTE, entry="delegate")
    assert {name for name, came_to in loot.tries.items() if came_to == "done"} == {"connect again"}
    assert loot.own == "film"
    lethal = replace(victims, targets=victims.targets.model_copy(update={"port": 0}))
    with pytest.raises(JobFailure, match="SIGSEGV") as caught:
        await _attacked(lethal, pool, ChildKind.REMOTE, entry="delegate")
    assert caught.value.code is ErrorCode.CRASHED


async def test_without_its_limits_the_same_stage_would_get_at_files_and_hosts(
    victims: Victims, pool: ChildPool
) -> None:
    """So what refuses the tries is the sandbox; what any child gives up is refused all the same."""
    loot = await _attacked(victims, pool, ChildKind.MEDIA, confined=False)
    expected = {"connect", "read another job's result", "list another job's folder", "put a file there", *FILES[:1]}
    assert expected <= {name for name, came_to in loot.tries.items() if came_to == "done"}
    assert loot.tries["debug the server"] != "done"
    assert loot.tries["become another user"] != "done"


async def test_where_landlock_is_forbidden_the_network_is_refused_all_the_same(victims: Victims) -> None:
    """As in a container whose profile does not know it: jobs run, with what is left of the protection."""
    number = {"x86_64": "x86_64", "aarch64": "aarch64"}[platform.machine()]
    program = f"""
import runpy, sys
from app.processes import syscall_filter
machine = syscall_filter._MACHINES["{number}"]
syscall_filter._MACHINES["{number}"] = machine._replace(refused=(444, 445, 446))
syscall_filter.restrict(network=True)
syscall_filter._MACHINES["{number}"] = machine
sys.argv[0] = "child_main"
runpy.run_module("app.processes.child_main", run_name="__main__", alter_sys=True)
"""
    started = (sys.executable, "-c", program)
    async with ChildPool(owner_tag="attacks", bounds=Bounds(nice=0), idle_s=60, stall_s=60, program=started) as pool:
        loot = await _attacked(victims, pool, ChildKind.MEDIA)
    assert loot.tries["connect"] == loot.tries["unix socket"] == "EACCES"
    assert loot.tries["a namespace of its own"] == "EPERM"
    assert (loot.tries["read another job's result"], loot.own) == ("done", "own input")


UNPRIVILEGED = f"""
import json, os, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from app.processes.capabilities import renounce_privileges
renounce_privileges()
"""
READER = f"""{UNPRIVILEGED}
from app.upkeep.recovery import processes_of
found = dict.fromkeys(("environ", "maps", "mem"), "read")
for name in found:
    try:
        (Path("/proc") / sys.argv[1] / name).open("rb").read(1)
    except PermissionError:
        found[name] = "refused"
    except OSError:  # the first page of a memory is never mapped
        pass
print(json.dumps([found, processes_of(sys.argv[2])]))
"""


def _seen_by_another(pid: int, mark: str = "none") -> tuple[dict[str, str], list[int]]:
    """What another process of the same user, without root's privileges, reads of a process; and who has the mark."""
    command = [sys.executable, "-c", READER, str(pid), mark]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found, marked = json.loads(done.stdout)
    return found, marked


class UnprivilegedServer(Server):
    """A server without root's privileges, whoever runs the tests."""

    def command(self) -> list[str]:
        program = self.folder / "unprivileged.py"
        program.write_text(f"{UNPRIVILEGED}\nos.execv(sys.executable, [sys.executable, *sys.argv[1:]])")
        return [sys.executable, str(program), *super().command()[1:]]


@pytest.mark.slow
def test_other_processes_of_its_user_cannot_read_the_server_or_its_children(tmp_path: Path, media: MediaShelf) -> None:
    """Their environment and memory hold keys. Such a process still finds children, as a restart must."""
    with UnprivilegedServer(tmp_path) as server:
        server.upload(media.video())
        (child,) = server.children()
        refused = dict.fromkeys(("environ", "maps", "mem"), "refused")
        assert _seen_by_another(server.pid) == (refused, [])
        assert _seen_by_another(child, server.mark) == (refused, [child])
    with subprocess.Popen(["sleep", "60"], preexec_fn=renounce_privileges) as readable:
        assert _seen_by_another(readable.pid)[0] == dict.fromkeys(refused, "read")
        readable.kill()
