"""One action on many jobs."""

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from app.api.v1.schemas.base import Incoming, Outgoing, ShortText, Wording
from app.api.v1.schemas.jobs import JobSummary
from app.api.v1.schemas.problems import Problem
from app.jobs.options import JobType
from app.jobs.states import JobState

#: Most items of one bulk request. In practice the limit in bytes is reached first.
BULK_ITEMS = 100_000


class BulkFilter(Incoming):
    """Selects jobs for a bulk action: those that match every field that is set."""

    status_filter: list[JobState] | JobState | None = None
    status: list[JobState] | JobState | None = Field(None, description="The same as status_filter")
    job_type: JobType | None = None
    user_id: ShortText | None = None
    q: Wording | None = None

    @property
    def states(self) -> tuple[JobState, ...]:
        """The states that are meant; none means all."""
        found = self.status_filter if self.status_filter is not None else self.status
        return () if found is None else (found,) if isinstance(found, JobState) else tuple(found)


class Bulk(Incoming):
    """One action on many jobs. `create` takes `jobs`; the others take `ids` or a `filter`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "create",
                    "jobs": [{"url": "https://example.com/a.mp4"}, {"url": "https://example.com/b.mp4"}],
                },
                {"action": "cancel", "filter": {"status_filter": ["queued", "pending"]}},
                {"action": "retry", "ids": ["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"]},
            ]
        }
    )

    action: Literal["create", "cancel", "retry", "delete"]
    jobs: Annotated[list[Any], Field(max_length=BULK_ITEMS)] | None = Field(None, description="Bodies as for one job")
    ids: Annotated[list[str], Field(max_length=BULK_ITEMS)] | None = None
    filter: BulkFilter | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        named = [name for name in ("jobs", "ids", "filter") if getattr(self, name) is not None]
        wanted = ["jobs"] if self.action == "create" else ["ids", "filter"]
        if len(named) != 1 or named[0] not in wanted:
            raise ValueError(f"{self.action} takes {' or '.join(wanted)}, and nothing else (got {named or 'none'})")
        return self


class BulkResult(Outgoing):
    """What became of one item. `error` is a problem document."""

    index: int
    id: str | None
    status: int = Field(description="The HTTP status that the single request would have had")
    ok: bool
    job: JobSummary | None = None
    error: Problem | None = None


class BulkAnswer(Outgoing):
    """One result per item, in order."""

    action: str
    total: int
    succeeded: int
    failed: int
    results: list[BulkResult]
