"""Manages sessions, which a browser gets in exchange for the key, so that it does not store the key itself.

A session is a random number, stored by the browser and, as a hash, in the database: it contains nothing of the key,
survives a restart, and ends at a sign-out, at its expiry, or when the key changes. Sessions are also kept in memory,
where every request finds them; one server at a time has the database.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.db import sessions as kept
from app.db.store import Store

COOKIE = "session"
#: Length of the random number, bytes.
TOKEN_BYTES = 32
#: The cost of checking one key against the hash in the database: 16 MB and about 50 ms.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


@dataclass(eq=False, slots=True)
class Session:
    """A session that is valid until `until_ms`, Unix milliseconds, or until `ended` is set."""

    until_ms: int
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Sessions:
    """The sessions of a server with this key; `seconds` is the duration of one. Call `open` before use."""

    def __init__(self, store: Store, *, key: str, seconds: float) -> None:
        self._store = store
        self._key = key
        self._ms = int(seconds * 1000)
        self._known: dict[str, Session] = {}

    async def open(self) -> None:
        """Load the stored sessions, or end them if they belong to another key."""
        before = await self._store.read(kept.key_of_sessions)
        same = bool(before and self._key) and await asyncio.to_thread(_is_of, self._key, before)
        if not same and (before or self._key):
            fresh = await asyncio.to_thread(_slow_hash, self._key, secrets.token_hex(16)) if self._key else {}
            await self._store.write(kept.end_all_sessions, fresh)
        found = await self._store.read(kept.sessions)
        self._known = {digest: Session(until_ms) for digest, until_ms in found.items()}

    async def begin(self) -> str:
        """Start a session; returns its token for the browser."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        until_ms = self._store.now_ms() + self._ms
        for digest in await self._store.write(kept.begin_session, _digest(token), until_ms):
            self._forget(digest)
        self._known[_digest(token)] = Session(until_ms)
        return token

    async def end(self, token: str) -> None:
        """End a session, here and in the database, and everything that was opened with it."""
        digest = _digest(token)
        if digest in self._known:
            await self._store.write(kept.end_session, digest)
            self._forget(digest)

    def _forget(self, digest: str) -> None:
        if (session := self._known.pop(digest, None)) is not None:
            session.ended.set()

    def find(self, tokens: Iterable[str]) -> Session | None:
        """The first valid session of these tokens; None if there is none."""
        now_ms = self._store.now_ms()
        found = (self._known.get(_digest(token)) for token in tokens)
        return next((session for session in found if session is not None and session.until_ms > now_ms), None)


def tokens_in(cookies: str) -> list[str]:
    """The values of our cookie in a Cookie header; other programs on the same host may use the same name."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    return [value for name, _, value in pairs if name == COOKIE and value][:4]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _slow_hash(key: str, salt: str) -> dict[str, str]:
    """The salted hash of a key for the database, slow to compute."""
    made = hashlib.scrypt(key.encode(), salt=bytes.fromhex(salt), **SCRYPT)
    return {"salt": salt, "scrypt": made.hex()}


def _is_of(key: str, before: dict[str, str]) -> bool:
    return hmac.compare_digest(_slow_hash(key, before["salt"])["scrypt"], before["scrypt"])
