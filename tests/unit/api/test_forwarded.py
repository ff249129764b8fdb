"""Who a request comes from, where a proxy says so."""

from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.types import Scope

from app.api.forwarded import Forwarded, client_key
from app.core.client_addresses import Proxies
from tests.asgi import app_in

pytestmark = pytest.mark.asyncio


async def heard(peer: str | None, *headers: tuple[str, str], kind: str = "http") -> tuple[str, str]:
    """The client and the scheme of a request from `peer` as the application gets it."""
    scope: Scope = {
        "type": kind,
        "client": (peer, 5) if peer else None,
        "scheme": "http" if kind == "http" else "ws",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    Forwarded(Proxies(["127.0.0.1"])).apply(scope, Headers(scope=scope))
    return client_key(scope), scope["scheme"]


async def test_a_trusted_proxy_is_believed() -> None:
    """The client's address and the scheme that it used."""
    told = ("x-forwarded-for", "198.51.100.1, 203.0.113.7"), ("x-forwarded-proto", "HTTPS")
    assert await heard("127.0.0.1", *told) == ("203.0.113.7", "https")
    assert await heard("127.0.0.1", *told, kind="websocket") == ("203.0.113.7", "wss")
    assert await heard("127.0.0.1") == ("127.0.0.1", "http")
    assert await heard("127.0.0.1", ("x-forwarded-for", "x"), ("x-forwarded-proto", "ftp")) == ("127.0.0.1", "http")


async def test_nobody_else_is() -> None:
    """A client may write what it likes."""
    told = ("x-forwarded-for", "203.0.113.7"), ("x-forwarded-proto", "https")
    assert await heard("127.0.0.2", *told) == ("127.0.0.2", "http")
    assert await heard(None, *told) == ("", "http")


async def test_requests_of_one_forwarded_address_are_bounded(tmp_path: Path) -> None:
    """As its connections would be; health is always told."""
    async with app_in(tmp_path, trusted_proxies="127.0.0.1", max_connections_per_address=2) as running:
        async with (
            running.socket("/ws/health", **{"x-forwarded-for": "203.0.113.7"}) as first,
            running.socket("/ws/health", **{"x-forwarded-for": "203.0.113.7"}) as second,
        ):
            await first.connected()
            await second.connected()
            for client, status in (("203.0.113.7", 503), ("203.0.113.8", 200)):
                answer = await running.http.get("/api/v1/jobs", headers={"X-Forwarded-For": client})
                assert answer.status_code == status
            assert (await running.http.get("/health", headers={"X-Forwarded-For": "203.0.113.7"})).status_code == 200
            async with running.socket("/ws/health", **{"x-forwarded-for": "203.0.113.7"}) as third:
                assert await third.rest() == []
                assert third.close_code == 4503
        answer = await running.http.get("/api/v1/jobs", headers={"X-Forwarded-For": "203.0.113.7"})
        assert answer.status_code == 200
