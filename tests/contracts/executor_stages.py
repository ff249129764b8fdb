"""Stages that an executor is tried with. One that goes on for ever locks a file while anything of it works."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import ErrorCode, JobFailure
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.results import Blob, Result
from app.stages.stage import AnyStage, ChildKind, Resource, Stage
from app.stages.tools import Tools

#: How long a stage waits for a file that another one makes, seconds.
LONG_S = 30.0


class Given(Result):
    """What each of them is given: text, or the path of a file of the test."""

    text: str = ""
    number: int = 0


class Made(Result):
    """What each of them makes."""

    text: str = ""
    blob: Blob | None = None


class Part(Result):
    """A piece."""

    text: str


def echo(params: Given, tools: Tools) -> Made:
    """Sends everything that a stage can send."""
    tools.reached(0.5, speed="2×")
    tools.log("hello", answer=42)
    tools.warn("careful", "just so")
    tools.piece(0, Part(text="a piece"))
    return Made(text=params.text.upper())


def count(params: Given, tools: Tools) -> Made:
    """Sends so many pieces."""
    for index in range(params.number):
        tools.piece(index, Part(text=str(index)))
    return Made()


def refuse(_: Given, __: Tools) -> Made:
    """A failure that the client should know of."""
    raise JobFailure(
        ErrorCode.RATE_LIMITED, "Slow down.", retryable=False, retry_after_s=7.0, host="a.example", counts=False
    )


def stumble(_: Given, __: Tools) -> Made:
    """A mistake of ours."""
    raise ZeroDivisionError("a secret detail")


def tick(params: Given, tools: Tools) -> Made:
    """Sends lines for ever, and holds the lock on the file `text`."""
    with _locked(Path(params.text)):
        while True:
            tools.log("tick")
            time.sleep(0.001)


def meet(params: Given, tools: Tools) -> Made:
    """Waits until so many of its kind are at work: each makes a file in the folder `text`."""
    folder = Path(params.text)
    (folder / f"{os.getpid()}-{time.monotonic_ns()}").touch()
    until_s = time.monotonic() + LONG_S
    while len(list(folder.iterdir())) < params.number:
        if time.monotonic() > until_s:
            raise TimeoutError("the others did not come")
        time.sleep(0.01)
    tools.log("met")
    return Made()


def compute(params: Given, _: Tools) -> Made:
    """Computes, and sends nothing, until the file `text` is there."""
    while not Path(params.text).exists():
        sum(range(10_000))
    return Made()


def keep(params: Given, tools: Tools) -> Made:
    """Keeps a file in the store; leaves another one, and says what lay in its folder before."""
    before = ",".join(sorted(path.name for path in tools.work_dir.iterdir()))
    path = tools.work_dir / "made"
    path.write_text(params.text)
    (tools.work_dir / "left").write_text("half-done")
    return Made(text=before, blob=tools.keep(path, ".txt"))


def resume(params: Given, tools: Tools) -> Made:
    """Leaves something in its folder and fails; with something there it ends well."""
    part = tools.work_dir / "part"
    if not part.exists():
        part.write_text(params.text)
        raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, "The line broke.")
    return Made(text=part.read_text())


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_locked(path: Path) -> bool:
    """Whether anything of a stage works that holds the file."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _stage(name: str, *, piece: type[Result] | None = None, resumable: bool = False) -> AnyStage:
    return Stage(
        name=name,
        title=name,
        doing=name,
        about=name,
        version=1,
        order=1,
        job_types=frozenset(JobType),
        input=Given,
        output=Made,
        piece=piece,
        entry=f"{__name__}:{name}",
        resource=lambda _: Resource.ENCODE,
        child_kind=lambda _: ChildKind.MEDIA,
        prior=Rate(1.0),
        build_input=lambda _: Given(),
        resumable=resumable,
    )


STAGES = {
    stage.name: stage
    for stage in (
        _stage("echo", piece=Part),
        _stage("count", piece=Part),
        _stage("resume", resumable=True),
        *(_stage(name) for name in ("refuse", "stumble", "tick", "meet", "compute", "keep")),
    )
}
