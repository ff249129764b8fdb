"""Settings: how many jobs run at once, for how long, and how often they are tried."""

from pydantic import BaseModel

from app.core.setting_types import Limit, Slots, Span, StageLimits, setting


class QueueSettings(BaseModel):
    """How many jobs run at once, for how long, and how often they are tried."""

    max_concurrent_jobs: int = setting(3, "Queue", "Jobs in flight at once", unit="jobs", ge=1, le=256)
    transcribe_slots: Slots = setting(1, "Queue", "Transcriptions at once; each holds a model in memory", unit="stages")
    encode_slots: Slots = setting(1, "Queue", "Stages at once that decode or encode with ffmpeg", unit="stages")
    download_slots: Slots = setting(3, "Queue", "Downloads at once", unit="stages")
    analyze_slots: Slots = setting(
        1,
        "Queue",
        "Texts or videos analysed at once (`analyse`, `vision`, `findings`); each holds its models in memory",
        unit="stages",
    )
    remote_slots: Slots = setting(
        8, "Queue", "Orders at services of others at once: transcriptions by AssemblyAI", unit="stages"
    )
    inspect_slots: Slots = setting(
        2,
        "Queue",
        "Uploads looked into at once, and as many playlists; each in a process of its own, before there is a job",
        unit="processes",
    )
    max_queue_size: int = setting(
        10000, "Queue", "Waiting jobs above which a create answers 503 with Retry-After", unit="jobs", ge=1
    )
    quota_waiting_jobs: int = setting(
        0,
        "Queue",
        "Waiting jobs that one user may have; above it 429 `quota_exceeded`. 0: any number",
        unit="jobs",
        ge=0,
    )
    job_timeout: Limit = setting(
        3600,
        "Queue",
        "Work time after which a job is asked to stop and fails as `timeout`; the line or clip at hand gets 10 s more",
        unit="s",
    )
    job_hard_timeout: Limit = setting(
        4000, "Queue", "Work time after which a job's processes are killed, whatever they do", unit="s"
    )
    stage_timeout: StageLimits = setting(
        "",
        "Queue",
        "Work time after which a stage is asked to stop and its job fails as `timeout`, unless it needs nothing of it "
        "(`speakers`): `1800` for every stage, `transcribe=7200` for one, both with a comma; empty or 0: only "
        "JOB_TIMEOUT",
        unit="s",
    )
    stage_hard_timeout: StageLimits = setting(
        "",
        "Queue",
        "Work time after which a stage is killed, whatever it does; written as STAGE_TIMEOUT is",
        unit="s",
    )
    stage_stall_timeout: Limit = setting(
        300, "Queue", "Silence of a stage after which it counts as hung and is killed", unit="s"
    )
    stage_heartbeat: Span = setting(
        60,
        "Queue",
        "Time after which a stage whose processes are stopped, or asleep without processor time, input and output, is "
        "ended as hung (asleep does not count for downloads); 0: only STAGE_STALL_TIMEOUT",
        unit="s",
    )
    max_retries: int = setting(
        3,
        "Queue",
        "Retries of a failure that may pass, where the job does not say; 0: none",
        unit="retries",
        ge=0,
        le=100,
    )
    retry_base_delay: Span = setting(
        60, "Queue", "Upper bound of the first retry's random wait; doubles with each retry", unit="s"
    )
    retry_max_delay: Span = setting(3600, "Queue", "Cap of the wait before a retry", unit="s")
    lease_seconds: float = setting(
        15,
        "Queue",
        "Time after which a server that has stopped renewing its leases is taken for dead, and others that share the "
        "database go on with its jobs",
        unit="s",
        ge=1,
        le=3600,
    )
    shutdown_grace: Span = setting(
        20, "Queue", "Time that running stages get at SIGTERM before they are put back", unit="s"
    )
