"""Share links: whoever has one may play a recording and read what is said in it, without a key.

A link ends with a token of 256 random bits. It is found by the token's hash; the token itself is stored encrypted, so
that people who may see the recording can copy the link again, and a copy of the database opens nothing.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: What the address of a share page begins with.
BELOW = "/s"
TOKEN_BYTES = 32


class ShareState(StrEnum):
    """Whether a link opens what it is to, and if not, why; of several reasons the first one here."""

    OPEN = "open"
    OFF = "off"
    KEY_ENDED = "key_ended"
    EXPIRED = "expired"
    CLIP_GONE = "clip_gone"


@dataclass(frozen=True, slots=True)
class Share:
    """A link to a job, or to one of its clips. Times are Unix milliseconds, those of the clip milliseconds of the film.

    `clip` is the index that the clip had when the link was made. When clips are cut anew, another one may have that
    index; the clip itself is known by its beginning and end. `digest` is the token's hash, `sealed` the token,
    encrypted. `key_id` is the stored key that made the link; None for another caller, which `maker` identifies: see
    `app.service.share_makers`. The link ends with that key.
    """

    id: str
    job_id: str
    digest: str
    sealed: str
    clip: int | None = None
    key_id: str | None = None
    expires_ms: int | None = None
    created_ms: int = 0
    clip_start_ms: int | None = None
    clip_end_ms: int | None = None
    maker: str | None = None

    def has_expired(self, now_ms: int) -> bool:
        """Whether its time is over."""
        return self.expires_ms is not None and now_ms >= self.expires_ms

    def clip_in(self, clips: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
        """The clip of the link among these clips of its job; None if it is not there any more."""
        shared = (self.clip_start_ms, self.clip_end_ms)
        return next((clip for clip in clips if span_ms(clip) == shared), None)


def span_ms(clip: Mapping[str, Any]) -> tuple[int, int]:
    """The beginning and the end of a clip in its film, milliseconds."""
    return round(clip["start_s"] * 1000), round(clip["end_s"] * 1000)


def new_token() -> str:
    """A new random token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def path_of(token: str) -> str:
    """The path of the share page."""
    return f"{BELOW}/{token}"
