"""Webhooks over HTTP: created, signed, delivered, tried again, and what is refused."""

import asyncio
import logging
import socket
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.api.v1.schemas.webhooks import DeliveryPage, WebhookMade, WebhookPage
from app.api.v1.webhook_messages import rendered
from app.core.sealing import Seal
from app.core.webhook_secrets import new_secret
from app.db import webhooks
from app.jobs import webhooks as hooks
from app.jobs.states import Cause
from app.webhooks.sender import HookSender
from tests.asgi import App, app_in
from tests.receivers import answering, receiving

SECRET = new_secret()
ALL = [event.value for event in hooks.HookEvent]


@pytest.fixture
async def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    """An application that may send to this machine, and tries again soon."""
    monkeypatch.setattr(hooks, "PAUSES_S", (0.01, 0.01, 0.01, 0.01))
    async with app_in(tmp_path, allow_private_networks=True, webhook_secret=SECRET) as running:
        yield running


async def subscribed(app: App, url: str, *events: str, **body: Any) -> WebhookMade:
    """Create a webhook."""
    answer = await app.http.post("/api/v1/webhooks", json={"url": url, "events": list(events or ALL)} | body)
    assert answer.status_code == 201, answer.text
    return WebhookMade.model_validate(answer.json())


async def log_of(app: App, hook: WebhookMade, **query: str) -> DeliveryPage:
    """The deliveries of a webhook."""
    answer = await app.http.get(f"/api/v1/webhooks/{hook.id}/deliveries", params=query)
    assert answer.status_code == 200, answer.text
    return DeliveryPage.model_validate(answer.json())


async def ended(app: App, hook: WebhookMade) -> DeliveryPage:
    """The deliveries of a webhook, when none is tried any more."""
    async with asyncio.timeout(20):
        while True:
            page = await log_of(app, hook)
            if page.items and all(one.status != "pending" for one in page.items):
                return page
            await asyncio.sleep(0.01)


async def complete(app: App, **body: Any) -> dict[str, Any]:
    """Create a job and complete it."""
    job = await app.create(**body)
    await app.finish(await app.claim(job["id"]))
    return job


async def test_a_job_that_ends_is_reported_signed_and_logged(app: App) -> None:
    """The library verifies it; the log has the outcome; an end of another kind is another event."""
    async with receiving() as receiver:
        hook = await subscribed(app, receiver.url, "job.completed", "job.cancelled")
        job = await complete(app, metadata={"mine": 7})
        received = await receiver.received()
        told = received.verified(hook.secret)
        assert (told["type"], told["data"]["job_id"], told["data"]["status"]) == (
            "job.completed",
            job["id"],
            "completed",
        )
        assert (told["data"]["metadata"], told["data"]["url"]) == ({"mine": 7}, f"/api/v1/jobs/{job['id']}")
        (one,) = (await ended(app, hook)).items
        assert (one.id, one.status, one.attempts, one.response_status) == (
            received.headers["webhook-id"],
            "delivered",
            1,
            204,
        )
        failed = await app.create()
        await app.finish(
            await app.claim(failed["id"]), Cause.FAIL, error={"code": "internal", "message": "no", "retryable": False}
        )
        cancelled = await app.create()
        await app.http.post(f"/api/v1/jobs/{cancelled['id']}/cancel")
        assert (await receiver.received()).message["data"]["job_id"] == cancelled["id"]
        assert {one.event for one in (await ended(app, hook)).items} == {"job.completed", "job.cancelled"}


async def test_the_url_of_a_job_receives_its_events(app: App) -> None:
    """Signed with the server's own secret; it gets nothing of other jobs."""
    async with receiving() as receiver:
        await complete(app)
        job = await complete(app, webhook_url=receiver.url)
        told = (await receiver.received()).verified(SECRET)
        assert told["data"]["job_id"] == job["id"]
        assert receiver.requests.empty()
        assert (await app.http.delete(f"/api/v1/jobs/{job['id']}")).status_code == 204


