"""Workers and servers that are killed, held up or stopped: their jobs go on elsewhere, and nothing runs twice."""

import json

import pytest
from websockets.sync.client import connect

from tests.cluster import Cluster, Worker, lines_of, marked, nap, until
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

#: Of a job whose worker is looked for while it sleeps: on a busy machine that takes seconds.
LINES = 80


def _lines(server: Server, job_id: str, least: int) -> None:
    """Wait until the job has so many lines."""
    until(lambda: len(lines_of(server, job_id)) >= least, f"{least} lines of {job_id}")


def _holder(cluster: Cluster) -> Worker:
    """The one worker in which a stage runs."""
    (pid,) = until(cluster.stage_processes, "a stage runs")
    (worker,) = (worker for worker in cluster.workers if pid in marked(f"-{worker.pid}-"))
    return worker


def _whole(server: Server, job_id: str, name: str, count: int) -> None:
    """Check that the job has completed with each of its lines once, and that its log has no gap."""
    job, events = server.ended(job_id), server.events(job_id)
    assert job["status"] == "completed", job["error"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert lines_of(server, job_id) == [f"{name} {number}" for number in range(count)]
    ends = [event for event in events if event["data"].get("stage_status") == "completed" and event["seq"]]
    ran = [event["data"]["stage"] for event in ends if event["data"]["cached"] is False]
    assert sorted(ran) == sorted(set(ran)), "no stage ran twice to its end"
    assert sum(event["data"].get("cause") == "complete" for event in events) == 1


def test_the_job_of_a_killed_worker_goes_on_at_the_other(cluster: Cluster, video_id: str) -> None:
    """After its lease, from where it was; it costs no retry, and no child outlives its worker."""
    one, other = cluster.servers
    job_id = nap(one, video_id, name="killed", count=LINES, max_retries=0)
    _lines(one, job_id, 3)
    victim = _holder(cluster)
    victim.kill()
    until(lambda: not marked(f"-{victim.pid}-"), "its children have ended")
    _whole(other, job_id, "killed", LINES)
    assert one.job(job_id)["attempt"] == 2
    cluster.retire(victim)
    cluster.add_worker().await_ready()


def test_a_worker_that_was_held_up_past_its_lease_records_nothing(cluster: Cluster, video_id: str) -> None:
    """Its job has gone on elsewhere when it continues: its late lines are refused, and it takes other jobs."""
    one, _ = cluster.servers
    job_id = nap(one, video_id, name="held", count=LINES)
    _lines(one, job_id, 3)
    held = _holder(cluster)
    held.hold()
    try:
        until(lambda: one.job(job_id)["attempt"] == 2, "it runs elsewhere")
    finally:
        held.let_go()
    _whole(one, job_id, "held", LINES)
    log = one.events(job_id)
    spare = next(worker for worker in cluster.workers if worker is not held)
    cluster.retire(spare)
    _whole(one, nap(one, video_id, name="next", count=2), "next", 2)
    assert one.events(job_id) == log
    cluster.add_worker().await_ready()


def test_a_worker_that_is_stopped_passes_its_job_on_at_once(cluster: Cluster, video_id: str) -> None:
    """When SIGTERM has ended it, its job has been put back: no lease has to expire."""
    one, _ = cluster.servers
    job_id = nap(one, video_id, name="stopped", count=LINES)
    _lines(one, job_id, 3)
    worker = _holder(cluster)
    assert worker.terminate() == 0
    moves = [event["data"] for event in one.events(job_id) if "attempt" in event["data"]]
    assert any(move["status"] == "queued" for move in moves[1:])
    assert marked(f"-{worker.pid}-") == []
    _whole(one, job_id, "stopped", LINES)
    cluster.workers.remove(worker)
    cluster.add_worker().await_ready()


def test_no_acknowledged_job_is_lost_with_its_server(cluster: Cluster, video_id: str) -> None:
    """It is killed right after its answers. The other one shows and runs them, and it is back with all of them."""
    one, other = cluster.servers
    jobs = [nap(one, video_id, name=f"accepted-{number}") for number in range(5)]
    one.kill()
    for job_id in jobs:
        assert other.ended(job_id)["status"] == "completed"
    one.start()
    assert [one.events(job_id) for job_id in jobs] == [other.events(job_id) for job_id in jobs]


def test_the_database_is_restarted_under_a_job(cluster: Cluster, video_id: str) -> None:
    """Servers and workers connect again; the job goes on, and a socket that was open shows all of it."""
    one, other = cluster.servers
    job_id = nap(one, video_id, name="database", count=25)
    with connect(f"{other.ws_url}/ws/{job_id}?after=0", max_size=None) as socket:
        received = [json.loads(socket.recv(timeout=60)) for _ in range(4)]
        cluster.postgres.restart()
        received += map(json.loads, socket)
    _whole(one, job_id, "database", 25)
    assert [told for told in received if "id" in told] == one.events(job_id)


@pytest.mark.long
def test_a_job_that_kills_three_workers_is_given_up(cluster: Cluster, video_id: str) -> None:
    """At the same stage without a line in between: it ends as crashed, and others are run."""
    one, _ = cluster.servers
    job_id = nap(one, video_id, name="deadly", count=1, seconds=600)
    for _ in range(3):
        victim = _holder(cluster)
        cluster.retire(victim)
        cluster.add_worker()
    failed = one.ended(job_id)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "crashed")
    _whole(one, nap(one, video_id, name="others", count=2), "others", 2)
