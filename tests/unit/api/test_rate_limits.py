"""RATE_LIMIT: who is counted, what is not, and what the client learns."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter

from app.api.rate_limits import MOST_CLIENTS, Windows
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from tests.asgi import app_in

LINK = {"url": "http://example.com/a.mp4"}


async def test_requests_above_the_limit_are_refused_with_the_time_to_come_back(tmp_path: Path) -> None:
    """Every answer of a limited route shows what is left, a refusal and a missing path too; pages do not count."""
    async with app_in(tmp_path, rate_limit="3/minute", allowed_origins="https://a.example") as app:
        left = []
        for path in ("/api/v1/jobs", "/api/v1/jobs/unknown", "/nothing"):
            answer = await app.http.get(path)
            left.append((answer.status_code, answer.headers["x-ratelimit-remaining"]))
            assert answer.headers["x-ratelimit-limit"] == "3"
            assert 0 <= int(answer.headers["x-ratelimit-reset"]) - time.time() <= 62
        assert left == [(200, "2"), (404, "1"), (404, "0")]
        refused = await app.http.post("/api/v1/jobs", json=LINK, headers={"Origin": "https://a.example"})
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["x-ratelimit-remaining"] == "0"
        assert "X-RateLimit-Remaining" in refused.headers["access-control-expose-headers"]
        async with app.socket("/ws") as socket:
            await socket.rest()
            assert socket.close_code == 4429
        for path in ("/static/favicon.svg", "/health", "/health/ready", "/metrics", "/docs", "/openapi.json"):
            answer = await app.http.get(path)
            assert answer.status_code == 200, path
            assert "x-ratelimit-limit" not in answer.headers


async def test_each_key_is_counted_alone_and_strangers_by_address(tmp_path: Path) -> None:
    """A stranger who sends wrong keys uses up nobody's requests but those of the address."""
    async with app_in(tmp_path, rate_limit="2/minute", api_key="master") as app:
        master = {"X-API-Key": "master"}
        created = await app.http.post("/api/v1/keys", json={"name": "ann", "user": "ann"}, headers=master)
        ann = {"X-API-Key": created.json()["key"]}
        assert [(await app.http.get("/api/v1/jobs", headers=ann)).status_code for _ in range(3)] == [200, 200, 429]
        assert (await app.http.get("/api/v1/jobs", headers=master)).status_code == 200
        assert (await app.http.get("/api/v1/jobs", headers=master)).status_code == 429
        assert [(await app.http.get("/api/v1/jobs")).status_code for _ in range(3)] == [401, 401, 429]


async def test_signing_in_is_counted_by_address(tmp_path: Path) -> None:
    """Each sign-in is stored; asking whether one is signed in is not counted."""
    async with app_in(tmp_path, rate_limit="2/minute", api_key="master") as app:
        signed = [(await app.http.post("/api/v1/session", json={"api_key": "master"})).status_code for _ in range(3)]
        assert signed == [204, 204, 429]
        assert (await app.http.get("/api/v1/session")).status_code == 200
        assert (await app.http.get("/api/v1/jobs", headers={"X-API-Key": "master"})).status_code == 200


async def test_clients_behind_a_trusted_proxy_are_told_apart(tmp_path: Path) -> None:
    """Whoever is no trusted proxy cannot choose another address."""

    async def asked(address: str) -> int:
        return (await app.http.get("/api/v1/jobs", headers={"X-Forwarded-For": address})).status_code

    async with app_in(tmp_path, rate_limit="1/minute", trusted_proxies="127.0.0.1") as app:
        assert [await asked(f"192.0.2.{number}") for number in (1, 2, 1)] == [200, 200, 429]
    async with app_in(tmp_path, rate_limit="1/minute") as app:
        assert [await asked(f"192.0.2.{number}") for number in (1, 2)] == [200, 429]


async def test_of_several_limits_the_tighter_one_is_shown(tmp_path: Path) -> None:
    """A request that one of them refuses uses up nothing of the others."""
    async with app_in(tmp_path, rate_limit="2/minute; 3/hour") as app:
        found = [await app.http.get("/api/v1/jobs") for _ in range(3)]
        assert [answer.status_code for answer in found] == [200, 200, 429]
        assert [answer.headers["x-ratelimit-limit"] for answer in found] == ["2", "2", "2"]


async def test_description_and_metrics_can_be_shut(tmp_path: Path) -> None:
    """With a key they are there, and nothing else changes."""
    async with app_in(tmp_path, api_key="master", metrics_open=False, docs_open=False) as app:
        for path in ("/metrics", "/docs", "/redoc", "/openapi.json"):
            assert (await app.http.get(path)).status_code == 401
        for path in ("/metrics", "/docs"):
            assert (await app.http.get(path, headers={"X-API-Key": "master"})).status_code == 200
        assert (await app.http.get("/health")).status_code == 200


@pytest.mark.parametrize("text", ["many", "0/minute", "60", "1000000/day", "5/minute; x"])
def test_limits_that_mean_nothing_stop_the_start(text: str) -> None:
    """The line names the setting."""
    with pytest.raises(SettingsInvalid, match=r"^RATE_LIMIT: "):
        load_settings(rate_limit=text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 40), max_size=60))
def test_no_window_ever_holds_more_than_its_limit(waits_s: list[float]) -> None:
    """At whatever times the requests come; and each refusal ends when it says."""
    now_s, limit, taken = [0.0], RateLimitItemPerMinute(5), list[float]()
    window = MovingWindowRateLimiter(Windows(lambda: now_s[0]))
    for wait_s in waits_s:
        now_s[0] += wait_s
        if window.hit(limit, "a"):
            taken.append(now_s[0])
        else:
            stats = window.get_window_stats(limit, "a")
            assert stats.remaining == 0
            assert now_s[0] < stats.reset_time <= now_s[0] + 60
        assert sum(at > now_s[0] - 60 for at in taken) <= 5


def test_clients_are_forgotten_when_there_are_too_many() -> None:
    """An attacker with thousands of addresses fills no memory."""
    windows = Windows(time.monotonic)
    for number in range(MOST_CLIENTS + 50):
        windows.acquire_entry(str(number), 1, 60)
    assert len(windows._times) == MOST_CLIENTS
    assert windows.acquire_entry("0", 1, 60)
    assert not windows.acquire_entry(str(MOST_CLIENTS + 49), 1, 60)
