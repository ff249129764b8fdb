"""Uploads: forms and bodies, streamed; what is refused leaves nothing behind."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message

from app.api.uploads import safe_name
from app.api.v1.schemas.stored_videos import VideoView
from tests.asgi import HOST, App, app_in
from tests.media import MediaShelf


def left_behind(app: App) -> list[Path]:
    """Files of uploads, received or kept."""
    folder = app.settings.data_dir
    return [
        path
        for part in ("work", "blobs")
        for path in (folder / part).rglob("*")
        if path.is_file() and path.name != ".lock"
    ]


async def test_the_body_itself_can_be_the_file(app: App, media: MediaShelf) -> None:
    """201 with what was found in it; looking it up gives the same; a job can name it."""
    content = media.video().read_bytes()
    answer = await app.http.post(
        "/api/v1/videos/?filename=my%20film.mp4", content=content, headers={"Content-Type": "video/mp4"}
    )
    assert answer.status_code == 201, answer.text
    video = VideoView.model_validate(answer.json())
    assert (video.status, video.filename, video.size_bytes) == ("UPLOADED", "my film.mp4", len(content))
    assert video.sha256 == hashlib.sha256(content).hexdigest()
    assert (video.width, video.height, video.fps, video.video_codec) == (160, 90, 25.0, "h264")
    assert video.duration == pytest.approx(2, abs=0.1)
    again = await app.http.get(answer.headers["location"])
    assert again.json() == answer.json()
    job = await app.http.post("/api/v1/jobs", json={"video_id": video.video_id})
    assert (job.status_code, job.json()["video_id"], job.json()["youtube_url"]) == (201, video.video_id, None)


async def test_a_form_can_carry_the_file(app: App, media: MediaShelf) -> None:
    """In its field `file`, whatever other fields there are and wherever chunks are cut."""
    content = media.video().read_bytes()
    answer = await app.http.post("/api/v1/videos", files={"file": ("ünïcode.mp4", content)}, data={"note": "x" * 5000})
    assert answer.status_code == 201, answer.text
    assert answer.json()["filename"] == "ünïcode.mp4"
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
    request = app.http.build_request("POST", "/api/v1/videos", files={"file": ("a.mp4", content)})
    body = request.read()

    async def crumbs() -> AsyncIterator[bytes]:
        for at in range(0, len(body), 777):
            yield body[at : at + 777]

    headers = {"Content-Type": request.headers["content-type"]}
    answer = await app.http.post("/api/v1/videos", content=crumbs(), headers=headers)
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("disposition", "filename", "title"),
    [
        (
            b'filename="Une \xc2\xab%22vraie%22\xc2\xbb conversation.mp4"',
            'Une «"vraie"» conversation.mp4',
            'Une «"vraie"» conversation',
        ),
        (b'filename="two%0D%0Alines.mp4"', "twolines.mp4", "twolines"),
        (b'filename="100%25 of %20.mp4"', "100%25 of %20.mp4", "100%25 of %20"),
        (b'filename="a \\"quoted\\" name.mp4"', 'a "quoted" name.mp4', 'a "quoted" name'),
        (b"filename*=utf-8''%D1%84%D0%B8%D0%BB%D1%8C%D0%BC.mp4", "фильм.mp4", "фильм"),
        (b'filename="Talk v1.2"', "Talk v1.2", "Talk v1.2"),
    ],
)
async def test_a_form_tells_the_true_name(
    app: App, media: MediaShelf, disposition: bytes, filename: str, title: str
) -> None:
    """Browsers write a quote as %22 and line ends as %0D%0A, nothing else; a job's title leaves the ending out."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; ' + disposition + b"\r\n\r\n"
    body = head + media.video().read_bytes() + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    video = (await app.http.post("/api/v1/videos", content=body, headers=headers)).json()
    assert video["filename"] == filename
    job = (await app.http.post("/api/v1/jobs", json={"video_id": video["video_id"]})).json()
    assert job["video_title"] == title


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("kind", ["text", "empty", "html", "playlist"])
async def test_what_is_no_media_is_refused(shared_app: App, media: MediaShelf, kind: str) -> None:
    """415, and nothing is kept, by form as by body."""
    content = getattr(media, kind)().read_bytes()
    for request in (
        {"content": content, "headers": {"Content-Type": "video/mp4"}},
        {"files": {"file": ("a.mp4", content)}},
    ):
        answer = await shared_app.http.post("/api/v1/videos", **request)
        assert answer.status_code == 415, answer.text
        assert answer.json()["code"] == "unsupported_media"
        assert left_behind(shared_app) == []


