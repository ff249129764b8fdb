"""Bodies of the routes that process a video: what is done with it, and what came of it."""

from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from app.api.v1.schemas.base import Id, Outgoing
from app.api.v1.schemas.jobs import ErrorView
from app.api.v1.schemas.orders import Order
from app.api.v1.schemas.results import ArtifactView
from app.jobs.options import (
    WHISPER_ALONE,
    JobType,
    Operation,
    OperationOptions,
    ProcessingOptions,
    whisper_alone,
)


class Process(StrEnum):
    """What can be done with a video: jobs of other types, and the operations."""

    TRANSCRIPTION = JobType.TRANSCRIPTION.value
    ANALYSIS = JobType.ANALYSIS.value
    VISION = "vision"
    CLIPS = "clips"
    REMOVE_SILENCE = Operation.REMOVE_SILENCE.value
    NORMALIZE_LOUDNESS = Operation.NORMALIZE_LOUDNESS.value
    DENOISE_AUDIO = Operation.DENOISE_AUDIO.value
    STABILIZE = Operation.STABILIZE.value
    REFRAME = Operation.REFRAME.value
    BURN_CAPTIONS = Operation.BURN_CAPTIONS.value
    CUT_CLIP = Operation.CUT_CLIP.value

    @property
    def job_type(self) -> JobType:
        """The type of its job."""
        return JOB_TYPES.get(self, JobType.MEDIA_OPERATION)


JOB_TYPES = {
    Process.TRANSCRIPTION: JobType.TRANSCRIPTION,
    Process.ANALYSIS: JobType.ANALYSIS,
    Process.VISION: JobType.VIDEO_ANALYSIS,
    Process.CLIPS: JobType.CLIP_GENERATION,
}
#: The defaults of a job that does nothing but recognise what is seen.
VISION_ALONE = {"vision": True, "findings": False, "metadata_extraction": False}
#: Options of the source's job that the new one has unless it names others, so that both share one transcript.
INHERITED = (
    *("language", "model_size", "word_timestamps", "min_confidence", "engine"),
    *("audio_track", "task", "prompt", "hotwords", "temperature"),
)


class StartOptions(OperationOptions, ProcessingOptions):
    """Options of the process: those of jobs and, as well, those of the operation."""


class ProcessingOrder(Order):
    """A process to start. Exactly one of `analysis_id`, `video_id` and `job_id` names the video."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "video_id": "3f1d4f1e-8a54-4f0e-9f3e-5a7f1b2c3d4e",
                    "operation": "normalize_loudness",
                    "options": {"loudness_target_lufs": -16},
                }
            ]
        }
    )

    analysis_id: Id | None = Field(None, description="An analysis: its video, and its transcript as it was corrected")
    video_id: str | None = Field(None, description="A video that the server has: an upload, or one that a link made")
    job_id: Id | None = Field(None, description="A job: its video, and its transcript as it was corrected")
    operation: Process = Field(strict=False)
    options: StartOptions = Field(default_factory=StartOptions)  # type: ignore[arg-type]

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        named = [name for name in ("analysis_id", "video_id", "job_id") if getattr(self, name) is not None]
        if len(named) != 1:
            got = " and ".join(named) or "none"
            raise ValueError(f"give exactly one source: analysis_id, video_id or job_id (got {got})")
        if self.options.operation is not None and self.options.operation.value != self.operation.value:
            raise ValueError("operation and options.operation differ; give one of them")
        return self

    @property
    def source_job(self) -> str | None:
        """The id of the job whose video is processed."""
        return self.job_id if self.job_id is not None else self.analysis_id

    def chosen(self, inherited: ProcessingOptions | None) -> ProcessingOptions:
        """The options of the job; `inherited` are those of the job whose video it is, None for a stored video."""
        given = self.options.model_dump(exclude_unset=True)
        kept = {} if inherited is None else {name: getattr(inherited, name) for name in INHERITED}
        if (kept | given).get("engine") == "assemblyai":  # what is inherited must not contradict what is wanted
            whisper = "engine" not in given and whisper_alone(self.options) is not None
            for name in ("engine",) if whisper else WHISPER_ALONE:
                kept.pop(name, None)
        values = kept | (VISION_ALONE if self.operation is Process.VISION else {}) | given
        if self.operation.job_type is JobType.MEDIA_OPERATION:
            nested = values.pop("operation_options", None) or {}
            own = {name: values.pop(name) for name in OperationOptions.model_fields if name in values}
            operating = OperationOptions.model_validate(nested | own)
            values |= {"operation": Operation(self.operation.value), "operation_options": operating}
        return ProcessingOptions.model_validate(values)

    def foreign(self) -> str | None:
        """An option of operations that a job of another type cannot have; None if there is none."""
        if self.operation.job_type is JobType.MEDIA_OPERATION:
            return None
        named = self.options.model_fields_set
        return next((name for name in OperationOptions.model_fields if name in named and name != "output_format"), None)


class ProcessingTaken(Outgoing):
    """A process that has begun."""

    job_id: Id
    status: Literal["queued", "processing", "completed", "failed", "cancelled"]


class ProcessingView(Outgoing):
    """A process as far as it is."""

    job_id: Id
    status: Literal["queued", "processing", "completed", "failed", "cancelled"]
    progress: float = Field(description="Percent")
    eta_seconds: float | None = Field(description="Null when nobody knows")
    result: dict[str, Any] | None = Field(
        description="What came of it: of an operation what it changed, with the id and URL of the new file; of a "
        "transcription its text and language; of an analysis or vision its results; of clips their list. Null before"
    )
    artifacts: list[ArtifactView]
    error: ErrorView | None
