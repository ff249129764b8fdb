"""The event log of a job."""

from typing import Any

from pydantic import Field

from app.api.v1.schemas.base import Id, Outgoing, Time


class Event(Outgoing):
    """A stored event; the same as the message on the socket."""

    type: str = Field(examples=["job_update"])
    job_id: Id
    seq: int = Field(description="1, 2, 3 … without a gap")
    ts: Time
    data: dict[str, Any]
    id: int = Field(description="Grows over all jobs; the broadcast's cursor")


class EventPage(Outgoing):
    """Stored events of a job, in order."""

    items: list[Event]
    last_seq: int = Field(
        description="Number of the job's newest event; there is more when it is above the last item's"
    )
