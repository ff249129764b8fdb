"""A process as clients see it: its state and, by the type of its job, what came of it."""

from collections.abc import Mapping
from typing import Any

from app.api.v1 import job_view
from app.api.v1.paths import files_path
from app.api.v1.wire import percent
from app.db.job_parts import JobParts
from app.jobs.options import RESULT_KIND, JobType
from app.jobs.record import JobRecord
from app.jobs.states import WAITING, JobState
from app.service.queue_view import Outlook

#: Ends of names that state a unit, and the unit as clients read it.
UNITS = {"_s": "_seconds"}


def status(job: JobRecord) -> str:
    """The state of a process."""
    return "queued" if job.status in WAITING else job.status.value


def processing(parts: JobParts, outlook: Outlook) -> dict[str, Any]:
    """Render a process as far as it is."""
    job, view = parts.job, job_view.full(parts, outlook)
    return {
        "job_id": job.id,
        "status": status(job),
        "progress": 100.0 if job.status is JobState.COMPLETED else percent(job.progress),
        "eta_seconds": view["eta_seconds"],
        "result": operated(parts) if job.job_type is JobType.MEDIA_OPERATION else _result(job, view),
        "artifacts": view["artifacts"],
        "error": job.error,
    }


def _result(job: JobRecord, view: Mapping[str, Any]) -> dict[str, Any] | None:
    """What came of a job of another type than the operations."""
    found: dict[str, Any] | None = None
    if job.job_type is JobType.TRANSCRIPTION and view["transcript"] is not None:
        found = {"text": view["transcript"], "language": view["language"], "segments": view["segments"]}
    elif job.job_type is JobType.ANALYSIS:
        found = view["analysis_results"]
    elif job.job_type is JobType.VIDEO_ANALYSIS:
        found = view["vision_results"]
    elif job.job_type is JobType.CLIP_GENERATION and view["generated_clips"]:
        found = {"clips": view["generated_clips"]}
    return found


def operated(parts: JobParts) -> dict[str, Any] | None:
    """What an operation changed, with its file; None before. The stage of an operation has its name."""
    operation = parts.job.options.operation
    output = parts.outputs.get(operation.value) if operation is not None else None
    if operation is None or output is None:
        return None
    facts = {_with_unit(name): value for name, value in output.items() if not isinstance(value, dict | list)}
    made = (one for one in parts.artifacts if one.stage == operation.value and one.kind == RESULT_KIND)
    file = next(made, None)
    base = files_path(parts.job.id)
    links = {"artifact_id": file.id, "url": f"{base}/{file.id}"} if file is not None else {}
    return {"operation": operation.value, **facts, "artifact_id": None, "url": None, **links}


def _with_unit(name: str) -> str:
    return next((name.removesuffix(end) + unit for end, unit in UNITS.items() if name.endswith(end)), name)
