"""Clients of the distributed engine get the answers that those of one process get: status, shape, and every refusal."""

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.worker import open_worker
from tests.asgi import App, app_in
from tests.conformance.engines import SETTINGS
from tests.media import MediaShelf
from tests.redis import RedisServer
from tests.stages import REGISTRY

pytestmark = pytest.mark.slow

NOBODY = "00000000-0000-4000-8000-000000000000"
#: What differs between two runs in texts: ids, hashes and times.
VARIABLE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32,64}\b|\d{4}-\d\d-\d\dT[\d:.]+Z")
#: Fields that may differ: a component of health that one process does not have, models that are loaded elsewhere, and
#: what depends on how soon a worker takes the job.
OWN = {"broker", "models", "eta_seconds", "queue_position"}
#: Jobs that are refused.
BAD_JOBS: tuple[dict[str, Any], ...] = (
    {},
    {"job_type": "transcription"},
    {"job_type": "transcription", "url": "no link"},
    {"job_type": "transcription", "url": "file:///etc/passwd"},
    {"job_type": "nonsense", "url": "http://example.com/a.mp4"},
    {"job_type": "transcription", "url": "http://example.com/a.mp4", "priority": 11},
    {"job_type": "transcription", "url": "http://example.com/a.mp4", "unknown": 1},
    {"job_type": "transcription", "url": "http://example.com/a.mp4", "options": {"language": "English"}},
    {"job_type": "transcription", "url": "http://example.com/a.mp4", "max_retries": -1},
    {"job_type": "transcription", "url": "http://example.com/a.mp4", "run_at": "tomorrow"},
    {"job_type": "transcription", "video_id": NOBODY},
    {"job_type": "media_operation", "video_id": NOBODY},
)


class Client:
    """Sends requests, and notes what of each answer must not depend on the engine."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.noted: list[tuple[str, int, Any]] = []

    async def send(self, method: str, path: str, **content: Any) -> Any:
        """The JSON of the answer, None without one."""
        answer = await self._http.request(method, path, **content)
        is_json = "json" in answer.headers.get("content-type", "")
        body = answer.json() if is_json else answer.headers.get("content-type")
        shown = _plain(body) if answer.status_code >= 400 else _shape(body)
        self.noted.append((f"{method} {VARIABLE.sub('ID', path)} {str(content)[:60]}", answer.status_code, shown))
        return answer.json() if is_json else None

    async def until_ended(self, job_id: str) -> None:
        """Wait for a job's end; notes nothing."""
        async with asyncio.timeout(60):
            while (await self._http.get(f"/api/v1/jobs/{job_id}")).json()["status"] not in ("completed", "failed"):
                await asyncio.sleep(0.05)


def _plain(body: Any) -> Any:
    """A refusal, word by word."""
    if isinstance(body, dict):
        return {name: _plain(value) for name, value in sorted(body.items()) if name not in OWN}
    if isinstance(body, list):
        return [_plain(value) for value in body]
    return VARIABLE.sub("ID", body) if isinstance(body, str) else body


def _shape(body: Any) -> Any:
    """Names and types, each kind of a list's items once."""
    if isinstance(body, dict):
        return {name: _shape(value) for name, value in sorted(body.items()) if name not in OWN}
    if isinstance(body, list):
        return sorted({repr(_shape(value)) for value in body})
    if isinstance(body, float):
        return "int"
    return type(body).__name__


async def _whole_job(client: Client, film: Path) -> None:
    """Everything that can be read of a job that has ended, and all that is refused by then."""
    headers = {"Content-Type": "video/mp4"}
    sent = await client.send("POST", "/api/v1/videos?filename=talk.mp4", content=film.read_bytes(), headers=headers)
    order = {"job_type": "transcription", "video_id": sent["video_id"], "metadata": {"by": "a test"}}
    job = await client.send("POST", "/api/v1/jobs", json=order, headers={"Idempotency-Key": "one"})
    path = f"/api/v1/jobs/{job['id']}"
    await client.until_ended(job["id"])
    await client.send("POST", "/api/v1/jobs", json=order, headers={"Idempotency-Key": "one"})
    other = order | {"job_type": "audio_extraction"}
    await client.send("POST", "/api/v1/jobs", json=other, headers={"Idempotency-Key": "one"})
    page = await client.send("GET", f"{path}/events?limit=500")
    assert page["items"][-1]["data"]["status"] == "completed"
    for end in ("", "/events?after=3&limit=2", "/transcript", "/transcript?format=srt", "/artifacts", "/findings"):
        await client.send("GET", f"{path}{end}")
    for end in ("/events?after=-1", "/events?limit=0", "/transcript?format=doc", "/nothing"):
        await client.send("GET", f"{path}{end}")
    for end in ("/cancel", "/retry", "/top"):
        await client.send("POST", f"{path}{end}")
    await client.send("PATCH", path, json={"priority": 3})
    again = await client.send("POST", "/api/v1/jobs", json=order)
    await client.until_ended(again["id"])
    await client.send("GET", f"/api/v1/jobs/{again['id']}")
    await client.send("GET", f"/api/v1/videos/{sent['video_id']}")
    await client.send("DELETE", path)
    await client.send("GET", path)


