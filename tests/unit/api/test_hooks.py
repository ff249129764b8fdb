"""Reports of media servers: which films they lead to, and subtitles beside a film from the report to the file."""

import asyncio
import json
import shutil
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.api.hooks.notices import READERS, Notice
from app.core.errors import InvalidRequest, NotFound
from app.db import film_requests
from app.inference.model_catalog import shipped_speech
from app.media.ffmpeg import find_ffmpeg
from app.service.film_paths import FilmFolders, is_enough, sidecar_languages, track_languages
from app.service.film_subtitles import write_beside
from app.service.media_servers import media_servers
from app.stages.asides.film_sound.contract import SubtitleTrack
from tests.asgi import App, app_in
from tests.media import MediaShelf
from tests.speech import HELLO

pytestmark = pytest.mark.asyncio(loop_scope="module")
#: What a media server answers, by path; and the tokens that it was asked with.
ANSWERS: dict[str, Any] = {}
TOKENS: list[str | None] = []
TRACK = SubtitleTrack(language="eng", is_text=True, forced=False)


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        TOKENS.append(self.headers.get("X-Plex-Token") or self.headers.get("X-Emby-Token"))
        found = ANSWERS.get(self.path)
        if found == "elsewhere":
            self.send_response(302)
            self.send_header("Location", "/library/metadata/1")
        else:
            self.send_response(404 if found is None else 200)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a media server."""
    with HTTPServer(("127.0.0.1", 0), _Server) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with films."""
    return tmp_path_factory.mktemp("films")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory, films: Path, server: str) -> AsyncIterator[App]:
    """A server with that folder, which a media server knows under another path."""
    async with app_in(
        tmp_path_factory.mktemp("hooks"),
        paused=False,
        whisper_model="demo",
        media_folders=(str(films),),
        path_mappings=(f"/data/films={films}", rf"D:\Films={films}"),
        plex_url=server,
        plex_token="plex-token",
        jellyfin_url=server,
        jellyfin_token="jellyfin-token",
    ) as running:
        yield running


def ffmpeg(*arguments: Any) -> None:
    """Run ffmpeg."""
    subprocess.run([find_ffmpeg(), "-nostdin", "-v", "error", *arguments], check=True, timeout=60)


def spoken_film(film: Path) -> Path:
    """A film with the shipped sentence as its sound."""
    ffmpeg("-f", "lavfi", "-i", "color=s=64x36:r=5:d=3", "-i", shipped_speech(), "-c:v", "libx264", film)
    return film


async def until_gone(app: App) -> None:
    """Wait until no film waits any more."""
    async with asyncio.timeout(60):
        while await app.store.read(film_requests.requests):
            await asyncio.sleep(0.05)


async def test_a_reported_film_gets_subtitles_beside_it(app: App, films: Path) -> None:
    """By its path on the media server; a second report changes nothing."""
    film = spoken_film(films / "A Film (2020).mkv")
    film.chmod(0o644)
    report = {"event": "added", "file": "/data/films/A Film (2020).mkv"}
    answer = await app.http.post("/api/v1/hooks/tautulli", json=report)
    assert (answer.status_code, answer.json()) == (202, {"status": "accepted", "reason": None})
    await until_gone(app)
    made = films / "A Film (2020).en.srt"
    assert made.read_text().startswith("1\n00:00:00,2")
    assert HELLO in made.read_text()
    assert made.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in films.glob(".*")] == []
    job = (await app.http.get("/api/v1/jobs?limit=1")).json()["items"][0]
    assert (job["video_title"], job["metadata"]) == ("A Film (2020)", {"film": film.name})
    again = await app.http.post("/api/v1/hooks/tautulli", json=report)
    assert again.json() == {"status": "skipped", "reason": "It has subtitles."}
    assert (await app.http.get("/api/v1/jobs")).json()["total"] == 1


async def test_a_film_with_subtitles_within_is_left_alone(app: App, films: Path, tmp_path: Path) -> None:
    """Seen once the film is opened: no job, no file."""
    text = tmp_path / "a.srt"
    text.write_text("1\n00:00:00,000 --> 00:00:02,000\nHello\n")
    inputs = ("-i", spoken_film(tmp_path / "B.mkv"), "-i", text, "-map", "0", "-map", "1")
    ffmpeg(*inputs, "-c", "copy", "-c:s", "srt", "-metadata:s:s:0", "language=ger", films / "B.mkv")
    before = (await app.http.get("/api/v1/jobs")).json()["total"]
    answer = await app.http.post("/api/v1/hooks/tautulli", json={"event": "added", "file": r"D:\Films\B.mkv"})
    assert answer.status_code == 202
    await until_gone(app)
    assert list(films.glob("B.*.srt")) == []
    assert (await app.http.get("/api/v1/jobs")).json()["total"] == before


