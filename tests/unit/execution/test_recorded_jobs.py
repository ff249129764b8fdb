"""Jobs whose stages are all in the record end without a worker, and as an attempt would have ended them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy import event as sql_event

from app.core.settings import load_settings
from app.db import deletion, flags, moves, queries, recorded_jobs, stage_log, videos
from app.db.store import Store
from app.db.transaction import Transaction
from app.db.writer import StorageFailed
from app.execution import recorded_jobs as recorded_jobs_module
from app.execution.corrections import Corrections
from app.execution.editions import Editions
from app.execution.recorded_plan import Known, NotRecorded, RecordedPlan
from app.execution.records import Made, Records
from app.execution.single_flight import Flights
from app.execution.slots import Slots
from app.execution.stage_rates import StageRates
from app.execution.stage_runner import StageRunner
from app.execution.stage_work import StageWork
from app.execution.transcript_files import TranscriptFiles
from app.jobs.changes import JobChange
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import JobRecord, JobWarning, OutputRecord, Video
from app.jobs.results import Blob, Clip, Cut, MediaInfo, Result, Segment, Validators
from app.jobs.states import JobState
from app.media.captions import transcript_files
from app.processes.workplace import Workplace
from app.stages.analyse.contract import AnalyseOutput
from app.stages.audio.contract import AudioOutput
from app.stages.clips.contract import ClipsOutput
from app.stages.fetch.contract import FetchOutput
from app.stages.scenes.contract import ScenesOutput
from app.stages.speech.contract import SpeechOutput
from app.stages.stage import Resource
from app.stages.transcribe.contract import TranscribeOutput
from app.storage.blobs import BlobFolder
from tests.contracts.thread_executor import ThreadExecutor
from tests.stages import REGISTRY
from tests.stores import new_job
from tests.unit.execution.parts import Parts, parts_in

MEDIA = MediaInfo(container="mp4", duration_s=10.0, audio_codec="aac", video_codec="h264")


class Record:
    """Writes results into the record as if stages had run: of each a small output, with pieces and warnings."""

    def __init__(self, parts: Parts, folder: Path) -> None:
        self._parts = parts
        self._folder = folder
        self.blobs = BlobFolder(folder / "data" / "blobs")
        self.records = Records(parts.store, self.blobs, parts.recorded.recorded)
        self.fetched: dict[str, Any] = {}
        self.videos: dict[str, Video] = {}

    def blob(self, content: str, suffix: str) -> Blob:
        """A stored file."""
        path = self._folder / f"made{suffix}"
        path.write_text(content)
        return self.blobs.keep(path, suffix)

    def _output(self, name: str) -> tuple[Result, list[Result]]:
        """The output of a stage, and its pieces."""
        source, wave = self.blob("source", ".mp4"), self.blob("wave", ".json")
        segments = [Segment(start_s=n, end_s=n + 1, text=f"Line {n}.", confidence=0.9) for n in range(3)]
        clip = Clip(
            index=0,
            start_s=0.0,
            end_s=3.0,
            title="Clip",
            score=0.5,
            reason="r",
            parts={},
            text="t",
            video=self.blob("clip", ".mp4"),
            thumbnail=self.blob("still", ".jpg"),
            width=2,
            height=2,
        )
        made: dict[str, tuple[Result, list[Result]]] = {
            "fetch": (FetchOutput(source=source, media=MEDIA, title="A title", **self.fetched), []),
            "audio": (AudioOutput(audio=source, duration_s=10.0, media_type="video/mp4", waveform=wave), []),
            "speech": (SpeechOutput(pcm=source, duration_s=10.0, waveform=wave), []),
            "scenes": (ScenesOutput(has_video=True, cuts=(Cut(start_s=1, end_s=1, kind="cut", score=1),)), []),
            "transcribe": (
                TranscribeOutput(
                    language="en",
                    language_probability=1.0,
                    model="demo",
                    decoding="sequential",
                    segment_count=3,
                    srt=self.blob("lines", ".srt"),
                ),
                [*segments],
            ),
            "analyse": (AnalyseOutput(sentiment="neutral"), []),
            "clips": (ClipsOutput(clip_count=1), [clip]),
        }
        return made[name]

    async def add(self, key: str) -> None:
        """Record the stage of this key."""
        name = key.rpartition("-")[0]
        output, pieces = self._output(name)
        for index, piece in enumerate(pieces):
            await self.records.add_piece(REGISTRY[name], key, index, piece, None)
        warnings = [JobWarning("c", f"About {name}.", name)] if name in ("speech", "clips") else []
        await self.records.add_output(REGISTRY[name], key, Made(output, warnings, 1.5), None)

    async def lacks(self, job: JobRecord) -> str | None:
        """The key that nothing is recorded under, of the first such stage of a job; None if all is there."""
        waiting = recorded_jobs.Waiting([job], self.videos)
        answer = (await self._parts.recorded._answers(waiting))[job.id]
        return answer.key if isinstance(answer, NotRecorded) else None

    async def complete_for(self, job: JobRecord, *, but: Sequence[str] = ()) -> list[str]:
        """Record every stage that a job lacks, up to the first of the names `but`; returns their keys."""
        keys: list[str] = []
        while (key := await self.lacks(job)) is not None and key.rpartition("-")[0] not in but:
            await self.add(key)
            keys.append(key)
        return keys


@asynccontextmanager
async def _opened(folder: Path, **settings: Any) -> AsyncIterator[tuple[Parts, Record]]:
    """Parts whose stages are the product's own; none of them has to run."""

    def stages(store: Store) -> StageRunner:
        blobs, slots = BlobFolder(folder / "data" / "blobs"), Slots(dict.fromkeys(Resource, 1))
        executor = ThreadExecutor(Workplace(blobs, folder, "ffmpeg"), {stage.name: stage for stage in REGISTRY})
        records = Records(store, blobs)
        rates = StageRates(store, load_settings())
        return StageRunner(
            store=store,
            records=records,
            work=StageWork(records=records, executor=executor, slots=slots, rates=rates),
            executor=executor,
            flights=Flights(),
            editions=Editions(store, records, slots, _refused),
            corrections=Corrections(store, TranscriptFiles(blobs, folder, transcript_files)),
        )

    models = {"whisper_model": "demo", "sentiment_model": "demo", "spacy_model": "demo"}
    async with parts_in(folder, play=stages, **(models | settings)) as parts, asyncio.timeout(30):
        yield parts, Record(parts, folder)


