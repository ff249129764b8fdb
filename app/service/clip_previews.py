"""Plans clips before they are cut: the path of the crop and the captions, from what their job has found."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from app.core.errors import JobFailure, Unavailable, WrongState
from app.core.settings import Settings
from app.core.waiting_line import WaitingLine
from app.db.job_parts import JobParts, job_parts
from app.db.store import Store
from app.jobs.results import MediaInfo
from app.jobs.transcripts import Line, as_recognised
from app.processes.child_executor import ChildAsides
from app.stages.asides.clip_preview.contract import CLIP_PREVIEW, ClipPreviewInput, ClipPreviewOutput
from app.stages.clips.near import near
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.scenes.contract import STAGE as SCENES

#: Previews that may wait for a slot, in all and per client, and the time limit of one, seconds.
WAITING, OF_ONE, LIMIT_S = 16, 3, 20.0


@dataclass(frozen=True, slots=True)
class ClipLook:
    """The part of a film from `start_s` to `end_s`, and how it is to look; `position` is the middle of its crop."""

    start_s: float
    end_s: float
    aspect: Literal["source", "16:9", "9:16", "1:1"]
    resolution: Literal["source", "360p", "480p", "720p", "1080p"]
    position: float | None
    captions: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan of a clip; `known`: its crop is the one that the clip will have."""

    plan: ClipPreviewOutput
    known: bool


class ClipPreviews:
    """Plans clips in children, a few at once."""

    def __init__(self, settings: Settings, store: Store, asides: ChildAsides) -> None:
        self._settings = settings
        self._store = store
        self._asides = asides
        self._line = WaitingLine(settings.inspect_slots, waiting=WAITING, of_one=OF_ONE)

    async def plan(self, job_id: str, wanted: ClipLook, client: str) -> Planned:
        """Plan a clip of a job.

        Raises NotFound, WrongState before the film is there, TooManyRequests, Unavailable.
        """
        parts = await self._store.read(job_parts, job_id)
        params, known = await asyncio.to_thread(_completed, self._settings, parts, wanted)
        try:
            async with self._line.turn(client), asyncio.timeout(LIMIT_S):
                return Planned(await self._asides.run(CLIP_PREVIEW, params), known)
        except TimeoutError:
            raise Unavailable(f"The clip was not planned within {LIMIT_S:.0f} s.", retry_after_s=10) from None
        except JobFailure as failure:
            raise Unavailable(failure.message, retry_after_s=10, code=failure.code.value) from failure


def _completed(settings: Settings, parts: JobParts, wanted: ClipLook) -> tuple[ClipPreviewInput, bool]:
    """The input with the film, the words and the movements that the job has found."""
    if FETCH.name not in parts.outputs:
        raise WrongState("The film of this job is not there yet, so no clip of it can be shown.")
    scenes = SCENES.output.model_validate(parts.outputs[SCENES.name]) if SCENES.name in parts.outputs else None
    start_s, end_s, least = wanted.start_s, wanted.end_s, parts.job.options.min_confidence
    lines = (Line.model_validate_json(piece, extra="ignore") for piece in parts.segments if wanted.captions)
    said = as_recognised(line for line in lines if line.corrected or line.confidence >= least)
    params = ClipPreviewInput(
        media=MediaInfo.model_validate(parts.outputs[FETCH.name]["media"]),
        start_s=start_s,
        end_s=end_s,
        aspect=wanted.aspect,
        resolution=wanted.resolution,
        position=wanted.position,
        cuts=scenes.cuts if scenes is not None else (),
        focus=scenes.focus if scenes is not None else (),
        burn_captions=wanted.captions,
        segments=tuple(line for line in said if near(line.start_s, line.end_s, start_s, end_s)),
        fonts_dir=settings.caption_fonts_dir,
    )
    known = scenes is not None or wanted.position is not None or wanted.aspect == "source"
    return params, known
