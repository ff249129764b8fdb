"""Voices that are remembered, as clients meet them."""

import pytest

from app.db.records import VOICE_SAMPLES
from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_voices_are_listed_and_forgotten(shared_app: App) -> None:
    """Without the numbers that they are recognised by."""
    row = {"job_id": "a job", "user_id": "ann", "name": "Bea", "model": "d-vector", "vector": [1.0, 0.0]}
    row |= {"created_ms": 1_700_000_000_000, "updated_ms": 1_700_000_060_000}
    rows = [row | {"label": label} for label in ("SPEAKER_1", "SPEAKER_2")]
    await shared_app.store.write(lambda tx: tx.conn.execute(VOICE_SAMPLES.insert(), rows))
    (voice,) = (await shared_app.http.get("/api/v1/voices")).json()["items"]
    assert voice == {
        "id": voice["id"],
        "name": "Bea",
        "user": "ann",
        "model": "d-vector",
        "recordings": 2,
        "created_at": "2023-11-14T22:13:20.000Z",
        "updated_at": "2023-11-14T22:14:20.000Z",
    }
    assert (await shared_app.http.get(f"/api/v1/voices/{voice['id']}")).json() == voice
    assert (await shared_app.http.delete(f"/api/v1/voices/{voice['id']}")).status_code == 204
    assert (await shared_app.http.get("/api/v1/voices")).json() == {"items": [], "total": 0}
    assert (await shared_app.http.delete(f"/api/v1/voices/{voice['id']}")).status_code == 404
