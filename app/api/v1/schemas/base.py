"""Bases and fields that several bodies share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Priority = Annotated[int, Field(strict=True, ge=0, le=10, description="0–10, higher first", examples=[5])]
Id = Annotated[str, Field(examples=["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"])]
Time = Annotated[str, Field(description="UTC", examples=["2026-11-20T10:15:30.123Z"])]
#: A search text. No stored text contains U+0000, and PostgreSQL accepts none.
SearchText = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
#: A search text of people, as long as a whole link.
Wording = Annotated[str, Field(max_length=8192, pattern=r"^[^\x00]*$")]
ShortText = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Incoming(BaseModel):
    """Base of request bodies: an unknown field is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class Outgoing(BaseModel):
    """Base of response bodies. Later versions may add fields."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())
