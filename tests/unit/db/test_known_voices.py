"""The voices of people with names, on each database."""

from typing import Any

import pytest
from sqlalchemy import update

from app.core.errors import NotFound
from app.db import known_voices, moves, stage_log
from app.db.records import STAGES
from app.db.store import Store
from app.jobs.options import ProcessingOptions
from app.jobs.record import JobRecord, OutputRecord, StageState
from app.jobs.voices import KnownVoice
from tests.stages import PLANS
from tests.stores import new_job, start_stage

ANN, BEA = (1.0, 0.0), (0.0, 1.0)


async def spoken(store: Store, user_id: str | None = None, **voices: Any) -> JobRecord:
    """A job whose speakers were found, with these voices."""
    job, _ = await store.write(moves.submit, new_job(user_id=user_id, options=ProcessingOptions(speakers=True)))
    await store.write(moves.claim, job.id, PLANS)
    key = f"speakers-{job.id}"
    await store.write(start_stage, job.id, 1, "speakers", key)
    output = {"model": "m", "voices": voices}
    await store.write(stage_log.record_output, OutputRecord(key, "speakers", output, [], 1.0), [])
    await store.write(lambda tx: _completed(tx, job.id))
    return job


def _completed(tx: Any, job_id: str) -> None:
    mine = (STAGES.c.job_id == job_id, STAGES.c.name == "speakers")
    tx.conn.execute(update(STAGES).where(*mine).values(status=StageState.COMPLETED))


async def names(store: Store) -> list[tuple[str, str | None, int]]:
    return [(one.name, one.user_id, one.times) for one in await store.read(known_voices.voices)]


async def test_who_gets_a_name_is_remembered(store: Store) -> None:
    """A second recording of a person makes the voice surer; a label, and one whose voice was not kept, is nobody."""
    first = await spoken(store, SPEAKER_1=ANN, SPEAKER_2=BEA)
    await store.write(known_voices.learn, first, {"SPEAKER_1": "Ann", "SPEAKER_2": "Speaker 2", "SPEAKER_9": "Zoe"})
    assert await names(store) == [("Ann", None, 1)]
    second = await spoken(store, SPEAKER_2=BEA)
    await store.write(known_voices.learn, second, {"SPEAKER_2": "Ann"})
    assert await names(store) == [("Ann", None, 2)]
    (voice,) = await store.read(known_voices.voices)
    assert voice.vector == pytest.approx((0.7071, 0.7071), abs=1e-3)


async def test_a_name_that_is_corrected_keeps_its_voice(store: Store) -> None:
    """Unless there is somebody of the new name already."""
    job = await spoken(store, SPEAKER_1=ANN, SPEAKER_2=BEA)
    await store.write(known_voices.learn, job, {"SPEAKER_1": "An", "SPEAKER_2": "Bea"})
    await store.write(known_voices.learn, job, {"An": "Ann"})
    await store.write(known_voices.learn, job, {"Ann": "Bea"})
    assert await names(store) == [("Ann", None, 1), ("Bea", None, 1)]


async def test_voices_are_whose_they_are(store: Store) -> None:
    """Another user's jobs do not know them, and jobs of nobody know nobody's."""
    await store.write(known_voices.learn, await spoken(store, "ann", SPEAKER_1=ANN), {"SPEAKER_1": "Me"})
    for user, known in (("ann", ["Me"]), ("bea", []), (None, [])):
        job = await spoken(store, user, SPEAKER_1=ANN)
        heard, found = await store.read(known_voices.to_name, job.id, user)
        assert heard is not None
        assert ([one.name for one in found], dict(heard.of)) == (known, {"SPEAKER_1": ANN})


async def test_a_job_without_voices_knows_nobody(store: Store) -> None:
    """Also one that looks for no speakers."""
    bare, plain = await spoken(store), (await store.write(moves.submit, new_job()))[0]
    for job in (bare, plain):
        assert await store.read(known_voices.to_name, job.id, None) == (None, [])


async def test_a_voice_is_forgotten(store: Store) -> None:
    """For good; what is not there cannot be."""
    await store.write(known_voices.learn, await spoken(store, SPEAKER_1=ANN), {"SPEAKER_1": "Ann"})
    (voice,) = await store.read(known_voices.voices)
    assert isinstance(voice, KnownVoice)
    assert await store.read(known_voices.voice, voice.id) == voice
    await store.write(known_voices.forget, voice.id)
    assert await store.read(known_voices.voices) == []
    for gone in (store.read(known_voices.voice, voice.id), store.write(known_voices.forget, voice.id)):
        with pytest.raises(NotFound):
            await gone
