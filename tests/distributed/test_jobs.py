"""Jobs on more than one machine: a server accepts them, workers run them, any server shows and moves them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from app.core.settings import load_settings
from app.distributed.messages import RUN_JOB, make_celery, message
from tests.cluster import Cluster, celery_worker, lines_of, nap, until
from tests.forked_python import ROOT
from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
NOBODY = "00000000-0000-4000-8000-000000000000"


def _post(server: Server, path: str) -> Any:
    with server.client() as client:
        return client.post(path).raise_for_status().json()


def _claims(server: Server, job_id: str) -> list[int]:
    """The cursors of the job's claims."""
    return [event["id"] for event in server.events(job_id) if event["data"].get("cause") == "claim"]


def _numbered(messages: list[dict[str, Any]]) -> bool:
    return [message["seq"] for message in messages] == list(range(1, len(messages) + 1))


def _send(cluster: Cluster, *job_ids: str) -> None:
    """Send messages of jobs, as a broker may that delivers twice or late."""
    broker = {"celery_broker_url": cluster.redis.url, "database_url": cluster.database_url, "engine": "celery"}
    with make_celery(load_settings(**broker)) as app:
        for job_id in job_ids:
            app.send_task(RUN_JOB, queue="default", **message(job_id, 0))


def test_a_job_that_one_server_accepts_is_followed_on_the_other(cluster: Cluster, video_id: str) -> None:
    """Every event once and in order, live as in the log of either; a socket that comes later gets the rest."""
    one, other = cluster.servers
    job_id = nap(one, video_id, name="followed", count=4)
    with connect(f"{other.ws_url}/ws/{job_id}?after=0", max_size=None) as socket:
        received = [told for told in map(json.loads, socket) if "id" in told]
    assert socket.close_code == 1000
    assert _numbered(received)
    assert received == other.events(job_id) == one.events(job_id)
    assert received[-1]["data"]["status"] == "completed"
    with connect(f"{one.ws_url}/ws/{job_id}?after=3", max_size=None) as socket:
        assert [told for told in map(json.loads, socket) if "id" in told] == received[3:]
    assert one.job(job_id) == other.job(job_id)


@pytest.mark.long
def test_results_are_those_of_one_process(cluster: Cluster, media: MediaShelf, tmp_path: Path) -> None:
    """Words, times and files do not depend on where they were made."""
    film, results = media.talk_of(seconds=6), []
    with Server(tmp_path) as alone:
        for server in (alone, cluster.servers[0]):
            job = server.ended(server.submit("transcription", video_id=server.upload(film))["id"])
            assert job["status"] == "completed", job["error"]
            told = [event["data"] for event in server.events(job["id"]) if event["type"] == "transcript_segment"]
            files = sorted((file["kind"], file["filename"], file["size_bytes"]) for file in job["artifacts"])
            stages = [(stage["name"], stage["status"]) for stage in job["stages"]]
            results.append((told, files, stages, set(job)))
    assert results[0][0]
    assert results[0] == results[1]


def test_a_cancel_at_another_server_stops_the_work_and_keeps_the_lines(cluster: Cluster, video_id: str) -> None:
    """The worker hears of it while the stage runs."""
    one, other = cluster.servers
    job_id = nap(one, video_id, name="cancelled", count=600)
    with connect(f"{other.ws_url}/ws/{job_id}?after=0", max_size=None) as socket:
        while json.loads(socket.recv(timeout=60))["type"] != "transcript_segment":
            pass
        assert _post(other, f"/api/v1/jobs/{job_id}/cancel")["status"] == "cancelled"
        rest = [told for told in map(json.loads, socket) if "id" in told]
    assert rest[-1]["data"]["status"] == "cancelled"
    assert lines_of(one, job_id)
    until(lambda: not cluster.stage_processes(), "the stage's process has ended")
    assert one.events(job_id)[-1]["data"]["status"] == "cancelled"
    assert _numbered(one.events(job_id))


