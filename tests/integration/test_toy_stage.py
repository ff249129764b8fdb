"""A stage is a folder: one that only the registry is pointed at is planned, run in a child, recorded and shown."""

import json
from pathlib import Path

import pytest
from sqlalchemy import delete

from app.db import stage_log
from app.db.transaction import Transaction
from app.jobs.options import JobType
from app.jobs.record import StageState
from app.stages.registry import Registry
from tests.asgi import app_in
from tests.engines import JobState, engine_in
from tests.media import MediaShelf
from tests.toy_stages.tally.run import STRETCH

pytestmark = pytest.mark.slow


@pytest.fixture
def registry() -> Registry:
    """The product's stages, and those of the tests."""
    return Registry.discovered("app.stages", "tests.toy_stages")


async def test_it_runs_in_a_child_and_its_work_is_kept(tmp_path: Path, media: MediaShelf, registry: Registry) -> None:
    """Progress while it works, a file for clients, a line in the log; a second job takes what is recorded."""
    async with engine_in(tmp_path, registry) as engine:
        first = await engine.submit(JobType.AUDIO_EXTRACTION, await engine.upload(media.talk()))
        assert (await engine.ended(first.id)).status is JobState.COMPLETED
        stages = await engine.stages(first.id)
        assert {name: stage.status for name, stage in stages.items()} == dict.fromkeys(
            ("fetch", "audio", "tally"), StageState.COMPLETED
        )
        assert any("tally" in reached.stages for reached in engine.progress)
        (told,) = [e.event for e in await engine.log(first.id) if getattr(e.event, "message", None) == "counted"]
        assert told.stage == "tally"  # type: ignore[union-attr]
        second = await engine.submit(JobType.AUDIO_EXTRACTION, await engine.upload(media.talk()))
        assert (await engine.ended(second.id)).status is JobState.COMPLETED
        assert {stage.cached for stage in (await engine.stages(second.id)).values()} == {True}


async def test_its_pieces_are_published_though_they_show_nothing(
    tmp_path: Path, media: MediaShelf, registry: Registry
) -> None:
    """They are counted and have no event; a run that finds some of them there goes on after them."""
    async with engine_in(tmp_path, registry) as engine:
        video, size = await engine.upload(media.talk()), media.talk().stat().st_size
        stretches = -(-size // STRETCH)
        assert stretches > 1
        first = await engine.submit(JobType.AUDIO_EXTRACTION, video)
        assert (await engine.ended(first.id)).status is JobState.COMPLETED
        tally = (await engine.stages(first.id))["tally"]
        assert tally.key is not None
        assert tally.published == stretches
        assert {e.event.kind for e in await engine.log(first.id)} == {"job_moved", "stage_moved", "log_line"}

        await engine.store.write(_as_after_a_crash, tally.key)
        second = await engine.submit(JobType.AUDIO_EXTRACTION, video)
        assert (await engine.ended(second.id)).status is JobState.COMPLETED
        assert (await engine.stages(second.id))["tally"].published == stretches
        (line,) = [e.event for e in await engine.log(second.id) if getattr(e.event, "message", None) == "counted"]
        assert line.fields == {"byte_count": size, "resumed_from": stretches - 1}  # type: ignore[union-attr]


def _as_after_a_crash(tx: Transaction, key: str) -> None:
    """Forget the output and the last piece."""
    stage_log.delete_output(tx, key, keep_pieces=True)
    last = len(stage_log.pieces_of(tx.conn, key)) - 1
    pieces = stage_log.PIECES
    tx.conn.execute(delete(pieces).where(pieces.c.key == key, pieces.c.idx == last))


async def test_clients_see_it_and_its_file(tmp_path: Path, media: MediaShelf, registry: Registry) -> None:
    """In the job's stages, in the plan, in the page's copy of it, and as a download."""
    async with app_in(tmp_path, paused=False, registry=registry) as app:
        film = media.talk()
        sent = await app.http.post("/api/v1/videos", files={"file": (film.name, film.read_bytes())})
        body = {"video_id": sent.json()["video_id"], "job_type": "audio_extraction"}
        job = (await app.http.post("/api/v1/jobs", json=body)).json()
        async with app.socket(f"/ws/{job['id']}") as socket:
            while (message := await socket.receive()) is not None:
                if message.get("data", {}).get("status") == "completed":
                    break
        shown = (await app.http.get(f"/api/v1/jobs/{job['id']}")).json()
        assert [stage["name"] for stage in shown["stages"]] == ["fetch", "audio", "tally"]
        (file,) = [file for file in shown["artifacts"] if file["kind"] == "tally"]
        assert int((await app.http.get(file["url"])).text) == film.stat().st_size
        plan = (await app.http.get("/api/v1/plan")).json()
        module = (await app.http.get("/static/model/plan_data.js")).text
        page = (await app.http.get("/")).text
        script = page.split('<script type="module" src="')[1].partition('"')[0]
        bundle = (await app.http.get(script)).text
    (told,) = [stage for stage in plan["stages"] if stage["name"] == "tally"]
    assert told == {
        "name": "tally",
        "title": "Tally",
        "doing": "Counting bytes",
        "about": "Count what there is",
        "needs": ["fetch"],
    }
    assert json.loads(module.partition("PLAN = ")[2].rstrip(";\n")) == plan
    assert '"Counting bytes"' in bundle
