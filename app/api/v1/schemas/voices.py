"""Voices of people who were given a name."""

from app.api.v1.schemas.base import Id, Outgoing, Time


class VoiceView(Outgoing):
    """A voice, without what it is recognised by. `recordings` are those in which it was given its name."""

    id: Id
    name: str
    user: str | None
    model: str
    recordings: int
    created_at: Time
    updated_at: Time


class VoiceList(Outgoing):
    """All voices, by their names."""

    items: list[VoiceView]
    total: int
