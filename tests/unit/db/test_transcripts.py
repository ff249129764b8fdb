"""Tables of corrected transcripts, on each database."""

from typing import Any

import pytest

from app.db import corrections, job_chapters, moves, stage_log, transcript_copies, transcript_parts, transcripts
from app.db.corrections import Correction
from app.db.queries import JobFilter
from app.db.store import Store
from app.db.transcripts import Overtaken
from app.jobs.chapters import ChangedChapters
from app.jobs.record import JobRecord
from app.jobs.results import Chapter
from app.jobs.states import Cause
from app.jobs.transcripts import Line
from app.text.corrections import retexted
from tests.stages import PLANS
from tests.stores import listed, new_job, start_stage

KEY = "transcribe-1"


def line(n: int, text: str) -> Line:
    """A line of a second."""
    return Line(start_s=n, end_s=n + 1, text=text, confidence=0.5)


async def recognised(store: Store, count: int, **values: Any) -> JobRecord:
    """A cancelled transcription with so many lines."""
    job, _ = await store.write(moves.submit, new_job(**values))
    await store.write(moves.claim, job.id, PLANS)
    await store.write(start_stage, job.id, 1, "transcribe", KEY)
    await add(store, 0, count)
    await store.write(moves.finish, job.id, 1, Cause.CANCEL)
    return job


async def add(store: Store, first: int, count: int) -> None:
    """Commit lines as pieces of the stage."""
    pieces = [line(first + n, f"Line {first + n}.").model_dump(mode="json") for n in range(count)]
    await store.write(stage_log.add_pieces, KEY, first, pieces, [], are_lines=True)


async def correct(store: Store, job_id: str, first: int, removed: int, *lines: Line) -> None:
    """Store a correction."""
    base = await store.read(transcript_parts.read, job_id, PLANS)
    await store.write(corrections.save, Correction(base, first, removed, lines))


async def texts(store: Store, job_id: str) -> list[str]:
    """The lines of a job's transcript."""
    return [line.text for line in await store.read(transcripts.lines_of, job_id)]


async def test_lines_keep_their_order(store: Store) -> None:
    """However many lines are put in the place of others, at the start, within and at the end."""
    job = await recognised(store, 3)
    expected = await texts(store, job.id)
    for first, removed, added in ((1, 1, 3), (0, 2, 1), (3, 1, 2), (4, 1, 0), (0, 1, 1), (0, 4, 2), (1, 0, 4)):
        put = [line(first, f"New {n}") for n in range(added)]
        await correct(store, job.id, first, removed, *put)
        expected[first : first + removed] = [one.text for one in put]
        assert await texts(store, job.id) == expected
    assert (await store.read(transcript_parts.read, job.id, PLANS)).revision == 7


async def test_a_correction_of_what_has_changed_is_refused(store: Store) -> None:
    """By another correction, or by lines that came; nothing of it is stored."""
    job = await recognised(store, 2)
    base = await store.read(transcript_parts.read, job.id, PLANS)
    mine = Correction(base, 0, 1, (retexted(base.lines[0], "Mine."),))
    await add(store, 2, 1)
    for _ in range(2):
        try:
            await store.write(corrections.save, mine)
        except Overtaken:
            pass
        else:
            raise AssertionError("it was stored")
        await correct(store, job.id, 1, 1, line(1, "Theirs."))
    assert await texts(store, job.id) == ["Line 0.", "Theirs.", "Line 2."]


async def test_a_correction_does_not_take_back_chapters_that_were_set_meanwhile(store: Store) -> None:
    """It carries the chapters that it has read; those of now stay, and it is made anew."""
    job = await recognised(store, 2)
    base = await store.read(transcript_parts.read, job.id, PLANS)
    found = (Chapter(start_s=0.0, end_s=2.0, title="Mine"),)
    given = ChangedChapters(given=(Chapter(start_s=0.0, end_s=2.0, title="Theirs"),), revision=1)
    await store.write(job_chapters.put, job.id, given)
    with pytest.raises(Overtaken):
        await store.write(corrections.save, Correction(base, 0, 1, (line(0, "Mine."),), chapters=found))
    assert await store.read(job_chapters.changed_of, job.id) == given


async def test_lines_that_come_later_follow_the_corrected_ones(store: Store) -> None:
    """As when a job is run again that ended early; the next correction takes them in."""
    job = await recognised(store, 2)
    await correct(store, job.id, 0, 2, line(0, "Both."))
    await add(store, 2, 2)
    assert await texts(store, job.id) == ["Both.", "Line 2.", "Line 3."]
    await correct(store, job.id, 2, 1, line(3, "Last."))
    await add(store, 4, 1)
    assert await texts(store, job.id) == ["Both.", "Line 2.", "Last.", "Line 4."]


async def test_jobs_are_found_by_corrected_lines(store: Store) -> None:
    """Until they read otherwise again; titles and other content are found as before."""
    job = await recognised(store, 2, title="A title")

    async def found(text: str) -> bool:
        return bool((await listed(store, JobFilter(text=text), limit=5, offset=0))[1])

    line_0 = (await store.read(transcripts.lines_of, job.id))[0]
    await correct(store, job.id, 0, 1, retexted(line_0, "Straße nach Gergovia."))
    assert await found("gergovia")
    assert await found("strasse nach")
    assert not await found("Line 1")
    assert await found("a title")
    await correct(store, job.id, 0, 1, line_0)
    assert not await found("gergovia")
    assert await found("a title")


async def test_another_job_takes_the_transcript_over(store: Store) -> None:
    """That of the same video and user, which was corrected last; a copy of its own, whatever comes later."""
    job = await recognised(store, 2, user_id="ada")
    await correct(store, job.id, 0, 1, line(0, "Corrected."))
    same, _ = await store.write(moves.submit, new_job(user_id="ada"))
    other, _ = await store.write(moves.submit, new_job(user_id="bob"))
    elsewhere, _ = await store.write(moves.submit, new_job(user_id="ada", url="http://example.org/b.mp4"))
    for one, expected in ((same, job.id), (other, None), (elsewhere, None)):
        assert await store.read(transcript_copies.source_for, one, KEY) == expected
    assert await store.read(transcript_copies.source_for, same, "transcribe-2") is None
    assert await store.write(transcript_copies.copy, job.id, same.id)
    assert not await store.write(transcript_copies.copy, other.id, other.id)
    await correct(store, job.id, 0, 1, line(0, "Again."))
    assert await texts(store, same.id) == ["Corrected.", "Line 1."]
    asked, _ = await store.write(moves.submit, new_job(transcript_of=job.id))
    assert (await texts(store, asked.id))[0] == "Again."
