"""Looking into a playlist before making jobs of it."""

from pathlib import Path

from app.api.v1.schemas.playlists import Playlist
from tests.asgi import App, app_in
from tests.media import MediaShelf
from tests.servers import Site


async def test_a_single_video_is_a_list_of_one(tmp_path: Path, site: Site, media: MediaShelf) -> None:
    """Asked of a real site by a real child; what is not there is refused with the code that a job would have."""
    link = site.add_file("/film.mp4", media.video())
    async with app_in(tmp_path, allow_private_networks=True) as app:
        answer = await app.http.post("/api/v1/playlist", json={"url": link, "limit": 5})
        assert answer.status_code == 200, answer.text
        found = Playlist.model_validate(answer.json())
        assert [entry.url for entry in found.items] == [link]
        missing = await app.http.post("/api/v1/playlist/", json={"url": site.url("/nothing.mp4")})
        assert 400 <= missing.status_code < 500
        assert missing.json()["code"] == "source_unavailable"


async def test_links_are_checked_first(tmp_path: Path) -> None:
    """As for a job: no other schemes, no private addresses."""
    async with app_in(tmp_path) as app:
        for link, code in (("file:///etc/passwd", "invalid_source"), ("http://127.0.0.1/x", "blocked_address")):
            answer = await app.http.post("/api/v1/playlist", json={"url": link})
            assert (answer.status_code, answer.json()["code"]) == (422, code)
        for body in ({}, {"url": 1}, {"url": "http://a.example/", "limit": 0}, {"url": "x" * 5000}):
            assert (await app.http.post("/api/v1/playlist", json=body)).status_code == 422


async def test_a_get_looks_into_nothing(shared_app: App) -> None:
    """It says what to use instead."""
    answer = await shared_app.http.get("/api/v1/playlist", params={"url": "http://a.example/"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "takes POST" in answer.json()["detail"]
