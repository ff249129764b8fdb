"""Stored API keys: how they are made and recognised.

A key is 256 random bits. So its plain SHA-256 is enough to store: there is nothing to guess faster than the key itself,
as there is with passwords, and a check costs a microsecond instead of the 50 ms of a slow hash.
"""

import hashlib
import secrets
from dataclasses import dataclass

from app.core.caller import Caller, KeyScope

#: What every key begins with, so that scanners for leaked secrets can find it.
START = "vpk_"
RANDOM_BYTES = 32
#: The first characters of a key, by which people recognise it in a list; they hold 48 of its bits.
SHOWN = len(START) + 8


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A stored key; times are Unix milliseconds. With a `user_id` it sees only what belongs to that user."""

    id: str
    name: str
    prefix: str
    digest: str
    scope: KeyScope
    user_id: str | None = None
    expires_ms: int | None = None
    revoked_ms: int | None = None
    created_ms: int = 0

    def is_valid(self, now_ms: int) -> bool:
        """Whether it opens anything."""
        return self.revoked_ms is None and (self.expires_ms is None or now_ms < self.expires_ms)

    @property
    def caller(self) -> Caller:
        """The caller that comes with this key."""
        return Caller(self.id, self.name, self.user_id, self.scope)


def new_key() -> str:
    """A new random key."""
    return START + secrets.token_urlsafe(RANDOM_BYTES)


def digest_of(key: str) -> str:
    """The hash under which a key is stored."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
