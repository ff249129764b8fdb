"""The bytes that clients get for jobs' histories, composed with fixed ids and times.

    python -m tests.wire_bytes

rewrites `tests/unit/api/wire_bytes.txt`; a test holds the server against it. The file only changes with the contract.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.db import clock_moves, deaths, moves, stage_log
from app.db.store import Store
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import Artifact, JobRecord, OutputRecord
from app.jobs.results import Blob, Chapter, Clip, Cut, MediaInfo, Result, SegmentSentiment
from app.jobs.states import Cause
from app.stages.analyse.contract import AnalyseOutput, Entity, Keyword
from app.stages.audio.contract import AudioOutput
from app.stages.clips.contract import ClipsOutput
from app.stages.fetch.contract import FetchOutput
from app.stages.scenes.contract import ScenesOutput, Sprite
from app.stages.speech.contract import SpeechOutput
from app.stages.transcribe.contract import TranscribeOutput
from app.upkeep.clock_watch import ClockWatch
from tests.asgi import App, Socket, app_in, segment
from tests.schemas import FOLDER, restored
from tests.stages import PLANS
from tests.stores import new_job

FILE = Path(__file__).parent / "unit" / "api" / "wire_bytes.txt"
#: After everything that the databases of earlier schemas hold.
NOON_MS = 1_796_040_000_000


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.ms = NOON_MS

    def __call__(self) -> int:
        return self.ms


@asynccontextmanager
async def app_at(folder: Path, clock: Clock) -> AsyncIterator[App]:
    """An application whose store has this clock."""

    async def stands(_: ClockWatch) -> None:
        """Nobody sets this clock."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Store.__init__.__kwdefaults__, "now_ms", clock)
        patch.setattr(ClockWatch, "check", stands)
        async with app_in(folder) as app:
            yield app


