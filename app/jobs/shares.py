"""Share links: whoever has one may play a recording and read what is said in it, without a key.

A link ends with a token of 256 random bits. It is found by the token's hash; the token itself is stored encrypted, so
that people who may see the recording can copy the link again, and a copy of the database opens nothing.
"""

import secrets
from dataclasses import dataclass

#: What the address of a share page begins with.
BELOW = "/s"
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Share:
    """A link to a job, or to its clip with the index `clip`. Times are Unix milliseconds.

    `digest` is the token's hash, `sealed` the token, encrypted. `key_id` is the stored key that made the link, None for
    another caller; the link ends with that key.
    """

    id: str
    job_id: str
    digest: str
    sealed: str
    clip: int | None = None
    key_id: str | None = None
    expires_ms: int | None = None
    created_ms: int = 0

    def has_expired(self, now_ms: int) -> bool:
        """Whether its time is over."""
        return self.expires_ms is not None and now_ms >= self.expires_ms


def new_token() -> str:
    """A new random token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def path_of(token: str) -> str:
    """The path of the share page."""
    return f"{BELOW}/{token}"
