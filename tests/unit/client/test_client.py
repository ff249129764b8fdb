"""The typed client and the commands above it, on an application that is served on a socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio
from click.testing import Result
from typer.testing import CliRunner

from app.api.v1.schemas.jobs import Job
from app.cli.app import cli
from app.client import ApiRefused, Client, ServerLost
from app.client.client import AnswerUnknown, clips_of
from app.jobs.results import Clip
from app.jobs.states import JobState
from app.storage.blobs import BlobFolder
from tests.asgi import PATIENCE_S, App, app_in, segment, served
from tests.media import MediaShelf
from tests.servers import Site
from tests.stores import start_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
T = TypeVar("T")
KEY = "correct horse battery staple"
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
LINK = "http://example.com/a.mp4"


class Remote:
    """A server elsewhere, below a prefix, with a key."""

    def __init__(self, app: App, place: str) -> None:
        self.app = app
        self.url = f"http://{place}/video"
        self.client = Client(self.url, KEY)

    async def run(self, *arguments: str, **environment: str) -> Result:
        """Run a command as in a shell."""
        around = {"SERVER_URL": self.url, "API_KEY": KEY, "COLUMNS": "200"} | environment
        return await called(lambda: CliRunner().invoke(cli, ["client", *arguments], env=around))

    async def printed(self, *arguments: str, **environment: str) -> Any:
        """The JSON that a command prints, which is all that it prints."""
        result = await self.run(*arguments, "--json", **environment)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    async def finish(self, job_id: str) -> None:
        """Let a job run to its end, with two lines and a clip."""
        job = await self.app.claim(job_id)
        lines = [segment(0, "We have a landing."), segment(2, "The Eagle is here.")]
        await self.app.publish_segments(job, lines, key=f"words-{job_id}")
        folder = self.app.settings.data_dir
        (folder / "clip.mp4").write_bytes(f"clip of {job_id}".encode())
        clip = Clip(
            index=0,
            start_s=0,
            end_s=2,
            title="A landing",
            score=0.9,
            reason="It begins with it",
            parts={},
            text="We have a landing.",
            video=BlobFolder(folder / "blobs").keep(folder / "clip.mp4", ".mp4"),
            thumbnail=None,
            width=640,
            height=360,
        )
        await self.app.store.write(start_stage, job.id, job.attempt, "clips", f"clips-{job_id}")
        await self.app.cut(job, [clip], "../Film", key=f"clips-{job_id}")
        await self.app.finish(job)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def remote(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Remote]:
    """One application for all tests of this module."""
    folder = tmp_path_factory.mktemp("remote")
    async with app_in(folder, api_key=KEY, root_path="/video") as app, served(app) as place:
        yield Remote(app, place)


async def called(call: Callable[[], T]) -> T:
    """The result of a blocking call."""
    async with asyncio.timeout(PATIENCE_S):
        return await asyncio.to_thread(call)


async def test_a_job_from_a_file_to_its_clips(remote: Remote, media: MediaShelf, tmp_path: Path) -> None:
    """Models of the API come back; what is uploaded is counted; a download is whole."""
    client, film, sizes = remote.client, media.talk_of(seconds=4), list[int]()
    job = await called(
        lambda: client.create_job(file=film, options={"max_clips": 1}, priority=7, metadata={"a": 1}, sent=sizes.append)
    )
    assert isinstance(job, Job)
    assert (job.status, job.priority, job.options["max_clips"], job.metadata) == (JobState.QUEUED, 7, 1, {"a": 1})
    assert sum(sizes) == film.stat().st_size
    messages: list[dict[str, Any]] = []
    waiting = asyncio.create_task(called(lambda: client.wait(job.id, on_message=messages.append)))
    await remote.finish(job.id)
    ended = await waiting
    assert (ended.status, ended.transcript) == (JobState.COMPLETED, "We have a landing. The Eagle is here.")
    assert messages[0]["type"] == "initial_status"
    ((clip, artifact),) = clips_of(ended)
    await called(lambda: client.download(clip, tmp_path / "clip.mp4"))
    assert (tmp_path / "clip.mp4").read_text() == f"clip of {job.id}"
    assert artifact.size_bytes == len(f"clip of {job.id}")
    assert [line.text for line in (await called(lambda: client.transcript(job.id))).segments][1] == "The Eagle is here."
    assert (await called(lambda: client.transcript_text(job.id, "srt"))).startswith("1\n00:00:00,000 --> ")
    assert (await called(lambda: client.search('"the eagle"'))).items[0].job_id == job.id
    assert (await called(lambda: client.jobs(status="completed", limit=1))).items[0].id == job.id
    await called(lambda: client.delete(job.id))
    with pytest.raises(ApiRefused) as refused:
        await called(lambda: client.job(job.id))
    assert refused.value.status == 404


async def test_the_same_key_and_order_are_the_same_job(remote: Remote) -> None:
    """So a program that does not know whether it has created it may do so again."""
    orders = [lambda: remote.client.create_job(url=LINK, idempotency_key="once") for _ in range(2)]
    first, second = [await called(order) for order in orders]
    assert first.id == second.id
    assert (await called(lambda: remote.client.cancel(first.id))).status is JobState.CANCELLED
    assert (await called(lambda: remote.client.retry(first.id))).status is JobState.QUEUED


async def test_a_file_has_no_key_but_its_video_has(remote: Remote, media: MediaShelf) -> None:
    """Each upload is another video: a second one would be another order, and stay in vain."""
    film = media.talk_of(seconds=4)
    videos = (await remote.app.http.get("/api/v1/videos", headers={"X-API-Key": KEY})).json()["total"]
    with pytest.raises(ValueError, match=r"upload\(\) it once, and pass its video_id"):
        await called(lambda: remote.client.create_job(file=film, idempotency_key="film"))
    assert (await remote.app.http.get("/api/v1/videos", headers={"X-API-Key": KEY})).json()["total"] == videos
    video_id = await called(lambda: remote.client.upload(film))
    orders = [lambda: remote.client.create_job(video_id=video_id, idempotency_key="film") for _ in range(2)]
    first, second = [await called(order) for order in orders]
    assert first.id == second.id


async def test_what_goes_wrong_says_what_it_is(remote: Remote, tmp_path: Path, site: Site) -> None:
    """The server's words, a server that is not there, a program that is another one, a file that is not there."""
    client = remote.client
    with pytest.raises(ApiRefused, match="422") as refused:
        await called(lambda: client.create_job(url=LINK, options={"dance": 1}))
    assert (refused.value.status, refused.value.detail) == (422, "options.dance: there is no such field")
    with pytest.raises(ApiRefused, match="Send the API key"):
        await called(lambda: Client(remote.url, "wrong").jobs())
    with pytest.raises(ValueError, match="got url and video_id"):
        client.create_job(url=LINK, video_id=NOBODY)
    with pytest.raises(FileNotFoundError):
        client.create_job(file=tmp_path / "nothing.mp4")
    nowhere = ("http://127.0.0.1:9", "127.0.0.1:8000", "ftp://a", "", "http://[", "http://a:99999", "http://a:b")
    for address in nowhere:
        with pytest.raises(ServerLost, match="server"):
            await called(lambda address=address: Client(address).jobs())  # type: ignore[misc]
    for path, body in (("/a/api/v1/jobs", b"<html>"), ("/b/api/v1/jobs", b'{"items":1}')):
        site.add(path, body=body)
        with pytest.raises(AnswerUnknown):
            await called(lambda path=path: Client(site.url(path.removesuffix("/api/v1/jobs"))).jobs())  # type: ignore[misc]
    site.add_redirect("/moved/api/v1/jobs", "https://elsewhere.example/api/v1/jobs")
    with pytest.raises(ApiRefused, match="the server is at https://elsewhere"):
        await called(lambda: Client(site.url("/moved")).jobs())


