"""A PostgreSQL that goes away under running jobs: it crashes, connections break, the answer to a commit is lost."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from app.db import queries
from app.jobs.events import status_of
from app.jobs.states import TERMINAL
from tests.engines import JobState, JobType, engine_in, numbered
from tests.media import MediaShelf
from tests.postgres import Cluster, blank_postgres, cluster
from tests.server import Server

pytestmark = pytest.mark.slow
#: Acknowledged commits survive the end of the database, though not that of the machine.
DURABLE = ("-c", "fsync=off", "-c", "full_page_writes=off")


@pytest.fixture
def own() -> Iterator[Cluster]:
    """A PostgreSQL for this test alone."""
    with cluster(*DURABLE) as running:
        yield running


def _transcribing(server: Server, video: str) -> str:
    """A job that has told its first line."""
    job_id: str = server.submit("transcription", video_id=video)["id"]
    with server.client() as client:
        while not client.get(f"/api/v1/jobs/{job_id}").json()["segments"]:
            time.sleep(0.02)
    return job_id


def test_jobs_outlive_a_crash_of_the_database(tmp_path: Path, own: Cluster, media: MediaShelf) -> None:
    """Meanwhile every request is a 503 that says why; afterwards the job ends, without a retry spent or a line lost."""
    with Server(tmp_path, database_url=f"{own.url}postgres", RETRY_BASE_DELAY="0", MAX_RETRIES="0") as server:
        video = server.upload(media.talk())
        job_id = _transcribing(server, video)
        with server.client() as client:
            own.end()
            for _ in range(3):
                for method, path in (("GET", "/jobs"), ("GET", f"/jobs/{job_id}/events"), ("POST", "/jobs")):
                    body = {"job_type": "audio_extraction", "video_id": video} if method == "POST" else None
                    answer = client.request(method, f"/api/v1{path}", json=body)
                    assert (answer.status_code, answer.json()["code"]) == (503, "storage_failed"), answer.text
                    assert int(answer.headers["retry-after"]) > 0
            assert client.get("/health").status_code == 503
            own.start(*DURABLE)
            assert _statuses_until_healthy(client) <= {200, 503}
        done = server.ended(job_id)
        assert (done["status"], done["attempt"], done["retry_count"]) == ("completed", done["attempt"], 0), done[
            "error"
        ]
        events = server.events(job_id)
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        lines = [event["data"]["index"] for event in events if event["type"] == "transcript_segment"]
        assert lines == list(range(len(lines)))
        assert server.ended(server.submit("audio_extraction", video_id=video)["id"])["status"] == "completed"
        assert "Traceback" not in server.log()


def _statuses_until_healthy(client: httpx.Client) -> set[int]:
    """Poll health and a list until both are good; returns every status that the list had."""
    seen, deadline = set(), time.monotonic() + 60
    while time.monotonic() < deadline:
        seen.add(client.get("/api/v1/jobs").status_code)
        if client.get("/health").status_code == 200 and 200 in seen:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"not healthy again: {seen}")


class Wire:
    """A relay to a database. `cuts` answers to commits are dropped together with their connection."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self.cuts = 0
        self.cut = 0
        self._seen = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Relay connections to the yielded port."""
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        lost = asyncio.Event()

        async def answers() -> None:
            while data := await there.read(65536):
                if lost.is_set():
                    break  # it is committed, and nobody learns of it
                writer.write(data)
                await writer.drain()
            writer.close()

        answering = asyncio.create_task(answers())
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if b"COMMIT" in data and self._chosen():
                    lost.set()
                back.write(data)
                await back.drain()
        back.close()
        with suppress(ConnectionError):
            await answering

    def _chosen(self) -> bool:
        """Whether this commit is one of those whose answer is lost: every fourth, until there were enough."""
        self._seen += 1
        if self.cut < self.cuts and self._seen % 4 == 0:
            self.cut += 1
            return True
        return False


async def test_commits_whose_answers_are_lost_lose_and_repeat_nothing(
    tmp_path: Path, postgres_server: str, media: MediaShelf
) -> None:
    """What was committed so is found there: each job ends once, completed, and its log has no gap."""
    with blank_postgres(postgres_server) as url:
        wire = Wire(int(postgres_server.rpartition(":")[2].strip("/")))
        async with wire.listening() as port:
            through = f"postgresql://tester@127.0.0.1:{port}/{url.rpartition('/')[2]}"
            async with engine_in(tmp_path, database_url=through, lease_seconds=4, retry_base_delay=0) as engine:
                video = await engine.upload(media.talk())
                jobs = [await engine.submit(JobType.TRANSCRIPTION, video) for _ in range(3)]
                wire.cuts = 8
                async with asyncio.timeout(100):
                    while True:
                        await asyncio.sleep(0.1)
                        with suppress(Exception):
                            states = [(await engine.store.read(queries.job, job.id)).status for job in jobs]
                            if all(state in TERMINAL for state in states):
                                break
                assert states == [JobState.COMPLETED] * 3
                assert wire.cut == wire.cuts
                wire.cuts = 0
                for job in jobs:
                    log = await engine.log(job.id)
                    assert numbered(log)
                    assert sum(status_of(event.event) in TERMINAL for event in log) == 1
