"""Stages and job types, and options with their defaults."""

from typing import Any

from fastapi import APIRouter

from app.api.dependencies import Json, StagesDep
from app.api.ownership import Shows, shows
from app.api.v1.answers import problems
from app.api.v1.plan_view import plan_view
from app.api.v1.schemas.plan import Plan

router = APIRouter(prefix="/api/v1/plan", tags=["statistics"])


@router.get("", response_model=Plan, responses=problems())
@shows(Shows.COMMON)
async def read_plan(stages: StagesDep) -> Any:
    """The stages in an order in which they could run, which kinds of jobs run them, and the options of jobs."""
    return Json(plan_view(stages))
