"""Finds out what of a job is in the record already, without running or storing anything.

The keys are those that an attempt computes: a stage whose inputs are recorded has a key, and the record has its output
or not. What follows a stage that has to run cannot be known, since its input is that stage's output: it counts as work.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.errors import JobFailure
from app.core.settings import Settings
from app.db import corrections, recorded_jobs, stage_log
from app.db.store import Store
from app.execution.recorded_outputs import RecordedOutput
from app.execution.stage_rates import StageRates
from app.jobs.estimate import StageShare, left_s
from app.jobs.planned_stage import PlannedStage
from app.jobs.record import JobRecord, Video
from app.jobs.results import Result
from app.jobs.transcripts import as_recognised
from app.ports.blob_store import BlobStore
from app.stages.keys import key_of
from app.stages.registry import Registry
from app.stages.stage import AnyStage, StageContext

#: Pieces of one output that are read: a transcript of a day.
MOST_PIECES = 100_000


@dataclass(slots=True)
class _Walk:
    """What is known of a job so far: outputs and pieces by stage, and the names of those that are skipped."""

    job: JobRecord
    video: Video | None
    timeline: Mapping[str, Any] | None
    outputs: dict[str, Result] = field(default_factory=dict)
    pieces: dict[str, Sequence[Result]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)


class DryRun:
    """Plans jobs by what is recorded."""

    def __init__(
        self, settings: Settings, registry: Registry, rates: StageRates, store: Store, blobs: BlobStore
    ) -> None:
        self._settings = settings
        self._registry = registry
        self._rates = rates
        self._store = store
        self._blobs = blobs

    async def plan(
        self, job: JobRecord, video: Video | None, timeline: Mapping[str, Any] | None
    ) -> tuple[list[PlannedStage], float]:
        """The stages of a job in order, and the seconds until its end if none of them waited for a slot."""
        plan = self._registry.stages_of(job.job_type, job.options)
        names, walk = {stage.name for stage in plan}, _Walk(job, video, timeline)
        found = []
        for stage in plan:
            known = walk.outputs.keys() | walk.skipped
            if all(name in known for name in stage.after if name in names):
                found.append(await self._planned(stage, walk))
            else:
                found.append(PlannedStage(stage.name, stage.title, "no", self._work_s(stage, walk.job)))
        shares = [
            StageShare(stage.name, tuple(name for name in stage.after if name in names), "", one.work_s)
            for stage, one in zip(plan, found, strict=True)
        ]
        return found, left_s(shares) if any(one.work_s for one in found) else 0.0

    async def _planned(self, stage: AnyStage, walk: _Walk) -> PlannedStage:
        upload, name = (walk.video.upload, walk.video.filename) if walk.video is not None else (None, None)
        context = StageContext(
            self._settings, walk.job, upload, name, walk.outputs, walk.pieces, timeline=walk.timeline
        )
        try:
            if stage.skips(context):
                walk.skipped.add(stage.name)
                return PlannedStage(stage.name, stage.title, "skipped")
            params: Result = stage.build_input(context)
        except JobFailure:  # the attempt fails there, and says why
            return PlannedStage(stage.name, stage.title, "no", self._work_s(stage, walk.job))
        key = await self._key(stage, params, walk.job)
        recorded = await self._recorded(stage, key)
        if recorded is None:
            return await self._begun(stage, key, walk.job)
        asks = self._asks(stage, params, recorded)
        if asks and walk.job.options.refresh:
            return PlannedStage(stage.name, stage.title, "no", self._work_s(stage, walk.job))
        await self._take(stage, key, recorded, walk)
        return PlannedStage(stage.name, stage.title, "yes", if_unchanged=asks)

    @staticmethod
    def _asks(stage: AnyStage, params: Result, recorded: RecordedOutput) -> bool:
        if stage.recheck is None or not stage.recheck.applies(params):
            return False
        return stage.recheck.question(params, recorded.output) is not None

    async def _key(self, stage: AnyStage, params: Result, job: JobRecord) -> str:
        """The stage's key, of the latest edition of its source."""
        models = self._settings.models_dir
        first = await asyncio.to_thread(key_of, stage, params, job, models)
        if stage.recheck is None or not stage.recheck.applies(params):
            return first
        _, editions = await self._store.read(recorded_jobs.read_results, (), editions_of=[first], most_pieces=0)
        if not editions[first]:
            return first
        return await asyncio.to_thread(key_of, stage, params, job, models, edition=editions[first])

    async def _recorded(self, stage: AnyStage, key: str) -> RecordedOutput | None:
        """The recorded output of a key, if all its files are there."""
        stored = await self._store.read(recorded_jobs.read_outputs, [key], most_pieces=MOST_PIECES)
        if key not in stored:
            return None
        found = await asyncio.to_thread(RecordedOutput.of, stage, stored[key])
        if found is None or not await asyncio.to_thread(self._is_whole, found):
            return None
        return found

    def _is_whole(self, recorded: RecordedOutput) -> bool:
        return all(map(self._blobs.exists, recorded.blobs)) and all(map(self._blobs.has_content, recorded.hashes))

    async def _begun(self, stage: AnyStage, key: str, job: JobRecord) -> PlannedStage:
        """A stage without an output: what an earlier run of it has committed is not done again."""
        whole_s = self._work_s(stage, job)
        pieces = await self._store.read(stage_log.pieces_of, key) if stage.piece is not None else []
        if not pieces:
            return PlannedStage(stage.name, stage.title, "no", whole_s)
        reached, length = pieces[-1].get("end_s"), job.video_duration
        done = min(1.0, reached / length) if reached is not None and length else 0.0
        return PlannedStage(stage.name, stage.title, "partly", whole_s * (1 - done))

    async def _take(self, stage: AnyStage, key: str, recorded: RecordedOutput, walk: _Walk) -> None:
        """Go on with a recorded output, and with the lines as people have corrected them for the same source."""
        walk.outputs[stage.name], walk.pieces[stage.name] = recorded.output, recorded.pieces
        if stage.source_facts is not None:
            facts = stage.source_facts(recorded.output)
            walk.job = replace(walk.job, video_title=facts.title, video_duration=facts.duration_s)
        if stage.is_transcript or (stage.renews_transcript and recorded.pieces):
            source_id, _, lines = await self._store.read(corrections.adoptable, walk.job, key)
            if source_id is not None:
                lines_now = as_recognised(lines)
                walk.pieces |= {
                    one.name: lines_now
                    for one in self._registry
                    if (one.is_transcript or one.renews_transcript) and walk.pieces.get(one.name)
                }

    def _work_s(self, stage: AnyStage, job: JobRecord) -> float:
        return self._rates.expect(stage, job).expect_s(stage.work_s(job))