async def _queue(client: Client) -> None:
    """Jobs that wait, and all that moves them."""
    await client.send("POST", "/api/v1/queue/pause")
    link = {"job_type": "audio_extraction", "url": "http://example.com/a.mp4"}
    bulk = await client.send(
        "POST", "/api/v1/jobs/bulk", json={"action": "create", "jobs": [link, link | {"priority": 9}, {}]}
    )
    later = await client.send("POST", "/api/v1/jobs", json=link | {"run_at": "2099-01-01T00:00:00Z"})
    first, second, _ = (result["id"] for result in bulk["results"])
    for job_id in (first, second, later["id"]):
        await client.send("GET", f"/api/v1/jobs/{job_id}")
    await client.send("DELETE", f"/api/v1/jobs/{first}")
    await client.send("POST", f"/api/v1/jobs/{first}/retry")
    await client.send("PATCH", f"/api/v1/jobs/{first}", json={"priority": 10})
    for body in ({"priority": 11}, {"priority": "high"}, {}, {"state": "done"}):
        await client.send("PATCH", f"/api/v1/jobs/{first}", json=body)
    await client.send("POST", f"/api/v1/jobs/{first}/top")
    for query in (
        "",
        "?limit=1&sort=queue",
        "?status_filter=queued",
        "?limit=0",
        "?sort=colour",
        "?status_filter=lost",
    ):
        await client.send("GET", f"/api/v1/jobs{query}")
    await client.send("POST", f"/api/v1/jobs/{second}/cancel")
    await client.send("POST", f"/api/v1/jobs/{second}/cancel")
    await client.send("GET", f"/api/v1/jobs/{second}")
    await client.send("DELETE", f"/api/v1/jobs/{second}")
    await client.send("GET", "/api/v1/queue/status")
    await client.send("DELETE", "/api/v1/queue/clear")
    await client.send("POST", "/api/v1/queue/drain")
    await client.send("POST", "/api/v1/queue/resume")


async def _others(client: Client) -> None:
    """What is bad whatever runs, and what describes the server."""
    for order in BAD_JOBS:
        await client.send("POST", "/api/v1/jobs", json=order)
    await client.send("POST", "/api/v1/jobs", content=b"{", headers={"Content-Type": "application/json"})
    await client.send("POST", "/api/v1/jobs", content=b"a=1", headers={"Content-Type": "text/plain"})
    await client.send("POST", "/api/v1/videos", content=b"no film", headers={"Content-Type": "video/mp4"})
    for method, end in (("GET", ""), ("DELETE", ""), ("POST", "/cancel"), ("POST", "/retry"), ("GET", "/events")):
        await client.send(method, f"/api/v1/jobs/{NOBODY}{end}")
    await client.send("PUT", f"/api/v1/jobs/{NOBODY}")
    await client.send("GET", "/api/v1/jobs/no-id")
    for path in ("plan", "statistics", "system", "providers/status", "webhooks", "keys", "videos", "nothing"):
        await client.send("GET", f"/api/v1/{path}")
    for path in ("/health", "/health/live", "/health/ready", "/ws/connections/status", "/v1/models"):
        await client.send("GET", path)
    await client.send("POST", "/api/v1/webhooks", json={"url": "no link"})
    await client.send("POST", "/api/v1/keys", json={"name": ""})


def _differences(mine: tuple[str, int, Any], theirs: tuple[str, int, Any]) -> list[str]:
    """Where two answers to a request differ, one line each."""
    request, status, body = mine
    found = [] if status == theirs[1] else [f"{request}: {status}, {theirs[1]}"]
    if isinstance(body, dict) and isinstance(theirs[2], dict):
        names = sorted(body.keys() | theirs[2].keys())
        pairs = [(name, body.get(name), theirs[2].get(name)) for name in names]
    else:
        pairs = [("body", body, theirs[2])]
    return found + [f"{request}: {name}: {one}, {other}" for name, one, other in pairs if one != other]


async def _noted(app: App, film: Path) -> list[tuple[str, int, Any]]:
    client = Client(app.http)
    await _whole_job(client, film)
    await _queue(client)
    await _others(client)
    return client.noted


async def test_answers_do_not_depend_on_the_engine(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path, media: MediaShelf
) -> None:
    """The same requests to a server that works itself and to one that has a worker: good ones and bad ones."""
    film = media.talk_of(seconds=6)
    for name in ("alone", "shared"):
        (tmp_path / name).mkdir()
    async with AsyncExitStack() as stack:
        alone = {name: value for name, value in SETTINGS.items() if name not in ("engine", "celery_broker_url")}
        one = await stack.enter_async_context(app_in(tmp_path / "alone", paused=False, **alone))
        shared = SETTINGS | {"database_url": postgres_url, "celery_broker_url": redis_server.url}
        server = await stack.enter_async_context(app_in(tmp_path / "shared", paused=False, **shared))
        await stack.enter_async_context(open_worker(server.settings, REGISTRY))
        own, others = await asyncio.gather(_noted(one, film), _noted(server, film))
    assert {status // 100 for _, status, _ in own} == {2, 4}
    found = [line for mine, theirs in zip(own, others, strict=True) for line in _differences(mine, theirs)]
    assert not found, "\n".join(found)
