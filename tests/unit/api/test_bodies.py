"""What bodies are taken, and how large."""

from collections.abc import AsyncIterator

import pytest

from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
JSON = {"Content-Type": "application/json"}


async def chunks(size: int) -> AsyncIterator[bytes]:
    """A body whose length is not declared."""
    for _ in range(size // 65536 + 1):
        yield b" " * 65536


@pytest.mark.parametrize(("path", "limit"), [("/api/v1/jobs", 1), ("/api/v1/jobs/bulk", 8), ("/api/v1/session", 1)])
async def test_large_bodies_are_refused(shared_app: App, path: str, limit: int) -> None:
    """413 above 1 MB (bulk: 8 MB), whether the length was declared or not; just below it is read."""
    size = limit * 1024 * 1024
    for body in (b" " * (size + 1), chunks(size)):
        answer = await shared_app.http.post(path, content=body, headers=JSON)
        assert answer.status_code == 413
        assert answer.json()["code"] == "too_large"
    answer = await shared_app.http.post(path, content=b" " * (size - 10), headers=JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_writes_need_json(shared_app: App, kind: str) -> None:
    """What a form of another site can send is 415."""
    for path in ("/api/v1/jobs", "/api/v1/jobs/bulk", "/api/v1/session", "/api/v1/jobs/queue/pause"):
        headers = {"Content-Type": kind} if kind else {}
        answer = await shared_app.http.post(path, content=b'{"url": "http://example.com/a"}', headers=headers)
        assert answer.status_code == 415, path
        assert answer.headers["content-type"] == "application/problem+json"


async def test_json_is_known_with_its_parameters(shared_app: App) -> None:
    """`application/json; charset=utf-8` is JSON."""
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    answer = await shared_app.http.post("/api/v1/jobs", content=b"{}", headers=headers)
    assert answer.status_code == 422


async def test_a_write_without_a_body_needs_no_type(shared_app: App) -> None:
    """Pausing takes no body."""
    assert (await shared_app.http.post("/api/v1/jobs/queue/pause")).status_code == 200
