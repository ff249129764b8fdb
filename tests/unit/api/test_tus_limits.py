"""What unfinished uploads may take of a server: shares, quotas and disk, also of many that begin at once."""

import asyncio
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from app.service import intake, partial_uploads
from app.storage import server_opening
from tests.asgi import App, app_in
from tests.object_stores import MemoryObjects
from tests.unit.api.test_object_store import CONTENT, _blobs
from tests.unit.api.test_tus import MASTER, PATH, TUS, Connection, begin, key_of, made_old, offset_of, parts_of, send

MINUTE_S = 60


async def begin_many(app: App, count: int, size: int, **headers: str) -> list[int]:
    """The statuses of uploads that begin at the same time, in order."""
    orders = [app.http.post(PATH, headers=TUS | {"Upload-Length": str(size)} | headers) for _ in range(count)]
    return sorted(answer.status_code for answer in await asyncio.gather(*orders))


async def test_uploads_that_begin_at_once_do_not_exceed_the_quota(tmp_path: Path) -> None:
    """One fits, whatever the order; the others leave nothing."""
    async with app_in(tmp_path, api_key=MASTER["X-API-Key"], quota_bytes=100) as app:
        assert await begin_many(app, 10, 100, **await key_of(app, "ann")) == [201] + [429] * 9
        assert len(parts_of(app)) == 2


async def test_one_user_cannot_take_the_place_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each user or key has a share of what a server takes."""
    monkeypatch.setattr(partial_uploads, "OPEN_AT_MOST", 4)
    monkeypatch.setattr(partial_uploads, "OPEN_OF_ONE", 2)
    async with app_in(tmp_path, api_key=MASTER["X-API-Key"]) as app:
        ann, bea = await key_of(app, "ann"), await key_of(app, "bea")
        ann_again, script = await key_of(app, "ann", name="laptop"), await key_of(app, None, name="script")
        assert await begin_many(app, 8, 100, **ann) == [201] * 2 + [429] * 6
        assert (await begin(app, 100, status=429, **ann_again)).headers["retry-after"] == "60"
        assert (await begin(app, 100, **bea)).status_code == 201
        assert await begin_many(app, 4, 100, **script) == [201] + [429] * 3


async def test_an_upload_without_a_byte_is_gone_after_minutes(app: App) -> None:
    """One with a byte stays for hours, and so does one that a request is sending the first bytes of."""
    empty = await begin(app, 100)
    expires_s = parsedate_to_datetime(empty.headers["upload-expires"]).timestamp()
    assert 9 * MINUTE_S < expires_s - time.time() <= 10 * MINUTE_S
    begun, sending = (await begin(app, 100)).headers["location"], (await begin(app, 100)).headers["location"]
    answer = await send(app, begun, 0, b"x")
    assert parsedate_to_datetime(answer.headers["upload-expires"]).timestamp() - time.time() > 60 * MINUTE_S
    slow = Connection(app, sending, 0)
    slow.data(b"y" * 10)
    await slow.taken()
    made_old(app, 11 * MINUTE_S, parts_of(app))
    await begin(app, 100)
    assert await offset_of(app, empty.headers["location"]) is None
    assert await offset_of(app, begun) == 1
    assert await offset_of(app, sending) == 10
    slow.data(b"")
    await slow.running


async def test_disk_is_reserved_once_a_byte_has_come(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders alone cannot keep others out."""
    monkeypatch.setattr(intake, "free_bytes", lambda _: 10_000)
    locations = [(await begin(app, 8000)).headers["location"] for _ in range(4)]
    assert (await send(app, locations[0], 0, b"x")).status_code == 204
    assert (await begin(app, 8000, status=503)).json()["code"] == "disk_full"
    await begin(app, 1000)


async def test_files_stay_for_uploads_without_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with a copy in an object store count as room, and go when bytes come."""
    monkeypatch.setattr(server_opening, "open_objects", lambda _: MemoryObjects())
    async with app_in(tmp_path) as app:
        job = await app.create()
        kept = await app.keep(job["id"], CONTENT, "a.mp4")
        blobs = _blobs(app)
        blobs.send(kept.blob.sha256)
        blobs.copied([kept.blob.sha256])
        monkeypatch.setattr(intake, "free_bytes", lambda _: 0 if blobs.local_bytes() else len(CONTENT))
        await begin(app, len(CONTENT), status=503)
        location = (await begin(app, 100)).headers["location"]
        assert blobs.local_bytes() == len(CONTENT)
        assert (await send(app, location, 0, b"x")).status_code == 204
        assert blobs.local_bytes() == 0
