"""Events that earlier releases stored in the words of the API: read as the facts that they were."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.core.errors import DatabaseUnusable
from app.db import queries, upgrade
from app.db.access import open_access
from app.db.store import Store
from app.jobs.events import (
    ClipCut,
    Event,
    Failure,
    JobError,
    JobMoved,
    LogLine,
    SegmentTranscribed,
    StageMoved,
)
from app.jobs.record import StageState
from app.jobs.results import Segment, Word
from app.jobs.states import Cause, JobState

JOB = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
ERROR = {"code": "rate_limited", "message": "Later.", "stage": "fetch", "retryable": True}
STANDING = {"status": "processing", "progress": 41.5, "stage": None, "eta_seconds": None, "attempt": 1, "error": None}
WORDS = [{"start": 0.5, "end": 1.0, "text": " Hello", "probability": 0.9}]
CLIP: dict[str, Any] = {"index": 0, "title": "T", "score": 0.5, "reason": "r", "parts": {"mood": 0.5}, "text": "t"}
CLIP |= {"width": 6, "height": 4}
FILES = f"/api/v1/jobs/{JOB}/artifacts"
#: Type and data as they were stored, and what they mean.
LOG: list[tuple[str, dict[str, Any], Event]] = [
    (
        "job_update",
        STANDING | {"status": "queued", "progress": 0, "attempt": 0},
        JobMoved(status=JobState.QUEUED, progress=0, attempt=0),
    ),
    (
        "job_update",
        STANDING | {"cause": "claim", "progress": 0},
        JobMoved(status=JobState.PROCESSING, progress=0, attempt=1, cause=Cause.CLAIM),
    ),
    (
        "job_update",
        STANDING | {"stage": "fetch", "stage_status": "running", "eta_seconds": 71.5, "waited_seconds": 0.004},
        StageMoved(
            status=JobState.PROCESSING,
            progress=0.415,
            attempt=1,
            stage="fetch",
            stage_status=StageState.RUNNING,
            eta_s=71.5,
            waited_s=0.004,
        ),
    ),
    (
        "job_update",
        STANDING | {"stage": "fetch", "stage_status": "completed", "cached": False, "seconds": 0.35},
        StageMoved(
            status=JobState.PROCESSING,
            progress=0.415,
            attempt=1,
            stage="fetch",
            stage_status=StageState.COMPLETED,
            cached=False,
            work_s=0.35,
        ),
    ),
    (
        "transcript_segment",
        {"index": 3, "start": 0.5, "end": 1.0, "text": "Hello", "confidence": 0.8, "flags": [], "words": WORDS},
        SegmentTranscribed(
            index=3,
            segment=Segment(
                start_s=0.5,
                end_s=1.0,
                text="Hello",
                confidence=0.8,
                words=(Word(start_s=0.5, end_s=1.0, text=" Hello", probability=0.9),),
            ),
        ),
    ),
    (
        "clip_ready",
        CLIP | {"start": 0.5, "end": 2.0, "artifact_id": "a", "url": f"{FILES}/a", "thumbnail_url": f"{FILES}/b"},
        ClipCut(**CLIP, start_s=0.5, end_s=2.0, artifact_id="a", thumbnail_id="b"),
    ),
    (
        "clip_ready",
        CLIP | {"start": 0.5, "end": 2.0, "artifact_id": "a", "url": f"{FILES}/a", "thumbnail_url": None},
        ClipCut(**CLIP, start_s=0.5, end_s=2.0, artifact_id="a"),
    ),
    (
        "log",
        {"level": "info", "message": "scenes found", "stage": "scenes", "cuts": 2, "code": "x"},
        LogLine(level="info", message="scenes found", stage="scenes", fields={"cuts": 2, "code": "x"}),
    ),
    (
        "log",
        {"level": "warning", "code": "no_audio", "message": "None.", "stage": "speech"},
        LogLine(level="warning", message="None.", stage="speech", code="no_audio"),
    ),
    ("error", ERROR | {"host": "example.org"}, JobError(**ERROR, details={"host": "example.org"})),
    (
        "job_update",
        STANDING
        | {"status": "pending", "error": ERROR, "cause": "postpone", "next_attempt_at": "2027-11-21T04:02:11.603Z"},
        JobMoved(
            status=JobState.PENDING,
            progress=0.415,
            attempt=1,
            error=Failure(**ERROR),
            cause=Cause.POSTPONE,
            next_attempt_ms=1_826_769_731_603,
        ),
    ),
    (
        "job_update",
        STANDING | {"status": "queued", "priority": 0, "next_attempt_at": "9999-12-31T23:59:59.999Z"},
        JobMoved(status=JobState.QUEUED, progress=0.415, attempt=1, priority=0, next_attempt_ms=253_402_300_799_999),
    ),
    (
        "job_update",
        STANDING | {"status": "completed", "progress": 100, "eta_seconds": 0.0, "cause": "complete"},
        JobMoved(status=JobState.COMPLETED, progress=1, attempt=1, eta_s=0.0, cause=Cause.COMPLETE),
    ),
]
INSERT = "INSERT INTO events (job_id, seq, type, ts_ms, data) VALUES (:job, :seq, :type, :ts, {data})"


async def _before(url: str, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """A database as the schema before left it, with these events."""

    def run(conn: Connection) -> None:
        with conn.begin():
            upgrade.upgrade(conn, "0005")
            as_json = "CAST(:data AS JSON)" if conn.dialect.name == "postgresql" else ":data"
            conn.execute(
                text(INSERT.format(data=as_json)),
                [
                    {"job": JOB, "seq": seq, "type": kind, "ts": 1_700_000_000_000 + seq, "data": json.dumps(data)}
                    for seq, (kind, data) in enumerate(rows, 1)
                ],
            )

    access = open_access(url, writer=True, synchronous="normal")
    try:
        await access.run(run)
    finally:
        await access.dispose()


async def test_a_log_of_before_reads_as_the_facts_that_it_told(blank_database_url: str) -> None:
    """Every kind of event, in several pages; numbers, ids and times are as they were, so cursors stay valid."""
    many = LOG * 200
    await _before(blank_database_url, [(kind, data) for kind, data, _ in many])
    async with Store(blank_database_url) as store:
        found = await store.read(queries.events_of_job, JOB, after=0, limit=10_000)
        assert [stored.seq for stored in found] == list(range(1, len(many) + 1))
        assert [stored.id for stored in found] == list(range(1, len(many) + 1))
        assert [stored.ts_ms for stored in found] == [1_700_000_000_000 + n for n in range(1, len(many) + 1)]
        assert [stored.event for stored in found] == [event for _, _, event in many]
        assert [type(stored.event.progress) for stored in found[:2]] == [int, int]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "data"),
    [("job_update", STANDING | {"mood": "calm"}), ("job_update", {"status": "queued"}), ("mood", {}), ("log", {})],
)
async def test_what_no_release_wrote_stops_the_upgrade(kind: str, data: dict[str, Any], tmp_path: Path) -> None:
    """And names the event; nothing is lost, the database stays as it was."""
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    await _before(url, [("log", LOG[7][1]), (kind, data)])
    with pytest.raises(DatabaseUnusable, match=rf"event 2 \({kind}\).*as it was, at schema 0005"):
        async with Store(url):
            pass
