"""Which host names are served."""

from pathlib import Path

import pytest

from app.api.hosts import host_name
from tests.asgi import App, app_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("localhost:", 200),
        ("[::1]:8000", 200),
        ("[0:0:0:0:0:0:0:1]:8000", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example:8000", 403),
        ("", 403),
        ("127.0.0.2", 403),
        ("[::1].evil.example", 403),
        ("[::1]evil.example", 403),
        ("[::1", 403),
        ("[::1]:8000:1", 403),
        ("[::1]]", 403),
        ("[::1]@evil.example", 403),
        ("localhost:1@evil", 403),
        ("localhost:1.evil.example", 403),
        ("localhost:99999", 403),
        ("localhost:-1", 403),
        ("localhost/", 403),
        ("localhost#", 403),
        ("localhost?", 403),
        ("localhost, evil.example", 403),
        ("user@localhost", 403),
        ("localhost\\.evil.example", 403),
        (" localhost", 403),
        ("localhost\x7f", 403),
        ("local\xadhost", 403),
    ],
)
async def test_only_our_host_names_are_served(shared_app: App, host: str, status: int) -> None:
    """A page that points its own name at this machine gets nothing, from no path; a name is read to its end."""
    for path in ("/", "/health", "/api/v1/jobs", "/static/main.js"):
        answer = await shared_app.http.get(path, headers=[("Host", host.encode("latin-1"))])
        assert answer.status_code == status, path
    async with shared_app.socket("/ws/health", host=host) as socket:
        if status == 403:
            assert await socket.rest() == []
            assert (socket.accepted, socket.close_code) == (True, 4403)
        else:
            socket.send("ping")
            message = await socket.receive()
            assert message is not None
            assert message["type"] == "pong"


async def test_two_hosts_are_none(shared_app: App) -> None:
    """A proxy and we might take different ones."""
    answer = await shared_app.http.get("/health", headers=[("Host", b"localhost"), ("Host", b"localhost")])
    assert answer.status_code == 403


async def test_a_health_check_from_inside_needs_no_entry(tmp_path: Path) -> None:
    """Whatever names the operator lists, the machine may ask for its health by its own; for nothing else."""
    async with app_in(tmp_path, allowed_hosts="video.example.org:8443,[FD00:0::1]") as running:
        served = ("video.example.org", "[fd00::1]:8000")
        for host, status in (
            ("127.0.0.1:8000", 200),
            ("localhost", 200),
            *((name, 200) for name in served),
            ("x", 403),
        ):
            answer = await running.http.get("/health", headers={"Host": host})
            assert answer.status_code == status, host
            answer = await running.http.get("/api/v1/jobs", headers={"Host": host})
            assert answer.status_code == (200 if host in served else 403), host


async def test_a_name_is_read_without_its_port() -> None:
    """In the form that browsers send."""
    assert host_name("[::1]:80") == "[::1]"
    assert host_name("[0::0:1]") == "[::1]"
    assert host_name("A.example:80") == "a.example"
    assert host_name("a_service:80") == "a_service"
