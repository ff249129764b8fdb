"""Runs a real server in a separate process, with a free port and its own folders; it can be killed and restarted."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import pytest

from app.upkeep.recovery import processes_of
from tests.programs import Program, main_program

STARTS_WITHIN_S = 60.0


def free_port() -> int:
    """A loopback port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server(Program):
    """A `python main.py serve`. The folder outlives the process, so that `start` after `kill` is a restart.

    `answers_within_s` is how long clients wait for each answer. `real`: it gets an interpreter of its own, so
    that /proc shows its environment (see `forked_python`). `data_dir` may be one that others share.
    """

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        data_dir: Path | None = None,
        answers_within_s: float = 30.0,
        real: bool = False,
        **settings: str,
    ) -> None:
        super().__init__(folder, main_program("serve"), real=real, **settings)
        self.data_dir = data_dir or folder / "data"
        self.database = folder / "jobs.db"  # unless it is on PostgreSQL
        self.answers_within_s = answers_within_s
        self._database_url = database_url
        self.port = free_port()

    @property
    def database_url(self) -> str:
        """The database's URL: the one that was given, else that of the file `database`."""
        return self._database_url or f"sqlite:///{self.database}"

    @property
    def base_url(self) -> str:
        """The base URL for HTTP."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        """The base URL for sockets."""
        return f"ws://127.0.0.1:{self.port}"

    @property
    def mark(self) -> str:
        """The mark in the environment of all children of the server."""
        from app.engines.local import owner_tag_of

        return owner_tag_of(self.data_dir)

    def children(self) -> list[int]:
        """The server's living child processes, grandchildren included."""
        return processes_of(self.mark)

    def start(self) -> Self:
        """Start the server and wait until it is healthy; returns itself."""
        self.launch_again()
        self.await_health()
        return self

    def launch_again(self) -> None:
        """Start the server and return at once."""
        self.launch(PORT=str(self.port), DATA_DIR=str(self.data_dir), DATABASE_URL=self.database_url)

    def await_health(self) -> None:
        """Wait until it is healthy."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        with self.client() as client:
            while time.monotonic() < deadline:
                assert self.alive(), self.log()
                try:
                    if client.get("/health", timeout=5).status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.02)
        raise AssertionError(f"the server did not start within {STARTS_WITHIN_S} s:\n{self.log()}")

    def refused(self) -> tuple[int, str]:
        """Start it where it must refuse; returns its exit code and its log at LOG_LEVEL=ERROR."""
        self.log_file.write_bytes(b"")
        self._settings = self._settings | {"LOG_LEVEL": "ERROR"}
        with pytest.raises(AssertionError):
            self.start()
        assert self._process is not None
        return self._process.returncode, self.log()

    def client(self, **options: Any) -> httpx.Client:
        """An HTTP client for the server. It reads no certificates: that takes longer than most tests' requests."""
        return httpx.Client(base_url=self.base_url, timeout=self.answers_within_s, verify=False, **options)

    def upload(self, media: Path) -> str:
        """Upload a file; returns its video id."""
        with self.client() as client:
            answer = client.post(
                "/api/v1/videos",
                params={"filename": media.name},
                content=media.read_bytes(),
                headers={"Content-Type": "video/mp4"},
            )
            assert answer.status_code == 201, answer.text
            video_id: str = answer.json()["video_id"]
            return video_id

    def submit(self, job_type: str, **body: Any) -> dict[str, Any]:
        """Create a job and return it."""
        with self.client() as client:
            answer = client.post("/api/v1/jobs", json={"job_type": job_type, **body})
            assert answer.status_code == 201, answer.text
            job: dict[str, Any] = answer.json()
            return job

    def job(self, job_id: str) -> dict[str, Any]:
        """Fetch the job."""
        with self.client() as client:
            job: dict[str, Any] = client.get(f"/api/v1/jobs/{job_id}").raise_for_status().json()
            return job

    def events(self, job_id: str) -> list[dict[str, Any]]:
        """Fetch the whole stored log of a job."""
        items: list[dict[str, Any]] = []
        with self.client() as client:
            while True:
                after = items[-1]["seq"] if items else 0
                page = client.get(f"/api/v1/jobs/{job_id}/events", params={"after": after, "limit": 500}).json()
                items += page["items"]
                if not page["items"] or items[-1]["seq"] >= page["last_seq"]:
                    return items

    def ended(self, job_id: str, *, within_s: float = 100.0) -> dict[str, Any]:
        """Poll ten times a second until the job has ended; returns it."""
        deadline = time.monotonic() + within_s
        with self.client() as client:
            while time.monotonic() < deadline:
                job: dict[str, Any] = client.get(f"/api/v1/jobs/{job_id}").raise_for_status().json()
                if job["status"] in ("completed", "failed", "cancelled"):
                    return job
                time.sleep(0.1)
        raise AssertionError(f"job {job_id} is still {job['status']}:\n{self.log()}")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self.alive():
            self.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server."""
    with Server(tmp_path) as running:
        yield running
