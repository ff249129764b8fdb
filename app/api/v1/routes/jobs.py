"""Jobs: create, read, list, change, delete."""

import asyncio
import json
from collections.abc import Container, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response
from starlette.requests import Request

from app.api.dependencies import CallerDep, JobId, JsonText, Services, ServicesDep
from app.api.direct import PlainRequest, directly
from app.api.ownership import Shows, shows
from app.api.query_names import KNOWN_NAMES
from app.api.v1 import job_view
from app.api.v1.answers import problems
from app.api.v1.job_cards import Card, JobCards
from app.api.v1.schemas.base import SearchText, Wording
from app.api.v1.schemas.jobs import Job, JobPage
from app.api.v1.schemas.orders import ANY_ORDER, AnyOrder, JobCreate, JobPatch, PromptCreate
from app.api.v1.submission import any_request, checked_key, error_row
from app.api.v1.unchanged import Page
from app.core.caller import Caller
from app.db import job_parts, job_versions
from app.db.job_parts import JobParts
from app.db.job_versions import JobVersion, Listed
from app.db.queries import SORTS, JobFilter
from app.jobs.options import JobType
from app.jobs.states import JobState
from app.service.queue_view import QueueView

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])
#: Values of `sort`.
ORDERS = sorted([*SORTS, *(f"-{name}" for name in SORTS)])


async def answer(services: Services, job_id: str, status: int = 200, **headers: str) -> JsonText:
    """The response with a whole job. Raises NotFound."""
    unchanged, commits = services.unchanged, services.store.commits
    known = unchanged.job(job_id, commits)
    card = services.cards.whole.find(known) if known is not None else None
    if card is not None:
        return JsonText(card.text(services.view.outlook(card.job)), status, headers or None)
    version, parts = await services.store.read(job_versions.parts_of, job_id, services.cards.whole)
    if parts is None:
        card = services.cards.whole.find(version)
    else:
        card = await job_view.card(parts, services.view.outlook(parts.job))
    if card is None:  # it was dropped meanwhile
        parts = await services.store.read(job_parts.job_parts, job_id)
        return JsonText(await job_view.rendered(parts, services.view.outlook(parts.job)), status, headers or None)
    if version.results_settled:
        services.cards.whole.add(version, card)
        unchanged.add_job(version, commits)
    return JsonText(card.text(services.view.outlook(card.job)), status, headers or None)


async def _created(services: Services, order: JobCreate | PromptCreate, key: str | None, caller: Caller) -> JsonText:
    """Create a job; the response with it, or with the job that its key made before."""
    request = await services.timelines.prepared(any_request(services.settings, order, checked_key(key)), caller)
    job, is_new = await services.jobs.submit(request, caller)
    headers = {"Location": f"/api/v1/jobs/{job.id}"}
    if not is_new:
        return await answer(services, job.id, 200, **headers)
    outlook = services.view.outlook(job)
    card = await job_view.card(JobParts(job, {}, {}, [], [], [], order.metadata), outlook)
    services.cards.whole.add(JobVersion.of(job), card)
    return JsonText(card.text(outlook), 201, headers)


async def _create_directly(request: PlainRequest) -> Response | None:
    if "idempotency-key" in request.headers:
        return None
    try:
        order = ANY_ORDER.validate_python(json.loads(request.body))
    except (ValueError, RecursionError):
        return None
    return await _created(request.services, order, None, request.caller)


@router.post(
    "",
    status_code=201,
    response_model=Job,
    responses=problems(409, 413, 415, 422, 429, 503)
    | {200: {"model": Job, "description": "The job that this Idempotency-Key made before"}},
)
@directly(_create_directly)
@shows(Shows.OWN)
async def create_job(
    order: AnyOrder,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: Annotated[str | None, Header(description="Same key and body: same job")] = None,
) -> Any:
    """Create a job on a source, or of a prompt; answered once it is stored. Follow it at `/ws/{id}`."""
    return await _created(services, order, idempotency_key, caller)


async def _list_directly(request: PlainRequest) -> Response | None:
    services = request.services
    page = services.unchanged.page((request.caller.user, request.query), services.store.commits)
    if page is None:
        return None
    cards = [services.cards.summary.find(version) for version in page.versions]
    return None if None in cards else _page(services.view, cards, page)


def _page(view: QueueView, cards: Sequence[Card | None], page: Page) -> JsonText:
    texts = b",".join(card.text(view.outlook(card.job)) for card in cards if card is not None)
    return JsonText(b'{"items":[%b],"total":%d,"limit":%d,"offset":%d}' % (texts, page.total, page.limit, page.offset))


