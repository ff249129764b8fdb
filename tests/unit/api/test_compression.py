"""What is compressed, for whom, and that it is the same text."""

import gzip
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.types import Receive, Scope, Send

from app.api.compression import LEAST_BYTES, accepted, compressing
from tests.asgi import app_in

TEXT = b'{"text": "' + b"again and " * 400 + b'"}'


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("", None),
        ("br;q=x", None),
    ],
)
def test_what_a_client_takes(header: str, coding: str | None) -> None:
    """Weights of zero and nonsense mean no."""
    assert accepted(header) == coding


async def _answer(
    accept: str, body: bytes = TEXT, *, kind: str = "application/json", parts: int = 1, **headers: str
) -> httpx.Response:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        coding = accepted(accept)
        send = send if coding is None else compressing(coding, send)
        fields = {"content-type": kind, "content-length": str(len(body)), **headers}
        raw = [(name.encode(), value.encode()) for name, value in fields.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        for part in range(parts):
            await send(
                {"type": "http.response.body", "body": body if part == 0 else b"", "more_body": part < parts - 1}
            )

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        async with client.stream("GET", "/", headers={"Accept-Encoding": accept}) as answer:
            answer._content = b"".join([part async for part in answer.aiter_raw()])
        return answer


async def test_texts_arrive_smaller_and_whole() -> None:
    """By brotli or gzip, with the length of what is sent; caches keep them apart."""
    for coding, decode in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = await _answer(coding, etag='"x"')
        assert decode(answer.content) == TEXT
        assert answer.headers["content-encoding"] == coding
        assert int(answer.headers["content-length"]) == len(answer.content) < len(TEXT) / 10
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["etag"] == 'W/"x"'


@pytest.mark.parametrize(
    "case",
    [
        {"accept": "identity"},
        {"body": b"x" * (LEAST_BYTES - 1)},
        {"kind": "video/mp4"},
        {"kind": "application/zip"},
        {"kind": "text/event-stream"},
        {"parts": 2},
        {"content-encoding": "gzip"},
    ],
)
async def test_what_is_left_as_it_is(case: dict[str, object]) -> None:
    """Short texts, media, streams, what is compressed already, and clients that do not take it."""
    given: dict[str, object] = {"accept": "br, gzip", **case}
    answer = await _answer(**given)  # type: ignore[arg-type]
    assert answer.content == given.get("body", TEXT)
    assert answer.headers.get("content-encoding") == case.get("content-encoding")


async def test_the_page_and_the_api_are_compressed(tmp_path: Path) -> None:
    """Page, bundle, vendored files, the API's description; a bundle is kept for good, other files are asked again."""
    async with app_in(tmp_path) as app:
        page = await app.http.get("/", headers={"Accept-Encoding": "br"})
        assert page.headers["content-encoding"] == "br"
        name = page.text.partition('src="/static/bundle/')[2].partition('"')[0]
        script = await app.http.get(f"/static/bundle/{name}", headers={"Accept-Encoding": "br"})
        assert script.headers["content-encoding"] == "br"
        assert "immutable" in script.headers["cache-control"]
        assert script.headers["content-type"].startswith("text/javascript")
        other = await app.http.get("/static/bundle/0000000000000000.js", headers={"Accept-Encoding": "identity"})
        assert (other.text, other.headers["cache-control"]) == (script.text, "no-cache")
        assert (await app.http.get("/static/bundle/nothing.txt")).status_code == 404
        icons = await app.http.get("/static/icons.svg", headers={"Accept-Encoding": "gzip"})
        assert icons.headers["content-encoding"] == "gzip"
        again = await app.http.get("/static/icons.svg", headers={"If-None-Match": icons.headers["etag"]})
        assert again.status_code == 304
        described = await app.http.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
        assert described.headers["content-encoding"] == "gzip"
        assert described.json()["openapi"]


async def test_modules_can_be_loaded_one_by_one(tmp_path: Path) -> None:
    """For who works on the page."""
    async with app_in(tmp_path) as app:
        page = (await app.http.get("/?modules")).text
        assert 'src="/static/main.js"' in page
        assert "/static/bundle/" not in page
