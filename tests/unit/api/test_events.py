"""The event log: pages, and the stream for those without sockets."""

import asyncio
import json
from typing import Any

import pytest

from app.api.v1.schemas.events import EventPage
from tests.asgi import PATIENCE_S, App, Stream, segment


async def spoken(app: App, count: int) -> dict[str, Any]:
    """A finished transcription with that many lines."""
    job = await app.create(job_type="transcription")
    claimed = await app.claim(job["id"])
    await app.publish_segments(claimed, [segment(2.0 * n, f"Line {n}.") for n in range(count)])
    await app.finish(claimed)
    return job


async def test_the_log_comes_in_pages(app: App) -> None:
    """`after` and `limit`; last_seq tells whether there is more."""
    job = await spoken(app, 5)
    path = f"/api/v1/jobs/{job['id']}/events"
    page = EventPage.model_validate((await app.http.get(path, params={"limit": 3})).json())
    assert ([event.seq for event in page.items], page.last_seq) == ([1, 2, 3], 9)
    page = EventPage.model_validate((await app.http.get(path, params={"after": 3, "limit": 100})).json())
    assert [event.seq for event in page.items] == [4, 5, 6, 7, 8, 9]
    assert (await app.http.get(path, params={"after": 99})).json() == {"items": [], "last_seq": 9}
    for params in ({"after": -1}, {"limit": 0}, {"limit": 10_001}, {"after": "x"}, {"after": 2**60}):
        assert (await app.http.get(path, params=params)).status_code == 422


async def test_a_page_and_its_last_seq_are_of_one_moment(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who goes on after `last_seq` gets nothing twice, though the job tells something between any two reads."""
    job = await app.create()
    read = app.store.read

    async def busy(*args: Any, **kwargs: Any) -> Any:
        answer = await read(*args, **kwargs)
        await app.jobs.set_priority(job["id"], 7)
        return answer

    monkeypatch.setattr(app.store, "read", busy)
    page = (await app.http.get(f"/api/v1/jobs/{job['id']}/events")).json()
    assert page["items"][-1]["seq"] == page["last_seq"]


async def test_the_log_of_an_hour_comes_whole(app: App) -> None:
    """Who sets no limit gets a thousand events; who sets a high one gets more."""
    job = await spoken(app, 1200)
    path = f"/api/v1/jobs/{job['id']}/events"
    for params, count in (({}, 1000), ({"limit": 10_000}, 1204)):
        page = (await app.http.get(path, params=params)).json()
        assert [event["seq"] for event in page["items"]] == list(range(1, count + 1))
        assert page["last_seq"] == 1204


def parsed(text: str) -> list[dict[str, Any]]:
    """Events of a stream: id, event and data of each."""
    frames = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        if "data" in fields:
            frames.append({"id": fields.get("id"), "event": fields["event"], "data": json.loads(fields["data"])})
    return frames


@pytest.mark.parametrize(
    ("headers", "query", "after"), [({}, "", 9), ({}, "?after=2", 2), ({"Last-Event-ID": "4"}, "?after=1", 4)]
)
async def test_the_stream_tells_the_same_as_the_socket(
    app: App, headers: dict[str, str], query: str, after: int
) -> None:
    """initial_status, then every event with its number as id; it ends with the job."""
    job = await spoken(app, 5)
    path = f"/api/v1/jobs/{job['id']}/events"
    answer = await app.http.get(path + query, headers={"Accept": "text/event-stream"} | headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    frames = parsed(answer.text)
    assert (frames[0]["event"], frames[0]["id"]) == ("initial_status", str(after))
    log = (await app.http.get(path, params={"limit": 100})).json()["items"]
    assert [frame["data"] for frame in frames[1:]] == log[after:]
    assert [frame["id"] for frame in frames[1:]] == [str(event["seq"]) for event in log[after:]]


async def test_bad_streams_are_refused_before_they_begin(app: App) -> None:
    """A problem, not a broken stream."""
    job = await app.create()
    stream = {"Accept": "text/event-stream"}
    path = f"/api/v1/jobs/{job['id']}/events"
    assert (await app.http.get(path, headers=stream | {"Last-Event-ID": "x"})).status_code == 422
    assert (await app.http.get(path + "?after=x", headers=stream)).status_code == 422
    unknown = path.replace(job["id"], "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a")
    assert (await app.http.get(unknown, headers=stream)).status_code == 404


async def test_an_open_stream_ends_when_the_server_stops(app: App) -> None:
    """A stream hears nothing of a shutdown by itself; the hub ends it."""
    job = await app.create()
    stream = Stream(app, f"/api/v1/jobs/{job['id']}/events")
    async with asyncio.timeout(PATIENCE_S):
        await stream.until("initial_status")
        app.hub.stop()
        await stream.rest()
    assert app.hub.connections()["jobs"] == 0
