"""Prepares jobs that render timelines: finds the files of their sources, and refuses what cannot be rendered.

What the sources are is found once, when the job is requested, and stored with it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.core.caller import Caller
from app.core.errors import InvalidRequest, NotMedia, TooLarge
from app.core.settings import Settings
from app.db.store import Store
from app.db.timeline_sources import SourceMissing, Stretch, found
from app.jobs.options import ExportOptions
from app.jobs.results import Blob, MediaInfo
from app.media.file_extensions import title_of_file
from app.ports.blob_store import BlobStore
from app.service.held_blobs import exists
from app.service.intake import Intake
from app.service.job_request import JobRequest
from app.service.otio_timelines import SourceOf, is_otio, own_form
from app.timeline.document import LEAST_FPS, MOST_FPS, Source, Timeline
from app.timeline.layout import Layout, laid_out
from app.timeline.material import Material, Resolved
from app.timeline.picture_size import output_size
from app.timeline.reading import Fault, read_timeline, refusal

#: Probes that are kept, of files that were not probed when they were made.
MOST_PROBES = 1000
#: A job's title where neither the client nor the timeline has one.
UNTITLED = "Timeline"


class Timelines:
    """Resolves timelines against what this server has."""

    def __init__(self, settings: Settings, store: Store, blobs: BlobStore, intake: Intake, source_of: SourceOf) -> None:
        self._settings = settings
        self._source_of = source_of
        self._store = store
        self._blobs = blobs
        self._intake = intake
        self._probes: OrderedDict[str, MediaInfo] = OrderedDict()

    async def prepared(self, request: JobRequest, caller: Caller) -> JobRequest:
        """The request with its timeline resolved for its caller and checked; one without a timeline as it is.

        Raises InvalidRequest that names the track and the clip.
        """
        if request.timeline is None:
            return request
        export = request.options.export or ExportOptions.model_validate({})
        resolved = await self.resolved(await self.read(request.timeline), caller)
        layout = await asyncio.to_thread(self._checked, resolved, export)  # of many clips that takes a moment
        title = title_of_file(export.output_filename or "") or resolved.timeline.name or UNTITLED
        return replace(request, timeline=resolved.as_json(), title=title, duration_s=float(layout.length_s))

    async def read(self, value: Mapping[str, Any]) -> Timeline:
        """Parse a timeline, in the server's own form or as OpenTimelineIO. Raises InvalidRequest."""
        return read_timeline(await own_form(value, self._intake, self._source_of) if is_otio(value) else value)

    async def resolved(self, timeline: Timeline, caller: Caller) -> Resolved:
        """Find the files of a timeline's sources that its caller may see.

        Raises InvalidRequest that names a clip whose source has none.
        """
        stretches = await self._store.read(found, timeline.sources, caller)
        first_use: dict[Source, tuple[str | int, ...]] = {}
        for track, index, clip in timeline.numbered():
            first_use.setdefault(clip.source, ("tracks", track, "clips", index, "source"))
        materials: list[Material] = []
        faults: list[Fault] = []
        for source, stretch in stretches.items():
            try:
                materials.append(await self._material(source, stretch))
            except (SourceMissing, NotMedia, TooLarge) as error:
                why = error.message if isinstance(error, NotMedia | TooLarge) else str(error)
                faults.append(Fault(first_use[source], why))
        if faults:
            raise refusal(faults)
        return Resolved(timeline=timeline, materials=tuple(materials))

    async def _material(self, source: Source, stretch: Stretch | SourceMissing) -> Material:
        if isinstance(stretch, SourceMissing):
            raise stretch
        file = stretch.file
        if not await exists(self._blobs, file.blob):
            raise SourceMissing(f"the file {file.name} is not kept any more")
        media = MediaInfo.model_validate(file.media) if file.media is not None else await self._probed(file.blob)
        return Material(
            source=source,
            name=file.name,
            blob=file.blob,
            media=media,
            from_s=stretch.from_s,
            to_s=media.duration_s if stretch.to_s is None else stretch.to_s,
            transcript_id=file.transcript_id,
            transcript_shift_s=file.shift_s,
        )

    async def _probed(self, blob: Blob) -> MediaInfo:
        """Probe a stored file, once. Raises NotMedia or TooLarge."""
        known = self._probes.get(blob.sha256)
        if known is None:
            known = self._probes[blob.sha256] = await self._intake.probe_stored(blob)
            while len(self._probes) > MOST_PROBES:
                self._probes.popitem(last=False)
        return known

    def _checked(self, resolved: Resolved, export: ExportOptions) -> Layout:
        """The layout of the render. Raises InvalidRequest for one that is too long or too large."""
        layout = laid_out(resolved.timeline, resolved.of, _rate(export))
        most_s = self._settings.max_video_seconds
        if layout.length_s > most_s:
            raise refusal([Fault((), f"is {float(layout.length_s):.0f} s long, more than the limit of {most_s:.0f} s")])
        size = output_size(layout.width, layout.height, export.resolution)
        if size.width * size.height > self._settings.max_pixels:
            most = self._settings.max_pixels
            raise refusal([Fault((), f"has {size.width}×{size.height} pixels, more than the limit of {most} in all")])
        return layout


def _rate(export: ExportOptions) -> Fraction | None:
    """The rate that the client wishes for the file. Raises InvalidRequest for an impossible one."""
    if export.fps is None:
        return None
    rate = Fraction(export.fps)
    if not LEAST_FPS <= rate <= MOST_FPS:
        message = f"must be from {LEAST_FPS} to {MOST_FPS}"
        raise InvalidRequest(f"fps: {message}", errors=[{"loc": ["body", "options", "export", "fps"], "msg": message}])
    return rate
