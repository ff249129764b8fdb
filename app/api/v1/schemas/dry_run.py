"""What a job would find in the record."""

from typing import Literal

from pydantic import Field

from app.api.v1.schemas.base import Outgoing


class PlannedStageView(Outgoing):
    """A stage of a job that is not created."""

    name: str
    title: str = Field(examples=["Transcribe"])
    recorded: bool | Literal["partly"] = Field(
        description="True: its output is there; `partly`: an earlier run was cut off, and it goes on after that"
    )
    skipped: bool = Field(description="The source has nothing for it")
    if_unchanged: bool = Field(description="The output is used if the link still leads to the same file")
    estimated_seconds: float = Field(description="Expected work; 0 for what is recorded")


class JobPlan(Outgoing):
    """The stages of a job in order, and the seconds until its end if it waits for no slot."""

    stages: list[PlannedStageView]
    estimated_seconds: float
