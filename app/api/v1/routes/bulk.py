"""One action on many jobs. Each item succeeds or fails alone."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError

from app.api.declared_bodies import MIB, JsonBody
from app.api.dependencies import CallerDep, Json, Services, ServicesDep, StoreDep, checked_id
from app.api.error_shapes import Failure, problem_of
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.refusals import invalid
from app.api.v1 import job_view
from app.api.v1.answers import problems
from app.api.v1.schemas.bulk import Bulk, BulkAnswer, BulkFilter
from app.api.v1.schemas.orders import ANY_ORDER
from app.api.v1.submission import any_request
from app.core.caller import Caller
from app.core.errors import Refusal
from app.db.creation import Creation
from app.db.queries import JobFilter, job_ids
from app.db.store import Store
from app.service.job_request import JobRequest
from app.service.queue_view import QueueView

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])
#: Largest body, bytes.
BULK_BYTES = 8 * MIB
#: Concurrent items: enough to share commits, few enough that other clients are not kept waiting.
AT_ONCE = 100
Act = Callable[[str], Awaitable[Any]]


@router.post("/bulk", response_model=BulkAnswer, responses=problems(413, 415, 422, 503))
@declares(body=JsonBody(limit=BULK_BYTES))
@shows(Shows.OWN)
async def act_on_many(order: Bulk, services: ServicesDep, store: StoreDep, caller: CallerDep) -> Any:
    """Create, cancel, retry or delete many jobs: by ids, or all that match a filter."""
    if order.jobs is not None:
        return _answer(order.action, await _created(order.jobs, services, caller))
    ids = order.ids if order.ids is not None else await _matching(store, _wanted(order.filter, caller))

    jobs = services.jobs
    acts: dict[str, Act] = {"cancel": jobs.cancel, "retry": jobs.retry, "delete": jobs.delete}

    async def act(job_id: str) -> None:
        await jobs.check(job_id, caller)
        await acts[order.action](job_id)

    return _answer(order.action, await _each(ids, lambda n, job_id: _one(act, n, job_id)))


async def _matching(store: Store, wanted: JobFilter) -> list[str]:
    return await (store.search if wanted.search_text else store.read)(job_ids, wanted)


def _wanted(chosen: BulkFilter | None, caller: Caller) -> JobFilter:
    if chosen is None:
        return JobFilter(user_id=caller.narrowed(None))
    return JobFilter(chosen.states, chosen.job_type, caller.narrowed(chosen.user_id), chosen.q)


async def _each(items: Sequence[Any], act: Callable[[int, Any], Awaitable[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Run the items; results are in their order. Items that have begun are finished even if the client disconnects."""
    results: list[dict[str, Any]] = []
    for start in range(0, len(items), AT_ONCE):
        part = items[start : start + AT_ONCE]
        results += await asyncio.shield(asyncio.gather(*(act(start + n, item) for n, item in enumerate(part))))
    return results


async def _created(bodies: Sequence[Any], services: Services, caller: Caller) -> list[dict[str, Any]]:
    """Results in the order of the bodies. A part that has begun is finished even if the client disconnects."""
    results: list[dict[str, Any]] = []
    for start in range(0, len(bodies), AT_ONCE):
        part = [
            await _checked(services, start + n, body, caller) for n, body in enumerate(bodies[start : start + AT_ONCE])
        ]
        requests = [one for one in part if isinstance(one, JobRequest)]
        created = iter(await asyncio.shield(services.jobs.submit_many(requests, caller)) if requests else ())
        for index, one in enumerate(part, start):
            found = next(created) if isinstance(one, JobRequest) else one
            results.append(
                _failed(index, None, found) if isinstance(found, Refusal) else _success(index, found, services.view)
            )
    return results


async def _checked(services: Services, index: int, body: Any, caller: Caller) -> JobRequest | Refusal:
    """A body as the service takes it, or the reason why it cannot be taken."""
    try:
        request = any_request(services.settings, ANY_ORDER.validate_python(body))
        return await services.timelines.prepared(request, caller)
    except ValidationError as error:
        rows: list[Any] = [row | {"loc": ("body", "jobs", index, *row["loc"])} for row in error.errors()]
        return invalid(rows)
    except Refusal as refusal:
        return refusal


def _success(index: int, created: Creation, view: QueueView) -> dict[str, Any]:
    job, _ = created
    shown = job_view.summary(job, (), view.outlook(job))
    return {"index": index, "id": job.id, "status": 201, "ok": True, "job": shown}


async def _one(act: Act, index: int, job_id: str) -> dict[str, Any]:
    try:
        await act(checked_id(job_id, "job"))
    except Refusal as refusal:
        return _failed(index, job_id, refusal)
    return {"index": index, "id": job_id, "status": 200, "ok": True}


def _failed(index: int, job_id: str | None, refusal: Refusal) -> dict[str, Any]:
    return {
        "index": index,
        "id": job_id,
        "status": refusal.status,
        "ok": False,
        "error": problem_of(Failure.of(refusal)),
    }


def _answer(action: str, results: list[dict[str, Any]]) -> Json:
    good = sum(result["ok"] for result in results)
    counts = {"total": len(results), "succeeded": good, "failed": len(results) - good}
    return Json({"action": action, **counts, "results": results})