async def test_a_video_is_complete_with_the_last_of_its_jobs(app: App) -> None:
    """Not while another job on it is active."""
    async with receiving() as receiver:
        await subscribed(app, receiver.url, "video.completed")
        video = (await app.http.post("/api/v1/videos", json={"url": "https://example.org/a.mp4"})).json()
        other = (
            await app.create(url=None, video_id=video["video_id"])
            if False
            else (
                await app.http.post("/api/v1/jobs", json={"video_id": video["video_id"], "job_type": "analysis"})
            ).json()
        )
        await app.finish(await app.claim(video["job_id"]))
        await app.finish(await app.claim(other["id"]))
        told = (await receiver.received()).message
        assert (told["type"], told["data"]["video_id"], told["data"]["job_id"]) == (
            "video.completed",
            video["video_id"],
            other["id"],
        )
        assert receiver.requests.empty()


@pytest.mark.parametrize(
    ("answers", "status", "attempts", "why"),
    [
        ((answering("503 Busy"), answering("200 OK")), "delivered", 2, None),
        ((answering("500 No"),), "failed", 5, "the receiver answered 500"),
        ((answering("302 Found", "Location: http://127.0.0.1:1/"),), "failed", 5, "redirects are not followed"),
        (("nonsense\r\n\r\n",), "failed", 5, "RemoteProtocolError"),
        ((answering("429 Busy", "Retry-After: \xb2"),), "failed", 5, "the receiver answered 429"),
        ((answering("410 Gone"),), "failed", 1, "the receiver answered 410"),
    ],
)
async def test_what_is_not_received_is_tried_again(
    app: App, answers: tuple[str, ...], status: str, attempts: int, why: str | None
) -> None:
    """Five times in all, with the same id; a receiver that is gone gets nothing more."""
    async with receiving(*answers) as receiver:
        hook = await subscribed(app, receiver.url)
        assert (await app.http.post(f"/api/v1/webhooks/{hook.id}/ping")).status_code == 202
        (one,) = (await ended(app, hook)).items
        assert (one.status, one.attempts, one.event) == (status, attempts, "ping")
        assert (one.error or "").startswith(why) if why else one.error is None
        ids = {(await receiver.received()).headers["webhook-id"] for _ in range(attempts)}
        assert ids == {one.id}
        assert receiver.requests.empty()
        enabled = (await app.http.get(f"/api/v1/webhooks/{hook.id}")).json()["enabled"]
        assert enabled is (attempts != 1)


async def test_an_address_with_letters_of_any_script_is_reached(app: App) -> None:
    """In URL encoding; what was encoded before stays as it is."""
    async with receiving() as receiver:
        hook = await subscribed(app, f"{receiver.url}/été%20?q=ü#here")
        await app.http.post(f"/api/v1/webhooks/{hook.id}/ping")
        assert (await receiver.received()).path == "/hook/%C3%A9t%C3%A9%20?q=%C3%BC"


