"""What was measured: the history of the server's figures, and those of single jobs."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query

from app.api.dependencies import Json, StoreDep
from app.api.policy import PolicyRouter, RoutePolicy
from app.api.query_names import KNOWN_NAMES
from app.api.v1.answers import problems
from app.api.v1.schemas.base import SearchText
from app.api.v1.schemas.telemetry import TelemetryPage
from app.api.v1.times import iso
from app.core.caller import KeyScope
from app.db import telemetry
from app.jobs.telemetry import Measure

#: A time, as people and as programs write it.
SINCE = Query(
    description="Not before this time; UTC if it names no zone. Or seconds since 1970",
    json_schema_extra={"anyOf": [{"type": "string", "format": "date-time"}, {"type": "number"}]},
)
router = PolicyRouter(tags=["statistics"], policy=RoutePolicy(scope=KeyScope.ADMIN))


@router.get("/api/v1/telemetry", response_model=TelemetryPage, responses=problems(422), dependencies=[KNOWN_NAMES])
async def read_telemetry(
    store: StoreDep,
    component: Annotated[
        SearchText | None, Query(description="api, database, live, provider, server, storage or worker")
    ] = None,
    metric: Annotated[SearchText | None, Query(description="A name as on /metrics, or one of a job")] = None,
    job_id: Annotated[SearchText | None, Query(description="Only what was measured of this job")] = None,
    since: Annotated[datetime | None, SINCE] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Any:
    """What was measured of the server and of single jobs, newest first; old values are of ever longer times."""
    found = await store.search(
        telemetry.newest,
        component=component,
        metric=metric,
        job_id=job_id,
        since_ms=None if since is None else _unix_ms(since),
        limit=limit,
    )
    return Json({"items": list(map(_item, found))})


def _unix_ms(at: datetime) -> int:
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return int((aware - datetime.fromtimestamp(0, UTC)).total_seconds() * 1000)


def _item(measure: Measure) -> dict[str, Any]:
    return {
        "component": measure.component,
        "metric": measure.metric,
        "value": round(measure.value, 6),
        "tags": json.loads(measure.tags),
        "job_id": measure.job_id,
        "ts": iso(measure.ts_ms),
    }
