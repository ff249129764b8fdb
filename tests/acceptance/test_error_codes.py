"""Every error code of the contract, from a real cause; afterwards nothing is left and the server works on.

`out_of_memory` and `crashed` come from `tests/faults/test_children.py`, `disk_full` from `tests/faults/test_disk.py`,
`internal` from `tests/unit/execution/test_hosts.py`, where a stage stumbles on purpose.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all of these: what one job does must not hurt the next. Retries are off, limits are small."""
    limits = {"MAX_RETRIES": "0", "MAX_VIDEO_SECONDS": "60", "MAX_DOWNLOAD_BYTES": "3000000"}
    with Server(tmp_path_factory.mktemp("strict"), **limits) as running:
        yield running


def _failed(server: Server, job_type: str = "transcription", **body: Any) -> dict[str, Any]:
    """The error of a job that must fail; it names its stage, says what to do, and the disk is as before."""
    ended = server.ended(server.submit(job_type, **body)["id"])
    assert ended["status"] == "failed", ended
    error: dict[str, Any] = ended["error"]
    assert error["stage"]
    assert len(error["message"]) > 15
    assert [path for path in (server.data_dir / "work").rglob("*") if path.is_file()] == []
    return error


@pytest.mark.parametrize(
    "url",
    ["not a url", "file:///etc/passwd", "--exec=id", "ftp://example.org/a.mp4", "http://", "javascript:alert(1)", ""],
)
def test_what_is_no_link_is_refused_at_the_door(strict: Server, url: str) -> None:
    """`invalid_source`, 422, and no job."""
    with strict.client() as client:
        answer = client.post("/api/v1/jobs", json={"youtube_url": url, "job_type": "transcription"})
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["code"] in ("invalid_source", "invalid_request")
        assert answer.json()["errors"]


def test_an_address_inside_is_blocked(tmp_path: Path) -> None:
    """`blocked_address` at the door; what only shows when a name or a redirect is followed is in test_netguard.py."""
    with Server(tmp_path, ALLOW_PRIVATE_NETWORKS="false") as server, server.client() as client:
        for url in (
            "http://127.0.0.1/a.mp4",
            "http://[::1]/a",
            "http://169.254.169.254/x",
            "http://2130706433/",
            "http://localhost/a",
        ):
            answer = client.post("/api/v1/jobs", json={"youtube_url": url, "job_type": "transcription"})
            assert (answer.status_code, answer.json()["code"]) == (422, "blocked_address"), url


def test_a_page_instead_of_media_is_unsupported(strict: Server, media: MediaShelf, site: Site) -> None:
    """A site that serves its sign-in page."""
    url = site.add("/page", body=media.html().read_bytes(), headers={"Content-Type": "text/html"})
    assert _failed(strict, youtube_url=url)["code"] == "unsupported_media"


def test_a_text_that_calls_itself_mp4_is_unsupported(strict: Server, media: MediaShelf, site: Site) -> None:
    """And so is a file whose index was cut off."""
    assert _failed(strict, youtube_url=site.add_file("/text.mp4", media.text()))["code"] == "unsupported_media"
    assert _failed(strict, youtube_url=site.add_file("/half.mp4", media.truncated()))["code"] == "unsupported_media"


def test_a_link_to_nothing_is_unavailable(strict: Server, site: Site) -> None:
    """404: permanent, so it is not tried again."""
    error = _failed(strict, youtube_url=site.url("/nothing.mp4"), max_retries=3)
    assert (error["code"], error["retryable"]) == ("source_unavailable", False)


def test_a_login_wall_is_told(strict: Server, site: Site) -> None:
    """401: somebody must sign in, which we cannot."""
    url = site.add("/private.mp4", status=401)
    assert _failed(strict, youtube_url=url)["code"] == "needs_login"


def test_a_site_that_asks_to_slow_down_is_left_alone(strict: Server, site: Site) -> None:
    """429 with Retry-After."""
    url = site.add("/busy.mp4", status=429, headers={"Retry-After": "1"})
    assert _failed(strict, youtube_url=url)["code"] == "rate_limited"


def test_too_many_bytes_and_too_many_seconds_are_refused(strict: Server, media: MediaShelf, site: Site) -> None:
    """The download stops at the limit; the length is read before anything is decoded."""
    big = site.add("/big.mp4", body=media.talk().read_bytes() + b"\0" * 4_000_000)
    assert _failed(strict, youtube_url=big)["code"] == "too_large"
    long = site.add_file("/long.mp4", media.video(seconds=70, fps="5"))
    assert _failed(strict, youtube_url=long)["code"] == "too_long"


def test_a_silent_film_has_nothing_to_transcribe(strict: Server, media: MediaShelf) -> None:
    """`no_audio` for a transcript; clips are chosen by the picture alone."""
    video = strict.upload(media.video_only())
    assert _failed(strict, video_id=video)["code"] == "no_audio"
    assert _failed(strict, "audio_extraction", video_id=video)["code"] == "no_audio"
    clips = strict.ended(strict.submit("clip_generation", video_id=strict.upload(media.scenes_silent()))["id"])
    assert clips["status"] == "completed"
    assert clips["generated_clips"]
    assert [warning["code"] for warning in clips["warnings"]] == ["no_audio"]


def test_audio_alone_is_transcribed_and_has_no_clips(strict: Server, media: MediaShelf) -> None:
    """A podcast is welcome; the job says what it did without."""
    ended = strict.ended(strict.submit("full_processing", video_id=strict.upload(media.mp3()))["id"])
    assert ended["status"] == "completed"
    assert ended["generated_clips"] == []
    assert "no_video" in [warning["code"] for warning in ended["warnings"]]


def test_a_model_that_is_not_there_names_the_command(strict: Server, media: MediaShelf) -> None:
    """Offline, so nothing is fetched behind anybody's back."""
    video = strict.upload(media.talk_of(seconds=5))
    error = _failed(strict, video_id=video, options={"model_size": "small"})
    assert error["code"] == "model_unavailable"
    assert "python main.py models fetch small" in error["message"]


def test_a_job_that_works_too_long_times_out(tmp_path: Path, media: MediaShelf) -> None:
    """`timeout`; what is finished is kept for a retry."""
    with Server(tmp_path, JOB_TIMEOUT="0.4", MAX_RETRIES="0") as server:
        assert _failed(server, video_id=server.upload(media.talk()))["code"] == "timeout"


@pytest.mark.parametrize(
    ("name", "status"), [("text", 415), ("html", 415), ("empty", 415), ("truncated", 415), ("playlist", 415)]
)
def test_an_upload_that_is_no_media_is_refused_and_nothing_is_kept(
    strict: Server, media: MediaShelf, name: str, status: int
) -> None:
    """415 before 201."""
    before = sorted((strict.data_dir / "blobs").glob("??/*"))
    with strict.client() as client:
        content = getattr(media, name)().read_bytes()
        answer = client.post("/api/v1/videos", content=content, headers={"Content-Type": "video/mp4"})
    assert answer.status_code == status
    assert sorted((strict.data_dir / "blobs").glob("??/*")) == before


def test_the_server_still_works_after_all_that(strict: Server, media: MediaShelf) -> None:
    """The last test of the module."""
    assert (
        strict.ended(strict.submit("transcription", video_id=strict.upload(media.talk()))["id"])["status"]
        == "completed"
    )