async def test_the_commands_say_what_the_api_says(remote: Remote, media: MediaShelf, tmp_path: Path) -> None:
    """JSON alone with --json; else lines for people; transcripts and clips as files, which are not replaced."""
    created = await remote.printed("create", LINK, "--type", "clip_generation", "-o", "max_clips=2", "--language", "en")
    job_id = created["id"]
    assert created["options"] | {"max_clips": 2, "language": "en"} == created["options"]
    assert (await remote.printed("create", str(media.talk_of(seconds=4))))["video_id"]
    assert job_id in [job["id"] for job in (await remote.printed("list", "--status", "queued"))["items"]]
    assert (await remote.printed("cancel", job_id))["status"] == "cancelled"
    watched = await remote.run("watch", job_id)
    assert (watched.exit_code, "cancelled" in watched.stdout) == (1, True)
    assert (await remote.printed("retry", job_id))["status"] == "queued"
    await remote.finish(job_id)
    assert (await remote.printed("watch", job_id))["status"] == "completed"
    assert (await remote.printed("get", job_id))["segments"][0]["words"]

    shown = await remote.run("get", job_id)
    assert f"client clips {job_id}" in shown.stdout
    assert job_id in (await remote.run("list")).stdout
    assert (await remote.run("transcript", job_id, "--format", "vtt")).stdout.startswith("WEBVTT\n")
    document = await remote.run("transcript", job_id, "--format", "docx", "--output", str(tmp_path / "a.docx"))
    assert (document.exit_code, (tmp_path / "a.docx").read_bytes()[:2]) == (0, b"PK")
    assert "--output" in (await remote.run("transcript", job_id, "--format", "docx")).stderr
    found = await remote.run("search", "eagle", "here")
    assert (found.exit_code, "The Eagle is here." in found.stdout) == (0, True)
    assert (await remote.run("search", "nothing like it")).exit_code == 1

    progress = await remote.run("watch", job_id)
    assert "transcribe: " in progress.stderr
    (clip,) = await remote.printed("clips", job_id, "--output", str(tmp_path / "clips"))
    (file,) = (tmp_path / "clips").iterdir()
    assert (clip["file"], file.read_text()) == (str(file), f"clip of {job_id}")
    again = await remote.run("clips", job_id, "--output", str(tmp_path / "clips"))
    assert (again.exit_code, again.stderr) == (2, f"error: {file} exists; --overwrite replaces it\n")
    assert (await remote.run("clips", job_id, "--output", str(tmp_path / "clips"), "--overwrite")).exit_code == 0
    assert (await remote.run("delete", job_id)).exit_code == 0
    missing = await remote.run("create", "nothing.mp4")
    assert (missing.exit_code, "nothing.mp4 is no file here" in missing.stderr) == (2, True)
    gone = await remote.run("get", job_id)
    assert (gone.exit_code, gone.stdout, gone.stderr) == (2, "", f"error: There is no job {job_id}.\n")


async def test_a_command_needs_a_server_and_its_key(remote: Remote, tmp_path: Path) -> None:
    """It says which is missing."""
    wrong = await remote.run("list", API_KEY="wrong")
    assert (wrong.exit_code, wrong.stderr.startswith("error: Send the API key")) == (2, True)
    nowhere = await remote.run("--server", "http://127.0.0.1:9", "list")
    assert (nowhere.exit_code, "no server answers at http://127.0.0.1:9" in nowhere.stderr) == (2, True)
    here = await remote.run("list", SERVER_URL="", DATA_DIR=str(tmp_path), API_KEY="")
    assert (here.exit_code, "no server runs here" in here.stderr) == (2, True)
