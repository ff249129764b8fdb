"""A router with a form, an error shape and a socket of its own adds one module; only the list of routers names it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from app.api import assembly
from tests.asgi import App, app_in
from tests.unit.api import toy_openai

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = {"X-API-Key": "correct horse battery staple"}
SPEECH = "/v2/audio/transcriptions"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """An application with a key and one router more."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(assembly, "ROUTERS", (*assembly.ROUTERS, toy_openai.router))
        async with app_in(tmp_path_factory.mktemp("toy"), api_key=KEY["X-API-Key"]) as running:
            yield running


async def test_a_form_comes_with_its_declared_fields(app: App) -> None:
    """The file whole, fields in their order, a repeated one with all its values; undeclared ones are skipped."""
    fields = {"model": "tiny", "granularities[]": ["word", "segment"], "other": "x"}
    answer = await app.http.post(SPEECH, files={"file": ("a.wav", b"12345")}, data=fields, headers=KEY)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "name": "a.wav",
        "size": 5,
        "fields": {"model": ["tiny"], "granularities[]": ["word", "segment"]},
    }
    raw = await app.http.post(f"{SPEECH}?filename=b.wav", content=b"123", headers=KEY | {"Content-Type": "audio/wav"})
    assert raw.json() == {"name": "b.wav", "size": 3, "fields": {}}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "code"),
    [
        ("POST", SPEECH, {}, 401, "unauthenticated"),
        ("GET", "/v2/models/1", {}, 401, "unauthenticated"),
        ("GET", "/v2/unknown", {}, 401, "unauthenticated"),
        ("GET", "/v2/unknown", {"headers": KEY}, 404, "not_found"),
        ("GET", "/v2", {"headers": KEY}, 404, "not_found"),
        ("PUT", SPEECH, {"headers": KEY}, 405, "method_not_allowed"),
        ("PUT", SPEECH, {"headers": KEY, "files": {"file": b"x"}}, 405, "method_not_allowed"),
        ("GET", "/v2/models/1", {"headers": KEY}, 409, "wrong_state"),
        ("GET", "/v2/models/0", {"headers": KEY}, 500, "internal"),
        ("GET", "/v2/models/x", {"headers": KEY}, 422, "invalid_request"),
        ("GET", "/v2/models/1", {"headers": KEY | {"Host": "evil.example"}}, 403, "forbidden_host"),
        ("GET", "/v2/models/1", {"headers": KEY | {"Origin": "https://evil.example"}}, 403, "forbidden_origin"),
        ("POST", SPEECH, {"headers": KEY, "files": {"file": b"x" * 1001}}, 413, "too_large"),
        ("POST", SPEECH, {"headers": KEY, "json": {}}, 415, "unsupported_content_type"),
        ("POST", SPEECH, {"headers": KEY, "data": {"model": "x"}}, 415, "unsupported_content_type"),
        ("POST", SPEECH, {"headers": KEY, "files": {"other": b"x"}}, 422, "invalid_request"),
        ("POST", "/v2/small", {"headers": KEY, "files": {"model": b"x" * 3000}}, 413, "too_large"),
        ("POST", "/v2/small", {"headers": KEY, "data": {"model": "x"}}, 415, "unsupported_content_type"),
        ("POST", "/v2/raw", {"headers": KEY, "content": b"{}"}, 415, "unsupported_content_type"),
        ("POST", "/v2/bare", {"content": b"x"}, 413, "too_large"),
    ],
)
async def test_every_failure_below_its_prefix_has_its_shape(
    app: App, method: str, path: str, sent: dict[str, Any], status: int, code: str
) -> None:
    """Before routing, by the framework, in the route, and of a path that does not exist."""
    answer = await app.http.request(method, path, **sent)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert (answer.headers["content-type"], error["code"]) == ("application/json", code)
    assert error["type"] == ("server_error" if status == 500 else "invalid_request_error")
    assert error["message"]


async def test_a_form_is_bounded_though_its_length_is_not_declared(app: App) -> None:
    """413 as soon as it is too long, in its shape."""

    async def long() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\n'
        for _ in range(100):
            yield b"x" * 1000

    headers = KEY | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await app.http.post("/v2/small", content=long(), headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_what_is_declared_is_taken(app: App) -> None:
    """A small form, text, and nothing at all."""
    assert (await app.http.post("/v2/small", files={"model": (None, "x")}, headers=KEY)).json() == {"model": "x"}
    text = KEY | {"Content-Type": "text/plain; charset=utf-8"}
    assert (await app.http.post("/v2/raw", content=b"0123456789", headers=text)).json() == {"size": 10}
    assert (await app.http.post("/v2/raw", content=b"0123456789a", headers=text)).status_code == 413
    assert (await app.http.post("/v2/bare")).json() == {"size": 0}


async def test_other_paths_fail_as_before(app: App) -> None:
    """Problem documents, also where a path only begins with the same letters."""
    for path in ("/v20", "/api/v1/nothing", "/"):
        answer = await app.http.put(path, headers=KEY)
        assert answer.headers["content-type"] == "application/problem+json", path


@pytest.mark.parametrize(
    ("headers", "code"), [({}, "unauthenticated"), ({"x-api-key": KEY["X-API-Key"]}, "wrong_state")]
)
async def test_a_socket_is_refused_in_its_shape(app: App, headers: dict[str, str], code: str) -> None:
    """Before it was accepted and after: a message with the error, then its own close code."""
    async with app.socket("/v2/realtime", **headers) as socket:
        messages = await socket.rest()
    assert [message["error"]["code"] for message in messages] == [code]
    assert (socket.close_code, socket.close_reason) == (3000, code)


async def test_a_socket_whose_session_ends_is_closed_in_its_shape(app: App) -> None:
    """As any other refusal."""
    signed_in = await app.http.post("/api/v1/session", json={"api_key": KEY["X-API-Key"]})
    cookie = {"cookie": signed_in.headers["set-cookie"].partition(";")[0]}
    app.http.cookies.clear()
    async with app.socket("/v2/listen", **cookie) as socket:
        assert await socket.receive() == {"type": "hello"}
        assert (await app.http.delete("/api/v1/session", headers=cookie)).status_code == 204
        (message,) = await socket.rest()
    assert message["error"]["message"] == "the session has ended"
    assert (socket.close_code, socket.close_reason) == (3000, "unauthenticated")


async def test_the_description_shows_its_form(app: App) -> None:
    """From the declaration: fields, file, and what the body itself may be."""
    paths = (await app.http.get("/openapi.json")).json()["paths"]
    content = paths[SPEECH]["post"]["requestBody"]["content"]
    assert set(content) == {"multipart/form-data", "audio/*"}
    assert set(content["multipart/form-data"]["schema"]["properties"]) == {"file", "model", "granularities[]"}
    assert "422" not in paths[SPEECH]["post"]["responses"]
    assert paths["/v2/bare"]["post"]["security"] == []
