"""Share links: make, list, revoke. What they open is in `app.api.shared`."""

from typing import Annotated, Any

from fastapi import Query, Response

from app.api.dependencies import CallerDep, Json, SharesDep, checked_id
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter
from app.api.query_names import KNOWN_NAMES
from app.api.v1.answers import problems
from app.api.v1.schemas.shares import ShareCreate, SharePage, SharesRevoked, ShareView
from app.api.v1.times import iso
from app.jobs.shares import path_of
from app.service.shares import ShareLink, ShareOrder

router = PolicyRouter(prefix="/api/v1/shares", tags=["shares"])


@router.post("", status_code=201, response_model=ShareView, responses=problems(404, 409, 413, 415, 422, 503))
@shows(Shows.OWN)
async def make_share(body: ShareCreate, links: SharesDep, caller: CallerDep) -> Any:
    """Make a link that plays a job's recording, or one of its clips, and shows what is said in it, without a key."""
    order = ShareOrder(checked_id(body.job_id, "job"), body.clip, body.expires_ms)
    made = await links.create(order, caller)
    return Json(_row(made), 201, {"Location": f"/api/v1/shares/{made.share.id}"})


@router.get("", response_model=SharePage, responses=problems(404, 422), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def list_shares(
    links: SharesDep,
    caller: CallerDep,
    job_id: Annotated[str | None, Query(description="Only links to this job")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Any:
    """Links to the jobs that the caller may see, newest first, also expired ones."""
    known = None if job_id is None else checked_id(job_id, "job")
    found, total = await links.page(caller, job_id=known, limit=limit, offset=offset)
    return Json({"items": list(map(_row, found)), "total": total, "limit": limit, "offset": offset})


@router.delete("", response_model=SharesRevoked, responses=problems(404, 422, 503), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def revoke_shares(
    links: SharesDep,
    caller: CallerDep,
    job_id: Annotated[str | None, Query(description="Only links to this job")] = None,
) -> Any:
    """Revoke all links to the jobs that the caller may see, for good: they open nothing any more."""
    known = None if job_id is None else checked_id(job_id, "job")
    return Json({"revoked": await links.revoke_all(caller, job_id=known)})


@router.get("/{share_id}", response_model=ShareView, responses=problems(404))
async def read_share(share_id: str, links: SharesDep) -> Any:
    """One link."""
    return Json(_row(await links.link(checked_id(share_id, "share link"))))


@router.delete("/{share_id}", status_code=204, responses=problems(404, 503))
async def revoke_share(share_id: str, links: SharesDep) -> Response:
    """Revoke a link, for good: it opens nothing any more."""
    await links.revoke(checked_id(share_id, "share link"))
    return Response(status_code=204)


def _row(link: ShareLink) -> dict[str, Any]:
    share = link.share
    return {
        "id": share.id,
        "job_id": share.job_id,
        "clip": share.clip,
        "clip_start": _seconds(share.clip_start_ms),
        "clip_end": _seconds(share.clip_end_ms),
        "video_title": link.title,
        "url": None if link.token is None else path_of(link.token),
        "expired": link.expired,
        "state": link.state.value,
        "created_at": iso(share.created_ms),
        "expires_at": iso(share.expires_ms),
    }


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
