"""What bodies are taken, and how large."""

from collections.abc import AsyncIterator
from contextlib import ExitStack

import pytest

from app.api.bodies import ADDRESS_BYTES, ALL_BYTES, BodyMemory
from app.api.query_names import MOST_NAMES
from app.api.refusals import MOST_ROWS
from app.core.errors import Unavailable
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


async def test_bodies_together_have_a_limit() -> None:
    """Those of one address a lower one, so that others still get theirs in; what was held is free again."""
    memory = BodyMemory()
    with memory.held_for("192.0.2.1") as take:
        take(ADDRESS_BYTES)
        with pytest.raises(Unavailable) as refused:
            take(1)
        assert refused.value.headers["Retry-After"] == "5"
        with memory.held_for("192.0.2.1") as take_more, pytest.raises(Unavailable):
            take_more(1)
        with ExitStack() as stack:
            for number in range(2, 2 + ALL_BYTES // ADDRESS_BYTES - 1):
                stack.enter_context(memory.held_for(f"192.0.2.{number}"))(ADDRESS_BYTES)
            with memory.held_for("192.0.2.99") as other, pytest.raises(Unavailable):
                other(1)
    with memory.held_for("192.0.2.1") as take:
        take(ADDRESS_BYTES)


async def test_what_is_invalid_is_told_up_to_a_number(shared_app: App) -> None:
    """How much is wrong is the client's choice; how long the answer gets is not."""
    body = {f"field{n}": 1 for n in range(5000)} | {"x" * 50_000: 1}
    answer = await shared_app.http.post("/api/v1/jobs", json=body)
    assert (answer.status_code, len(answer.json()["errors"])) == (422, MOST_ROWS)
    assert "(5000 more)" in answer.json()["detail"]
    assert len(answer.content) < 50_000
    answer = await shared_app.http.get(
        "/api/v1/jobs", params={f"name{n}": "1" for n in range(2000)} | {"y" * 9999: "1"}
    )
    assert (answer.status_code, len(answer.json()["errors"])) == (422, MOST_NAMES)
    assert len(answer.content) < 20_000
