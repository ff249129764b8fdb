"""Converts rows to records."""

from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Row, Table

from app.db.tables.access import VoiceSampleRow
from app.db.tables.feeds import FeedEntryRow, FeedRow, PresetRow
from app.db.tables.jobs import (
    EventRow,
    JobChaptersRow,
    JobMetaRow,
    JobRow,
    JobStageRow,
    JobTextRow,
    MadeClipRow,
    TimelineRow,
)
from app.db.tables.operation import ExportedFileRow, ProviderHealthRow, ProviderOrderRow
from app.db.tables.recorded_work import ArtifactRow, KeyLeaseRow, OutputRow, StageTaskRow, WorkerRow
from app.db.tables.transcripts import (
    SceneSubtitleRow,
    SearchedLineRow,
    SearchedTranscriptRow,
    TranscriptEditRow,
    TranscriptSegmentRow,
    VideoTranscriptRow,
)
from app.db.tables.videos import SavedViewRow, VideoRow, VideoTagRow
from app.jobs.events import StoredEvent
from app.jobs.events import event_of as event_of_form
from app.jobs.generations import Generation
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import Artifact, JobRecord, OutputRecord, StageRecord, StageState, StopReason, Video
from app.jobs.results import Blob
from app.jobs.states import JobState


def _table(row: type) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]
    return table


JOBS = _table(JobRow)
JOB_TEXTS = _table(JobTextRow)
JOB_METAS = _table(JobMetaRow)
TIMELINES = _table(TimelineRow)
MADE_CLIPS = _table(MadeClipRow)
TRANSCRIPTS = _table(VideoTranscriptRow)
TRANSCRIPT_LINES = _table(TranscriptSegmentRow)
TRANSCRIPT_EDITS = _table(TranscriptEditRow)
JOB_CHAPTERS = _table(JobChaptersRow)
SCENE_SUBTITLES = _table(SceneSubtitleRow)
SEARCHED_TRANSCRIPTS = _table(SearchedTranscriptRow)
SEARCHED_LINES = _table(SearchedLineRow)
EVENTS = _table(EventRow)
STAGES = _table(JobStageRow)
KEY_LEASES = _table(KeyLeaseRow)
WORKERS = _table(WorkerRow)
STAGE_TASKS = _table(StageTaskRow)
OUTPUTS = _table(OutputRow)
VOICE_SAMPLES = _table(VoiceSampleRow)
ARTIFACTS = _table(ArtifactRow)
VIDEOS = _table(VideoRow)
VIDEO_TAGS = _table(VideoTagRow)
SAVED_VIEWS = _table(SavedViewRow)
EXPORTED_FILES = _table(ExportedFileRow)
PROVIDER_HEALTH = _table(ProviderHealthRow)
PROVIDER_ORDERS = _table(ProviderOrderRow)
PRESETS = _table(PresetRow)
FEEDS = _table(FeedRow)
FEED_ENTRIES = _table(FeedEntryRow)

#: The columns of a record, in its order, so that a row unpacks without lookups by name.
JOB_COLUMNS: list[Column[Any]] = [JOBS.c[field.name] for field in fields(JobRecord)]
STAGE_COLUMNS: list[Column[Any]] = [STAGES.c[field.name] for field in fields(StageRecord)]
EVENT_COLUMNS: list[Column[Any]] = [EVENTS.c[name] for name in ("id", "job_id", "seq", "ts_ms", "type", "data")]


@lru_cache(maxsize=256)
def _shared_options(items: tuple[tuple[str, Any], ...]) -> ProcessingOptions:
    return ProcessingOptions.model_validate(dict(items))


def _options(stored: dict[str, Any]) -> ProcessingOptions:
    """The options of a row. They are frozen and mostly alike, so records share them."""
    try:
        return _shared_options(tuple(stored.items()))
    except TypeError:  # a list among them
        return ProcessingOptions.model_validate(stored)


def job_of(row: Row[Any]) -> JobRecord:
    """A record of a row that was selected with JOB_COLUMNS."""
    values = dict(zip(JobRecord.__dataclass_fields__, row, strict=True))
    values["job_type"] = JobType(values["job_type"])
    values["status"] = JobState(values["status"])
    values["options"] = _options(values["options"])
    values["stop_requested"] = StopReason(values["stop_requested"]) if values["stop_requested"] else None
    if values["generation"] is not None:
        values["generation"] = Generation.model_validate(values["generation"])
    return JobRecord(**values)


def stage_of(row: Row[Any]) -> StageRecord:
    """A record of a row that was selected with STAGE_COLUMNS."""
    values = dict(zip(StageRecord.__dataclass_fields__, row, strict=True))
    values["status"] = StageState(values["status"])
    return StageRecord(**values)


def event_of(row: Row[Any]) -> StoredEvent:
    """A record of a row that was selected with EVENT_COLUMNS."""
    event_id, job_id, seq, ts_ms, kind, form = tuple(row)
    return StoredEvent(event_id, job_id, seq, ts_ms, event_of_form(kind, form))


def output_of(row: Row[Any]) -> OutputRecord:
    """A record of a row of `outputs`."""
    return OutputRecord(row.key, row.stage, row.output, row.warnings, row.seconds)


def artifact_of(row: Row[Any]) -> Artifact:
    """A record of a row of `artifacts`."""
    blob = Blob(sha256=row.sha256, size_bytes=row.size_bytes, suffix=row.suffix)
    return Artifact(row.id, row.job_id, row.stage, row.kind, row.filename, row.media_type, blob, row.created_ms)


def video_of(row: Row[Any]) -> Video:
    """A record of a row of `videos`."""
    blob = Blob(sha256=row.sha256, size_bytes=row.size_bytes, suffix=row.suffix) if row.sha256 else None
    return Video(
        row.id,
        row.filename,
        blob,
        row.media,
        url=row.url,
        title=row.title,
        source_title=row.source_title,
        user_id=row.user_id,
        expired_ms=row.expired_ms,
        created_ms=row.created_ms,
        updated_ms=row.updated_ms,
    )
