"""A job that is not created: what of it is in the record already."""

from typing import Any

from fastapi import APIRouter

from app.api.declared_bodies import JsonBody
from app.api.dependencies import CallerDep, DryRunsDep, Json, ServicesDep
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.v1.answers import problems
from app.api.v1.schemas.dry_run import JobPlan
from app.api.v1.schemas.orders import AnyOrder
from app.api.v1.submission import any_request
from app.core.caller import KeyScope
from app.jobs.planned_stage import PlannedStage

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])
#: What clients read of `PlannedStage.recorded`.
RECORDED: dict[str, bool | str] = {"yes": True, "no": False, "partly": "partly", "skipped": True}


@router.post("/plan", response_model=JobPlan, responses=problems(413, 415, 422, 503))
@declares(scope=KeyScope.READ, body=JsonBody())
@shows(Shows.OWN)
async def plan_job(order: AnyOrder, services: ServicesDep, runs: DryRunsDep, caller: CallerDep) -> Any:
    """Say which stages of a job are in the record, so that they cost nothing, and how long the others would work.
    The body is that of a new job; nothing is created, fetched or run."""
    request = await services.timelines.prepared(any_request(services.settings, order), caller)
    stages, seconds = await runs.plan(request, caller)
    return Json({"stages": list(map(_row, stages)), "estimated_seconds": round(seconds, 1)})


def _row(one: PlannedStage) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "recorded": RECORDED[one.recorded],
        "skipped": one.recorded == "skipped",
        "if_unchanged": one.if_unchanged,
        "estimated_seconds": round(one.work_s, 1),
    }
