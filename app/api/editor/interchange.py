"""Cut lists for other editors: of a timeline, of an analysis' scenes, of a job's clips.

A POST, though it changes nothing: a timeline is too long for an address.
"""

import asyncio
from typing import Any

from fastapi import APIRouter, Response

from app.api.dependencies import CallerDep, Services, ServicesDep, checked_id
from app.api.editor.export_schemas import TIMELINE
from app.api.editor.interchange_schemas import CutListOrder
from app.api.editor.links import link_of
from app.api.files import disposition
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.v1 import job_view
from app.api.v1.answers import problems
from app.core.caller import Caller
from app.db.job_parts import job_parts
from app.interchange.edl import edl
from app.interchange.fcpxml import fcpxml
from app.interchange.footage import counting_of
from app.jobs.timecode import editing_rate
from app.service import cut_lists
from app.service.cut_lists import Draft
from app.stages.stage_artifacts import stem_of
from app.timeline.layout import Layout, laid_out

router = APIRouter(prefix="/api/export", tags=["editor"])
MEDIA_TYPES = {"otio": "application/json", "edl": "text/plain", "fcpxml": "application/xml"}


@router.post(
    "/interchange",
    responses=problems(404, 409, 413, 415, 422, 503)
    | {
        200: {
            "description": "The cut list",
            "content": {media_type: {"schema": {"type": "string"}} for media_type in MEDIA_TYPES.values()},
        }
    },
    response_class=Response,
)
@shows(Shows.OWN)
@declares(body=TIMELINE)
async def write_cut_list(order: CutListOrder, services: ServicesDep, caller: CallerDep) -> Any:
    """A cut list for another editor, with exact rates and the sources' own timecode. Of scenes and clips it names the
    film that they are in."""
    draft = await _draft(order, services, caller)
    text = await asyncio.to_thread(_written, order, draft)
    name = disposition(f"{stem_of(order.title or draft.title)} {draft.what}.{order.format}")
    media_type = f"{MEDIA_TYPES[order.format]}; charset=utf-8"
    return Response(text.encode(), media_type=media_type, headers={"Content-Disposition": name})


async def _draft(order: CutListOrder, services: Services, caller: Caller) -> Draft:
    if order.timeline is not None:
        resolved = await services.timelines.resolved(await services.timelines.read(order.timeline), caller)
        files = await cut_lists.files_of(services.store, resolved)
        return Draft(resolved.timeline.name or "Timeline", "cut", resolved, files)
    if order.analysis_id is not None:
        return await cut_lists.of_analysis(services.store, checked_id(order.analysis_id, "analysis"), caller)
    job_id = checked_id(order.job_id or "", "job")
    draft = await cut_lists.of_job(services.store, job_id, caller)
    if draft.what != cut_lists.CLIPS.what:
        return draft
    shown = await asyncio.to_thread(job_view.clips, await services.store.read(job_parts, job_id))
    return cut_lists.retitled(draft, [clip["title"] for clip in shown])


def _written(order: CutListOrder, draft: Draft) -> str:
    """Write the list; the layout of a long one takes a moment."""
    timeline, own = draft.resolved.timeline, order.timeline is not None
    media = order.media or ("links" if own else "files")
    layout = laid_out(timeline, draft.resolved.of)
    if order.format == "otio" and media == "links":
        return _otio(order, draft, layout, media)
    rate = editing_rate(layout.fps)
    if rate != layout.fps:  # such as the mean rate of a telephone's film
        layout = laid_out(timeline, draft.resolved.of, rate)
    if order.format == "otio":
        return _otio(order, draft, layout, media)
    title, counting = order.title or draft.title, counting_of(layout, drop=order.drop_frame)
    return edl(layout, title, counting) if order.format == "edl" else fcpxml(layout, title, counting)


def _otio(order: CutListOrder, draft: Draft, layout: Layout, media: str) -> str:
    from app.interchange.otio_writing import Media, otio

    unnamed = "" if order.timeline is not None else draft.title
    title = order.title or draft.resolved.timeline.name or unnamed
    links = {}
    for source, file in draft.files.items():
        link = (link_of(source) if media == "links" else None) or link_of(file)
        if link is not None:
            links[source] = link
    return otio(draft.resolved.timeline, layout, title, links, Media(media))
