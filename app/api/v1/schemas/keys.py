"""API keys."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from app.api.v1.schemas.base import Id, Incoming, Outgoing, ShortText, Time
from app.core.caller import KeyScope

Name = Annotated[ShortText, Field(description="What people call it; no other key in use has it", examples=["ci"])]


class KeyCreate(Incoming):
    """A key to be made. With a `user` it sees only that user's jobs, videos, files and events."""

    name: Name
    scope: Annotated[KeyScope, Field(description="Each includes those before it: read, write, admin")] = KeyScope.WRITE
    user: ShortText | None = None
    expires_at: Annotated[AwareDatetime | None, Field(description="With its offset from UTC; null: never")] = None

    @property
    def expires_ms(self) -> int | None:
        """`expires_at` in Unix milliseconds."""
        moment: datetime | None = self.expires_at
        return None if moment is None else int(moment.timestamp() * 1000)


class KeyView(Outgoing):
    """A key, without the key itself: `prefix` is how it begins."""

    id: Id
    name: str
    prefix: Annotated[str, Field(examples=["vpk_Xb3kQz9u"])]
    scope: KeyScope
    user: str | None
    created_at: Time
    expires_at: Time | None
    revoked_at: Time | None


class KeyMade(KeyView):
    """A new key. `key` is shown in this answer alone."""

    key: str


class KeyList(Outgoing):
    """All keys, newest first, also revoked ones."""

    items: list[KeyView]
    total: int
