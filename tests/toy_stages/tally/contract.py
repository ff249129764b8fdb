"""Stage `tally`: counts the bytes of the source, and writes the count into a file."""

from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.results import Blob, Result
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile


class Stretch(Result):
    """A part of the source that is counted."""

    byte_count: int


class TallyInput(Result):
    """The source. `done` are the stretches that an earlier run counted."""

    source: Blob
    done: tuple[Stretch, ...] = ()


class TallyOutput(Result):
    """How many bytes there are, and the file that says so."""

    byte_count: int
    note: Blob


def _input(context: StageContext) -> TallyInput:
    return TallyInput(source=context.output_of(FETCH).source)


STAGE = Stage(
    name="tally",
    title="Tally",
    doing="Counting bytes",
    about="Count what there is",
    version=1,
    order=80,
    job_types=frozenset({JobType.AUDIO_EXTRACTION}),
    options=("audio_quality",),
    needs=(FETCH.name,),
    input=TallyInput,
    output=TallyOutput,
    piece=Stretch,
    entry="tests.toy_stages.tally.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.0, 1.0),
    build_input=_input,
    artifacts=lambda output: [StageFile("tally", " tally.txt", output.note)],
)
