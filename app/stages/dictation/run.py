"""Stage `dictation`: upload the sound, order its transcription once, wait, and commit the lines.

The key is in this process's order alone, and the process ends with it.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Blob
from app.providers.orders import Order, OrderStep, Service
from app.providers.spoken import Spoken
from app.stages.dictation.contract import DictationInput, DictationOutput, DictationPiece, lines_in
from app.stages.dictation.lines import lines_of
from app.stages.tools import Tools

#: The share of the progress that the upload is; the rest is the service's, which does not report any.
UPLOAD = 0.5


def run(params: DictationInput, tools: Tools) -> DictationOutput:
    """Transcribe. Pieces: `DictationPiece`, continuing after `done`.

    Raises JobFailure model_unavailable, provider_failed, rate_limited, source_unavailable.
    """
    if params.pcm is None:
        tools.reached(1.0)
        return _output(None, Spoken((), None, 0.0, 0.0, ""), 0)
    with _service(params, params.pcm, tools) as service:
        return _dictated(params, service, tools)


def _dictated(params: DictationInput, service: Service[Spoken], tools: Tools) -> DictationOutput:
    pieces = list(params.done)

    def commit(step: OrderStep) -> None:
        piece = DictationPiece(step=step)
        tools.commit(len(pieces), piece)
        pieces.append(piece)
        facts = step.model_dump(exclude_defaults=True, include={"order_id", "reason"})
        tools.log(f"{service.name}: order {step.state}", **facts)

    steps = [piece.step for piece in pieces if piece.step is not None]
    order = Order(service, steps, commit, read_every_s=params.poll_s)
    spoken = order.result()
    lines = lines_of(spoken, params.duration_s)
    for line in lines[len(lines_in(pieces)) :]:
        piece = DictationPiece(line=line)
        tools.piece(len(pieces), piece)
        pieces.append(piece)
    tools.reached(1.0)
    return _output(order.steps[-1].order_id, spoken, len(lines))


@contextmanager
def _service(params: DictationInput, pcm: Blob, tools: Tools) -> Iterator[Service[Spoken]]:
    """The service for one file, open for the block. Raises JobFailure model_unavailable without key or package."""
    if params.key is None:
        message = "There is no key for AssemblyAI. Set ASSEMBLYAI_API_KEY, or choose the engine whisper."
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)
    try:
        from app.providers.assemblyai import Access, AssemblyAI, Reports, Wanted
    except ModuleNotFoundError as error:
        message = f"The package {error.name} is not installed. Run pip install -r requirements-assemblyai.txt."
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message) from error

    def uploaded(size: int) -> None:
        done = size / max(1, pcm.size_bytes)
        tools.reached(UPLOAD * min(1.0, done), speed=f"{size / 1e6:.0f} of {pcm.size_bytes / 1e6:.0f} MB")

    reports = Reports(uploaded, lambda status: tools.reached(UPLOAD, speed=status))
    access = Access(params.base_url, params.key)
    wanted = Wanted(tools.path_of(pcm), params.language, params.models)
    with closing(AssemblyAI(access, wanted, poll_s=params.poll_s, reports=reports)) as service:
        yield service


def _output(order_id: str | None, spoken: Spoken, line_count: int) -> DictationOutput:
    return DictationOutput(
        order_id=order_id,
        model=spoken.model,
        language=spoken.language,
        language_confidence=spoken.language_confidence,
        confidence=spoken.confidence,
        line_count=line_count,
    )
