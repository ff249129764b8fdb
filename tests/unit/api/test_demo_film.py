"""The built-in provider through the whole application, as it is without any set-up."""

import asyncio
from pathlib import Path

from tests.asgi import PATIENCE_S, app_in


async def test_a_prompt_alone_becomes_a_film(tmp_path: Path) -> None:
    """Offline and free, in the size and length that were ordered."""
    body = {"prompt": "A boat on a lake", "options": {"duration_seconds": 1, "aspect": "1:1", "resolution": "360p"}}
    async with app_in(tmp_path, paused=False) as app, asyncio.timeout(3 * PATIENCE_S):
        job = (await app.http.post("/api/v1/jobs", json=body)).json()
        while job["status"] not in ("completed", "failed"):
            await asyncio.sleep(0.05)
            job = (await app.http.get(f"/api/v1/jobs/{job['id']}")).json()
        assert job["status"] == "completed", job["error"]
        (film,) = job["result"]["videos"]
        assert (film["width"], film["height"], round(film["duration"], 1)) == (360, 360, 1.0)
        assert (job["used_provider"], job["used_model"], job["result"]["cost_usd"]) == ("demo", "words", 0.0)
        assert (await app.http.post("/api/v1/providers/test", json={"provider": "demo"})).json()["ok"]
