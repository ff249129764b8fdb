"""Jobs that find who speaks, with real stages."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.db import job_parts, known_voices, queries, transcript_parts, transcripts
from app.jobs.events import TranscriptCorrected
from app.jobs.record import JobRecord, StageState
from app.jobs.states import JobState
from app.jobs.transcripts import Line
from app.service.transcripts import LineChange
from app.stages.registry import Registry
from tests.engines import Engine, JobType, engine_in
from tests.integration.test_corrections import corrector, srt_of
from tests.media import MediaShelf
from tests.stages import PLANS, REGISTRY

pytestmark = pytest.mark.slow
#: Two voices speak in the first seconds of the sample: the second one from here on.
CHANGE_S, END_S = 16.5, 28.2


async def _done(engine: Engine, video: str, **options: object) -> JobRecord:
    job = await engine.submit(JobType.TRANSCRIPTION, video, options=options)
    ended = await engine.ended(job.id)
    assert ended.status is JobState.COMPLETED, ended.error
    return ended


async def _lines(engine: Engine, job: JobRecord) -> list[Line]:
    return await engine.store.read(transcripts.lines_of, job.id)


def _named(lines: list[Line]) -> list[str]:
    """The speakers that are right."""
    return ["SPEAKER_1" if line.start_s < CHANGE_S else "SPEAKER_2" for line in lines]


async def test_a_person_who_was_named_is_known_again(tmp_path: Path, media: MediaShelf) -> None:
    """In another recording, as a correction that can be undone; a name that was taken back is not given again."""
    async with engine_in(tmp_path, remember_voices=True) as engine:
        first = await _done(engine, await engine.upload(media.talk_of(seconds=END_S)), speakers=True)
        correct = corrector(engine, remember=True)
        await correct.rename_speakers(first.id, {"SPEAKER_1": "Ann"}, None)
        (voice,) = await engine.store.read(known_voices.voices)
        assert (voice.name, voice.times, len(voice.vector)) == ("Ann", 1, 256)

        later = await _done(engine, await engine.upload(media.talk_of(seconds=END_S - 1)), speakers=True)
        speakers = [line.speaker for line in await _lines(engine, later)]
        assert set(speakers) == {"Ann", "SPEAKER_2"}
        assert speakers[0] == "Ann"
        assert "Ann" in await srt_of(engine, later)
        await correct.rename_speakers(later.id, {"SPEAKER_2": "Bea"}, None)
        assert {one.name: one.times for one in await engine.store.read(known_voices.voices)} == {"Ann": 1, "Bea": 1}
        await correct.undo(later.id, None)
        (voice,) = await engine.store.read(known_voices.voices)
        assert voice.name == "Ann"
        undone = await correct.undo(later.id, None)
        assert {line.speaker for line in undone.parts.lines} == {"SPEAKER_1", "SPEAKER_2"}


async def test_a_transcript_gets_its_speakers(tmp_path: Path, media: MediaShelf) -> None:
    """In all that is made of it; the same again comes from the record; a corrected transcript stays as corrected."""
    async with engine_in(tmp_path) as engine:
        video = await engine.upload(media.talk_of(seconds=END_S))
        plain = await _done(engine, video)
        assert {line.speaker for line in await _lines(engine, plain)} == {None}
        job = await _done(engine, video, speakers=True)
        lines = await _lines(engine, job)
        assert [line.speaker for line in lines] == _named(lines)
        parts = await engine.store.read(transcript_parts.read, job.id, PLANS)
        assert ([*parts.lines], parts.complete, {file.stage for file in parts.files}) == (lines, True, {"speakers"})
        files = await engine.store.read(queries.artifacts_of, job.id)
        assert sorted(file.blob.suffix for file in files if file.kind == "transcript") == [".srt", ".txt", ".vtt"]
        assert len((await engine.store.read(job_parts.job_parts, job.id)).segments) == len(lines)

        again = await _done(engine, video, speakers=True)
        assert await _lines(engine, again) == lines
        assert all(stage.cached for stage in (await engine.stages(again.id)).values())
        for one in (job, again):
            assert [type(event.event) for event in await engine.log(one.id)].count(TranscriptCorrected) == 1

        change = LineChange(frozenset({"text"}), text="Zebras have landed.")
        await corrector(engine).change_line(plain.id, 0, change, None)
        fresh = await _done(engine, video, speakers=2)
        corrected = await _lines(engine, fresh)
        assert [line.speaker for line in corrected] == _named(corrected)
        assert (corrected[0].text, corrected[0].original_text) == ("Zebras have landed.", lines[0].text)
        assert "Zebras have landed." in await srt_of(engine, fresh)
        await corrector(engine).rename_speakers(fresh.id, {"SPEAKER_2": "Ann"}, None)
        assert (await _lines(engine, fresh))[-1].speaker == "Ann"


async def test_a_failure_costs_the_speakers_alone(tmp_path: Path, media: MediaShelf) -> None:
    """Even a mistake of ours: the job completes with the transcript and a warning."""
    broken = replace(REGISTRY["speakers"], entry="app.stages.speakers.run:missing")
    registry = Registry(broken if stage.name == broken.name else stage for stage in REGISTRY)
    async with engine_in(tmp_path, registry) as engine:
        job = await _done(engine, await engine.upload(media.talk_of(seconds=4)), speakers=True)
        lines = await _lines(engine, job)
        assert lines
        assert {line.speaker for line in lines} == {None}
        assert [(warning["code"], warning["stage"]) for warning in job.warnings] == [("internal", "speakers")]
        assert (await engine.stages(job.id))["speakers"].status is StageState.FAILED
        assert (await engine.store.read(transcript_parts.read, job.id, PLANS)).complete
