"""Files by id: downloads, ranges, names; transcripts in every format."""

import hashlib
import io
import time
import zipfile
from typing import Any

import pytest

from app.api.files import disposition
from app.api.v1.schemas.jobs import Job
from app.api.v1.schemas.results import ArtifactList, Transcript
from app.jobs.states import Cause
from tests.asgi import App, segment

pytestmark = pytest.mark.asyncio(loop_scope="module")
CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)


async def test_a_download_is_named_and_cannot_run(shared_app: App) -> None:
    """Its hash is its ETag; attachment, nosniff, a name that survives every script."""
    job = await shared_app.create()
    kept = await shared_app.keep(job["id"], CONTENT, "Größe “漢字”; x.mp4")
    listed = ArtifactList.model_validate((await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts")).json())
    assert [(one.id, one.size_bytes, one.sha256) for one in listed.items] == [
        (kept.id, SIZE, hashlib.sha256(CONTENT).hexdigest())
    ]
    answer = await shared_app.http.get(listed.items[0].url)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    headers = answer.headers
    assert headers["etag"] == f'"{kept.blob.sha256}"'
    assert headers["content-type"] == "video/mp4"
    assert headers["content-length"] == str(SIZE)
    assert headers["accept-ranges"] == "bytes"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E2%80%9C" in headers["content-disposition"]
    unchanged = await shared_app.http.get(listed.items[0].url, headers={"If-None-Match": headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    head = await shared_app.http.head(listed.items[0].url)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(SIZE))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=10200-", 10200, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        ("bytes=-99999999", 0, SIZE - 1),
        ("bytes=10-99999999", 10, SIZE - 1),
        ("bytes = 5 - 6", 5, 6),
    ],
)
async def test_a_range_gives_exactly_its_bytes(shared_app: App, asked: str, first: int, last: int) -> None:
    """206 with Content-Range, so that players can seek."""
    job = await shared_app.create()
    kept = await shared_app.keep(job["id"], CONTENT, "a.mp4")
    answer = await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts/{kept.id}", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == CONTENT[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"


async def test_odd_ranges_do_no_harm(shared_app: App) -> None:
    """Beyond the file: 416. Nonsense, several at once, or of another version: the whole file."""
    job = await shared_app.create()
    kept = await shared_app.keep(job["id"], CONTENT, "a.mp4")
    path = f"/api/v1/jobs/{job['id']}/artifacts/{kept.id}"
    for asked in (f"bytes={SIZE}-", "bytes=99999999-", "bytes=-0"):
        answer = await shared_app.http.get(path, headers={"Range": asked})
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{SIZE}"), asked
        assert answer.json()["code"] == "range_not_satisfiable"
    many = ",".join(f"{n}-{n}" for n in range(2000))
    for asked in (
        "bytes=5-2",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "lines=1-2",
        "bytes=0-1,4-5",
        f"bytes={many}",
        "x" * 9999,
    ):
        answer = await shared_app.http.get(path, headers={"Range": asked})
        assert (answer.status_code, len(answer.content)) == (200, SIZE), asked[:40]
    older = await shared_app.http.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert (older.status_code, len(older.content)) == (200, SIZE)
    same = await shared_app.http.get(path, headers={"Range": "bytes=0-9", "If-Range": f'"{kept.blob.sha256}"'})
    assert (same.status_code, len(same.content)) == (206, 10)


async def test_only_media_is_shown_in_the_browser(shared_app: App) -> None:
    """`?inline=1` helps players; a page or a picture that can hold scripts is always a download."""
    job = await shared_app.create()
    for name, inline in (("a.mp4", True), ("a.jpg", True), ("a.vtt", True), ("a.html", False), ("a.svg", False)):
        kept = await shared_app.keep(job["id"], name.encode(), name)
        answer = await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts/{kept.id}", params={"inline": 1})
        assert answer.headers["content-disposition"].startswith("inline" if inline else "attachment"), name
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "script" not in answer.headers["content-security-policy"]


async def test_files_of_other_jobs_are_not_found(shared_app: App) -> None:
    """An artifact belongs to its job; a file that is gone from the disk is 404, not a fault."""
    mine, other = await shared_app.create(), await shared_app.create()
    kept = await shared_app.keep(mine["id"], CONTENT, "a.mp4")
    assert (await shared_app.http.get(f"/api/v1/jobs/{other['id']}/artifacts/{kept.id}")).status_code == 404
    for path in (shared_app.settings.data_dir / "blobs").rglob("*.mp4"):
        path.unlink()
    gone = await shared_app.http.get(f"/api/v1/jobs/{mine['id']}/artifacts/{kept.id}")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


async def test_clips_come_in_one_archive(shared_app: App) -> None:
    """A zip of the job's files, or of one kind; equal names are kept apart."""
    job = await shared_app.create()
    large = CONTENT * 300
    await shared_app.keep(job["id"], large, "same.mp4")
    await shared_app.keep(job["id"], b"two", "same.mp4")
    await shared_app.keep(job["id"], b"text", "notes.txt", kind="transcript")
    answer = await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts.zip", params={"kind": "clip"})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time[0] for entry in archive.infolist()} == {time.localtime().tm_year}
        assert sorted(archive.read(name) for name in archive.namelist()) == sorted([large, b"two"])
    whole = await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts.zip")
    assert len(zipfile.ZipFile(io.BytesIO(whole.content)).namelist()) == 3
    assert (await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts.zip?kind=x")).status_code == 404


async def test_an_archive_of_files_that_are_gone_is_refused(shared_app: App) -> None:
    """Before it begins: an archive that breaks off half-way tells nobody why."""
    job = await shared_app.create()
    await shared_app.keep(job["id"], b"kept", "kept.mp4")
    lost = await shared_app.keep(job["id"], b"lost with its disk", "lost.mp4")
    next((shared_app.settings.data_dir / "blobs").glob(f"??/{lost.blob.sha256}*")).unlink()
    gone = await shared_app.http.get(f"/api/v1/jobs/{job['id']}/artifacts.zip")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert "1 of 2 files are not here any more, among them lost.mp4" in gone.json()["detail"]


async def test_a_partial_transcript_comes_in_every_format(shared_app: App) -> None:
    """While the job runs and after it was cancelled; the job shows the same lines."""
    job = await shared_app.create(job_type="transcription", options={"min_confidence": 0.5})
    claimed = await shared_app.claim(job["id"])
    await shared_app.publish_segments(
        claimed, [segment(0, "Hello there."), segment(2, "Something else?", confidence=0.3)]
    )
    path = f"/api/v1/jobs/{job['id']}"
    told = Transcript.model_validate((await shared_app.http.get(f"{path}/transcript")).json())
    assert (told.text, told.complete) == ("Hello there. Something else?", False)
    assert [line.weak for line in told.segments] == [False, True]
    assert [word.text for word in told.segments[0].words] == [" Hello", " there."]
    await shared_app.finish(claimed, Cause.CANCEL)
    whole = Job.model_validate((await shared_app.http.get(path)).json())
    assert whole.segments == told.segments
    assert whole.transcript == told.text
    texts: dict[str, Any] = {}
    for kind in ("txt", "srt", "vtt"):
        answer = await shared_app.http.get(f"{path}/transcript", params={"format": kind})
        assert answer.status_code == 200
        assert answer.headers["content-type"].endswith("charset=utf-8")
        texts[kind] = answer.text
    assert "Hello there." in texts["txt"]
    assert texts["srt"].startswith("1\n00:00:00,000 --> ")
    assert texts["vtt"].startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert (await shared_app.http.get(f"{path}/transcript?format=pdf")).status_code == 422


async def test_a_job_without_speech_has_no_transcript(shared_app: App) -> None:
    """404 for a type that makes none; an empty one while there is nothing yet."""
    audio = await shared_app.create(job_type="audio_extraction")
    assert (await shared_app.http.get(f"/api/v1/jobs/{audio['id']}/transcript")).status_code == 404
    other = await shared_app.create()
    told = (await shared_app.http.get(f"/api/v1/jobs/{other['id']}/transcript")).json()
    assert (told["text"], told["segments"], told["complete"]) == ("", [], False)


async def test_names_are_safe_in_a_header() -> None:
    """No quotes, line breaks or folders, whatever the name."""
    for name in ('a"b.mp4', "a\r\nSet-Cookie: x=1.mp4", "../../etc/passwd", "", "x" * 500 + ".mp4", "\ud800.mp4"):
        header = disposition(name)
        header.encode("latin-1")
        assert "\r" not in header
        assert "\n" not in header
        assert header.count('"') == 2
        assert "/" not in header.split("filename*=")[0]


async def test_a_long_transcript_is_rendered_aside(shared_app: App) -> None:
    """Thousands of lines: all there, in order, the same by every way."""
    job = await shared_app.create(job_type="transcription")
    claimed = await shared_app.claim(job["id"])
    lines = [segment(2.0 * n, f"This is line number {n} of a long talk.") for n in range(3000)]
    await shared_app.publish_segments(claimed, lines, key="long")
    whole = Job.model_validate((await shared_app.http.get(f"/api/v1/jobs/{job['id']}")).json())
    told = Transcript.model_validate((await shared_app.http.get(f"/api/v1/jobs/{job['id']}/transcript")).json())
    assert whole.segments == told.segments
    assert [line.text for line in told.segments] == [line.text for line in lines]
    async with shared_app.socket(f"/ws/{job['id']}") as socket:
        first = await socket.receive()
        assert first is not None
        assert len(first["data"]["segments"]) == 3000
    await shared_app.finish(claimed, Cause.CANCEL)
