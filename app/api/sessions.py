"""Manages sessions, which a browser gets in exchange for the key, so that it does not store the key itself.

A session is a random number, stored by the browser and, as a hash, in the database: it contains nothing of the key,
survives a restart, and ends at a sign-out, at its expiry, when the master key changes, or with its stored key. Sessions
are also kept in memory, where every request finds them; those of other servers are read when they announce them.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.caller import MASTER, Caller
from app.core.ending import Ending
from app.db import sessions as kept
from app.db.sessions import StoredSession
from app.db.store import Store
from app.service.key_ring import HeldKey, KeyRing

COOKIE = "session"
#: Length of the random number, bytes.
TOKEN_BYTES = 32
#: The cost of checking one key against the hash in the database: 16 MB and about 50 ms.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


@dataclass(eq=False, slots=True)
class Session:
    """A session that is valid until `until_ms`, Unix milliseconds, until `ended` is set, or until its `key` ends.

    `key_id` is that of its stored key; None is the master key.
    """

    until_ms: int
    key_id: str | None = None
    ended: Ending = field(default_factory=Ending)


@dataclass(frozen=True, slots=True)
class Admission:
    """What let a request in: its caller, and the events each of which ends what it has opened.

    `farewell` is what a socket that is closed by one of them is told; `session` is the hash of the session, if it is
    one.
    """

    caller: Caller
    endings: tuple[Ending, ...] = ()
    farewell: str = "the session has ended"
    session: str | None = None

    @property
    def ended(self) -> bool:
        """Whether it lets in nothing any more."""
        return any(event.is_set() for event in self.endings)

    @classmethod
    def of_key(cls, held: HeldKey) -> "Admission":
        """That of a stored key."""
        return cls(held.caller, (held.ended,), "the key was revoked or has expired")


class Sessions:
    """The sessions of a server with this master key; `seconds` is the duration of one. Call `open` before use."""

    def __init__(self, store: Store, ring: KeyRing, *, key: str, seconds: float) -> None:
        self._store = store
        self._ring = ring
        self._key = key
        self._ms = int(seconds * 1000)
        self._known: dict[str, Session] = {}

    async def open(self) -> None:
        """Load the stored sessions; those of another master key end."""
        before = await self._store.read(kept.key_of_sessions)
        same = bool(before and self._key) and await asyncio.to_thread(_is_of, self._key, before)
        if not same and (before or self._key):
            fresh = await asyncio.to_thread(_slow_hash, self._key, secrets.token_hex(16)) if self._key else {}
            await self._store.write(kept.end_master_sessions, fresh)
        found = await self._store.read(kept.sessions)
        self._known = {digest: Session(one.until_ms, one.key_id) for digest, one in found.items()}

    async def reload(self) -> None:
        """Put in force which sessions other servers have begun and ended. Raises StorageFailed."""
        before = set(self._known)  # one that begins here during the read is not in what it finds
        found = await self._store.read(kept.sessions)
        for digest in before - found.keys():
            self._forget(digest)
        for digest, one in found.items():
            self._known.setdefault(digest, Session(one.until_ms, one.key_id))

    def of_digest(self, digest: str) -> Admission | None:
        """What the session with this hash lets in; None if it has ended."""
        session = self._known.get(digest)
        return None if session is None else self._admission(digest, session)

    async def begin(self, key_id: str | None = None) -> str:
        """Start a session for a stored key, or for the master key; returns its token for the browser."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        new = StoredSession(self._store.now_ms() + self._ms, key_id)
        for digest in await self._store.write(kept.begin_session, _digest(token), new):
            self._forget(digest)
        self._known[_digest(token)] = Session(new.until_ms, key_id)
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

    def find(self, tokens: Iterable[str]) -> Admission | None:
        """What the first valid session of these tokens lets in; None if there is none."""
        admissions = (self.of_digest(_digest(token)) for token in tokens)
        return next((one for one in admissions if one is not None), None)

    def _admission(self, digest: str, session: Session) -> Admission | None:
        if session.until_ms <= self._store.now_ms():
            return None
        if session.key_id is None:
            return Admission(MASTER, (session.ended,), session=digest) if self._key else None
        held = self._ring.by_id(session.key_id)
        return None if held is None else Admission(held.caller, (session.ended, held.ended), session=digest)


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
