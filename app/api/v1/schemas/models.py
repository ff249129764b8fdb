"""Model weights."""

from pydantic import Field

from app.api.v1.schemas.base import Outgoing


class ModelView(Outgoing):
    """Model weights that this server knows by name or has configured."""

    kind: str = Field(description="The task that they are for", examples=["whisper", "sentiment", "spacy"])
    name: str = Field(description="What `model_size` takes, for the kind whisper", examples=["small"])
    configured: bool = Field(description="Whether jobs that name no other use it")
    on_disk: bool
    fetchable: bool = Field(description="Whether the server can fetch it: from a hub, and it is not set to be offline")
    size_bytes: int | None = Field(
        description="On disk, or what a fetch brings; that is rounded where the revision states none. Null: not known"
    )
    licence: str | None = Field(examples=["MIT"])


class ModelList(Outgoing):
    """The configured ones first, then those on disk, then those that can be fetched."""

    items: list[ModelView]
