"""Voices that are remembered, as clients meet them."""

import pytest

from app.db.records import KNOWN_VOICES
from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
VOICE_ID = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"


async def test_voices_are_listed_and_forgotten(shared_app: App) -> None:
    """Without the numbers that they are recognised by."""
    row = {"id": VOICE_ID, "user_id": "ann", "name": "Bea", "model": "d-vector", "vector": [1.0, 0.0], "times": 2}
    times = {"created_ms": 1_700_000_000_000, "updated_ms": 1_700_000_060_000}
    await shared_app.store.write(lambda tx: tx.conn.execute(KNOWN_VOICES.insert().values(row | times)))
    (voice,) = (await shared_app.http.get("/api/v1/voices")).json()["items"]
    assert voice == {
        "id": VOICE_ID,
        "name": "Bea",
        "user": "ann",
        "model": "d-vector",
        "recordings": 2,
        "created_at": "2023-11-14T22:13:20.000Z",
        "updated_at": "2023-11-14T22:14:20.000Z",
    }
    assert (await shared_app.http.get(f"/api/v1/voices/{VOICE_ID}")).json() == voice
    assert (await shared_app.http.delete(f"/api/v1/voices/{VOICE_ID}")).status_code == 204
    assert (await shared_app.http.get("/api/v1/voices")).json() == {"items": [], "total": 0}
    assert (await shared_app.http.delete(f"/api/v1/voices/{VOICE_ID}")).status_code == 404
