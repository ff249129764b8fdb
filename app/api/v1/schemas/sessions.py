"""Signing in to the dashboard."""

from typing import Annotated

from pydantic import Field

from app.api.v1.schemas.base import Incoming, Outgoing
from app.core.caller import KeyScope


class SessionCreate(Incoming):
    """The key, to be turned into a cookie."""

    api_key: Annotated[str, Field(max_length=1000)]


class SessionView(Outgoing):
    """Whether a key is needed, whether this browser has turned one into a session, and what that key allows.

    `name`, `user` and `scope` are those of the key; without a key that is needed everything is allowed, and of a
    browser without a session nothing is said. `share_links`: links that need no key may be made (SHARE_LINKS).
    """

    key_needed: bool
    signed_in: bool
    name: str | None
    user: str | None
    scope: KeyScope | None
    share_links: bool


class TicketMade(Outgoing):
    """A ticket for one socket, and the seconds for which it is valid."""

    ticket: str
    expires_in: int
