"""No secret reaches a log."""

from time import perf_counter

import pytest

from app.core.scrubbing import Scrubber
from app.jobs.shares import new_token


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("GET https://cdn.example/v.mp4?sig=abc123&e=1 failed", "GET https://cdn.example/v.mp4?*** failed"),
        ("https://user:geheim@host.example/a", "https://***@host.example/a"),
        ("postgresql+asyncpg://u:geheim@db/jobs", "postgresql+asyncpg://***@db/jobs"),
        ('127.0.0.1 - "GET /api/v1/jobs?key=abc HTTP/1.1" 200', '127.0.0.1 - "GET /api/v1/jobs?*** HTTP/1.1" 200'),
        ("Authorization: Bearer abc.def-ghi", "Authorization: ***"),
        ("sent 'Bearer abcdef123456' twice", "sent 'Bearer ***' twice"),
        ("X-API-Key: hunter2", "X-API-Key: ***"),
        ("{'x-api-key': 'hunter2', 'a': 'b'}", "{'x-api-key': '***', 'a': 'b'}"),
        ("Cookie: session=abc; theme=dark", "Cookie: ***"),
        ("Set-Cookie: session=abc; HttpOnly", "Set-Cookie: ***"),
        ("password=hunter2&x=1", "password=***&x=1"),
        ("the key is open sesame!", "the key is ***!"),
    ],
)
def test_secrets_are_taken_out_of_text(told: str, kept: str) -> None:
    """What is left still says what happened and where."""
    assert Scrubber("open sesame").text(told) == kept


@pytest.mark.parametrize(
    "harmless",
    [
        "stage transcribe finished in 3.1 s",
        "is this a question? yes it is",
        "https://example.org/watch/abc",
        "3 tokens a second, basic operations, the bearer of news",
        "key frames every 250 frames",
    ],
)
def test_plain_text_is_left_alone(harmless: str) -> None:
    """A log that hides too much helps nobody."""
    assert Scrubber().text(harmless) == harmless


def test_fields_are_hidden_by_name_at_any_depth() -> None:
    """A secret in a field is not recognisable by its look."""
    line = {
        "headers": {"Authorization": "xyz", "accept": "*/*"},
        "api_key": "xyz",
        "cookies": ["a"],
        "key": "k",
        "n": 3,
    }
    shown = Scrubber().value("", line)
    assert shown == {
        "headers": {"Authorization": "***", "accept": "*/*"},
        "api_key": "***",
        "cookies": "***",
        "key": "k",
        "n": 3,
    }


def test_values_in_containers_are_scrubbed() -> None:
    """Arguments of a command and bytes of a child's output are text too."""
    assert Scrubber().value("argv", ("-i", "https://h/v?sig=1", b"token: https://a:b@h")) == [
        "-i",
        "https://h/v?***",
        "token: https://***@h",
    ]


def test_tokens_of_share_links_are_scrubbed() -> None:
    """A request that is broken off, or a fault, is logged with its path: who reads the log opens no recording by it."""
    path = f"/video/s/{new_token()}/media"
    assert Scrubber().value("path", path) == "/video/s/***/media"
    assert Scrubber().text(f'"GET {path}?t=4 HTTP/1.1" 200') == '"GET /video/s/***/media?*** HTTP/1.1" 200'
    assert Scrubber().text("/data/s/recording.mp4") == "/data/s/recording.mp4"


def test_long_hostile_text_takes_no_time() -> None:
    """The patterns do not backtrack: half a megabyte of almost-secrets is scrubbed in well under a second."""
    started = perf_counter()
    for hostile in (
        "authorization" * 40_000,
        "a://" * 120_000,
        "x-" * 250_000,
        "/" * 500_000,
        "/s/-" * 120_000,
        "bearer " * 70_000,
    ):
        Scrubber().text(hostile)
    assert perf_counter() - started < 5
