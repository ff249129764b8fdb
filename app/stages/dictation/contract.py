"""Stage `dictation`: speech to text by a paid service. Its order is committed step by step, then each line."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from app.jobs.estimate import Rate
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Result, Segment
from app.providers.orders import OrderStep
from app.stages.speech.contract import STAGE as SPEECH
from app.stages.speech.contract import WITH_CAPTIONS
from app.stages.stage import ChildKind, Resource, Stage, StageContext

#: The option that brings the stage into a plan.
BY_ASSEMBLYAI = "engine=assemblyai"


class DictationPiece(Result):
    """A step of the order, or, once that is complete, a line of the transcript."""

    step: OrderStep | None = None
    line: Segment | None = None


class DictationInput(Result):
    """`done` are the steps and lines of earlier runs: an order that was placed is not placed again.

    Without a `key` nothing is ordered. The order is polled every `poll_s` seconds.
    """

    pcm: Blob | None
    duration_s: float
    language: str | None = None
    models: tuple[str, ...]
    base_url: str
    key: str | None = Field(default=None, repr=False)
    poll_s: float
    done: tuple[DictationPiece, ...] = ()


class DictationOutput(Result):
    """The transcript's properties; `order_id` is the service's own, None if there was nothing to order."""

    order_id: str | None
    model: str
    language: str | None
    language_confidence: float
    confidence: float
    line_count: int


def lines_in(pieces: Sequence[DictationPiece]) -> tuple[Segment, ...]:
    """The lines among the pieces: those of the last order, which follow its last step."""
    begin = max((n for n, piece in enumerate(pieces) if piece.step is not None), default=-1) + 1
    return tuple(piece.line for piece in pieces[begin:] if piece.line is not None)


def _input(context: StageContext) -> DictationInput:
    s, speech = context.settings, context.output_of(SPEECH)
    return DictationInput(
        pcm=speech.pcm,
        duration_s=speech.duration_s,
        language=context.job.options.language,
        models=s.assemblyai_models,
        base_url=s.assemblyai_base_url,
        key=s.assemblyai_api_key.get_secret_value() or None,
        poll_s=s.assemblyai_poll_seconds,
    )


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    return content | {"engine": "assemblyai"}


STAGE = Stage(
    name="dictation",
    title="Dictation",
    doing="Dictating",
    about="Speech to text by AssemblyAI, with speakers",
    version=1,
    order=45,
    job_types=SPEECH.job_types,
    options=("engine", "language"),
    switches=(BY_ASSEMBLYAI,),
    switches_in={kind: tuple(f"{BY_ASSEMBLYAI}&{one}" for one in switches) for kind, switches in WITH_CAPTIONS.items()},
    needs=(SPEECH.name,),
    input=DictationInput,
    output=DictationOutput,
    piece=DictationPiece,
    entry="app.stages.dictation.run:run",
    resource=lambda _: Resource.REMOTE,
    child_kind=lambda _: ChildKind.REMOTE,
    prior=Rate(0.1, 10.0),
    build_input=_input,
    variant=lambda *_: "assemblyai",
    neutral_fields=frozenset({"base_url", "key", "poll_s"}),
    key_content=_key_content,
    keeps_words=True,
)
