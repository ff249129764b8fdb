"""The machine's clock is set by a day under a running server, for real as far as the process can tell.

libfaketime (Debian's `faketime`) stands between the server and the time of day; the clock that counts since boot is the
real one, as it is on a machine whose clock somebody sets. Children never see the library.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import websockets

from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

# Each reading of the clock through the library costs many times a real one, and far more where cores are scarce.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ANSWERS_WITHIN_S = 120.0

DAY_S = 86_400
RETRY_AFTER_S = 6


class MachineClock:
    """The clock that the server sees."""

    def __init__(self, library: Path, file: Path) -> None:
        self._library = library
        self._file = file
        self._offset_s = 0
        self.move_by(0)

    def move_by(self, seconds: int) -> None:
        """From now on it is so much later, or earlier."""
        self._offset_s += seconds
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._offset_s:+d}")
        fresh.replace(self._file)

    def server(self, folder: Path, **settings: str) -> Server:
        """A server that sees it."""
        return Server(folder, answers_within_s=ANSWERS_WITHIN_S, real=True, **settings, **self._environment)

    @property
    def _environment(self) -> dict[str, str]:
        """What makes a process see it."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MachineClock:
    """A clock that can be set; skipped where the library is missing."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    if library is None:
        pytest.skip("libfaketime is not installed (Debian: apt-get install faketime)")
    return MachineClock(library, tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def server(clock: MachineClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a clock that is set while it runs: its start takes seconds through the library."""
    folder = tmp_path_factory.mktemp("server")
    with clock.server(folder, RETENTION_DAYS="1", RETRY_BASE_DELAY="1", WS_HEARTBEAT_SECONDS="1") as running:
        yield running


def _busy(site: Site) -> str:
    """A link that asks to come back in some seconds, so that the wait is known."""
    return site.add("/talk.mp4", status=429, headers={"Retry-After": str(RETRY_AFTER_S), "Content-Type": "video/mp4"})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _until(server: Server, job_id: str, holds: Any) -> dict[str, Any]:
    """The job as soon as it is as wanted."""
    deadline = time.monotonic() + 120
    with server.client() as client:
        while time.monotonic() < deadline:
            job: dict[str, Any] = client.get(f"/api/v1/jobs/{job_id}").json()
            if holds(job):
                return job
            time.sleep(0.1)
    raise AssertionError(server.log())


def _check_times(server: Server, job: dict[str, Any]) -> None:
    """Nothing of the job runs backwards, no duration is negative, the log has no gap."""
    events = server.events(job["id"])
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    times = [event["ts"] for event in events]
    assert times == sorted(times)
    assert job["created_at"] <= job["queued_at"] <= job["started_at"] <= job["completed_at"]
    assert all(stage["seconds"] >= 0 for stage in job["stages"])
    etas = [event["data"].get("eta_seconds") for event in events if event["type"] == "job_update"]
    assert all(0 <= eta < 3600 for eta in etas if eta is not None)


@pytest.mark.long
@pytest.mark.parametrize(
    "by_s",
    [
        pytest.param(DAY_S, id="forward"),
        pytest.param(-DAY_S, id="back"),
    ],
)
def test_a_clock_that_is_set_by_a_day_disturbs_nothing(
    clock: MachineClock, server: Server, media: MediaShelf, site: Site, by_s: int
) -> None:
    """A running job ends, a wait of some seconds for the next attempt stays one, files are kept for their day.

    A job for a time of day keeps to that: after a jump forward its time has come.
    """
    link = _busy(site)
    kept = server.ended(server.submit("audio_extraction", video_id=server.upload(media.video()))["id"])
    talk = media.talk_of(seconds=14 if by_s > 0 else 13)  # nothing of it is recorded yet
    running = server.submit("transcription", video_id=server.upload(talk))["id"]
    _until(server, running, lambda job: job["segments"])
    refused = server.submit("audio_extraction", url=link)["id"]
    at = _moment(_until(server, refused, lambda job: job["next_attempt_at"])["next_attempt_at"])
    site.add_file("/talk.mp4", media.video())
    noon = (at + timedelta(hours=12)).isoformat()
    later = server.submit("audio_extraction", video_id=kept["video_id"], run_at=noon)["id"]
    began = time.monotonic()
    clock.move_by(by_s)
    ended = server.ended(refused, within_s=200)
    assert ended["status"] == "completed"
    assert time.monotonic() - began < 240  # a wait of some seconds is not a day
    asked = [event for event in server.events(refused) if "HTTP 429" in event["data"].get("message", "")]
    assert len(asked) == 1  # the site was not asked again before its time
    _check_times(server, ended)
    _check_times(server, server.ended(running))
    if by_s < 0:
        assert server.job(later)["status"] == "pending"
    else:
        assert server.ended(later)["status"] == "completed"
    fresh = server.ended(server.submit("audio_extraction", video_id=server.upload(media.video()))["id"])
    _check_times(server, fresh)
    apart_s = (_moment(fresh["created_at"]) - _moment(kept["created_at"])).total_seconds()
    assert 0 < apart_s - by_s < 120  # what comes now is told in the new time
    with server.client() as client:  # the retention has looked when that job ended
        artifacts = client.get(f"/api/v1/jobs/{kept['id']}/artifacts").json()["items"]
        assert client.get(artifacts[0]["url"]).status_code == 200


def test_sockets_and_heartbeats_do_not_notice_that_the_clock_is_set(
    clock: MachineClock, server: Server, media: MediaShelf
) -> None:
    """Nobody is thrown out as idle, heartbeats come as often as before, the job's socket ends with the job."""

    async def follow(job_id: str) -> tuple[list[dict[str, Any]], int]:
        messages, beats, moves = [], 0, cycle((DAY_S, -DAY_S))
        async with (
            websockets.connect(f"{server.ws_url}/ws/health") as health,
            websockets.connect(f"{server.ws_url}/ws/{job_id}") as socket,
        ):
            async for text in socket:
                messages.append(json.loads(text))
                if messages[-1]["type"] == "transcript_segment":
                    clock.move_by(next(moves))
            for _ in range(3):
                async with asyncio.timeout(10):
                    beats += json.loads(await health.recv())["type"] == "heartbeat"
        return messages, beats

    job_id = server.submit("transcription", video_id=server.upload(media.talk()))["id"]
    messages, beats = asyncio.run(follow(job_id))
    assert messages[-1]["data"]["status"] == "completed"
    assert beats == 3
    stored = [m["seq"] for m in messages if m["type"] in ("transcript_segment", "log")]
    assert stored == sorted(set(stored))
    _check_times(server, server.job(job_id))


@pytest.mark.long
def test_a_clock_that_is_set_back_while_no_server_runs_makes_no_job_wait_for_a_day(
    clock: MachineClock, tmp_path: Path, media: MediaShelf, site: Site
) -> None:
    """Events from the future tell the next server of it."""
    link = _busy(site)
    with clock.server(tmp_path, RETRY_BASE_DELAY="1") as server:
        job_id = server.submit("audio_extraction", url=link)["id"]
        _until(server, job_id, lambda job: job["next_attempt_at"])
        site.add_file("/talk.mp4", media.video())
        server.kill()
        clock.move_by(-DAY_S)
        server.start()
        ended = server.ended(job_id, within_s=120)
        assert (ended["status"], ended["attempt"]) == ("completed", 2)
        _check_times(server, ended)
