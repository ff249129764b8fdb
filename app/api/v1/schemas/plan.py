"""Job types with their stages, and their options."""

from typing import Any, Literal

from pydantic import Field

from app.api.v1.schemas.base import Outgoing


class PlanStage(Outgoing):
    """A stage. `doing` is what it does while it runs, for people."""

    name: str = Field(examples=["transcribe"])
    title: str = Field(examples=["Transcribe"])
    doing: str = Field(examples=["Transcribing"])
    about: str
    needs: list[str] = Field(description="Names of the stages that it waits for")


class PlanJobType(Outgoing):
    """A kind of job with the names of its stages, each after those that it needs."""

    name: str = Field(examples=["transcription"])
    stages: list[str]


class PlanField(Outgoing):
    """A value that can be entered; a group has `fields` of its own."""

    name: str = Field(examples=["max_clips"])
    kind: Literal["switch", "number", "choice", "text", "words", "group"]
    default: Any
    about: str
    choices: list[str] | None = Field(description="Values of a choice")
    minimum: float | None
    maximum: float | None


class PlanOption(PlanField):
    """An option of a job, and for which kinds of jobs it matters."""

    job_types: list[str]
    true_in: list[str] = Field(description="Kinds of jobs in which it is true unless the client sets it")
    fields: list[PlanField] | None = Field(None, description="Of a group: the options in it")


class Plan(Outgoing):
    """Everything that jobs can do."""

    stages: list[PlanStage]
    job_types: list[PlanJobType]
    options: list[PlanOption]