async def test_a_film_without_sound_is_left_alone(app: App, films: Path, media: MediaShelf) -> None:
    """And one that is no film is given up."""
    shutil.copy(media.scenes_silent(), films / "silent.mp4")
    (films / "broken.mp4").write_bytes(b"no film at all")
    before = (await app.http.get("/api/v1/jobs")).json()["total"]
    for name in ("silent.mp4", "broken.mp4"):
        report = {"event": "added", "file": f"/data/films/{name}"}
        assert (await app.http.post("/api/v1/hooks/tautulli", json=report)).status_code == 202
    await until_gone(app)
    assert (await app.http.get("/api/v1/jobs")).json()["total"] == before


async def test_media_servers_are_asked_for_the_path(app: App, films: Path) -> None:
    """With their token; Plex sends a form with a picture, Jellyfin calls its JSON plain text."""
    (films / "C.mkv").touch()
    (films / "C.de.srt").touch()
    ANSWERS["/library/metadata/7"] = {
        "MediaContainer": {"Metadata": [{"Media": [{"Part": [{"file": "/data/films/C.mkv"}]}]}]}
    }
    ANSWERS["/Items?ids=ab-12&fields=Path"] = {"Items": [{"Path": "/data/films/C.mkv"}]}
    ANSWERS["/library/metadata/8"] = "elsewhere"
    ANSWERS["/library/metadata/9"] = {"MediaContainer": {}}

    async def plex(key: str, event: str = "library.new", kind: str = "movie") -> tuple[int, Any]:
        payload = json.dumps({"event": event, "Metadata": {"ratingKey": key, "type": kind}})
        files = {"thumb": ("thumb.jpg", b"\xff\xd8", "image/jpeg")}
        answer = await app.http.post("/api/v1/hooks/plex", data={"payload": payload}, files=files)
        return answer.status_code, answer.json().get("reason", answer.json().get("code"))

    assert await plex("7") == (200, "It has subtitles.")
    assert TOKENS[-1] == "plex-token"
    assert await plex("7", "media.play") == (200, "MEDIA_EVENTS is added.")
    assert await plex("7", kind="show") == (200, "It is about no film that is added or played.")
    assert await plex("6") == (404, "not_found")
    assert await plex("8") == (503, "media_server_away")
    assert await plex("9") == (404, "not_found")
    assert await plex("../x") == (422, "invalid_request")
    report = json.dumps({"NotificationType": "ItemAdded", "ItemId": "ab-12", "ItemType": "Movie"})
    answer = await app.http.post("/api/v1/hooks/jellyfin", content=report, headers={"Content-Type": "text/plain"})
    assert answer.json()["reason"] == "It has subtitles."
    assert TOKENS[-1] == "jellyfin-token"
    emby = {"Event": "library.new", "Item": {"Id": "1", "Type": "Movie", "Path": "/data/films/C.mkv"}}
    answer = await app.http.post("/api/v1/hooks/emby", data={"data": json.dumps(emby)}, files={"x": b""})
    assert answer.json()["reason"] == "It has subtitles."
    emby["Item"] = {"Id": "1", "Type": "Movie"}
    assert (await app.http.post("/api/v1/hooks/emby", json=emby)).json()["detail"].startswith("EMBY_URL is not set")


async def test_films_outside_of_the_folders_are_refused(app: App, films: Path, tmp_path: Path) -> None:
    """Also by dots and by links that lead out; nothing is read of them."""
    secret = tmp_path / "secret.mkv"
    secret.touch()
    (films / "link.mkv").symlink_to(secret)
    for path in (str(secret), "/data/films/../secret.mkv", "/data/films/link.mkv", "/etc/passwd", "\x00"):
        answer = await app.http.post("/api/v1/hooks/tautulli", json={"event": "added", "file": path})
        assert answer.status_code == 422, path
    answer = await app.http.post("/api/v1/hooks/tautulli", json={"event": "added", "file": "/data/films/none.mkv"})
    assert answer.status_code == 404
    for body in (b"[]", b"", b"3"):
        sent = await app.http.post("/api/v1/hooks/plex", content=body, headers={"Content-Type": "text/plain"})
        assert (sent.status_code, sent.json()["code"]) == (422, "invalid_request")


