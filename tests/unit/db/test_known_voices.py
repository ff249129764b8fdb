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
from app.jobs.transcripts import Line
from tests.stages import PLANS
from tests.stores import new_job, start_stage

ANN, BEA = (1.0, 0.0), (0.0, 1.0)


def lines(*speakers: str | None) -> list[Line]:
    """A line a second, by these speakers."""
    return [Line(start_s=n, end_s=n + 1, text="Yes.", confidence=1.0, speaker=one) for n, one in enumerate(speakers)]


async def spoken(store: Store, user_id: str | None = None, **voices: Any) -> JobRecord:
    """A job whose speakers were found, with these voices and a line of each."""
    options = ProcessingOptions(speakers=True)
    job, _ = await store.write(moves.submit, new_job(user_id=user_id, options=options))
    await store.write(moves.claim, job.id, PLANS)
    key = f"speakers-{job.id}"
    await store.write(start_stage, job.id, 1, "speakers", key)
    pieces = [line.model_dump(mode="json") for line in lines(*voices)]
    await store.write(stage_log.add_pieces, key, 0, pieces, [], are_lines=False)
    output = {"model": "m", "voices": voices}
    await store.write(stage_log.record_output, OutputRecord(key, "speakers", output, [], 1.0), [])
    ended = {"status": StageState.COMPLETED, "published": len(pieces)}
    mine = (STAGES.c.job_id == job.id, STAGES.c.name == "speakers")
    await store.write(lambda tx: tx.conn.execute(update(STAGES).where(*mine).values(ended)))
    return job


async def learn(store: Store, job: JobRecord, *speakers: str | None, named: tuple[str, ...] = ()) -> None:
    """The lines of a job got these speakers, and people gave the names."""
    await store.write(known_voices.learn, job, lines(*speakers), named)


async def names(store: Store) -> list[tuple[str, str | None, int]]:
    """Whose voices are known."""
    return [(one.name, one.user_id, one.times) for one in await store.read(known_voices.voices)]


async def vectors(store: Store) -> dict[str, tuple[float, ...]]:
    """The voices by their names."""
    return {one.name: one.vector for one in await store.read(known_voices.voices)}


async def test_who_gets_a_name_is_remembered(store: Store) -> None:
    """A second recording of a person makes the voice surer; a label, and a name that nobody gave, is not learnt."""
    first = await spoken(store, SPEAKER_1=ANN, SPEAKER_2=BEA)
    await learn(store, first, "Ann", "Speaker 2", named=("Ann", "Speaker 2"))
    await learn(store, first, "Ann", "Bea", named=("Ann",))
    assert await names(store) == [("Ann", None, 1)]
    await learn(store, await spoken(store, SPEAKER_1=ANN, SPEAKER_2=BEA), "SPEAKER_1", "Ann", named=("Ann",))
    assert await names(store) == [("Ann", None, 2)]
    assert (await vectors(store))["Ann"] == pytest.approx((0.7071, 0.7071), abs=1e-3)


async def test_two_speakers_of_one_name_are_one_voice(store: Store) -> None:
    """One person that was taken for two."""
    await learn(store, await spoken(store, SPEAKER_1=ANN, SPEAKER_2=BEA), "Ann", "Ann", named=("Ann",))
    assert await names(store) == [("Ann", None, 2)]


async def test_a_name_that_is_corrected_changes_that_recording_alone(store: Store) -> None:
    """Of who was named wrongly, by people or by the server; names that were swapped are swapped back."""
    job = await spoken(store, SPEAKER_1=ANN, SPEAKER_2=BEA)
    await learn(store, job, "Bea", "Ann", named=("Bea", "Ann"))
    await learn(store, job, "Ann", "Bea", named=("Ann", "Bea"))
    assert await vectors(store) == {"Ann": ANN, "Bea": BEA}
    other = await spoken(store, SPEAKER_1=(0.6, 0.8))  # the server took this one for Bea
    await learn(store, other, "Carl", named=("Carl",))
    assert await vectors(store) == {"Ann": ANN, "Bea": BEA, "Carl": (0.6, 0.8)}


async def test_a_name_that_is_taken_back_is_forgotten(store: Store) -> None:
    """Other recordings of the person stay."""
    job, other = await spoken(store, SPEAKER_1=ANN), await spoken(store, SPEAKER_1=BEA)
    for one in (job, other):
        await learn(store, one, "Ann", named=("Ann",))
    await learn(store, job, "SPEAKER_1")
    await learn(store, await spoken(store, SPEAKER_1=BEA), "Zoe")  # the server named it
    assert await vectors(store) == {"Ann": BEA}
    await learn(store, other, None)
    assert await names(store) == []


async def test_what_is_undone_teaches_nothing(store: Store) -> None:
    """The name before was the server's: nobody has confirmed it."""
    job = await spoken(store, SPEAKER_1=ANN)  # the server took this one for Zoe
    await learn(store, job, "Ann", named=("Ann",))
    await learn(store, job, "Zoe")
    assert await names(store) == []


async def test_voices_are_whose_they_are(store: Store) -> None:
    """Another user's jobs do not know them, and jobs of nobody know nobody's."""
    await learn(store, await spoken(store, "ann", SPEAKER_1=ANN), "Me", named=("Me",))
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
        await learn(store, job, "Ann", named=("Ann",))
    assert await names(store) == []


async def test_a_voice_is_forgotten(store: Store) -> None:
    """With all recordings of it, and nobody else's of the same name; what is not there cannot be."""
    for user in ("ann", None, None):
        await learn(store, await spoken(store, user, SPEAKER_1=ANN), "Me", named=("Me",))
    voice = next(one for one in await store.read(known_voices.voices) if one.user_id is None)
    assert await store.read(known_voices.voice, voice.id) == voice
    await store.write(known_voices.forget, voice.id)
    assert await names(store) == [("Me", "ann", 1)]
    for gone in (store.read(known_voices.voice, voice.id), store.write(known_voices.forget, voice.id)):
        with pytest.raises(NotFound):
            await gone
