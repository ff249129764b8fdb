"""Events as they are stored."""

import json

import pytest
from pydantic import ValidationError

from app.jobs.events import (
    ClipCut,
    Event,
    Failure,
    JobError,
    JobMoved,
    LogLine,
    SegmentTranscribed,
    StageMoved,
    event_of,
    stored_form,
)
from app.jobs.record import StageState
from app.jobs.results import Segment, Word
from app.jobs.states import Cause, JobState

ERROR = {"code": "timeout", "message": "Too long.", "stage": None, "retryable": True, "host": "example.org"}
EVENTS: list[Event] = [
    JobMoved(
        status=JobState.PENDING,
        progress=0.25,
        attempt=1,
        eta_s=0.0,
        error=Failure.of(ERROR),
        cause=Cause.POSTPONE,
        next_attempt_ms=5,
        priority=0,
    ),
    StageMoved(
        status=JobState.PROCESSING,
        progress=0,
        attempt=1,
        stage="audio",
        stage_status=StageState.COMPLETED,
        cached=False,
        work_s=0.0,
        waited_s=0.0,
    ),
    SegmentTranscribed(
        index=0,
        segment=Segment(
            start_s=0.0,
            end_s=1.0,
            text="One.",
            confidence=0.5,
            words=(Word(start_s=0.0, end_s=1.0, text=" One.", probability=0.5),),
            flags=("repetition",),
        ),
    ),
    ClipCut(
        index=0,
        start_s=0.0,
        end_s=1.0,
        title="T",
        score=0.5,
        reason="r",
        parts={"mood": 0.0},
        text="t",
        width=2,
        height=2,
        artifact_id="a",
    ),
    LogLine(level="warning", message="m", stage="audio", code="c", fields={"n": [1, None, "ü"]}),
    JobError.of(ERROR),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_an_event_is_the_same_after_it_was_stored(event: Event) -> None:
    """Also its zeros and falses: only what has its default is left out."""
    stored = json.dumps(stored_form(event))
    assert '"kind"' not in stored
    again = event_of(event.kind, json.loads(stored))
    assert type(again) is type(event)
    assert again == event


@pytest.mark.parametrize("progress", [0, 1, 0.0, 1.0, 0.415])
def test_a_whole_fraction_stays_as_it_was_written(progress: float) -> None:
    """Clients have always seen `0` where the database said so, and `0.0` elsewhere."""
    form = stored_form(JobMoved(status=JobState.QUEUED, progress=progress, attempt=0))
    again = event_of("job_moved", json.loads(json.dumps(form)))
    assert isinstance(again, JobMoved)
    assert (again.progress, type(again.progress)) == (progress, type(progress))


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("job_update", {"status": "queued", "progress": 0, "attempt": 0}),
        ("job_moved", {"status": "queued", "progress": 0, "attempt": 0, "url": "/api/v1"}),
        ("job_moved", {"status": "asleep", "progress": 0, "attempt": 0}),
    ],
)
def test_words_of_the_api_are_no_events(kind: str, form: dict[str, object]) -> None:
    """Kinds, states and fields are those of this program."""
    with pytest.raises(ValidationError):
        event_of(kind, form)
