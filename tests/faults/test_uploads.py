"""`kill -9` of the server in the middle of an upload: it goes on at the byte that is on disk, in whole."""

import hashlib
import random
from collections.abc import Iterator

import httpx
import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PATH = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = 65_536
KILLS = 2


def killing(server: Server, data: bytes) -> Iterator[bytes]:
    """Yield bytes; once half of them are out the server is killed."""
    for at in range(0, len(data), CHUNK):
        if at >= len(data) // 2 and server.alive():
            server.kill()
        yield data[at : at + CHUNK]


def test_an_upload_goes_on_after_a_kill(server: Server, media: MediaShelf) -> None:
    """The offset is what is stored, no more than was sent; the video has the bytes of the file, and is made once."""
    film = media.video().read_bytes()
    content = film + random.Random(5).randbytes(24_000_000)  # what follows the film's boxes is not read
    with server.client() as client:
        begun = client.post(PATH, headers=TUS | {"Upload-Length": str(len(content))})
        location = begun.headers["location"]
    offset = 0
    for _ in range(KILLS):
        with server.client() as client, pytest.raises(httpx.TransportError):
            patch(client, location, offset, killing(server, content[offset:]))
        server.start()
        with server.client() as client:
            before, offset = offset, int(client.head(location, headers=TUS).headers["upload-offset"])
        stored = next((server.data_dir / "work" / "partial-uploads").glob("*.part"))
        assert before < offset < len(content)
        assert stored.read_bytes() == content[:offset]
    with server.client() as client:
        done = patch(client, location, offset, iter([content[offset:]]))
        assert done.status_code == 204, done.text
        videos = client.get("/api/v1/videos").json()["items"]
        assert [video["sha256"] for video in videos] == [hashlib.sha256(content).hexdigest()]
        assert int(client.head(location, headers=TUS).headers["upload-offset"]) == len(content)


def patch(client: httpx.Client, location: str, offset: int, data: Iterator[bytes]) -> httpx.Response:
    """Send bytes of an upload."""
    headers = TUS | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return client.patch(location, content=data, headers=headers)
