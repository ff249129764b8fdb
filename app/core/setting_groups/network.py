"""Settings: the server's address, who may reach it, and what its clients may reach through it."""

from typing import Annotated, Literal

from pydantic import BaseModel, SecretStr

from app.core.setting_types import (
    ApiKey,
    Hosts,
    Limit,
    Lower,
    Origins,
    PrivateHosts,
    RateLimit,
    RootPath,
    TrustedProxies,
    WebhookSecret,
    setting,
)


class NetworkSettings(BaseModel):
    """The server's address, who may reach it, and what its clients may reach through it."""

    host: str = setting(
        "127.0.0.1", "Network", "Address that the server listens on; 0.0.0.0 makes it public", min_length=1
    )
    port: int = setting(8000, "Network", "Port that the server listens on; 0 takes a free one", ge=0, le=65535)
    api_key: ApiKey = setting(
        SecretStr(""),
        "Network",
        "When set, all of /api, /ws and the artifacts need it; up to 1000 printable ASCII characters",
    )
    allow_unauthenticated: bool = setting(
        False,
        "Network",
        "Lets the server listen off loopback without any key, for everybody who can connect; else its start is refused",
    )
    rate_limit: RateLimit = setting(
        "",
        "Network",
        "Requests that one key may send, or one address without a key: `60/minute`, or several as "
        "`10/second; 600/hour`; above it 429. Pages and health are not counted, share links are. Empty: no limit",
    )
    metrics_open: bool = setting(True, "Network", "Serves /metrics without a key; `false`: as all of /api")
    docs_open: bool = setting(
        True, "Network", "Serves /docs, /redoc and /openapi.json without a key; `false`: as all of /api"
    )
    share_links: Annotated[Literal["auto", "true", "false"], Lower] = setting(
        "auto",
        "Network",
        "Links that open one recording without a key: `true` lets every key with the scope write make them, `false` "
        "closes them all, `auto` allows them only while this server needs no key at all",
    )
    webhook_secret: WebhookSecret = setting(
        SecretStr(""),
        "Network",
        "Signs what the `webhook_url` of a job receives: whsec_ and the base64 of 16 to 64 bytes; without it jobs with "
        "one are refused",
    )
    webhook_log_days: Limit = setting(7, "Network", "How long the log of deliveries to webhooks is kept, days")
    session_days: Limit = setting(
        30, "Network", "Days after which a browser that signed in must do so again", unit="days"
    )
    allowed_origins: Origins = setting(
        (), "Network", "Other sites (`https://a.example`) whose pages may call the API and open sockets"
    )
    allowed_hosts: Hosts = setting(
        ("localhost", "127.0.0.1", "[::1]"),
        "Network",
        "Names that a request's Host may carry; add your server's own. `*` takes every name",
    )
    root_path: RootPath = setting(
        "",
        "Network",
        "Path below which a proxy serves this server, as `/video`; whether it takes the prefix off or not",
    )
    trusted_proxies: TrustedProxies = setting(
        (),
        "Network",
        "Addresses or networks of proxies in front (`127.0.0.1, 10.0.0.0/8`), whose word about a client's address and "
        "scheme is believed; nobody else's is",
    )
    max_connections_per_address: int = setting(
        2048,
        "Network",
        "Connections, and behind TRUSTED_PROXIES requests at once, that one address may hold (IPv6: one /64). Above it "
        "the oldest unfinished request gives way; at most three quarters of what the limit on open files leaves",
        unit="connections",
        ge=1,
    )
    request_header_timeout: Limit = setting(
        10, "Network", "Time for the header of a request, from its first byte", unit="s"
    )
    request_timeout: Limit = setting(
        30,
        "Network",
        "Time after which a request's body that brings nothing more is given up with 408; JSON also when it comes "
        "slower than 500 bytes a second",
        unit="s",
    )
    response_timeout: Limit = setting(
        120, "Network", "Time after which an answer of which the client takes nothing more is broken off", unit="s"
    )
    allow_private_networks: bool = setting(
        False, "Network", "Lets source URLs reach private and loopback addresses (tests, intranets)"
    )
    allowed_private_hosts: PrivateHosts = setting(
        (),
        "Network",
        "Private and reserved addresses that source URLs may reach all the same, each a network (`198.18.0.0/15`, "
        "which proxies with made-up addresses use), an address or a name, with or without a port (`nas.local:8080`)",
    )
