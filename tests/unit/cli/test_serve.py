"""Serving: where the server listens, and how a refused start is told."""

import logging
import socket
from pathlib import Path

import pytest
from starlette.applications import Starlette

from app.application import create_app
from app.cli.listening import address_of, listen
from app.cli.serve import _Start
from app.core.client_addresses import is_public
from app.core.errors import AppError, DatabaseInUse, SettingsInvalid
from app.core.settings import load_settings


def test_port_0_takes_a_free_port_and_tells_it() -> None:
    """The address names the port that was really taken, and can be connected to before anything serves."""
    with listen(load_settings(port=0)) as listener:
        host, port = listener.getsockname()
        assert address_of(listener) == f"http://{host}:{port}"
        assert port != 0
        socket.create_connection((host, port), timeout=5).close()


def test_taken_port_is_refused_by_name() -> None:
    """The line names the setting to turn."""
    with listen(load_settings(port=0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(SettingsInvalid, match=rf"^PORT: cannot listen on 127\.0\.0\.1:{port} .*another PORT$"):
            listen(load_settings(port=port))


def test_foreign_host_is_refused_by_name() -> None:
    """An address that this machine does not have, and a name that nobody knows."""
    with pytest.raises(SettingsInvalid, match=r"192\.0\.2\.1"):
        listen(load_settings(host="192.0.2.1", port=0))
    with pytest.raises(SettingsInvalid, match=r"^HOST: "):
        listen(load_settings(host="no such host", port=0))


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_every_address_of_ipv6_is_every_address() -> None:
    """`::` also listens to IPv4, and the address that is told works."""
    with listen(load_settings(host="::", port=0)) as listener:
        host, _, port = address_of(listener).removeprefix("http://").rpartition(":")
        for name in (host, "127.0.0.1", "::1"):
            socket.create_connection((name, int(port)), timeout=5).close()


def test_address_of_a_public_socket_is_on_this_machine() -> None:
    """0.0.0.0 is no address to connect to."""
    with listen(load_settings(host="0.0.0.0", port=0)) as listener:
        assert address_of(listener).startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("host", "public"),
    [
        *[(host, False) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost")],
        *[(host, True) for host in ("0.0.0.0", "::", "192.168.1.5", "video.example")],
    ],
)
def test_public_addresses_are_known(host: str, public: bool) -> None:
    """Only they need the warning about a missing key."""
    assert is_public(host) is public


async def _start(start: _Start) -> list[dict[str, object]]:
    """Run the start of an application as an ASGI server does; returns what it answered."""
    told: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "lifespan.startup"}

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    with pytest.raises((AppError, OSError)):
        await start({"type": "lifespan", "app": None, "state": {}}, receive, send)
    return told


@pytest.mark.parametrize("host", ["127.0.0.1", "nobody.invalid"])
async def test_a_database_that_does_not_answer_is_named(host: str, tmp_path: Path, unused_tcp_port: int) -> None:
    """Nobody listens there, or there is no such host: the system's words alone would not say where to look."""
    url = f"postgresql://user:secret@{host}:{unused_tcp_port}/jobs"
    start = _Start(create_app(load_settings(database_url=url, data_dir=tmp_path)))
    assert await _start(start) == [{"type": "lifespan.startup.failed", "message": ""}]
    assert str(start.refusal).startswith("The database cannot be used (")
    assert str(start.refusal).endswith("Check DATABASE_URL.")
    assert "secret" not in str(start.refusal)


async def test_refused_start_is_kept_and_not_told_as_a_traceback() -> None:
    """The caller gets the error itself; the ASGI server gets no text to log and its echo is dropped."""

    class Refusing:
        def __init__(self, _: object) -> None:
            pass

        async def __aenter__(self) -> None:
            raise DatabaseInUse("process 7 has it")

        async def __aexit__(self, *_: object) -> None:
            pass

    start = _Start(Starlette(lifespan=Refusing))
    assert await _start(start) == [{"type": "lifespan.startup.failed", "message": ""}]
    assert isinstance(start.refusal, DatabaseInUse)
    assert not start.done

    heard: list[str] = []
    uvicorn = logging.getLogger("uvicorn.error")
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    uvicorn.addHandler(handler)
    try:
        with start.without_echo():
            uvicorn.error("Application startup failed. Exiting.")
            uvicorn.error("something else")
    finally:
        uvicorn.removeHandler(handler)
    assert heard == ["something else"]
