"""How events look on the wire."""

import json

import pytest

from app.api.json_text import dump
from app.api.v1.wire import TYPES, Wire, event_data, unnumbered
from app.jobs.events import Event, JobError, JobMoved, LogLine, StageMoved, StoredEvent
from app.jobs.progress import AttemptProgress, StageAtWork
from app.jobs.record import StageState
from app.jobs.states import Cause, JobState

JOB = "11111111-1111-4111-8111-111111111111"


def _completed(number: int, event_id: int) -> StoredEvent:
    moved = JobMoved(status=JobState.COMPLETED, progress=1, attempt=1, eta_s=0.0, cause=Cause.COMPLETE)
    return StoredEvent(event_id, JOB, number, 1_700_000_000_007, moved)


def test_a_stored_event_has_every_field_of_the_contract() -> None:
    """type, job_id, seq, ts (UTC, Z) and data; id is the broadcast's cursor."""
    message = Wire().event(_completed(7, 40))
    assert json.loads(message.text) == {
        "type": "job_update",
        "job_id": JOB,
        "seq": 7,
        "ts": "2023-11-14T22:13:20.007Z",
        "data": {
            "status": "completed",
            "progress": 100,
            "stage": None,
            "eta_seconds": 0.0,
            "attempt": 1,
            "error": None,
            "cause": "complete",
        },
        "id": 40,
    }
    assert (message.cursor, message.ends, message.moves) == (7, True, True)
    assert (message.counted_by(40).cursor, message.counted_by(40).text) == (40, message.text)


def test_every_event_has_a_type() -> None:
    """A new one must be given its word."""
    kinds = {kind.model_fields["kind"].default for kind in Event.__origin__.__args__}  # type: ignore[attr-defined]
    assert set(TYPES) == kinds


@pytest.mark.parametrize(
    ("event", "more"),
    [
        (JobMoved(status=JobState.QUEUED, progress=0, attempt=0, priority=0), {"priority": 0}),
        (
            JobMoved(status=JobState.PENDING, progress=0.5, attempt=1, next_attempt_ms=5),
            {"next_attempt_at": "1970-01-01T00:00:00.005Z"},
        ),
        (
            StageMoved(
                status=JobState.PROCESSING,
                progress=0.5,
                attempt=1,
                stage="audio",
                stage_status=StageState.COMPLETED,
                cached=False,
                work_s=1.23456,
                waited_s=0.0,
            ),
            {"stage_status": "completed", "cached": False, "seconds": 1.235, "waited_seconds": 0.0},
        ),
    ],
)
def test_a_move_shows_what_it_changed_and_nothing_else(event: Event, more: dict[str, object]) -> None:
    """Behind what every job_update has."""
    always = {"status", "progress", "stage", "eta_seconds", "attempt", "error"}
    assert {name: value for name, value in event_data(JOB, event).items() if name not in always} == more


def test_lines_and_errors_show_what_comes_with_them() -> None:
    """Fields of a line and details of an error stand beside the words of the contract."""
    warning = LogLine(level="warning", message="m", stage="fetch", code="c")
    assert list(event_data(JOB, warning)) == ["level", "code", "message", "stage"]
    line = LogLine(level="info", message="m", fields={"cuts": 2})
    assert event_data(JOB, line) == {"level": "info", "message": "m", "stage": None, "cuts": 2}
    error = JobError.of({"code": "c", "message": "m", "stage": None, "retryable": False, "host": "h"})
    assert event_data(JOB, error) == {"code": "c", "message": "m", "stage": None, "retryable": False, "host": "h"}


def test_progress_between_two_events_is_a_job_update_without_an_id() -> None:
    """In percent with one decimal, of the stages at work too."""
    progress = AttemptProgress(2, 0.41449, "transcribe", 12.34, {"transcribe": StageAtWork(0.63, "12×")})
    message = Wire().progress(JOB, 4, progress, ts_ms=0)
    assert json.loads(message.text) == {
        "type": "job_update",
        "job_id": JOB,
        "seq": 4,
        "ts": "1970-01-01T00:00:00.000Z",
        "data": {
            "status": "processing",
            "progress": 41.4,
            "stage": "transcribe",
            "eta_seconds": 12.3,
            "attempt": 2,
            "stages": {"transcribe": {"progress": 63.0, "speed": "12×"}},
        },
    }
    assert message.cursor is None


def test_a_message_of_no_job_has_the_same_fields() -> None:
    """Clients may rely on every field in every message."""
    assert json.loads(unnumbered("heartbeat", {}, ts_ms=0).text) == {
        "type": "heartbeat",
        "job_id": None,
        "seq": 0,
        "ts": "1970-01-01T00:00:00.000Z",
        "data": {},
    }


def test_text_stays_readable_and_odd_values_do_no_harm() -> None:
    """Letters of all scripts as they are; NaN becomes null, a lone surrogate an escape."""
    assert dump({"text": "Größe 漢字"}) == '{"text":"Größe 漢字"}'
    assert json.loads(dump({"x": [float("nan"), {"y": float("inf")}, 1.5]})) == {"x": [None, {"y": None}, 1.5]}
    assert dump("\ud800") == '"\\ud800"'
    assert dump(["\ud800", float("nan")]) == '["\\ud800",null]'
