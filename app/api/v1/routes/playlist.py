"""Playlists: the entries of one, so that each video becomes a job of its own.

A POST, though it changes nothing: it starts a process and connects to other servers, which a link or a picture in
another site's page must not trigger.
"""

from typing import Any

from fastapi import APIRouter, Request

from app.api.dependencies import IntakeDep, Json, SettingsDep
from app.api.disconnects import while_connected
from app.api.forwarded import client_key
from app.api.ownership import Shows, shows
from app.api.v1.answers import problems
from app.api.v1.schemas.playlists import Playlist, PlaylistQuery
from app.sources.source_url import parse_source_url, refuse_private_literal

router = APIRouter(prefix="/api/v1/playlist", tags=["jobs"])


@router.post("", response_model=Playlist, responses=problems(413, 415, 422, 429, 503))
@shows(Shows.COMMON)
async def list_playlist(query: PlaylistQuery, request: Request, intake: IntakeDep, settings: SettingsDep) -> Any:
    """Its videos, in order. Post the ones you want as jobs, many at once by `POST /api/v1/jobs/bulk`."""
    source = parse_source_url(query.url)
    refuse_private_literal(
        source,
        allow_private_networks=settings.allow_private_networks,
        allowed_hosts=settings.allowed_private_hosts,
    )
    listing = intake.entries(source, query.limit, client_key(request.scope))
    found = await while_connected(request, listing)
    items = [{"url": e.url, "title": e.title, "duration": e.duration_s} for e in found.entries]
    return Json({"title": found.title, "items": items, "count": found.count or len(items)})