@router.get("", response_model=JobPage, responses=problems(422, 503), dependencies=[KNOWN_NAMES])
@directly(_list_directly)
@shows(Shows.OWN)
async def list_jobs(
    request: Request,
    services: ServicesDep,
    caller: CallerDep,
    status_filter: Annotated[list[str] | None, Query(description="States, repeated or separated by commas")] = None,
    status: Annotated[list[str] | None, Query(description="The same as status_filter")] = None,
    job_type: JobType | None = None,
    user_id: SearchText | None = None,
    same_user: Annotated[SearchText | None, Query(alias="userId", description="The same as user_id")] = None,
    q: Annotated[
        Wording | None,
        Query(description="Looked for in title, link, id, user and words on screen; case, accents, forms do not count"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    take: Annotated[int | None, Query(ge=1, le=200, description="The same as limit")] = None,
    skip: Annotated[int | None, Query(ge=0, le=2**31, description="The same as offset")] = None,
    sort: Annotated[str, Query(description=f"One of {', '.join(ORDERS)}")] = "-created_at",
) -> Any:
    """Jobs without their results, newest first unless `sort` says otherwise."""
    if sort not in ORDERS:
        raise error_row(["query", "sort"], f"must be one of {', '.join(ORDERS)}")
    limit, offset = (limit if take is None else take), (offset if skip is None else skip)
    user = caller.narrowed(user_id or same_user or None)
    wanted = JobFilter(states(status_filter or status), job_type, user, q)
    cards, view, commits = services.cards, services.view, services.store.commits
    places = view.places() if sort.lstrip("-") == "queue" else None
    read = services.store.search if wanted.search_text or places else services.store.read

    async def page(known: Container[JobVersion]) -> tuple[list[Card | None], Page]:
        found, total = await read(
            job_versions.page, wanted, limit=limit, offset=offset, sort=sort, known=known, places=places
        )
        versions = tuple(entry.version for entry in found)
        return [summary_card(cards, entry, view) for entry in found], Page(versions, total, limit, offset)

    items, shown = await page(cards.summary)
    if None in items:  # one was dropped meanwhile
        items, shown = await page(())
    if places is None:  # turns change without a commit
        services.unchanged.add_page((caller.user, request.scope["query_string"]), shown, commits)
    return _page(view, items, shown)


def summary_card(cards: JobCards, entry: Listed, view: QueueView) -> Card | None:
    """The card of a job in a list; None if it is not kept and the job was not read."""
    if entry.parts is None:
        return cards.summary.find(entry.version)
    job, stages = entry.parts
    card = Card.of(job, job_view.summary(job, stages, view.outlook(job)))
    if entry.version.settled:
        cards.summary.add(entry.version, card)
    return card


def states(named: list[str] | None) -> tuple[JobState, ...]:
    """Parse the states of a query: `?status_filter=queued,pending` or the parameter repeated. Raises InvalidRequest."""
    words = [word.strip() for part in named or () for word in part.split(",") if word.strip()]
    unknown = [word for word in words if word not in list(JobState)]
    if unknown:
        raise error_row(["query", "status_filter"], f"must be one of {', '.join(JobState)}")
    return tuple(JobState(word) for word in words)


async def _read_directly(request: PlainRequest) -> Response | None:
    if request.caller.user is not None and not _is_known_of(request.services, request.job_id, request.caller):
        return None
    return await answer(request.services, request.job_id)


def _is_known_of(services: Services, job_id: str, caller: Caller) -> bool:
    """Whether it is known without reading that the caller may see a job."""
    version = services.unchanged.job(job_id, services.store.commits)
    card = None if version is None else services.cards.whole.find(version)
    return card is not None and caller.sees(card.job.user_id)


@router.get("/{job_id}", response_model=Job, responses=problems(404))
@shows(Shows.OWN)
@directly(_read_directly)
async def read_job(job_id: JobId, services: ServicesDep) -> Any:
    """One job with its results, as far as they are there."""
    return await answer(services, job_id)


@router.delete("/{job_id}", status_code=204, responses=problems(404, 409, 422, 503))
async def delete_job(
    job_id: JobId,
    services: ServicesDep,
    cancel: Annotated[bool, Query(description="Cancel the job before, if it is active")] = False,
) -> Response:
    """Delete a finished job, its events, and the files that no other job uses."""
    if cancel:
        await asyncio.shield(services.jobs.end(job_id))
    await services.jobs.delete(job_id)
    return Response(status_code=204)


@router.patch("/{job_id}", response_model=Job, responses=problems(404, 409, 413, 415, 422, 503))
async def change_job(job_id: JobId, change: JobPatch, services: ServicesDep, caller: CallerDep) -> Any:
    """Change the priority of a waiting job, or its place in the queue; pin a job, or let it go."""
    if change.moves:
        await services.jobs.place(
            job_id, before=change.before, after=change.after, priority=change.priority, caller=caller
        )
    elif change.priority is not None:
        await services.jobs.set_priority(job_id, change.priority)
    if change.pinned is not None:
        await services.jobs.pin(job_id, pinned=change.pinned)
    return await answer(services, job_id)


@router.post("/{job_id}/cancel", response_model=Job, responses=problems(404, 409, 503))
async def cancel_job(job_id: JobId, services: ServicesDep) -> Any:
    """Cancel a job, also a running one: its processes have ended when this answers, as a rule."""
    await asyncio.shield(services.jobs.cancel(job_id))
    return await answer(services, job_id)


@router.post("/{job_id}/retry", response_model=Job, responses=problems(404, 409, 429, 503))
async def retry_job(job_id: JobId, services: ServicesDep) -> Any:
    """Run a failed or cancelled job again; finished stages are not run again."""
    await services.jobs.retry(job_id)
    return await answer(services, job_id)


@router.post("/{job_id}/top", response_model=Job, responses=problems(404, 409, 503))
async def move_job_to_top(job_id: JobId, services: ServicesDep) -> Any:
    """Let a waiting job run next, whatever its priority."""
    await services.jobs.to_top(job_id)
    return await answer(services, job_id)