async def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    """413 before it is received when it says its length, else as soon as it is too long."""
    received = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal received
        while True:
            received += 1000
            yield b"x" * 1000

    async with app_in(tmp_path, max_upload_bytes=100_000) as app:
        raw = {"Content-Type": "application/octet-stream"}
        answer = await app.http.post("/api/v1/videos", content=b"x" * 100_001, headers=raw)
        assert answer.status_code == 413
        answer = await app.http.post("/api/v1/videos", content=endless(), headers=raw)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert received < 200_000
        answer = await app.http.post("/api/v1/videos", files={"file": ("a.mp4", b"x" * 120_000)})
        assert answer.status_code == 413
        assert left_behind(app) == []


async def test_too_long_a_film_is_refused(tmp_path: Path, media: MediaShelf) -> None:
    """413 with its own code."""
    content = media.video().read_bytes()
    async with app_in(tmp_path, max_video_seconds=1) as app:
        answer = await app.http.post("/api/v1/videos", content=content, headers={"Content-Type": "video/mp4"})
        assert (answer.status_code, answer.json()["code"]) == (413, "too_long")
        assert left_behind(app) == []


async def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """503 with Retry-After; nothing is received."""
    async with app_in(tmp_path, disk_reserve_bytes=2**62) as app:
        answer = await app.http.post("/api/v1/videos", content=b"x", headers={"Content-Type": "video/mp4"})
        assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
        assert "retry-after" in answer.headers
        assert left_behind(app) == []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"file": "http://a.example"}', 422),
        ("text/plain", b"x", 415),
        ("application/x-www-form-urlencoded", b"file=x", 415),
        ("multipart/form-data", b"x", 422),
        ("multipart/form-data; boundary=x", b"no form at all", 422),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\ny\r\n--x--',
            422,
        ),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ncut off', 422),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"H" * 100_000, 422),
        ("multipart/form-data; boundary=" + "x" * 5000, b"x", 422),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n\r\n--x--',
            415,
        ),
    ],
)
async def test_broken_forms_are_refused(shared_app: App, kind: str, body: bytes, status: int) -> None:
    """Each with a problem that says why; nothing is left."""
    answer = await shared_app.http.post("/api/v1/videos", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert left_behind(shared_app) == []


async def test_a_client_that_goes_away_leaves_nothing(app: App) -> None:
    """Cut off in the middle: no file, no video, no fault."""
    messages: asyncio.Queue[Message] = asyncio.Queue()
    for _ in range(40):
        messages.put_nowait({"type": "http.request", "body": b"x" * 65536, "more_body": True})
    messages.put_nowait({"type": "http.disconnect"})
    sent: list[Any] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/v1/videos",
        "raw_path": b"/api/v1/videos",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", HOST.encode()), (b"content-type", b"video/mp4")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }

    async def send(message: Message) -> None:
        sent.append(message)

    await app.asgi(scope, messages.get, send)
    assert sent == []
    assert left_behind(app) == []


def test_names_are_only_names() -> None:
    """No folders, no control characters, not too long; the ending stays."""
    assert safe_name("C:\\videos\\my film.mp4") == "my film.mp4"
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("a\x00\r\nb.mp4") == "ab.mp4"
    assert safe_name("  ..  ") == "upload"
    assert safe_name("\ud800.mp4") == "mp4"
    long = safe_name("x" * 1000 + ".webm")
    assert len(long) <= 200
    assert long.endswith(".webm")
