"""Lines to people when jobs end: one for each service, durable as webhooks are, and no URL is ever shown."""

import asyncio
import logging
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from app.db.transaction import Transaction
from app.db.webhooks import DELIVERIES
from app.jobs import webhooks as hooks
from app.jobs.notices import notice_of
from app.jobs.states import Cause
from tests.asgi import App, app_in
from tests.receivers import answering, receiving
from tests.stores import open_store

pytestmark = pytest.mark.usefixtures("short_pauses")
FAILURE = {"code": "no_audio", "message": "It has no sound.", "stage": "fetch", "retryable": False}


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow soon."""
    monkeypatch.setattr(hooks, "PAUSES_S", (0.01, 0.01, 0.01, 0.01))


def service(url: str, secret: str) -> str:
    """A service on loopback with a secret in its URL, as Apprise writes it."""
    return f"json://user:{secret}@{url.removeprefix('http://')}/{secret}"


async def rows(app: App) -> list[Mapping[str, object]]:
    """The deliveries to people."""
    found = await app.store.read(lambda conn: conn.execute(select(DELIVERIES).order_by(DELIVERIES.c.num)).all())
    return [row._mapping for row in found]


def make_due(tx: Transaction) -> None:
    """Let the next attempt of what is pending come now."""
    tx.conn.execute(update(DELIVERIES).where(DELIVERIES.c.state == "pending").values(next_ms=tx.now_ms))


async def ended(app: App, count: int) -> list[Mapping[str, object]]:
    """The deliveries, when so many are there and none is tried any more."""
    async with asyncio.timeout(20):
        while True:
            found = await rows(app)
            if len(found) == count and all(one["state"] != "pending" for one in found):
                return found
            await asyncio.sleep(0.01)


async def test_jobs_that_complete_or_fail_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """To every service, with title, reason and no query of the link; a cancel is nobody's news."""
    caplog.set_level(logging.DEBUG)
    async with receiving() as first, receiving() as second:
        urls = f"{service(first.url, 'pass1word')}, {service(second.url, 'pass2word')}"
        async with app_in(tmp_path, notify_urls=urls, log_level="DEBUG") as app:
            job = await app.create(url="http://example.org/a.mp4?token=x")
            other, third = await app.create(), await app.create()
            await app.http.post(f"/api/v1/jobs/{third['id']}/cancel")
            await app.finish(await app.claim(job["id"]))
            line = (await first.received()).message
            assert (line["title"], line["type"]) == ("Video Processing API", "success")
            link = f"http://example.org/a.mp4 (full_processing, {job['id'][:8]})"
            assert re.fullmatch(rf"{re.escape(link)} completed after \d+ s", line["message"])
            assert (await second.received()).message["message"] == line["message"]
            await app.finish(await app.claim(other["id"]), Cause.FAIL, error=FAILURE)
            line = (await first.received()).message
            assert line["type"] == "failure"
            assert re.search(r"failed after \d+ s: It has no sound\.$", line["message"])
            found = await ended(app, 4)
            assert {(one["state"], one["attempts"], one["error"]) for one in found} == {("delivered", 1, None)}
            shown = (await app.http.get("/api/v1/system")).json()["settings"]["NOTIFY_URLS"]
            assert shown == "(set)"
            assert "pass1word" not in caplog.text + str(found)
            assert (await app.http.delete(f"/api/v1/jobs/{job['id']}")).status_code == 204
            assert len(await rows(app)) == 2


async def test_a_notice_outlives_failures_and_restarts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A service that is away gets it by the next server; one that was taken out of the settings never."""
    async with receiving((answering("500 No"),)) as broken:
        gone = service(broken.url, "pass3word")
        async with app_in(tmp_path, notify_urls=gone) as app:
            await app.finish(await app.claim((await app.create())["id"]))
            (failed,) = await ended(app, 1)
            assert (failed["state"], failed["attempts"]) == ("failed", hooks.MOST_ATTEMPTS)
            assert failed["error"] == "json did not take the notice"
    hooks.PAUSES_S = (3600.0,) * 4  # the fixture puts it back
    async with receiving() as receiver:
        waiting = service(receiver.url, "pass4word")
        async with app_in(tmp_path, notify_urls=f"{waiting} {gone.replace('3', '5')}") as app:
            receiver.answers = (answering("503 Busy"),)
            await app.finish(await app.claim((await app.create())["id"]))
            await receiver.received()
            while [one["attempts"] for one in await rows(app)][1:] != [1, 1]:
                await asyncio.sleep(0.01)
        async with open_store(tmp_path) as store:
            await store.write(make_due)
        receiver.answers = (answering("204 No Content"),)
        async with app_in(tmp_path, notify_urls=waiting) as app:
            assert "completed" in (await receiver.received()).message["message"]
            found = await ended(app, 3)
            assert [one["state"] for one in found] == ["failed", "delivered", "failed"]
            assert found[2]["error"] == "its service is no longer in NOTIFY_URLS"
    assert "word" not in caplog.text


def test_what_is_no_url_stops_the_start() -> None:
    """Without being repeated; commas inside of a URL belong to it."""
    for wrong in ("pass6word", "ntfy://", "ntfy://a pass6word", "://x"):
        with pytest.raises(SettingsInvalid, match="NOTIFY_URLS") as refused:
            load_settings(notify_urls=wrong)
        assert "word" not in str(refused.value)


def test_a_line_is_one_line() -> None:
    """Whatever the title is; hours are hours."""
    facts = {"id": "0b9c6f0e-1", "status": "completed", "job_type": "transcription", "url": None, "error": None}
    facts |= {"video_title": "A\nB\x1b[31m" + "c" * 200, "created_ms": 0, "completed_ms": 3_725_000}  # type: ignore[dict-item]
    text = notice_of(facts).text
    assert text.startswith("A B [31mccc")
    assert text.endswith("c… (transcription, 0b9c6f0e) completed after 1 h 2 min")
    assert notice_of(facts | {"status": "failed", "video_title": None, "completed_ms": 62_000}).text == (
        "Video (transcription, 0b9c6f0e) failed after 1 min 2 s"
    )
