"""Signing in to the dashboard."""

from typing import Annotated

from pydantic import Field

from app.api.v1.schemas.base import Incoming, Outgoing


class SessionCreate(Incoming):
    """The key, to be turned into a cookie."""

    api_key: Annotated[str, Field(max_length=1000)]


class SessionView(Outgoing):
    """Whether a key is needed, and whether this browser has turned it into a session."""

    key_needed: bool
    signed_in: bool