async def _refused(*_: object) -> None:
    raise AssertionError("nothing is requested")


async def _submitted(parts: Parts, job_type: JobType = JobType.AUDIO_EXTRACTION, **values: Any) -> JobRecord:
    return (await parts.store.write(moves.submit, new_job(job_type=job_type, **values)))[0]


async def _ended(parts: Parts, *jobs: JobRecord) -> None:
    """Wait until these jobs have completed."""
    for job in jobs:
        while (await parts.job(job.id)).status is not JobState.COMPLETED:
            await asyncio.sleep(0.005)


async def _view(parts: Parts, job: JobRecord) -> dict[str, Any]:
    """All that is stored of a job, but for ids, times and estimates, and the order of stages that run side by side.

    The last one has made the waveform.
    """

    def read(conn: Connection) -> dict[str, Any]:
        now = queries.job(conn, job.id)
        names = ("status", "attempt", "progress", "stage", "error", "warnings", "last_seq", "worker_id")
        events = [one.event.model_dump() for one in queries.events_of_job(conn, job.id, after=0, limit=99)]
        for event in events:
            for name in ("progress", "eta_s", "artifact_id", "thumbnail_id"):
                event.pop(name, None)
        files = queries.artifacts_of(conn, job.id)
        stages = sorted(stage_log.stages_of_job(conn, job.id), key=lambda stage: stage.name)
        return {
            "row": [getattr(now, name) for name in (*names, "video_title", "video_duration", "lease_until_ms")],
            "events": [events[:2], sorted(map(str, events[2:-1])), events[-1]],
            "stages": [replace(stage, job_id="") for stage in stages],
            "files": sorted((f.kind, f.filename, f.media_type, f.blob.sha256) for f in files),
        }

    return await parts.store.read(read)


