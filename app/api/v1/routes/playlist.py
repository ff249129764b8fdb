"""Playlists: what is in one, so that each video becomes a job of its own."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.api.dependencies import DeskDep, Json, SettingsDep
from app.api.v1.answers import problems
from app.api.v1.schemas import Playlist
from app.media.source_url import parse_source_url, refuse_private_literal

router = APIRouter(prefix="/api/v1/playlist", tags=["jobs"])


@router.get("", response_model=Playlist, responses=problems(422, 429, 503))
async def list_playlist(
    desk: DeskDep,
    settings: SettingsDep,
    url: Annotated[str, Query(max_length=4096, description="The playlist's address")],
    limit: Annotated[int, Query(ge=1, le=1000, description="How many videos at most")] = 200,
) -> Any:
    """Its videos, in order. Post the ones you want as jobs, many at once by `POST /api/v1/jobs/bulk`."""
    source = parse_source_url(url)
    refuse_private_literal(
        source,
        allow_private_networks=settings.allow_private_networks,
        allowed_hosts=settings.allowed_private_hosts,
    )
    found = await desk.intake.entries(source, limit)
    items = [{"url": e.url, "title": e.title, "duration": e.duration_s} for e in found.entries]
    return Json({"title": found.title, "items": items, "count": found.count or len(items)})
