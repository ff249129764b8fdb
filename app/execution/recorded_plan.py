"""Puts together from the record what completes a job, if each stage of its plan is there: no stage has to run.

The events are those that an attempt would publish which finds every stage cached. Nothing is read here: what is not
known yet is named, for the caller to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.settings import Settings
from app.db.recorded_jobs import RecordedJob, RecordedStage
from app.execution.recorded_outputs import OutputCache, RecordedOutput
from app.execution.stage_rates import StageRates
from app.jobs.events import Event, JobMoved, StageMoved, TranscriptCorrected, warning_line
from app.jobs.record import Artifact, JobRecord, StageState, Video
from app.jobs.results import Result
from app.jobs.states import Cause, JobState
from app.stages.keys import Revision, key_of
from app.stages.stage import AnyStage, StageContext
from app.stages.stage_artifacts import artifacts_of

CLAIMED = JobMoved(status=JobState.PROCESSING, progress=0.0, attempt=1, cause=Cause.CLAIM)
RENEWED = TranscriptCorrected(status=JobState.PROCESSING, revision=0)
COMPLETED = JobMoved(status=JobState.COMPLETED, progress=1.0, attempt=1, eta_s=0.0, cause=Cause.COMPLETE)


@dataclass(slots=True)
class Known:
    """What was read for a group of jobs: outputs by key, None where none is usable; editions by the first one's key."""

    cache: OutputCache
    revision: Revision
    outputs: dict[str, RecordedOutput | None] = field(default_factory=dict)
    editions: dict[str, int] = field(default_factory=dict)

    def has_read(self, key: str) -> bool:
        """Whether it is known what is recorded under a key, perhaps from an earlier group."""
        if key not in self.outputs and (cached := self.cache.get(key)) is not None:
            self.outputs[key] = cached
        return key in self.outputs


@dataclass(frozen=True, slots=True)
class Unread:
    """What must be read to know what completes a job: outputs by their keys, editions by the first one's key."""

    outputs: frozenset[str] = frozenset()
    editions: frozenset[str] = frozenset()

    def __or__(self, other: "Unread") -> "Unread":
        return Unread(self.outputs | other.outputs, self.editions | other.editions)

    def __bool__(self) -> bool:
        return bool(self.outputs or self.editions)


class NotRecorded(Exception):
    """The job needs an attempt, because nothing is recorded under `key`; None: for another reason."""

    def __init__(self, key: str | None = None) -> None:
        super().__init__(key)
        self.key = key


