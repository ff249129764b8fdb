"""How sources are processed on a server, and what happens when it goes."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.console import Console

from app.cli.run import Run, check_outputs
from app.cli.run_options import RunType, Wish
from app.cli.run_outputs import Format, OutputExists
from app.cli.run_view import RunView
from app.client.api_client import ApiClient, ApiRefused, ServerLost
from app.core.settings import load_settings
from tests.servers import Site


class Server(ApiClient):
    """A server that says what the files say; a file with "bad" is refused, and it may be lost some times."""

    def __init__(self, losses: int = 0) -> None:
        super().__init__("http://127.0.0.1:1")
        self.jobs: dict[str, str] = {}
        self.losses = losses

    def is_healthy(self) -> bool:
        return True

    def upload(self, file: Path, stopped: Event | None = None) -> str:
        text = file.read_text()
        if "bad" in text:
            raise ApiRefused("POST /api/v1/videos: 415 no media", "no media")
        return text

    def create_job(self, order: dict[str, Any]) -> dict[str, Any]:
        job_id = str(len(self.jobs))
        self.jobs[job_id] = order["video_id"]
        return {"id": job_id}

    def follow(self, job_id: str) -> Iterator[dict[str, Any]]:
        if self.losses:
            self.losses -= 1
            raise ServerLost("lost the server")
        yield {"type": "job_update", "data": {"progress": 50, "stage": "fetch"}}

    def get(self, path: str) -> dict[str, Any]:
        job_id = path.rpartition("/")[2]
        return {"id": job_id, "job_type": "transcription", "status": "completed", "transcript": self.jobs[job_id]}

    def save(self, path: str, file: Path) -> None:
        file.write_text(self.jobs[path.split("/")[4]])


class Running(Run):
    """A run on that server; `opened` counts how often it was opened."""

    def __init__(self, server: Server, **wish: Any) -> None:
        view = RunView(Console(file=io.StringIO()))
        super().__init__(load_settings(), Wish(RunType.TRANSCRIPTION, formats=(Format.TXT,), **wish), view)
        self.known, self.opened = server, 0

    @contextmanager
    def client(self) -> Iterator[ApiClient]:
        self.opened += 1
        yield self.known


def test_one_that_fails_does_not_keep_the_others(tmp_path: Path) -> None:
    """It has the server's reason, and the others have their files."""
    (tmp_path / "a.mp4").write_text("words")
    (tmp_path / "b.mp4").write_text("bad")
    a, b = Running(Server()).process([str(tmp_path / "a.mp4"), str(tmp_path / "b.mp4")])
    assert (a.files, a.error) == ([tmp_path / "a.txt"], None)
    assert (b.files, b.error) == ([], "no media")


def test_a_file_that_has_changed_is_another_one(tmp_path: Path) -> None:
    """`watch` has one run for all that comes."""
    run, film = Running(Server(), overwrite=True), tmp_path / "a.mp4"
    for text in ("before", "after"):
        film.write_text(text)
        run.process([str(film)])
        assert (tmp_path / "a.txt").read_text() == text


def test_a_job_goes_on_at_the_next_server(tmp_path: Path) -> None:
    """The same job; but not for ever."""
    film = tmp_path / "a.mp4"
    film.write_text("words")
    run = Running(Server(losses=2))
    assert run.process([str(film)])[0].error is None
    assert (run.opened, len(run.known.jobs)) == (3, 1)
    assert Running(Server(losses=9), overwrite=True).process([str(film)])[0].error == "lost the server"


def test_a_server_that_is_named_has_to_answer(tmp_path: Path, site: Site) -> None:
    """Else there is a line with its address, also where another program is there."""
    site.add("/health", body=b"<html>welcome")
    run = Run(load_settings(), Wish(RunType.TRANSCRIPTION), RunView(Console(file=io.StringIO())), site.url(""))
    with pytest.raises(ApiRefused, match=f"no server answers at {site.url('')}"):
        run.process([str(tmp_path / "a.mp4")])


def test_sources_with_the_same_results_are_refused(tmp_path: Path) -> None:
    """Before anything is begun: one of them would replace the other's."""
    wish = Wish(RunType.TRANSCRIPTION, output=tmp_path)
    check_outputs(["a/1.mp4", "b/2.mp4", "https://a.example/1"], wish)
    with pytest.raises(OutputExists, match="same files"):
        check_outputs(["a/1.mp4", "b/1.wav"], wish)