async def test_a_job_ends_as_an_attempt_that_finds_every_stage_would_end_it(tmp_path: Path) -> None:
    """Its row, stages, files, warnings and events are the same, transcript and clips included."""
    async with _opened(tmp_path) as (parts, record):
        for job_type in (JobType.FULL_PROCESSING, JobType.AUDIO_EXTRACTION):
            walked, recorded = [await _submitted(parts, job_type) for _ in range(2)]
            await record.complete_for(walked)
            await parts.runner.run_job(walked.id)
            async with parts.recorded:
                await _ended(parts, recorded)
            assert await _view(parts, recorded) == await _view(parts, walked)
        log = await parts.store.read(queries.events_of_job, recorded.id, after=0, limit=99)
        progress = [getattr(event.event, "progress", 0.0) for event in log]
        assert progress == sorted(progress)


async def test_jobs_end_while_every_worker_is_busy_and_one_that_lacks_a_stage_waits(tmp_path: Path) -> None:
    """Until that stage is recorded for another job; a pause holds them all."""
    async with _opened(tmp_path) as (parts, record):
        first = await _submitted(parts)
        await record.complete_for(first)
        other = await _submitted(parts, options=ProcessingOptions(audio_format="flac"))
        await parts.jobs.pause()
        async with parts.recorded:
            jobs = [await _submitted(parts) for _ in range(5)]
            assert (await parts.job(jobs[0].id)).status is JobState.QUEUED
            await parts.jobs.resume()
            parts.recorded.check_queue()
            await _ended(parts, first, *jobs)
            assert (await parts.job(other.id)).status is JobState.QUEUED
            key = await record.lacks(other)
            assert key is not None
            await record.add(key)
            await _ended(parts, other)
            assert parts.queue.waiting == 0


async def test_jobs_that_waited_before_the_server_started_are_found_behind_one_that_a_worker_took(
    tmp_path: Path,
) -> None:
    """They were never published as queued."""
    async with _opened(tmp_path) as (parts, record):
        jobs = [await _submitted(parts) for _ in range(3)]
        await record.complete_for(jobs[0])
        for job in jobs:
            parts.recorded._unchecked.drop(job.id)
        async with parts.recorded:
            assert await parts.recorded.complete(await parts.queue.take())
            await _ended(parts, *jobs)
            assert not parts.recorded.busy
            assert not await parts.recorded.complete(jobs[0].id)  # delivered twice


