"""Which stages each kind of job runs, and what each needs before it can start."""

from collections.abc import Mapping

from app.jobs.options import JobType

#: Stage → stages whose output it takes. Listed so that a stage comes after everything it needs.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "fetch": (),
    "audio": ("fetch",),
    "speech": ("fetch",),
    "scenes": ("fetch",),
    "transcribe": ("speech",),
    "analyse": ("transcribe",),
    "clips": ("transcribe", "scenes"),
}

PLANS: Mapping[JobType, frozenset[str]] = {
    JobType.AUDIO_EXTRACTION: frozenset({"fetch", "audio"}),
    JobType.TRANSCRIPTION: frozenset({"fetch", "speech", "transcribe"}),
    JobType.ANALYSIS: frozenset({"fetch", "speech", "transcribe", "analyse"}),
    JobType.CLIP_GENERATION: frozenset({"fetch", "speech", "scenes", "transcribe", "clips"}),
    JobType.FULL_PROCESSING: frozenset(NEEDS),
}


def stages_of(job_type: JobType) -> tuple[str, ...]:
    """Names of the stages of a job, in an order in which they could run one after another."""
    return tuple(name for name in NEEDS if name in PLANS[job_type])