async def test_a_fault_of_the_server_is_an_attempt(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery that cannot be made is given up like any other, not tried for ever."""

    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(HookSender, "_outcome", fails)
    hook = await subscribed(app, "http://127.0.0.1:1/")
    await app.http.post(f"/api/v1/webhooks/{hook.id}/ping")
    (one,) = (await ended(app, hook)).items
    assert (one.status, one.attempts) == ("failed", 5)
    assert "could not send" in (one.error or "")


async def test_a_delivery_can_be_repeated(app: App) -> None:
    """With the same id and content; not while it is still tried."""
    async with receiving() as receiver:
        hook = await subscribed(app, receiver.url)
        await complete(app)
        first = await receiver.received()
        (one,) = (await ended(app, hook)).items
        path = f"/api/v1/webhooks/{hook.id}/deliveries/{one.id}/redeliver"
        assert (await app.http.post(path)).status_code == 202
        again = await receiver.received()
        assert (again.headers["webhook-id"], again.body) == (first.headers["webhook-id"], first.body)
        other = await subscribed(app, receiver.url)
        assert (await app.http.post(path.replace(hook.id, other.id))).status_code == 404


async def test_a_receiver_that_hangs_delays_only_its_own(app: App) -> None:
    """It has four connections; another one gets its messages meanwhile."""
    async with receiving("") as slow, receiving() as quick:
        hanging = await subscribed(app, slow.url, "job.completed")
        for _ in range(6):
            await app.http.post(f"/api/v1/webhooks/{hanging.id}/ping")
        for _ in range(4):
            await slow.received()
        await subscribed(app, quick.url, "job.completed")
        job = await complete(app)
        assert (await quick.received()).message["data"]["job_id"] == job["id"]
        assert slow.requests.empty()


async def test_names_that_are_never_resolved_hold_up_nothing_else(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait in threads of their own."""
    asked, answered = threading.Semaphore(0), threading.Event()

    def hangs(*_: object, **__: object) -> None:
        asked.release()
        answered.wait(20)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    usual = ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(usual)
    try:
        for number in range(4):
            hook = await subscribed(app, f"http://name-{number}.example/")
            await app.http.post(f"/api/v1/webhooks/{hook.id}/ping")
        async with asyncio.timeout(10):
            while not asked.acquire(blocking=False):
                await asyncio.sleep(0.01)
            assert await asyncio.to_thread(lambda: True)
    finally:
        answered.set()


async def test_nothing_leaks_to_private_addresses(tmp_path: Path) -> None:
    """Named literally it is refused at once; a name that leads to one is found out when the connection is made."""
    async with app_in(tmp_path) as app, receiving() as receiver:
        for url in (receiver.url, "http://localhost/x", "http://169.254.169.254/latest", "http://[::1]/"):
            answer = await app.http.post("/api/v1/webhooks", json={"url": url, "events": ["job.failed"]})
            assert (answer.status_code, answer.json()["code"]) == (422, "blocked_address"), url
        named = receiver.url.replace("127.0.0.1", "localhost.")
        assert (await app.http.post("/api/v1/webhooks", json={"url": named, "events": ["ping"]})).status_code == 422
        assert receiver.requests.empty()
        answer = await app.http.post(
            "/api/v1/jobs", json={"url": "https://a.example/b", "webhook_url": "https://a.example/c"}
        )
        assert "WEBHOOK_SECRET" in answer.json()["errors"][0]["msg"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"events": []},
        {"events": ["job.started"]},
        {"secret": "short"},
        {"secret": "whsec_AAAA"},
        {"url": "ftp://example.com/"},
        {"url": "https://ann:secret@example.com/"},
        {"else": 1},
    ],
)
async def test_what_is_wrong_is_named(shared_app: App, wrong: dict[str, Any]) -> None:
    """By its field."""
    body = {"url": "https://example.com/hook", "events": ["job.completed"]} | wrong
    answer = await shared_app.http.post("/api/v1/webhooks", json=body)
    assert answer.status_code == 422
    assert next(iter(wrong)) in str(answer.json()["errors"][0]["loc"])


async def test_webhooks_are_listed_and_deleted_without_their_secret(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """The secret is in the first answer alone; with the webhook its log goes."""
    caplog.set_level(logging.DEBUG)
    made = [await subscribed(app, "https://example.invalid/a", "job.failed", secret=SECRET) for _ in range(3)]
    assert made[0].secret == SECRET
    answer = await app.http.get("/api/v1/webhooks/", params={"limit": 2})
    page = WebhookPage.model_validate(answer.json())
    assert ([one.id for one in page.items], page.total) == ([made[2].id, made[1].id], 3)
    assert SECRET not in answer.text + caplog.text
    assert (await app.http.delete(f"/api/v1/webhooks/{made[0].id}")).status_code == 204
    for path in ("", "/deliveries"):
        assert (await app.http.get(f"/api/v1/webhooks/{made[0].id}{path}")).status_code == 404


def test_pauses_grow_and_end() -> None:
    """Within their jitter; a receiver may request a longer one, up to the longest."""
    assert [hooks.pause_s(n, chance=0.5) for n in range(1, 6)] == [2.0, 15.0, 60.0, 600.0, None]
    assert hooks.pause_s(1, chance=0.0) == 1.6
    assert hooks.pause_s(1, 30.0, chance=0.5) == 30.0
    assert hooks.pause_s(1, 1e9, chance=0.5) == 600.0


async def test_a_webhook_deleted_meanwhile_is_no_fault(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """A delivery that was taken from the record before is dropped, and the sender goes on."""
    hook = await subscribed(app, "http://127.0.0.1:1/")
    ping = await app.store.write(webhooks.ping, hook.id)
    await app.store.write(webhooks.remove, hook.id)
    sender = HookSender(app.store, app.settings, Seal(app.settings.data_dir), render=rendered)
    await sender._send(ping)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
