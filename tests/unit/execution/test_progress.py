"""Progress of a job as everybody sees it, whatever its stages do and in whatever order: it never falls.

A real store, runner and hub; only the stages are played by the test.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import Any

import pytest

from app.api.v1.wire import Wire
from app.core.errors import ErrorCode, JobFailure
from app.db import moves, queries, stage_log
from app.db.store import Store
from app.execution.attempt import Attempt
from app.execution.stage_runner import Done
from app.jobs.events import Hint, JobStanding, LogLine
from app.jobs.options import JobType
from app.jobs.record import JobRecord
from app.jobs.states import TERMINAL
from app.live.follower import Follower
from app.live.hub import Hub
from app.stages.stage import AnyStage, StageContext
from tests.stores import new_job
from tests.unit.execution.parts import OUTPUTS, Parts, parts_in

SEEDS = range(25)


class PlayedStages:
    """Stages that do by chance what stages do: are cached, wait, resume, leap, stand still, print lines, fail."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.closing = asyncio.Event()
        self._store = store
        self._chance = chance
        self.failing = chance.random() < 0.5

    async def run_stage(self, attempt: Attempt, stage: AnyStage, _: StageContext) -> Done:
        """See `StageRunner.run_stage`."""
        job, chance, name = attempt.job, self._chance, stage.name
        await self._store.write(stage_log.enter_stage, job.id, job.attempt, name, f"{name}-key")
        cached = chance.random() < 0.2
        if not cached:
            attempt.meter.wait(name)
            await self._breathe()
            attempt.meter.begin(name, afresh=chance.random() < 0.5)
            eta_s = attempt.eta_s()
            await self._store.write(stage_log.start_stage, job.id, job.attempt, name, eta_s=eta_s)
            await self._work(attempt, name)
            attempt.meter.rest(name)
        attempt.finish(name)
        await self._store.write(
            stage_log.finish_stage,
            job.id,
            job.attempt,
            name,
            cached=cached,
            seconds=1.0,
            artifacts=[],
            warnings=[],
            progress=attempt.meter.progress(),
            eta_s=None,
            job_values={"video_duration": chance.choice([0.1, 10.0, 9999.0])} if name == "fetch" else {},
        )
        return Done(OUTPUTS[name], [])

    async def _work(self, attempt: Attempt, name: str) -> None:
        job, chance = attempt.job, self._chance
        for _ in range(chance.randint(0, 8)):
            attempt.reached(name, chance.random(), None)
            await self._breathe()
            if chance.random() < 0.3:
                line = LogLine(level="info", message="a line", stage=name)
                await self._store.write(
                    stage_log.publish_pieces, job.id, job.attempt, name, published=0, events=[line], artifacts=[]
                )
            if chance.random() < 0.1:
                attempt.meter.reckon(job)
            if self.failing and chance.random() < 0.1:
                self.failing = False
                raise JobFailure(ErrorCode.CRASHED, "It crashed.", stage=name)

    async def _breathe(self) -> None:
        for _ in range(self._chance.randint(0, 6)):
            await asyncio.sleep(0)

    async def discard(self, _: Collection[str]) -> None:
        """See `StageRunner.discard`. There is nothing."""

    async def skip(self, attempt: Attempt, name: str) -> None:
        """See `StageRunner.skip`."""
        attempt.finish(name)
        await self._store.write(stage_log.skip_stage, attempt.job.id, attempt.job.attempt, name, eta_s=None)


class Witness:
    """Keeps what one of them saw, in order: (attempt, percent)."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, float]] = []

    def sees(self, attempt: int, percent: float) -> None:
        """One more."""
        self.seen.append((attempt, percent))

    async def follows(self, follower: Follower) -> None:
        """Everything that is sent to a follower."""
        async for message in follower.messages():
            data = json.loads(message.text)["data"]
            if "progress" in data:
                self.sees(data["attempt"], data["progress"])


async def _nothing(_: int, __: int) -> list[Any]:
    return []


async def _looks(store: Store, job_id: str, witness: Witness, over: asyncio.Event) -> None:
    while not over.is_set():
        job = await store.read(queries.job, job_id)
        witness.sees(job.attempt, round(job.progress * 100, 1))


@pytest.fixture(params=SEEDS)
async def played(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Parts, Hub]]:
    """A runner whose stages are played, and a hub that is told as in a server."""
    hub = Hub(Wire())
    chance = random.Random(request.param)
    async with parts_in(tmp_path, live=hub, play=lambda store: PlayedStages(store, chance)) as parts:
        parts.store.listen(hub.note)
        parts.store.listen(lambda events: hub.receive([Hint.of(event) for event in events]))
        parts.store.listen(parts.runner.on_committed)
        yield parts, hub


async def test_progress_never_falls_within_an_attempt_for_anybody(
    played: tuple[Parts, Hub], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the job's socket, on the broadcast, and for whoever looks the job up.

    Through cached stages, new expectations, leaps, failures that are tried again, and a retry by hand.
    """
    monkeypatch.setattr("app.execution.progress_publisher.PUBLISH_EVERY_S", 0.0)  # as often as it can be told
    parts, hub = played
    store = parts.store
    job = (await store.write(moves.submit, new_job(job_type=JobType.AUDIO_EXTRACTION, max_retries=3)))[0]
    on_socket, on_broadcast, looking, over = Witness(), Witness(), Witness(), asyncio.Event()
    with hub.follow_job(job.id, _nothing, _never) as one, hub.follow_all(_nothing) as all_:
        one.begin(job.last_seq, newest=job.last_seq)
        all_.begin(0, newest=0)
        watching = [
            asyncio.create_task(on_socket.follows(one)),
            asyncio.create_task(on_broadcast.follows(all_)),
            asyncio.create_task(_looks(store, job.id, looking, over)),
        ]
        job = await _lived(parts, job)
        over.set()
        hub.stop()
        await asyncio.gather(*watching)
    log = await store.read(queries.events_of_job, job.id, after=0, limit=1000)
    standings = [stored.event for stored in log if isinstance(stored.event, JobStanding)]
    stored = [(event.attempt, round(event.progress * 100, 1)) for event in standings]
    assert len(on_socket.seen) > 3
    for seen in (stored, on_socket.seen, on_broadcast.seen, looking.seen):
        assert seen == sorted(seen)


async def _never(_: int) -> bool:
    return False


async def _lived(parts: Parts, job: JobRecord) -> JobRecord:
    """The job after its attempts: run, tried again when it failed, cancelled and run again."""
    for attempt in range(3):
        await parts.runner.run_job(job.id)
        job = await parts.job(job.id)
        if job.status in TERMINAL:
            return job
        await parts.store.write(lambda tx, job=job: moves.move(tx, job, moves.Cause.ENQUEUE, due_ms=None))
        if attempt == 0:
            await parts.store.write(moves.cancel, job.id)
            await parts.store.write(moves.retry, job.id)
    return job