async def test_what_an_attempt_has_to_decide_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that is to be checked or fetched anew, a host that cools down, a file that is gone, a long transcript."""
    monkeypatch.setattr(recorded_jobs_module, "MOST_PIECES", 2)
    async with _opened(tmp_path) as (parts, record):
        plain = await _submitted(parts)
        await record.complete_for(plain)
        refresh = await _submitted(parts, options=ProcessingOptions(refresh=True))
        hidden = await _submitted(parts, url="http://user:***@example.org/a.mp4")
        retried = await _submitted(parts)
        await parts.store.write(moves.cancel, retried.id)
        await parts.store.write(moves.claim, (await parts.store.write(moves.retry, retried.id)).id, REGISTRY.plans)
        await parts.store.write(moves.requeue, retried.id, 1)
        record.fetched = {"validators": Validators(etag="1")}
        checked = await _submitted(parts, source_identity="b")
        await record.complete_for(checked)
        while parts.store.now_ms() <= (await parts.job(checked.id)).created_ms + 1:
            await asyncio.sleep(0.001)
        later = await _submitted(parts, source_identity="b")
        long = await _submitted(parts, JobType.TRANSCRIPTION)
        await record.complete_for(long, but=["transcribe"])
        await record.add(str(await record.lacks(long)))
        left = [refresh, hidden, retried, later, long]
        async with parts.recorded:
            await _ended(parts, plain, checked)
            for job in left:
                assert not await parts.recorded.complete(job.id)
        await parts.store.write(flags.cool, "example.org", parts.store.now_ms() + 60_000)
        cooled = await _submitted(parts)
        async with parts.recorded:
            assert not await parts.recorded.complete(cooled.id)
        await parts.store.write(flags.set_flag, f"{flags.COOLING}example.org", {})
        record.blobs.delete([record.blob("wave", ".json").sha256])
        gone = await _submitted(parts)
        async with parts.recorded:
            assert not await parts.recorded.complete(gone.id)


async def test_a_job_on_an_upload_of_late_is_completed_without_a_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed of it, and what is known of its file, is enough."""
    async with _opened(tmp_path) as (parts, record):
        video = Video("v", "a.mp4", record.blob("source", ".mp4"), {})
        await parts.store.write(videos.add_video, video)
        first = await _submitted(parts, url=None, video_id="v")
        record.videos["v"] = video
        await record.complete_for(first)
        async with parts.recorded:
            await _ended(parts, first)
            ended = asyncio.Event()
            parts.store.follow_changes(lambda jobs: ended.set() if _completed(jobs) else None)
            monkeypatch.setattr(parts.store, "read", _refused)
            await _submitted(parts, url=None, video_id="v")
            await ended.wait()


async def test_that_nothing_was_corrected_costs_no_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither when a job is completed nor when it is deleted, beyond one for each table."""
    async with _opened(tmp_path) as (parts, record):
        job = await _submitted(parts)
        await record.complete_for(job)
        ran: list[str] = []

        def noted(unit: Callable[..., Any]) -> Callable[..., Any]:
            def run(tx: Transaction, *args: Any) -> Any:
                def note(_: object, __: object, statement: str, *___: object) -> None:
                    ran.append(statement)

                sql_event.listen(tx.conn, "before_cursor_execute", note)
                try:
                    return unit(tx, *args)
                finally:
                    sql_event.remove(tx.conn, "before_cursor_execute", note)

            return run

        monkeypatch.setattr(recorded_jobs, "complete", noted(recorded_jobs.complete))
        await _complete(parts, [job])
        reads = [statement.partition("FROM ")[2].split()[0] for statement in ran if statement.startswith("SELECT")]
        assert reads == ["jobs", "key_blobs", "videos", "videos"]  # its link's video: whether it stays, its name
        ran.clear()
        await parts.store.write(noted(deletion.delete_job), job.id, REGISTRY.plans)
        of_words = [statement.partition(" WHERE")[0] for statement in ran if "transcript" in statement]
        assert of_words == ["DELETE FROM video_transcripts", "DELETE FROM searched_transcripts"]


async def test_a_job_whose_upload_was_deleted_is_left_to_an_attempt(tmp_path: Path) -> None:
    """Also if the upload was in use a moment ago: a job that ended and expired may be tried again."""
    async with _opened(tmp_path) as (parts, record):
        for video_id in ("used", "deleted"):  # of the same file, so that all results stay
            record.videos[video_id] = Video(video_id, "a.mp4", record.blob("source", ".mp4"), {})
            await parts.store.write(videos.add_video, record.videos[video_id])
        first = await _submitted(parts, url=None, video_id="used")
        await record.complete_for(first)
        other = await _submitted(parts, url=None, video_id="deleted")
        await _complete(parts, [first, other])
        async with parts.recorded:
            await parts.jobs.pause()
            job = await _submitted(parts, url=None, video_id="deleted")
            await parts.store.write(moves.cancel, job.id)
            for ended in (other, job):
                await parts.store.write(deletion.expire_job, ended.id, REGISTRY.plans)
            await parts.store.write(moves.retry, job.id)
            assert not await parts.recorded.complete(job.id)
            assert (await parts.job(job.id)).status is JobState.QUEUED


async def test_a_job_that_was_changed_during_its_check_is_completed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read once more."""
    async with _opened(tmp_path) as (parts, record):
        job = await _submitted(parts)
        await record.complete_for(job)
        answers = parts.recorded._answers

        async def changed(waiting: recorded_jobs.Waiting) -> Mapping[str, Any]:
            monkeypatch.undo()
            found = await answers(waiting)
            await parts.jobs.set_priority(job.id, 5)
            return found

        monkeypatch.setattr(parts.recorded, "_answers", changed)
        await _complete(parts, [job])