async def test_hooks_are_off_without_a_folder(tmp_path: Path) -> None:
    """And need a key, which may be in the address, where the server needs one; a user's key does not do."""
    async with app_in(tmp_path, api_key="k") as off:
        report = {"event": "added", "file": "/a.mkv"}
        assert (await off.http.post("/api/v1/hooks/plex", json=report)).status_code == 401
        answer = await off.http.post("/key/k/api/v1/hooks/plex", json=report)
        assert (answer.status_code, answer.json()["code"]) == (409, "hooks_off")
        made = await off.http.post(
            "/api/v1/keys", json={"name": "ann", "scope": "write", "user": "ann"}, headers={"X-API-Key": "k"}
        )
        ann = {"X-API-Key": made.json()["key"]}
        assert (await off.http.post("/api/v1/hooks/plex", json=report, headers=ann)).status_code == 403


async def test_paths_of_media_servers_begin_elsewhere_here(tmp_path: Path) -> None:
    """The longest entry decides, whole names alone count, and links are followed before anything is decided."""
    (tmp_path / "films" / "new").mkdir(parents=True)
    (tmp_path / "films" / "a.mkv").touch()
    folders = FilmFolders([str(tmp_path / "films")], ["/m=/x", f"/m/films={tmp_path}/films/", r"D:\F=/y"])
    assert folders.mapped("/m/films/new/a.mkv") == f"{tmp_path}/films/new/a.mkv"
    assert folders.mapped("/m/filmsy/a.mkv") == "/x/filmsy/a.mkv"
    assert folders.mapped("D:\\F\\b\\a.mkv") == "/y/b/a.mkv"
    assert folders.mapped("/other/a.mkv") == "/other/a.mkv"
    assert folders.locate("/m/films/a.mkv") == (tmp_path / "films" / "a.mkv").resolve()
    with pytest.raises(InvalidRequest):
        folders.locate("/m/a.mkv")
    with pytest.raises(NotFound):
        folders.locate("/m/films/new")


async def test_usable_subtitles_are_text_of_all_that_is_said(tmp_path: Path) -> None:
    """Beside the film by their names, within it by their tracks; forced ones and pictures are none."""
    film = tmp_path / "A [2020].mkv"
    for name in ("A [2020].de.srt", "A [2020].en.forced.srt", "A [2020].eng.sdh.ass", "A [2020].sub", "A.fr.srt"):
        (tmp_path / name).touch()
    assert sidecar_languages(film) == {"de", "en"}
    (tmp_path / "A [2020].srt").touch()
    assert sidecar_languages(film) == {"de", "en", None}
    tracks = (TRACK, TRACK.model_copy(update={"language": None}))
    unusable = (TRACK.model_copy(update={"forced": True}), TRACK.model_copy(update={"is_text": False}))
    assert (track_languages(tracks), track_languages(unusable)) == ({"en", None}, set())
    assert [is_enough({"de"}, wanted) for wanted in ((), ("en",), ("en", "de"))] == [True, False, True]
    assert not is_enough(set(), ())


async def test_subtitles_that_are_there_stay(tmp_path: Path) -> None:
    """Somebody may have made them meanwhile; and without the film there is no place for any."""
    film = tmp_path / "A.mkv"
    with pytest.raises(FileNotFoundError):
        write_beside(film, "en", "new")
    film.touch(0o640)
    (tmp_path / "A.en.srt").write_text("old")
    write_beside(film, "en", "new")
    write_beside(film, "de", "neu")
    assert [path.read_text() for path in sorted(tmp_path.glob("A.*.srt"))] == ["neu", "old"]


@pytest.mark.parametrize(
    ("server_name", "message", "notice"),
    [
        ("plex", {"event": "media.play", "Metadata": {"ratingKey": 5}}, Notice("played", "", "5")),
        ("plex", {"event": "media.stop", "Metadata": {"ratingKey": "5"}}, Notice(None, "", "5")),
        ("plex", {"Metadata": []}, Notice(None)),
        ("jellyfin", {"NotificationType": "PlaybackStart", "ItemId": "a"}, Notice("played", "", "a")),
        ("jellyfin", {"NotificationType": "ItemAdded", "ItemId": "a", "ItemType": "Season"}, Notice(None, "", "a")),
        ("emby", {"Event": "playback.start", "Item": {"Path": "/a", "Id": 1}}, Notice("played", "/a", "1")),
        ("tautulli", {"event": "played", "file": "/a"}, Notice("played", "/a")),
        ("tautulli", {"event": "played", "file": True}, Notice(None)),
    ],
)
async def test_each_server_has_its_own_words(server_name: str, message: Any, notice: Notice) -> None:
    """What is none of them is no report of a film."""
    assert READERS[server_name](message) == notice


async def test_a_server_that_is_away_is_said(app: App) -> None:
    """The media server gets the reason, and may report again."""
    gone = media_servers(app.settings.model_copy(update={"emby_url": "http://127.0.0.1:9"}))["emby"]
    with pytest.raises(Exception, match="Emby did not answer"):
        await gone.film_path("1")
