"""A link whose file is changed: no job is given the old one, and none loses what it had."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow
DAY = "02 Nov 2026 10:00:00 GMT"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server"), MAX_RETRIES="0") as running:
        yield running


def ended(server: Server, url: str, **options: Any) -> dict[str, Any]:
    job = server.ended(server.submit("audio_extraction", youtube_url=url, options=options)["id"])
    assert job["status"] == "completed", job["error"]
    return job


def source(job: dict[str, Any]) -> str:
    (found,) = [artifact["sha256"] for artifact in job["artifacts"] if artifact["kind"] == "source"]
    return str(found)


def fetched(job: dict[str, Any]) -> bool:
    return not next(stage for stage in job["stages"] if stage["name"] == "fetch")["cached"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("etag", {"ETag": '"1"'}, {"ETag": '"2"'}),
        pytest.param("weak", {"ETag": 'W/"1"'}, {"ETag": 'W/"2"'}, marks=pytest.mark.long),
        (
            "date",
            {"Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"},
            {"Last-Modified": "Tue, 03 Nov 2026 10:00:00 GMT"},
        ),
        pytest.param("length", {}, {}, marks=pytest.mark.long),
    ],
)
def test_a_changed_file_is_fetched_anew(
    server: Server, site: Site, media: MediaShelf, name: str, before: dict[str, str], after: dict[str, str]
) -> None:
    """By what the site tells of it; an unchanged one is not, and an earlier job keeps its own."""
    old, new = media.video(seconds=1), media.video(seconds=2)
    url = site.add_file(f"/{name}.mp4", old, headers=before)
    first = ended(server, url)
    assert fetched(first)
    again = ended(server, url)
    assert (fetched(again), source(again)) == (False, source(first))
    site.add_file(f"/{name}.mp4", new, headers=after)
    changed = ended(server, url)
    assert fetched(changed)
    assert source(changed) != source(first)
    assert changed["video_duration"] == pytest.approx(2, abs=0.1)
    assert server.job(first["id"])["media"]["duration_s"] == pytest.approx(1, abs=0.1)
    assert [job["warnings"] for job in (first, again, changed)] == [[], [], []]
    assert source(ended(server, url)) == source(changed)


def test_a_site_that_tells_nothing_is_fetched_from_again(server: Server, site: Site, media: MediaShelf) -> None:
    """Nobody can say whether the file is the same; when it is, nothing after the download is done again."""
    url = site.add_file("/silent.mp4", media.video(seconds=1), states_length=False, ranges=False)
    first, again = ended(server, url), ended(server, url)
    assert fetched(again)
    assert source(again) == source(first)
    assert next(stage for stage in again["stages"] if stage["name"] == "audio")["cached"]


@pytest.mark.parametrize("status", [404, 403, 503])
def test_a_source_that_does_not_answer_is_used_as_it_was(
    server: Server, site: Site, media: MediaShelf, status: int
) -> None:
    """The recorded file is better than none, and the job says that nobody could look."""
    url = site.add_file(f"/gone-{status}.mp4", media.video(seconds=1), headers={"ETag": '"1"'})
    first = ended(server, url)
    site.add(f"/gone-{status}.mp4", status=status)
    again = ended(server, url)
    assert (fetched(again), source(again)) == (False, source(first))
    (warning,) = again["warnings"]
    assert (warning["code"], warning["stage"]) == ("source_unchecked", "fetch")
    assert "could not be checked" in warning["message"]
    assert "is used" in warning["message"]


def test_refresh_fetches_whatever_the_site_says(server: Server, site: Site, media: MediaShelf) -> None:
    """Also a file with the tag that it had; a job without the option then has the new one."""
    url = site.add_file("/fresh.mp4", media.video(seconds=1), headers={"ETag": '"same"'})
    first = ended(server, url)
    site.add_file("/fresh.mp4", media.video(seconds=2), headers={"ETag": '"same"'})
    assert source(ended(server, url)) == source(first)
    fresh = ended(server, url, refresh=True)
    assert fetched(fresh)
    assert source(fresh) != source(first)
    assert source(ended(server, url)) == source(fresh)


def test_a_retry_goes_on_with_the_file_that_it_began_with(server: Server, site: Site, media: MediaShelf) -> None:
    """A finished download is not done again by hand, changed or not."""
    url = site.add_file("/mute.mp4", media.video_only(), headers={"ETag": '"1"'})
    failed = server.ended(server.submit("audio_extraction", youtube_url=url, options={"refresh": True})["id"])
    assert (failed["status"], failed["error"]["code"]) == ("failed", "no_audio")
    site.add_file("/mute.mp4", media.video(seconds=1), headers={"ETag": '"2"'})
    asked = len(site.hits)
    with server.client() as client:
        assert client.post(f"/api/v1/jobs/{failed['id']}/retry").status_code == 200
    assert server.ended(failed["id"])["error"]["code"] == "no_audio"
    assert len(site.hits) == asked
    assert ended(server, url)["status"] == "completed"


def test_nobody_waits_for_a_check_of_what_is_being_fetched(tmp_path: Path, site: Site, media: MediaShelf) -> None:
    """A job that comes while another downloads joins it, as before."""
    import threading

    gate = threading.Event()
    url = site.add_file("/slow.mp4", media.video(seconds=4), headers={"ETag": '"1"'}, gate=gate)
    with Server(tmp_path) as server:
        jobs = [server.submit("audio_extraction", youtube_url=url) for _ in range(2)]
        assert site.started.wait(60)
        gate.set()
        both = [server.ended(job["id"]) for job in jobs]
    assert source(both[0]) == source(both[1])


def test_a_link_that_is_a_video_is_fetched_once(server: Server, site: Site, media: MediaShelf) -> None:
    """Its jobs share what the first one fetched; without it they keep their results."""
    url = site.add_file("/talk.mp4", media.video(seconds=1), headers={"ETag": '"1"'})
    with server.client() as client:
        order = {"url": url, "job_type": "audio_extraction"}
        taken = client.post("/api/v1/videos", json=order).raise_for_status().json()
        path = f"/api/v1/videos/{taken['video_id']}"
        first = server.ended(taken["job_id"])
        second = server.ended(server.submit("audio_extraction", video_id=taken["video_id"])["id"])
        assert (fetched(first), fetched(second), second["youtube_url"]) == (True, False, url)
        video = client.get(path).json()
        assert (video["status"], video["width"], video["sha256"]) == ("COMPLETED", 160, source(first))
        assert video["jobs"] == [second["id"], first["id"]]
        assert client.delete(path).status_code == 204
    left = server.job(second["id"])
    assert (left["video_id"], left["artifacts"]) == (None, second["artifacts"])
