"""Large files over lost connections: through a relay that breaks them, to an application that is served on a socket."""

import asyncio
import hashlib
import random
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.client import ApiRefused, Client, pieces
from tests.asgi import App, app_in, served
from tests.media import MediaShelf
from tests.unit.api.test_tus import parts_of

SIZE = 3_000_000


class Relay:
    """Passes requests on to a server, and some not.

    A connection whose body has brought `cut_after` bytes is lost, once; `refusals` are statuses for requests that begin
    so, each once. Bodies of more than `refused_above` bytes lose their connection at once. `passed` are the methods,
    and `passed_bytes` the bodies that were passed on.
    """

    def __init__(self, place: str) -> None:
        self._host, _, self._port = place.partition(":")
        self.cut_after: int | None = None
        self.refused_above: int | None = None
        self.address = ""
        self.refusals: dict[bytes, str] = {}
        self.passed: list[str] = []
        self.passed_bytes = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass a connection on."""
        head = await reader.readuntil(b"\r\n\r\n")
        if (start := next((start for start in self.refusals if head.startswith(start)), None)) is not None:
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(length[1]) if length else 0)
            writer.write(f"HTTP/1.1 {self.refusals.pop(start)}\r\nContent-Length: 0\r\n\r\n".encode())
            writer.close()
            return
        stated = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if self.refused_above is not None and stated and int(stated[1]) > self.refused_above:
            writer.transport.abort()
            return
        self.passed.append(head.partition(b" ")[0].decode())
        from_server, to_server = await asyncio.open_connection(self._host, int(self._port))
        to_server.write(head)
        back = asyncio.create_task(self._back(from_server, writer))
        brought = 0
        while data := await reader.read(65_536):
            brought += len(data)
            self.passed_bytes += len(data)
            to_server.write(data)
            if self.cut_after is not None and brought >= self.cut_after:
                self.cut_after = None
                back.cancel()
                writer.transport.abort()
                break
        to_server.close()
        await asyncio.wait({back})

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        writer.close()


@asynccontextmanager
async def relayed(place: str) -> AsyncIterator[Relay]:
    """A relay to a server."""
    relay = Relay(place)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield relay
    finally:
        server.close()


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """A running application."""
    async with app_in(tmp_path) as running:
        yield running


@pytest.fixture
async def relay(app: App, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Relay]:
    """A relay to an application; every file is a large one, of several pieces."""
    monkeypatch.setattr(pieces, "WHOLE_BYTES", 0)
    monkeypatch.setattr(pieces, "PIECE_BYTES", 2_500_000)
    async with served(app) as place, relayed(place) as opened:
        yield opened


@pytest.fixture
def film(tmp_path: Path, media: MediaShelf) -> Path:
    """A film of some megabytes: what follows its boxes is not read."""
    content = media.video().read_bytes()
    file = tmp_path / "Höhe.mp4"
    file.write_bytes(content + random.Random(5).randbytes(SIZE - len(content)))
    return file


async def uploaded(relay: Relay, file: Path, sent: Callable[[int], object] | None = None) -> str:
    """The id of the video that a file becomes."""
    return await asyncio.to_thread(lambda: Client(relay.address).upload(file, sent=sent))


async def test_it_goes_on_at_the_stored_byte(app: App, relay: Relay, film: Path) -> None:
    """No byte that came before the connection was lost is sent again; what `sent` receives adds up to the file."""
    relay.cut_after, sizes = 1_000_000, list[int]()
    video_id = await uploaded(relay, film, sizes.append)
    video = (await app.http.get(f"/api/v1/videos/{video_id}")).json()
    assert (video["sha256"], video["filename"]) == (hashlib.sha256(film.read_bytes()).hexdigest(), "Höhe.mp4")
    assert relay.passed == ["POST", "PATCH", "HEAD", "PATCH"]
    assert (relay.passed_bytes, sum(sizes)) == (SIZE, SIZE)


async def test_pieces_are_as_small_as_a_proxy_wants_them(app: App, relay: Relay, film: Path) -> None:
    """A refusal that is not the server's is about the size of the request."""
    relay.refusals[b"PATCH"] = "413 Request Entity Too Large"
    video_id = await uploaded(relay, film)
    assert (await app.http.get(f"/api/v1/videos/{video_id}")).json()["size_bytes"] == SIZE
    assert relay.passed == ["POST", "HEAD"] + ["PATCH"] * 5  # a quarter of 2.5 MB each


async def test_an_older_server_gets_it_in_one_request(app: App, relay: Relay, film: Path) -> None:
    """It knows no uploads in pieces."""
    relay.refusals[b"POST /api/v1/uploads"] = "404 Not Found"
    video_id = await uploaded(relay, film)
    assert (await app.http.get(f"/api/v1/videos/{video_id}")).json()["size_bytes"] == SIZE
    assert relay.passed == ["POST"]


async def test_what_fails_leaves_nothing_on_the_server(app: App, relay: Relay, film: Path, tmp_path: Path) -> None:
    """An end by the caller, no media, and a file that becomes shorter: each is an error with its reason."""

    def ended(_: int) -> None:
        raise InterruptedError("enough")

    with pytest.raises(InterruptedError, match="enough"):
        await uploaded(relay, film, ended)
    words = tmp_path / "words.mp4"
    words.write_text("no film")
    with pytest.raises(ApiRefused) as refused:
        await uploaded(relay, words)
    assert (refused.value.status, refused.value.code) == (415, "unsupported_media")
    with pytest.raises(OSError, match="became shorter"):
        await uploaded(relay, film, lambda _: film.write_bytes(b""))
    assert parts_of(app) == []


async def test_it_gives_up_in_time(relay: Relay, film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the last error, once no new byte has come for so long; what the server has stored stays."""
    monkeypatch.setattr(pieces, "PATIENCE_S", 0.0)
    relay.refusals[b"PATCH"] = "502 Bad Gateway"
    with pytest.raises(ApiRefused, match="502"):
        await uploaded(relay, film)
    assert relay.passed == ["POST", "HEAD"]


async def test_a_slow_piece_that_breaks_off_is_no_standstill(
    app: App, relay: Relay, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is asked what has come before anything is given up."""
    monkeypatch.setattr(pieces, "PATIENCE_S", 0.0)
    relay.cut_after = 1_000_000
    video_id = await uploaded(relay, film)
    assert (await app.http.get(f"/api/v1/videos/{video_id}")).json()["size_bytes"] == SIZE
    assert relay.passed_bytes == SIZE


async def test_a_proxy_that_refuses_a_piece_by_its_end_gets_smaller_ones(app: App, relay: Relay, film: Path) -> None:
    """As it may close the connection before its answer is read."""
    relay.refused_above = 700_000
    video_id = await uploaded(relay, film)
    assert (await app.http.get(f"/api/v1/videos/{video_id}")).json()["size_bytes"] == SIZE
    assert relay.passed.count("PATCH") == 5