@pytest.mark.parametrize("fault", [ValueError("spoilt"), StorageFailed("full")])
async def test_a_group_that_could_not_be_completed_is_checked_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """One by one if a job may be the cause: it keeps no other from its end. A failure of the database may pass."""
    async with _opened(tmp_path) as (parts, record):
        spoilt, *others = [await _submitted(parts) for _ in range(4)]
        await record.complete_for(spoilt)
        complete, tried = recorded_jobs.complete, list[int]()

        def failing(tx: Transaction, found: Sequence[recorded_jobs.RecordedJob]) -> list[str]:
            tried.append(len(found))
            if any(one.job.id == spoilt.id for one in found) and (isinstance(fault, ValueError) or len(tried) == 1):
                raise fault
            return complete(tx, found)

        monkeypatch.setattr(recorded_jobs, "complete", failing)
        await _complete(parts, others)
        assert tried == ([4, 1, 1, 1, 1] if isinstance(fault, ValueError) else [4, 4])
        assert (await parts.job(spoilt.id)).status is (
            JobState.QUEUED if isinstance(fault, ValueError) else JobState.COMPLETED
        )


async def test_a_record_or_job_that_cannot_be_read_keeps_no_other_from_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is wrong is logged once; the job waits for a worker."""
    async with _opened(tmp_path) as (parts, record):
        good, unreadable, spoilt = [
            await _submitted(parts, options=ProcessingOptions(audio_format=name)) for name in ("mp3", "flac", "wav")
        ]
        await record.complete_for(good)
        key = await record.lacks(unreadable)
        assert key is not None
        await parts.store.write(stage_log.record_output, OutputRecord(key, "audio", {"audio": 1}, [], 1.0), [])
        completed = RecordedPlan.completed

        def failing(plan: RecordedPlan, known: Known) -> Any:
            if plan._job.id == spoilt.id:
                raise KeyError("spoilt")
            return completed(plan, known)

        monkeypatch.setattr(RecordedPlan, "completed", failing)
        await _complete(parts, [good])
        assert await record.lacks(unreadable) == key
        assert await record.lacks(spoilt) is None
        assert (await parts.job(unreadable.id)).status is JobState.QUEUED
        assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == [
            f"job {spoilt.id} waits for a worker: its plan failed",
            f"what is recorded as {key} cannot be read",
            f"job {spoilt.id} waits for a worker: its plan failed",  # asked for above
        ]


async def _complete(parts: Parts, jobs: Sequence[JobRecord]) -> None:
    """Check jobs against the record until these have completed."""
    left, ended = {job.id for job in jobs}, asyncio.Event()

    def follow(changes: Sequence[JobChange]) -> None:
        left.difference_update(job.id for job in changes if _completed([job]) and isinstance(job, JobRecord))
        if not left:
            ended.set()

    parts.store.follow_changes(follow)
    async with parts.recorded:
        await ended.wait()


def _completed(changes: Sequence[JobChange]) -> bool:
    return any(isinstance(change, JobRecord) and change.status is JobState.COMPLETED for change in changes)
