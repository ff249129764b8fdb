"""Stage `findings`: what could be wrong with the video, by what the other stages measured and read."""

from typing import TYPE_CHECKING

from app.checks.rule_file import rules_of
from app.checks.rules import Rule
from app.core.errors import ErrorCode, JobFailure
from app.jobs.estimate import Rate
from app.jobs.findings import Finding, at_least
from app.jobs.measures import PictureMeasures, SoundMeasures
from app.jobs.options import WITH_FINDINGS, ProcessingOptions
from app.jobs.results import Blob, Result, Segment
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.metadata.contract import STAGE as METADATA
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcript_lines import RENEWED_BY, lines_of
from app.stages.vision.contract import STAGE as VISION
from app.stages.vision.contract import SeenScene

if TYPE_CHECKING:
    from app.core.settings import Settings


class Limits(Result):
    """From which length on black, still pictures and silence are reported, seconds."""

    black_s: float = 2.0
    freeze_s: float = 5.0
    silence_s: float = 5.0


class FindingsInput(Result):
    """What there is to check; None where a part of the source or its stage is missing."""

    duration_s: float
    segments: tuple[Segment, ...] = ()
    language: str | None = None
    picture: PictureMeasures | None = None
    sound: SoundMeasures | None = None
    scenes: tuple[SeenScene, ...] = ()
    limits: Limits = Limits()
    rules: tuple[Rule, ...] = ()


class FindingsOutput(Result):
    """The findings in order of time, and as files for people and programs."""

    findings: tuple[Finding, ...] = ()
    csv: Blob | None = None
    json_file: Blob | None = None


def _input(context: StageContext) -> FindingsInput:
    fetched, seen = context.output_of(FETCH), context.output_if(VISION)
    transcribed, scenes = context.output_if(TRANSCRIBE), context.output_if(SCENES)
    metadata = context.output_if(METADATA)
    return FindingsInput(
        duration_s=fetched.media.duration_s,
        segments=lines_of(context),
        language=None if transcribed is None else transcribed.language,
        picture=None if scenes is None else scenes.picture,
        sound=None if metadata is None else metadata.sound,
        scenes=() if seen is None else seen.scenes,
        limits=_limits(context.settings),
        rules=rules_of(context.settings.risk_rules),
    )


def _limits(settings: "Settings") -> Limits:
    return Limits(
        black_s=settings.findings_black_seconds,
        freeze_s=settings.findings_freeze_seconds,
        silence_s=settings.findings_silence_seconds,
    )


def _files(output: FindingsOutput) -> list[StageFile]:
    files = [blob for blob in (output.csv, output.json_file) if blob]
    return [StageFile("findings", f" findings{blob.suffix}", blob, index) for index, blob in enumerate(files)]


def _verdict(output: FindingsOutput, options: ProcessingOptions) -> JobFailure | None:
    if options.fail_on is None:
        return None
    grave = [finding for finding in output.findings if at_least(finding.severity, options.fail_on)]
    if not grave:
        return None
    first = grave[0]
    count = "1 finding is" if len(grave) == 1 else f"{len(grave)} findings are"
    message = f"{count} {options.fail_on} or worse; the first: {first.message}"
    return JobFailure(ErrorCode.FINDINGS, message, retryable=False)


STAGE = Stage(
    name="findings",
    title="Findings",
    doing="Checking",
    about="What could be wrong with it",
    version=2,
    order=90,
    job_types=WITH_FINDINGS,
    options=("findings", "fail_on"),
    switches=("findings",),
    needs=(FETCH.name,),
    uses=(TRANSCRIBE.name, RENEWED_BY, SCENES.name, VISION.name, METADATA.name),
    input=FindingsInput,
    output=FindingsOutput,
    entry="app.stages.findings.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.TEXT,
    prior=Rate(0.001, 0.5),
    build_input=_input,
    artifacts=_files,
    verdict=_verdict,
    check_settings=lambda settings: rules_of(settings.risk_rules),
    keeps_words=True,
)
