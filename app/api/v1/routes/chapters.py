"""Chapters of jobs: read them, and set them."""

from typing import Annotated, Any

from fastapi import APIRouter, Header

from app.api.dependencies import ChaptersDep, JobId, Json
from app.api.v1.answers import problems
from app.api.v1.schemas.chapters import ChaptersOrder, ChaptersView
from app.db.chapter_parts import ChapterParts
from app.service.chapters import Beginning

router = APIRouter(prefix="/api/v1/jobs/{job_id}/chapters", tags=["results"])
IfMatch = Annotated[
    str | None,
    Header(
        description="ETag of the chapters as they were read; 412 if they were changed since. Without it, the last wins"
    ),
]
CHANGING = problems(404, 409, 412, 413, 415, 422, 503)


@router.get("", response_model=ChaptersView, responses=problems(404))
async def read_chapters(job_id: JobId, chapters: ChaptersDep) -> Any:
    """The chapters of a job."""
    return _view(await chapters.read(job_id))


@router.put("", response_model=ChaptersView, responses=CHANGING)
async def set_chapters(job_id: JobId, order: ChaptersOrder, chapters: ChaptersDep, if_match: IfMatch = None) -> Any:
    """Set the chapters of a finished job, all at once. Its files and documents with chapters follow."""
    given = [Beginning(one.start, " ".join(one.title.split()), one.end) for one in order.chapters]
    return _view(await chapters.set(job_id, given, _tags(if_match)))


@router.delete("", response_model=ChaptersView, responses=CHANGING)
async def reset_chapters(job_id: JobId, chapters: ChaptersDep, if_match: IfMatch = None) -> Any:
    """Let the job have its source's own chapters again, or those that were found."""
    return _view(await chapters.set(job_id, None, _tags(if_match)))


def _tags(header: str | None) -> list[str] | None:
    """The ETags of a header; None without it. Of a compressed answer clients return its ETag with `W/`."""
    return None if header is None else [tag.strip().removeprefix("W/") for tag in header.split(",")]


def _view(parts: ChapterParts) -> Json:
    items = [{"start": one.start_s, "end": one.end_s, "title": one.title} for one in parts.shown]
    body = {"items": items, "total": len(items), "given": parts.changed.given is not None}
    return Json(body, headers={"ETag": parts.etag, "Cache-Control": "private, no-cache"})