class RecordedPlan:
    """The plan of one job."""

    def __init__(
        self, settings: Settings, rates: StageRates, job: JobRecord, plan: Sequence[AnyStage], video: Video | None
    ) -> None:
        self._settings = settings
        self._rates = rates
        self._read = job
        self._job = job
        self._plan = plan
        self._names = frozenset(stage.name for stage in plan)
        self._video = video
        self._outputs: dict[str, Result] = {}
        self._pieces: dict[str, Sequence[Result]] = {}
        self._skipped: set[str] = set()
        self._used: dict[str, RecordedOutput] = {}
        self._stages: list[RecordedStage] = []
        self._events: list[Event] = [CLAIMED]
        self._artifacts: dict[str, Artifact] = {}
        self._warnings: list[dict[str, Any]] = list(job.warnings)
        self._content: list[str] = []
        self._progress = 0.0
        self._unread = Unread()

    def completed(self, known: Known) -> RecordedJob | Unread:
        """What completes the job, or what must be read first. Raises NotRecorded."""
        if self._job.url is None and (self._video is None or self._video.upload is None):
            raise NotRecorded
        for stage in self._plan:
            if all(name in self._outputs or name in self._skipped for name in stage.after if name in self._names):
                self._take(stage, known)
        if self._unread:
            return self._unread
        return RecordedJob(
            job=self._read,
            stages=self._stages,
            events=[*self._events, COMPLETED],
            artifacts=list(self._artifacts.values()),
            warnings=self._warnings,
            versions={key: output.version for key, output in self._used.items()},
            title=self._job.video_title,
            duration_s=self._job.video_duration,
            content=self._content,
        )

    @property
    def used(self) -> Sequence[RecordedOutput]:
        """The outputs that complete the job."""
        return list(self._used.values())

    def _take(self, stage: AnyStage, known: Known) -> None:
        upload, name = (self._video.upload, self._video.filename) if self._video is not None else (None, None)
        context = StageContext(self._settings, self._job, upload, name, self._outputs, self._pieces)
        if stage.skips(context):
            self._skipped.add(stage.name)
            self._stages.append(RecordedStage(stage.name, StageState.SKIPPED))
            self._events.append(self._moved(stage, StageState.SKIPPED))
            return
        params: Result = stage.build_input(context)
        key = self._key(stage, params, known)
        if key is None:
            return
        if not known.has_read(key):
            self._unread |= Unread(outputs=frozenset({key}))
            return
        recorded = known.outputs[key]
        if recorded is None:
            raise NotRecorded(key)
        if stage.recheck is not None and stage.recheck.applies(params):
            asks = stage.recheck.question(params, recorded.output) is not None
            if self._job.options.refresh or (asks and recorded.version.created_ms < self._job.created_ms):
                raise NotRecorded
        if stage.verdict is not None and stage.verdict(recorded.output, self._job.options) is not None:
            raise NotRecorded
        self._finish(stage, key, recorded)

    def _key(self, stage: AnyStage, params: Result, known: Known) -> str | None:
        """The stage's key, of the latest edition of its source; None while that is not known."""
        models_dir = self._settings.models_dir
        key = key_of(stage, params, self._job, models_dir, revision=known.revision)
        if stage.recheck is None or not stage.recheck.applies(params):
            return key
        if key not in known.editions:
            self._unread |= Unread(editions=frozenset({key}))
            return None
        if (edition := known.editions[key]) == 0:
            return key
        return key_of(stage, params, self._job, models_dir, edition=edition, revision=known.revision)

    def _finish(self, stage: AnyStage, key: str, recorded: RecordedOutput) -> None:
        self._used[key] = recorded
        self._outputs[stage.name] = recorded.output
        if any(stage.name in other.after for other in self._plan):
            self._pieces[stage.name] = recorded.pieces
        self._show(stage, recorded.pieces)
        title = self._job.video_title or ""
        if stage.source_facts is not None:
            facts = stage.source_facts(recorded.output)
            self._job = replace(self._job, video_title=facts.title, video_duration=facts.duration_s)
            title = facts.title or title
        self._artifacts |= {one.id: one for one in artifacts_of(self._job.id, stage, recorded.output, title)}
        if stage.content is not None:
            self._content += stage.content(recorded.output)
        fresh = [warning for warning in recorded.row.warnings if warning not in self._warnings]
        self._warnings += fresh
        self._events += [warning_line(warning) for warning in fresh]
        done = RecordedStage(stage.name, StageState.COMPLETED, key, recorded.row.seconds, len(recorded.pieces))
        self._stages.append(done)
        self._progress = max(self._progress, self._share())
        self._events.append(self._moved(stage, StageState.COMPLETED, work_s=recorded.row.seconds))
        if stage.renews_transcript and recorded.pieces:
            self._events.append(RENEWED)

    def _show(self, stage: AnyStage, pieces: Sequence[Result]) -> None:
        """Publish the pieces, as of a job whose title is what it was before this stage."""
        title = self._job.video_title or ""
        for number, piece in enumerate(pieces):
            shown = stage.show_piece(self._job.id, number, piece, title)
            self._events += shown.events
            self._artifacts |= {one.id: one for one in shown.artifacts}

    def _share(self) -> float:
        """The part of the plan's expected work that the finished stages are."""
        expected = {
            stage.name: self._rates.expect(stage, self._job).expect_s(stage.work_s(self._job)) for stage in self._plan
        }
        finished = sum(
            expected_s for name, expected_s in expected.items() if name in self._outputs or name in self._skipped
        )
        return min(finished / sum(expected.values()), 0.999)

    def _moved(self, stage: AnyStage, state: StageState, *, work_s: float | None = None) -> StageMoved:
        done = state is StageState.COMPLETED
        return StageMoved(
            status=JobState.PROCESSING,
            progress=self._progress,
            attempt=1,
            stage=stage.name,
            eta_s=0.0,
            stage_status=state,
            cached=True if done else None,
            work_s=work_s,
            waited_s=0.0 if done else None,
        )
