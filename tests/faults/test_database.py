"""A database that takes no more changes, for real: files made immutable, a file system that the kernel has stopped."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow
#: How long the log of the job is that sockets replay.
EVENTS = 300


def _do(*command: str | Path) -> None:
    """Run a tool of the system; where it cannot do it (no rights, no such tool), the test is skipped and says so."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip(f"{command[0]} is not installed")
    if done.returncode != 0:
        pytest.skip(f"{' '.join(map(str, command))}: {done.stderr.strip()}")


@contextmanager
def _immutable(*files: Path) -> Iterator[None]:
    """Nobody may write to the files, also not who has them open; not even root."""
    _do("chattr", "+i", *files)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


class Disk:
    """A small ext4 of its own."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image = image
        self.folder = folder

    def mount(self) -> None:
        """Make it usable."""
        _do("mount", "-o", "loop,errors=remount-ro", self.image, self.folder)

    def stop(self) -> None:
        """Let the kernel find an error: from now on nothing can be written, whoever has files open."""
        found = subprocess.run(
            ["findmnt", "-no", "SOURCE", self.folder], capture_output=True, text=True, check=True
        ).stdout.strip()
        trigger = Path("/sys/fs/ext4") / Path(found).name / "trigger_fs_error"
        if not trigger.exists():
            pytest.skip("this kernel cannot be asked for an error of a file system")
        trigger.write_text("1")

    def repair(self) -> None:
        """What an operator does then."""
        subprocess.run(["umount", self.folder], check=True)
        subprocess.run(["fsck.ext4", "-p", self.image], check=False, capture_output=True)
        self.mount()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A file system of 64 MB."""
    made = Disk(tmp_path / "disk.img", tmp_path / "disk")
    made.folder.mkdir()
    with made.image.open("wb") as image:
        image.truncate(64 << 20)
    _do("mkfs.ext4", "-q", "-F", made.image)
    made.mount()
    yield made
    subprocess.run(["umount", "-l", made.folder], check=True)


def _transcribing(server: Server, video: str) -> str:
    """A job that has told its first line."""
    job_id: str = server.submit("transcription", video_id=video)["id"]
    with server.client() as client:
        while not client.get(f"/api/v1/jobs/{job_id}").json()["segments"]:
            time.sleep(0.01)
    return job_id


def _check_whole(server: Server, job_id: str) -> None:
    """The log counts from 1 and has each line once."""
    events = server.events(job_id)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    lines = [event["data"]["index"] for event in events if event["type"] == "transcript_segment"]
    assert lines == list(range(len(lines)))


def test_a_database_that_becomes_read_only_refuses_and_goes_on_by_itself(tmp_path: Path, media: MediaShelf) -> None:
    """Creates get 503, what is stored stays readable, health says why; afterwards the running job ends, no retry spent.

    Health is good again without anybody's write: a balancer that has taken the server out would send none.
    """
    with Server(tmp_path, RETRY_BASE_DELAY="0") as server, server.client() as client:
        job_id = _transcribing(server, video := server.upload(media.talk()))
        order = {"job_type": "audio_extraction", "video_id": video}
        with _immutable(server.database, Path(f"{server.database}-wal")):
            refused = client.post("/api/v1/jobs", json=order)
            assert (refused.status_code, refused.json()["code"]) == (503, "storage_failed")
            assert int(refused.headers["retry-after"]) > 0
            assert client.post(f"/api/v1/jobs/{job_id}/cancel").status_code == 503
            health = client.get("/health")
            assert (health.status_code, health.json()["down"]) == (503, ["database"])
            ready = client.get("/health/ready").json()["components"]
            assert ready["database"]["detail"].startswith("changes are not taken: ")
            assert {name: part["status"] for name, part in ready.items() if name != "database"} == dict.fromkeys(
                ("workers", "queue", "disk"), "ok"
            )
            assert client.get(f"/api/v1/jobs/{job_id}").json()["segments"]
            assert client.get("/api/v1/jobs").json()["total"] == 1
        deadline = time.monotonic() + 30
        while client.get("/health").status_code != 200:
            assert time.monotonic() < deadline, server.log()
            time.sleep(0.05)
        assert server.ended(job_id)["status"] == "completed"
        _check_whole(server, job_id)
        assert server.ended(client.post("/api/v1/jobs", json=order).json()["id"])["status"] == "completed"


@pytest.mark.long
def test_a_job_without_retries_outlives_a_database_that_is_read_only_for_a_while(
    tmp_path: Path, media: MediaShelf
) -> None:
    """The fault is not the job's, so it costs none of its tries."""
    with Server(tmp_path, RETRY_BASE_DELAY="0", MAX_RETRIES="0") as server, server.client() as client:
        job_id = _transcribing(server, server.upload(media.talk()))
        with _immutable(server.database, Path(f"{server.database}-wal")):
            while client.get("/health").status_code == 200:  # until the job has run into it
                time.sleep(0.02)
        assert server.ended(job_id)["status"] == "completed"
        _check_whole(server, job_id)