def test_the_queue_is_one_for_all_servers(cluster: Cluster, video_id: str) -> None:
    """Pause, order, priority, deletion and resume hold wherever they were requested."""
    one, other = cluster.servers
    _post(one, "/api/v1/queue/pause")
    until(lambda: _status(other)["paused"], "the other server is paused")
    jobs = [nap(one, video_id, name=f"queue-{number}", priority=5) for number in range(5)]
    with other.client() as client:
        client.patch(f"/api/v1/jobs/{jobs[1]}", json={"priority": 9}).raise_for_status()
        _post(other, f"/api/v1/jobs/{jobs[4]}/cancel")
        client.delete(f"/api/v1/jobs/{jobs[4]}").raise_for_status()
    _post(other, f"/api/v1/jobs/{jobs[2]}/top")
    until(lambda: _status(one)["waiting"] == 4 == _status(other)["waiting"], "both know the four jobs")
    order = [jobs[2], jobs[1], jobs[0], jobs[3]]
    for server in cluster.servers:
        assert [server.job(job_id)["queue_position"] for job_id in order] == [1, 2, 3, 4]
        with server.client() as client:
            assert client.get(f"/api/v1/jobs/{jobs[4]}").status_code == 404
            assert client.get(f"/api/v1/jobs/{jobs[1]}").json()["priority"] == 9
    assert [_claims(one, job_id) for job_id in order] == [[]] * 4
    _post(other, "/api/v1/queue/resume")
    for job_id in order:
        assert one.ended(job_id)["status"] == "completed"


def _status(server: Server) -> Any:
    with server.client() as client:
        return client.get("/api/v1/queue/status").raise_for_status().json()


def test_messages_that_come_twice_or_late_change_nothing(cluster: Cluster, video_id: str) -> None:
    """For a job that runs, one that has ended, and one that never was."""
    one, _ = cluster.servers
    job_id = nap(one, video_id, name="twice", count=8)
    _send(cluster, *[job_id] * 4)
    assert one.ended(job_id)["status"] == "completed"
    log = one.events(job_id)
    _send(cluster, job_id, NOBODY)
    later = nap(one, video_id, name="after-late-messages")
    assert one.ended(later)["status"] == "completed"
    assert one.events(job_id) == log
    assert len(_claims(one, job_id)) == len(_claims(one, later)) == 1


def test_without_the_broker_jobs_are_accepted_and_run_when_it_is_back(cluster: Cluster, video_id: str) -> None:
    """Reads and creates go on, readiness names the broker; what it lost with its data is sent again."""
    one, other = cluster.servers
    running = nap(one, video_id, name="over-the-loss", count=20)
    cluster.redis.kill()
    with one.client() as client:
        until(lambda: client.get("/health/ready").status_code == 503, "it is not ready")
        assert client.get("/health/ready").json()["components"]["broker"]["status"] == "down"
        assert client.get("/health").status_code == 200
    jobs = [nap(one, video_id, name=f"no-broker-{number}") for number in range(3)]
    assert other.job(jobs[0])["id"] == jobs[0]
    cluster.redis.lose()
    for job_id in (running, *jobs):
        assert one.ended(job_id)["status"] == "completed"
        assert len(_claims(one, job_id)) == 1
    with one.client() as client:
        until(lambda: client.get("/health/ready").status_code == 200, "it is ready again")


@pytest.mark.long
def test_jobs_run_at_their_time_and_again(cluster: Cluster, video_id: str, site: Site, media: MediaShelf) -> None:
    """A scheduled job, one that is tried again by itself, and one that is retried at the other server."""
    one, other = cluster.servers
    site.add("/film.mp4", status=503)
    again = one.submit("audio_extraction", url=site.url("/film.mp4"), max_retries=1)["id"]
    scheduled = nap(one, video_id, name="scheduled", run_at=(datetime.now(UTC) + timedelta(seconds=1)).isoformat())
    assert other.ended(scheduled)["status"] == "completed"
    failed = other.ended(again)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "source_unavailable")
    assert len(_claims(one, again)) == 2
    site.add_file("/film.mp4", media.video(seconds=1))
    _post(other, f"/api/v1/jobs/{again}/retry")
    assert one.ended(again)["status"] == "completed"


def test_celery_itself_can_start_the_worker(cluster: Cluster, media: MediaShelf) -> None:
    """`celery -A app.celery worker`, where it is the only one."""
    for worker in list(cluster.workers):
        cluster.retire(worker)
    cluster.add_worker(celery_worker(), PYTHONPATH=str(ROOT)).await_ready()
    one = cluster.servers[0]
    job = one.submit("audio_extraction", video_id=one.upload(media.video(seconds=1, fps="5")))
    assert one.ended(job["id"])["status"] == "completed"
