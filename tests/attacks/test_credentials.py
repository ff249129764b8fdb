"""Links with a user name and a password: used, and found nowhere."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from app.sources.basic_auth import authorization
from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow
PASSWORD = "s3cr3t-w0rd"
HEADER = authorization(f"ada:{PASSWORD}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server"), MAX_RETRIES="0", LOG_LEVEL="DEBUG") as running:
        yield running


def link(url: str, password: str = PASSWORD) -> str:
    return url.replace("://", f"://ada:{password}@", 1)


def holders(server: Server) -> list[Path]:
    """Files of the server that hold the password: database, its log and copies, work, results, what was logged."""
    files = [path for path in server.folder.rglob("*") if path.is_file()]
    return [path for path in files if PASSWORD.encode() in path.read_bytes()]


def kept(server: Server) -> int:
    """How many jobs have credentials in the database."""
    with closing(sqlite3.connect(server.database)) as connection:
        query = "SELECT count(*) FROM flags WHERE name LIKE 'credentials %'"
        count: int = connection.execute(query).fetchone()[0]
        return count


def everything_about(server: Server, job_id: str) -> str:
    """All that clients get to see of a job, and of the server."""
    paths = ["", "/events", "/artifacts", "/transcript"]
    with server.client() as client:
        answers = [client.get(f"/api/v1/jobs/{job_id}{path}").text for path in paths]
        answers += [client.get(path).text for path in ("/api/v1/jobs", "/api/v1/statistics", "/metrics")]
        answers += [client.get("/api/v1/jobs", params={"q": PASSWORD}).text.replace(PASSWORD, "", 1)]
    with connect(f"{server.ws_url}/ws/{job_id}?after=0") as socket:
        answers += list(map(str, socket))
    return "\n".join(answers)


def test_it_is_used_and_shown_nowhere(server: Server, site: Site, media: MediaShelf) -> None:
    """The file is fetched; answers, events, sockets, logs and every file of the server are without the password."""
    url = site.add_file("/talk.mp4", media.talk_of(seconds=4), authorization=HEADER)
    job = server.ended(server.submit("transcription", youtube_url=link(url))["id"])
    assert job["status"] == "completed", job["error"]
    assert job["youtube_url"] == link(url, "***")
    assert {hit.headers.get("Authorization") for hit in site.hits} == {HEADER}
    assert PASSWORD not in everything_about(server, job["id"])
    assert kept(server) == 0
    assert holders(server) == []


def test_a_wrong_one_is_asked_for(server: Server, site: Site, media: MediaShelf) -> None:
    """As a login; and when the job has failed for good nothing of it is kept."""
    url = site.add_file("/closed.mp4", media.video(), authorization=HEADER)
    job = server.ended(server.submit("audio_extraction", youtube_url=link(url, f"not-{PASSWORD}"))["id"])
    assert (job["status"], job["error"]["code"]) == ("failed", "needs_login")
    assert PASSWORD not in everything_about(server, job["id"])
    assert kept(server) == 0
    assert holders(server) == []


def test_a_waiting_job_keeps_it_sealed_until_it_ends(server: Server, site: Site, media: MediaShelf) -> None:
    """In no readable form, and in no backup; a cancel removes it, and a retry says what is missing."""
    url = site.add_file("/later.mp4", media.video(), authorization=HEADER)
    job = server.submit("audio_extraction", youtube_url=link(url), run_at="2099-01-01T00:00:00Z")
    assert kept(server) == 1
    assert holders(server) == []
    with server.client() as client:
        assert client.post(f"/api/v1/jobs/{job['id']}/cancel").status_code == 200
        assert kept(server) == 0
        assert client.post(f"/api/v1/jobs/{job['id']}/retry").status_code == 200
    again = server.ended(job["id"])
    assert (again["status"], again["error"]["code"], again["error"]["retryable"]) == ("failed", "needs_login", False)
    assert "Post the link again with them" in again["error"]["message"]


def test_a_retry_of_what_was_downloaded_needs_it_no_more(server: Server, site: Site, media: MediaShelf) -> None:
    """The download is finished; only what came after it is done again."""
    url = site.add_file("/mute.mp4", media.video_only(), authorization=HEADER)
    failed = server.ended(server.submit("audio_extraction", youtube_url=link(url))["id"])
    assert failed["error"]["code"] == "no_audio"
    with server.client() as client:
        client.post(f"/api/v1/jobs/{failed['id']}/retry")
    assert server.ended(failed["id"])["error"]["code"] == "no_audio"


def test_it_survives_the_server(server: Server, site: Site, media: MediaShelf) -> None:
    """A job that waited while the server was killed goes on with it."""
    url = site.add_file("/kept.mp4", media.video(), authorization=HEADER)
    with server.client() as client:
        client.post("/api/v1/jobs/queue/pause")
        job = server.submit("audio_extraction", youtube_url=link(url))
        server.kill()
    server.start()
    with server.client() as client:
        client.post("/api/v1/jobs/queue/resume")
    assert server.ended(job["id"])["status"] == "completed"
    assert holders(server) == []


def test_two_jobs_on_one_closed_link_share_nothing_by_it(server: Server, site: Site, media: MediaShelf) -> None:
    """Whoever knows the address and not the password gets nothing of what was fetched with it."""
    url = site.add_file("/closed-talk.mp4", media.video(), authorization=HEADER)
    assert server.ended(server.submit("audio_extraction", youtube_url=link(url))["id"])["status"] == "completed"
    for other in (url, link(url, "guess")):
        assert (
            server.ended(server.submit("audio_extraction", youtube_url=other)["id"])["error"]["code"] == "needs_login"
        )


@pytest.mark.parametrize("other", ["same", "other"])
def test_the_same_order_is_the_same_job(server: Server, site: Site, media: MediaShelf, other: str) -> None:
    """By its Idempotency-Key; another password makes another order. What is kept to tell them apart is no password."""
    url = site.add_file("/order.mp4", media.video(), authorization=HEADER)
    body: dict[str, Any] = {"youtube_url": link(url), "job_type": "audio_extraction"}
    again = body if other == "same" else body | {"youtube_url": link(url, "another")}
    with server.client(headers={"Idempotency-Key": f"order-{other}"}) as client:
        first, second = client.post("/api/v1/jobs", json=body), client.post("/api/v1/jobs", json=again)
    assert (first.status_code, second.status_code) == (201, 200 if other == "same" else 409)
    assert PASSWORD not in first.text + second.text
    server.ended(first.json()["id"])


def test_a_hidden_one_is_refused_in_words(server: Server) -> None:
    """A link that was copied from where it is shown; what was wrong with a link does not repeat it."""
    with server.client() as client:
        for url, why in (
            ("https://ada:***@example.org/x.mp4", "hidden"),
            (f"https://ada:{PASSWORD}@127.0.0.1:0/x.mp4", "port"),
            (f"ftp://ada:{PASSWORD}@example.org/x.mp4", "http"),
        ):
            answer = client.post("/api/v1/jobs", json={"youtube_url": url})
            assert answer.status_code == 422
            assert why in answer.text
            assert PASSWORD not in answer.text
