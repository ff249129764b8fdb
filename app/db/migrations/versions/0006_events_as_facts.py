"""Stored events as facts (fractions, milliseconds, ids) instead of the words of one version of the API."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)
#: Rows that are read and written at once, and after how many the log says how far it is.
AT_ONCE, LOGGED_EVERY = 2000, 100_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Form = dict[str, Any]


def upgrade() -> None:
    conn = op.get_bind()
    events = sa.table(
        "events", sa.column("id", sa.BigInteger()), sa.column("type", sa.String()), sa.column("data", sa.JSON())
    )
    page = sa.select(events).where(events.c.id > sa.bindparam("after")).order_by(events.c.id).limit(AT_ONCE)
    rewrite = (
        sa.update(events)
        .where(events.c.id == sa.bindparam("of_id"))
        .values(type=sa.bindparam("kind"), data=sa.bindparam("form", type_=sa.JSON()))
    )
    after = done = 0
    while rows := conn.execute(page, {"after": after}).all():
        conn.execute(rewrite, [_rewritten(*row) for row in rows])
        after, done = rows[-1].id, done + len(rows)
        if done % LOGGED_EVERY < len(rows):
            log.info("%d stored events are rewritten", done)


def _rewritten(event_id: int, kind: str, data: Form) -> Form:
    try:
        new_kind, form = FORMS[kind](data)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"event {event_id} ({kind}) has a form that no release wrote: {error!r}") from error
    return {"of_id": event_id, "kind": new_kind, "form": form}


def _job_update(data: Form) -> tuple[str, Form]:
    rest = dict(data)
    form: Form = {"status": rest.pop("status"), "progress": _fraction(rest.pop("progress"))}
    form["attempt"] = rest.pop("attempt")
    error = rest.pop("error")
    form |= _given({"stage": rest.pop("stage"), "eta_s": rest.pop("eta_seconds")})
    if error is not None:
        form["error"] = _failure(error)
    if "stage_status" in rest:
        form["stage_status"] = rest.pop("stage_status")
        for old, new in (("cached", "cached"), ("seconds", "work_s"), ("waited_seconds", "waited_s")):
            if old in rest:
                form[new] = rest.pop(old)
        _nothing_left(rest)
        return "stage_moved", form
    for name in ("cause", "priority"):
        if name in rest:
            form[name] = rest.pop(name)
    if "next_attempt_at" in rest:
        form["next_attempt_ms"] = _unix_ms(rest.pop("next_attempt_at"))
    _nothing_left(rest)
    return "job_moved", form


def _segment(data: Form) -> tuple[str, Form]:
    segment: Form = {"start_s": data["start"], "end_s": data["end"], "text": data["text"]}
    segment["confidence"] = data["confidence"]
    if data.get("words"):
        segment["words"] = [
            {"start_s": word["start"], "end_s": word["end"], "text": word["text"], "probability": word["probability"]}
            for word in data["words"]
        ]
    if data.get("flags"):
        segment["flags"] = data["flags"]
    return "segment_transcribed", {"index": data["index"], "segment": segment}


def _clip(data: Form) -> tuple[str, Form]:
    same = ("index", "title", "score", "reason", "parts", "text", "width", "height", "artifact_id")
    form: Form = {"start_s": data["start"], "end_s": data["end"]} | {name: data[name] for name in same}
    if data["thumbnail_url"] is not None:
        form["thumbnail_id"] = data["thumbnail_url"].rpartition("/")[2]
    return "clip_cut", form


def _line(data: Form) -> tuple[str, Form]:
    rest = dict(data)
    form: Form = {"level": rest.pop("level"), "message": rest.pop("message")} | _given({"stage": rest.pop("stage")})
    if form["level"] == "warning":
        form |= _given({"code": rest.pop("code", None)})
    return "log_line", form | ({"fields": rest} if rest else {})


def _failure(error: Form) -> Form:
    rest = dict(error)
    form: Form = {"code": rest.pop("code"), "message": rest.pop("message"), "retryable": rest.pop("retryable")}
    form |= _given({"stage": rest.pop("stage")})
    return form | ({"details": rest} if rest else {})


FORMS: Mapping[str, Callable[[Form], tuple[str, Form]]] = {
    "job_update": _job_update,
    "transcript_segment": _segment,
    "clip_ready": _clip,
    "log": _line,
    "error": lambda data: ("job_error", _failure(data)),
}


def _given(values: Form) -> Form:
    return {name: value for name, value in values.items() if value is not None}


def _nothing_left(rest: Form) -> None:
    if rest:
        raise ValueError(f"unknown fields {sorted(rest)}")


def _fraction(percent: float) -> float:
    """A whole fraction stays a whole number: it was rendered as one."""
    return percent // 100 if isinstance(percent, int) and percent % 100 == 0 else percent / 100


def _unix_ms(iso: str) -> int:
    since = datetime.fromisoformat(iso) - EPOCH
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
