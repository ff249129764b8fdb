"""Stage `nap`: sleeps a number of times, and publishes a line after each one.

It is part of an extraction of sound that has the option `prompt`: "NAME COUNT SECONDS". Equal prompts share a nap.
"""

from typing import Any

from app.jobs.estimate import Rate
from app.jobs.events import SegmentTranscribed
from app.jobs.options import JobType
from app.jobs.results import Result, Segment
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.stage import ChildKind, Resource, ShownPiece, Stage, StageContext


class NapInput(Result):
    """`done` are the lines of an earlier run, after which this one goes on."""

    name: str
    count: int
    seconds: float
    done: tuple[Segment, ...] = ()


class NapOutput(Result):
    """The number of lines of the run that ended it, and of those before."""

    count: int
    resumed_from: int


def _input(context: StageContext) -> NapInput:
    name, count, seconds = (context.job.options.prompt or "").split()
    return NapInput(name=name, count=int(count), seconds=float(seconds))


def _shown(_: str, index: int, line: Segment, __: str) -> ShownPiece:
    return ShownPiece((SegmentTranscribed(index=index, segment=line),))


STAGE: Stage[Any, Any] = Stage(
    name="nap",
    title="Nap",
    doing="Sleeping",
    about="Sleep for a while",
    version=1,
    order=90,
    job_types=frozenset({JobType.AUDIO_EXTRACTION}),
    options=("prompt",),
    switches=("prompt",),
    needs=(FETCH.name,),
    input=NapInput,
    output=NapOutput,
    piece=Segment,
    show_piece=_shown,
    entry="tests.sleeping_stages.nap.run:run",
    resource=lambda _: Resource.DOWNLOAD,  # its children may sleep
    connects=lambda _: False,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.0, 1.0),
    build_input=_input,
)
