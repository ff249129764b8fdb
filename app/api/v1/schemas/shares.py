"""Share links."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from app.api.v1.schemas.base import Id, Incoming, Outgoing, Time
from app.jobs.shares import ShareState

Clip = Annotated[int, Field(ge=0, le=2**31 - 1, description="The `index` of a clip: the link shows that clip alone")]


class ShareCreate(Incoming):
    """A link to be made, to a job or to one of its clips."""

    job_id: Id
    clip: Clip | None = None
    expires_at: Annotated[AwareDatetime | None, Field(description="With its offset from UTC; null: never")] = None

    @property
    def expires_ms(self) -> int | None:
        """`expires_at` in Unix milliseconds."""
        moment: datetime | None = self.expires_at
        return None if moment is None else int(moment.timestamp() * 1000)


class ShareView(Outgoing):
    """A link. Who has `url`, a path on this server, needs no key.

    `url` is null where the server has lost the key that it is encrypted with; the link opens all the same. `clip` is
    the `index` that the clip had when the link was made, `clip_start` and `clip_end` where it lies in the recording.
    `state` says whether the link opens what it is to: `open`; `off`, links are off on this server; `key_ended`, the key
    that made it is revoked, expired or replaced; `expired`; or `clip_gone`, the clip was cut anew.
    """

    id: Id
    job_id: Id
    clip: int | None
    clip_start: float | None = None
    clip_end: float | None = None
    video_title: str | None
    url: Annotated[str | None, Field(examples=["/s/Hq0f6mJ2vJ4c0e3cE8k6w3o0t9JXyKX8a2V0bqkz1nY"])]
    expired: bool
    state: ShareState
    created_at: Time
    expires_at: Time | None


class SharesRevoked(Outgoing):
    """The number of links that were revoked."""

    revoked: int


class SharePage(Outgoing):
    """Links, newest first."""

    items: list[ShareView]
    total: int
    limit: int
    offset: int