class Historian:
    """Plays histories of jobs, and keeps what clients get of each: live, replayed, as pages, as a stream, as a view."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock
        self.sections: dict[str, list[str]] = {}
        self.jobs: dict[str, JobRecord] = {}

    async def submitted(self, job_type: JobType, **values: object) -> JobRecord:
        """A new job with the next id."""
        job_id = f"{len(self.jobs) + 1:08x}-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
        job, _ = await self.app.store.write(moves.submit, new_job(id=job_id, job_type=job_type, **values))
        return job

    async def claimed(self, job: JobRecord) -> JobRecord:
        """The job in its next attempt."""
        self.tick()
        return await self.app.claim(job.id)

    def tick(self, ms: int = 1234) -> None:
        """Let time pass."""
        self.clock.ms += ms

    async def play(self, name: str, job: JobRecord, history: Callable[[JobRecord], Awaitable[None]]) -> None:
        """Play the history of a job in front of a follower, then read it in every other way."""
        path, found = f"/api/v1/jobs/{job.id}", self.sections
        self.jobs[name] = job
        async with self.app.socket(f"/ws/{job.id}") as live:
            found[f"{name}: live"] = [await _next(live)]
            await history(job)
            page = (await self.app.http.get(f"{path}/events", params={"limit": 1000})).text
            last_seq = int(page.rpartition('"last_seq":')[2].rstrip("}"))
            found[f"{name}: live"] += await _until(live, last_seq)
        found[f"{name}: page"] = [page]
        found[f"{name}: page from the middle"] = [(await self.app.http.get(f"{path}/events?after=2&limit=3")).text]
        async with self.app.socket(f"/ws/{job.id}?after=0") as replayed:
            found[f"{name}: replayed"] = [await _next(replayed), *await _until(replayed, last_seq)]
        if name == "whole":
            stream = await self.app.http.get(f"{path}/events?after=1", headers={"Accept": "text/event-stream"})
            found[f"{name}: stream"] = stream.text.splitlines()
        found[f"{name}: view"] = [(await self.app.http.get(path)).text]
        found[f"{name}: in the list"] = [(await self.app.http.get("/api/v1/jobs", params={"q": job.id})).text]
        found[f"{name}: transcript"] = [(await self.app.http.get(f"{path}/transcript")).text]

    async def whole(self, job: JobRecord) -> None:
        """Every stage, each with what it leaves; lines, clips, warnings, progress."""
        job = await self.claimed(job)
        await self.done(job, "fetch", FETCHED, 0.1873, "source", waited_s=0.0004)
        await self.done(job, "audio", AUDIO, 0.25, "audio", cached=True)
        await self.done(job, "speech", SPEECH, 0.31, "waveform")
        await self.app.log(job, "scenes", "scenes found", cuts=2, focus_points=2, share=0.5, odd=float("inf"))
        await self.done(job, "scenes", SCENES, 0.4, "sprite")
        await self.started(job, "transcribe", 20.04)
        await self.app.log(job, "transcribe", "Transcribing with demo, batched", language="en", probability=1.0)
        await self.app.publish_segments(job, LINES[:1], key="transcribe-key")
        self.app.progress(
            job, 15, progress=0.4567, eta_s=12.34, stages={"transcribe": (0.63, "12×"), "scenes": (1, None)}
        )
        await self.app.publish_segments(job, LINES[1:], key="transcribe-key")
        await self.done(job, "transcribe", TRANSCRIBED, 0.61, "transcript", begun=True)
        await self.done(job, "analyse", ANALYSED, 0.7, None)
        await self.started(job, "clips", None)
        await self.app.cut(job, CLIPS, "Ünder the Moon", key="clips-key")
        await self.done(job, "clips", ClipsOutput(clip_count=2), 0.9995, None, begun=True)
        self.tick()
        await self.app.finish(job)

    async def started(self, job: JobRecord, name: str, eta_s: float | None, waited_s: float = 1.23456) -> None:
        """A stage that works."""
        self.tick()
        await self.app.store.write(stage_log.enter_stage, job.id, job.attempt, name, f"{name}-key")
        await self.app.store.write(stage_log.start_stage, job.id, job.attempt, name, eta_s=eta_s, waited_s=waited_s)

    async def done(
        self,
        job: JobRecord,
        name: str,
        output: Result,
        progress: float,
        kind: str | None,
        *,
        waited_s: float = 1.23456,
        cached: bool = False,
        begun: bool = False,
    ) -> None:
        """A stage with its output, a warning, and a file."""
        if not (cached or begun):
            await self.started(job, name, 30.06, waited_s)
        warnings = [{"code": "audio_damaged", "message": "Two seconds are silent.", "stage": name}] * (name == "speech")
        number = f"{len(name):08x}-0000-4000-8000-{ord(name[0]):012x}"
        artifact = Artifact(number, job.id, name, kind or "", f"Ünder {name}.mp4", "video/mp4", BLOB)
        record = OutputRecord(f"{name}-key", name, output.model_dump(mode="json"), warnings, 3.14159)
        self.tick()
        await self.app.store.write(stage_log.enter_stage, job.id, job.attempt, name, record.key)
        await self.app.store.write(stage_log.record_output, record, [])
        await self.app.store.write(
            stage_log.finish_stage,
            job.id,
            job.attempt,
            name,
            cached=cached,
            seconds=record.seconds,
            waited_s=waited_s,
            artifacts=[artifact] if kind else [],
            warnings=warnings,
            progress=progress,
            eta_s=9.87,
            job_values={"video_title": "Ünder the Moon", "video_duration": 62.5} if name == "fetch" else {},
        )

    async def failing(self, job: JobRecord) -> None:
        """An attempt that is postponed, a clock that is set meanwhile, one that is put back, and one that fails."""
        store, error = self.app.store, {"code": "rate_limited", "message": "Later, «please».", "stage": "fetch"}
        job = await self.claimed(job)
        await self.started(job, "fetch", 5.0)
        self.tick()
        due_ms, passing = self.clock.ms + 60_000, error | {"retryable": True}
        await store.write(moves.postpone, job.id, job.attempt, due_ms=due_ms, failures=1, error=passing)
        await store.write(clock_moves.set_clock, 1500)
        self.tick(61_500)
        await store.write(moves.enqueue, job.id)
        job = await self.claimed(job)
        await store.write(moves.requeue, job.id, job.attempt)
        job = await self.claimed(job)
        await self.started(job, "fetch", 5.0)
        await store.write(stage_log.skip_stage, job.id, job.attempt, "speech", eta_s=3.25)
        await self.app.finish(job, Cause.FAIL, error=error | {"retryable": False})

    async def failing_again(self, job: JobRecord) -> None:
        """The attempt after a retry."""
        job = await self.claimed(job)
        error = {"code": "timeout", "message": "It took too long.", "stage": None, "retryable": False}
        await self.app.finish(job, Cause.FAIL, error=error)

    async def cancelled(self, job: JobRecord) -> None:
        """A job that is moved in the queue and never runs."""
        store = self.app.store
        self.tick()
        await store.write(moves.rerank, job.id, priority=8)
        await store.write(moves.to_top, job.id)
        await store.write(moves.cancel, job.id)

    async def stopped(self, job: JobRecord) -> None:
        """A job that is cancelled while it runs, with a line of its transcript."""
        job = await self.claimed(job)
        await self.app.publish_segments(job, LINES[:2], key="other-key")
        self.app.progress(job, 5, progress=1 / 3, eta_s=0.0, stages={"transcribe": (1 / 3, None)})
        await self.app.store.write(moves.cancel, job.id)
        await self.app.finish(job, Cause.COMPLETE)

    async def deadly(self, job: JobRecord) -> None:
        """A job at which the server dies until it is given up."""
        store = self.app.store
        for _ in range(3):
            job = await self.claimed(job)
            await self.started(job, "fetch", None)
            self.tick()
            await store.write(deaths.recover, PLANS, orderly=False, died_ms=self.clock.ms)
            self.tick(20_000)
            await store.write(moves.enqueue, job.id)

    async def waiting(self, job: JobRecord) -> None:
        """A job whose time has not come, of another priority."""
        self.tick()
        await self.app.store.write(moves.rerank, job.id, priority=0)


async def _next(socket: Socket) -> str:
    text = await socket.receive_text()
    assert text is not None
    return text


async def _until(socket: Socket, last_seq: int) -> list[str]:
    """Messages up to the event of that number."""
    texts: list[str] = []
    while not texts or f'"seq":{last_seq},' not in texts[-1]:
        texts.append(await _next(socket))
    return texts


BLOB = Blob(sha256="a" * 64, size_bytes=12, suffix=".mp4")
MEDIA = MediaInfo(container="mp4", duration_s=62.5, video_codec="h264", fps="30000/1001", width=640, height=360)
FETCHED = FetchOutput(
    source=BLOB, media=MEDIA, title="Ünder the Moon", chapters=(Chapter(start_s=0, end_s=4.5, title="Intro"),)
)
AUDIO = AudioOutput(audio=BLOB, duration_s=62.5, media_type="audio/wav", waveform=BLOB)
SPEECH = SpeechOutput(pcm=BLOB, duration_s=62.5, waveform=BLOB)
SCENES = ScenesOutput(
    has_video=True,
    cuts=(Cut(start_s=2.0, end_s=2.0, kind="cut", score=0.9), Cut(start_s=5.0, end_s=5.5, kind="fade", score=1)),
    sprite=Sprite(image=BLOB, columns=5, rows=2, count=9, interval_s=1.0, tile_width=80, tile_height=45),
    focus=((0.0, 0.5, 0.5), (0.5, 0.25, 1.0)),
)
LINES = [
    segment(0.4, "We have a landing.", confidence=0.87),
    segment(2.4, "Murmelt 漢字 \u2028 “quoted”.", confidence=0.2).model_copy(
        update={"flags": ("low_confidence", "repetition"), "no_speech_probability": 0.25}
    ),
    segment(4.4, "Over.").model_copy(update={"words": ()}),
]
TRANSCRIBED = TranscribeOutput(
    language="en", language_probability=0.98, model="demo", decoding="sequential", segment_count=3
)
ANALYSED = AnalyseOutput(
    sentiment="positive",
    sentiment_scores={"positive": 0.9, "neutral": 0.1, "negative": 0.0},
    segment_sentiments=(
        SegmentSentiment(index=0, label="neutral", score=0.1),
        SegmentSentiment(index=1, label="positive", score=0.8),
    ),
    topics=("space",),
    keywords=(Keyword(text="rocket", score=0.7),),
    entities=(Entity(text="Mars", label="LOC", count=2),),
    models={"sentiment": "demo"},
)
CLIPS = [
    Clip(
        index=index,
        start_s=0.4 + index,
        end_s=12.6,
        title="We have a landing",
        score=0.7711,
        reason="12 s: whole sentences, a positive mood",
        parts={"length": 0.9, "mood": 0},
        text="We have a landing.",
        video=BLOB,
        thumbnail=None if index else BLOB.model_copy(update={"suffix": ".jpg"}),
        width=640,
        height=360,
    )
    for index in range(2)
]


async def played(folder: Path) -> dict[str, list[str]]:
    """What clients get of histories that the server writes now."""
    clock = Clock()
    async with app_at(folder, clock) as app:
        historian = Historian(app, clock)
        async with app.socket("/ws/jobs/broadcast") as everything:
            await _next(everything)
            options = ProcessingOptions(min_confidence=0.5, max_clips=2)
            for name, history, job_type, values in (
                ("whole", historian.whole, JobType.FULL_PROCESSING, {"options": options, "meta": {"n": [1, 2.0]}}),
                (
                    "failing",
                    historian.failing,
                    JobType.TRANSCRIPTION,
                    {"url": "https://example.org/b", "user_id": "ada"},
                ),
                ("cancelled", historian.cancelled, JobType.ANALYSIS, {"title": "A talk", "duration_s": 9.0}),
                ("stopped", historian.stopped, JobType.TRANSCRIPTION, {"priority": 9}),
                ("deadly", historian.deadly, JobType.TRANSCRIPTION, {}),
                ("waiting", historian.waiting, JobType.TRANSCRIPTION, {"run_at_ms": NOON_MS + 9_000_000_000}),
            ):
                await historian.play(name, await historian.submitted(job_type, **values), history)
            retried = await app.store.write(moves.retry, historian.jobs["failing"].id)
            await historian.play("failing again", retried, historian.failing_again)
            (last,) = historian.sections["failing again: page"]
            newest = int(last.rpartition('"id":')[2].partition("}")[0])
            live = await _up_to(everything, newest)
        async with app.socket("/ws/jobs/broadcast?after=0") as everything:
            await _next(everything)
            replayed = await _up_to(everything, newest)
    return historian.sections | {"broadcast: live": live, "broadcast: replayed": replayed}


async def _up_to(everything: Socket, newest: int) -> list[str]:
    """Messages of the broadcast up to the event of that id, without those that are composed in their own time."""
    texts: list[str] = []
    while not texts or not texts[-1].endswith(f'"id":{newest}}}'):
        text = await _next(everything)
        if not text.startswith(('{"type":"queue_update"', '{"type":"video_update"')):
            texts.append(text)
    return texts


async def of_schema(schema: Path, folder: Path) -> dict[str, list[str]]:
    """What clients get of the jobs that a database of an earlier schema holds."""
    restored(schema, folder / "jobs.db")
    found: dict[str, list[str]] = {}
    async with app_at(folder, Clock()) as app:
        listed = (await app.http.get("/api/v1/jobs", params={"sort": "created_at"})).json()["items"]
        for job in listed:
            path, name = f"/api/v1/jobs/{job['id']}", f"schema {schema.stem} {job['id']}"
            found[f"{name}: page"] = [(await app.http.get(f"{path}/events")).text]
            found[f"{name}: view"] = [(await app.http.get(path)).text]
    return found


async def composed() -> str:
    """Everything, as text."""
    sections: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        sections |= await played(Path(folder))
    for schema in ("0001", "0004"):
        with tempfile.TemporaryDirectory() as folder:
            sections |= await of_schema(FOLDER / f"{schema}.sql", Path(folder))
    return "".join(f"=== {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


def main() -> None:
    """Rewrite the file."""
    FILE.write_text(asyncio.run(composed()), encoding="utf-8")


if __name__ == "__main__":
    main()