def test_a_disk_that_the_kernel_has_stopped_loses_nothing(disk: Disk, tmp_path: Path, media: MediaShelf) -> None:
    """Database and files on a disk that turns read-only under the open files.

    Requests are refused, a stop is in order; after the repair the next start goes on where the last commit was. Like a
    power cut this takes what was not synced yet, so it needs SQLITE_SYNCHRONOUS=full.
    """
    server = Server(tmp_path, SQLITE_SYNCHRONOUS="full")
    server.data_dir, server.database = disk.folder / "data", disk.folder / "jobs.db"
    with server, server.client() as client:
        job_id = _transcribing(server, video := server.upload(media.talk()))
        disk.stop()
        refused = client.post("/api/v1/jobs", json={"job_type": "audio_extraction", "video_id": video})
        assert (refused.status_code, refused.json()["code"]) == (503, "storage_failed")
        assert client.get("/health").status_code == 503
        assert client.get(f"/api/v1/jobs/{job_id}").json()["segments"]
        assert server.terminate() == 0
        assert server.children() == []
        assert "Traceback" not in server.log()
        disk.repair()
        server.start()
        assert server.ended(job_id)["status"] == "completed"
        _check_whole(server, job_id)


@pytest.mark.parametrize("what", ["database", "data_dir", "both"])
def test_a_start_on_a_read_only_disk_is_refused_in_one_line(disk: Disk, tmp_path: Path, what: str) -> None:
    """With a hint, exit code 2, and no traceback."""
    server = Server(tmp_path)
    if what in ("database", "both"):
        server.database = disk.folder / "jobs.db"
    if what in ("data_dir", "both"):
        server.data_dir = disk.folder / "data"
    with server:
        assert server.terminate() == 0
    _do("mount", "-o", "remount,ro", disk.folder)
    code, said = server.refused()
    assert code == 2
    assert said.count("\n") == 1, said
    assert said.startswith("error: ")
    assert "Read-only file system" in said


def test_a_start_on_a_database_file_that_is_read_only_is_refused_in_one_line(tmp_path: Path) -> None:
    """SQLite itself would open it, and fail at the first change."""
    server = Server(tmp_path)
    with server:
        assert server.terminate() == 0
    with _immutable(server.database):
        code, said = server.refused()
    assert code == 2
    assert said.splitlines()[-1].startswith("error: The database cannot be written (attempt to write a readonly")
    assert "Traceback" not in said
    with server:
        assert server.alive()


@pytest.mark.long
def test_busy_dashboards_never_lock_writers_and_the_log_stays_small(
    tmp_path: Path, media: MediaShelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lists without a pause and sockets that replay long logs, while 40 MB of jobs come in: every create is answered.

    The write-ahead log stays near its bound of 16 MB, though there is no moment without a reader.
    """
    largest, waits_s, failures = 0, list[float](), list[str]()
    ended = threading.Event()

    def list_jobs(server: Server) -> None:
        with server.client() as client:
            while not ended.is_set():
                answer = client.get("/api/v1/jobs", params={"limit": 50, "q": "nowhere"})
                if answer.status_code != 200:
                    failures.append(answer.text)

    def replay(server: Server, job_id: str) -> None:
        while not ended.is_set():
            with connect(f"{server.ws_url}/ws/{job_id}?after=0", max_size=None) as socket:
                while not ended.is_set() and json.loads(socket.recv(timeout=30))["seq"] < EVENTS:
                    pass

    with Server(tmp_path) as server, server.client() as client:
        client.post("/api/v1/queue/pause").raise_for_status()
        job = {"job_type": "transcription", "url": "http://example.com/a.mp4", "metadata": {"note": "x" * 10_000}}
        followed = client.post("/api/v1/jobs", json=job).json()["id"]
        for turn in range(EVENTS):
            client.patch(f"/api/v1/jobs/{followed}", json={"priority": turn % 10}).raise_for_status()
        readers = [threading.Thread(target=list_jobs, args=(server,)) for _ in range(4)]
        readers += [threading.Thread(target=replay, args=(server, followed)) for _ in range(4)]
        for reader in readers:
            reader.start()
        try:
            for _ in range(40):
                began = time.monotonic()
                answer = client.post("/api/v1/jobs/bulk", json={"action": "create", "jobs": [job] * 100})
                waits_s.append(time.monotonic() - began)
                assert answer.status_code == 200
                failures += [str(result) for result in answer.json()["results"] if result["status"] != 201]
                largest = max(largest, Path(f"{server.database}-wal").stat().st_size)
        finally:
            ended.set()
            for reader in readers:
                reader.join(30)
        total = client.get("/api/v1/jobs", params={"limit": 1}).json()["total"]
    with capsys.disabled():
        print(f"\nlargest log {largest / 1e6:.1f} MB; 100 creates at most {max(waits_s):.2f} s")
    assert failures == []
    assert total == 4001
    assert largest < 28e6  # the bound, and a try or two that came too late
