"""Implements `python main.py keys`: writes to the database, also beside a running server, which follows it."""

import asyncio
import json
import re
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from app.core.api_keys import ApiKey
from app.core.caller import KeyScope
from app.core.clock import unix_ms
from app.core.errors import AppError
from app.core.private import make_private
from app.core.settings import Settings
from app.db import api_keys, postgres_lock, revisions, server_lock
from app.db.access import open_access, sqlite_file
from app.db.store import Store
from app.service.api_keys import KeyOrder, create_key, revoke_key

T = TypeVar("T")
#: How long a change waits for the running server to follow it, seconds, and the interval of checks.
FOLLOWS_WITHIN_S, CHECK_EVERY_S = 10.0, 0.05
_SPAN = re.compile(r"(\d{1,6})([dh])")
#: Longest name of a key and of a user, characters.
LONGEST = 200


class KeyOrderInvalid(AppError):
    """A key cannot be made like this; the message names the option."""


def create(
    settings: Settings, name: str, scope: KeyScope, *, user: str | None, expires: str | None, as_json: bool
) -> int:
    """Make a key and print it; returns the exit code. Raises KeyOrderInvalid."""
    for option, text in (("--name", name), ("--user", user)):
        if text is not None and not (1 <= len(text) <= LONGEST and text.isprintable()):
            raise KeyOrderInvalid(f"{option}: 1 to {LONGEST} printable characters")
    order = KeyOrder(name, scope, user, None if expires is None else parse_expiry(expires))
    (made, key), followed = _changed(settings, lambda store: create_key(store, order))
    if as_json:
        print(json.dumps(_row(made) | {"key": key}))
    else:
        print(key)
        whose = f" of {made.user_id}" if made.user_id else ""
        print(f"This is the key {made.name} ({made.scope}{whose}). It is not shown again.", file=sys.stderr)
    return _code(followed)


def show_all(settings: Settings, *, as_json: bool) -> int:
    """Print the keys; returns the exit code."""
    found = asyncio.run(_with_store(settings, lambda store: store.read(api_keys.keys)))
    if as_json:
        print(json.dumps([_row(key) for key in found]))
        return 0
    for key in found:
        whose = key.user_id or "all users"
        print(f"{key.name:24} {key.prefix:14} {key.scope:6} {whose:20} {_state(key)}")
    if not found:
        print("no key is stored; without API_KEY everybody who can connect may do everything")
    return 0


def revoke(settings: Settings, which: str) -> int:
    """Revoke a key; returns the exit code. Raises NotFound."""
    revoked, followed = _changed(settings, lambda store: revoke_key(store, which))
    print(f"{revoked.name} ({revoked.prefix}) is revoked")
    return _code(followed)


def parse_expiry(text: str) -> int:
    """Parse `30d`, `12h`, or an ISO date or time (UTC unless it has an offset); Unix milliseconds."""
    if (span := _SPAN.fullmatch(text)) is not None:
        hours = int(span[1]) * (24 if span[2] == "d" else 1)
        return unix_ms() + int(timedelta(hours=hours) / timedelta(milliseconds=1))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise KeyOrderInvalid(
            f"--expires: {text!r} is no time, as in 2027-01-31, 2027-01-31T12:00Z, 30d, 12h"
        ) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _changed(settings: Settings, change: Callable[[Store], Awaitable[T]]) -> tuple[T, bool]:
    """Make a change; returns its result, and whether a running server follows it, if there is one."""

    async def run(store: Store) -> tuple[T, bool]:
        result = await change(store)
        return result, not store.shared or await _is_followed(settings, store)

    return asyncio.run(_with_store(settings, run))


async def _with_store(settings: Settings, use: Callable[[Store], Awaitable[T]]) -> T:
    """Open the database and use it, beside a running server as well; one that is older is migrated if none runs.

    Raises DatabaseInUse if a server of another release runs.
    """
    make_private()
    current = await _revision(settings) == revisions.HEAD
    async with Store(settings.database_url, synchronous=settings.sqlite_synchronous, shared=current) as store:
        return await use(store)


async def _revision(settings: Settings) -> str | None:
    """The revision of the database; None if there is none yet."""
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        return None
    access = open_access(settings.database_url, writer=False, synchronous=settings.sqlite_synchronous, connections=1)
    try:
        return await access.run(revisions.revision_of)
    finally:
        await access.dispose()


async def _is_followed(settings: Settings, store: Store) -> bool:
    """Wait until the running server has put the change in force; True at once without one."""
    file = sqlite_file(settings.database_url)
    until = time.monotonic() + FOLLOWS_WITHIN_S
    while not await store.read(api_keys.is_in_force):
        if file is not None:
            runs = server_lock.is_held(file.with_name(f"{file.name}.lock"))
        else:
            runs = await store.read(postgres_lock.is_held)
        if not runs:
            return True
        if time.monotonic() > until:
            return False
        await asyncio.sleep(CHECK_EVERY_S)
    return True


def _code(followed: bool) -> int:
    if not followed:
        print("the running server has not followed yet; it does once it can read its database", file=sys.stderr)
    return 0 if followed else 1


def _row(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "scope": key.scope.value,
        "user": key.user_id,
        "created_at": _iso(key.created_ms),
        "expires_at": _iso(key.expires_ms),
        "revoked_at": _iso(key.revoked_ms),
    }


def _iso(ts_ms: int | None) -> str | None:
    return None if ts_ms is None else f"{datetime.fromtimestamp(ts_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _state(key: ApiKey) -> str:
    if key.revoked_ms is not None:
        return f"revoked {_iso(key.revoked_ms)}"
    if key.expires_ms is None:
        return "valid"
    return f"{'valid until' if key.is_valid(unix_ms()) else 'expired'} {_iso(key.expires_ms)}"
