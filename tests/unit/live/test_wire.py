"""How events look on the wire."""

import json

from app.live import wire
from tests.unit.live.history import JOB, event


def test_a_stored_event_has_every_field_of_the_contract() -> None:
    """type, job_id, seq, ts (UTC, Z) and data; id is the broadcast's cursor."""
    message = wire.stored(event(7, event_id=40, status="completed"), cursor=7)
    assert json.loads(message.text) == {
        "type": "job_update",
        "job_id": JOB,
        "seq": 7,
        "ts": "2023-11-14T22:13:20.007Z",
        "data": {"status": "completed"},
        "id": 40,
    }
    assert (message.cursor, message.ends, message.moves) == (7, True, True)


def test_a_message_of_no_job_has_the_same_fields() -> None:
    """Clients may rely on every field in every message."""
    assert json.loads(wire.encode("heartbeat", {}, ts_ms=0)) == {
        "type": "heartbeat",
        "job_id": None,
        "seq": 0,
        "ts": "1970-01-01T00:00:00.000Z",
        "data": {},
    }


def test_text_stays_readable_and_odd_values_do_no_harm() -> None:
    """Letters of all scripts as they are; NaN becomes null, a lone surrogate an escape."""
    assert wire.dump({"text": "Größe 漢字"}) == '{"text":"Größe 漢字"}'
    assert json.loads(wire.dump({"x": [float("nan"), {"y": float("inf")}, 1.5]})) == {"x": [None, {"y": None}, 1.5]}
    assert wire.dump("\ud800") == '"\\ud800"'
    assert wire.dump(["\ud800", float("nan")]) == '["\\ud800",null]'
