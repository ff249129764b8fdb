"""The search of everything said, on each database: what is found, whose it is, and that no write leaves it wrong."""

import random
from typing import Any

from app.core.words import query_of, words_of
from app.db import corrections, deletion, line_search, moves, stage_log, transcript_copies, transcript_parts
from app.db.corrections import Correction
from app.db.line_search import COUNTED, Found
from app.db.records import SEARCHED_LINES, SEARCHED_TRANSCRIPTS
from app.db.store import Store
from app.jobs.options import ProcessingOptions
from app.jobs.record import ClipOf, JobRecord
from app.jobs.states import Cause
from app.jobs.transcripts import Line
from app.text.corrections import retexted
from tests.stages import PLANS
from tests.stores import new_job, start_stage


def line(n: float, text: str) -> Line:
    """A line of a second."""
    return Line(start_s=n, end_s=n + 1, text=text, confidence=0.5)


async def said(store: Store, key: str, *texts: str, cause: Cause = Cause.CANCEL, **values: Any) -> JobRecord:
    """A transcription that has ended, with these lines."""
    job, _ = await store.write(moves.submit, new_job(**values))
    await store.write(moves.claim, job.id, PLANS)
    await store.write(start_stage, job.id, 1, "transcribe", key)
    await add(store, key, 0, *texts)
    await store.write(moves.finish, job.id, 1, cause)
    return job


async def add(store: Store, key: str, first: int, *texts: str) -> None:
    """Commit lines as pieces of a stage."""
    pieces = [line(first + n, text).model_dump(mode="json") for n, text in enumerate(texts)]
    await store.write(stage_log.add_pieces, key, first, pieces, [], are_lines=True)


async def correct(store: Store, job_id: str, first: int, removed: int, *lines: Line) -> None:
    """Store a correction."""
    base = await store.read(transcript_parts.read, job_id, PLANS)
    await store.write(corrections.save, Correction(base, first, removed, lines))


async def search(store: Store, typed: str, *, user: str | None = None, limit: int = 50, offset: int = 0) -> Found:
    """A page of what is found."""
    return await store.search(line_search.find, query_of(typed), user=user, limit=limit, offset=offset)


async def texts(store: Store, typed: str, **options: Any) -> list[str]:
    """The lines that are found."""
    found = await search(store, typed, **options)
    assert found.exact
    assert found.total == len(found.lines)
    return [one.text for one in found.lines]


LINES = (
    "The quick brown fox — naïve, and hungry.",
    "Brown is quick; the fox isn't.",
    "東京都へ行きました。",
    "ΜΑΪΟΣ, Straße und ÅNGSTRÖM",
    "أَهْلًا وَسَهْلًا",
    "学校에서 한국어를 배워요",
    "नमस्ते दुनिया",
    "🎉 That costs $5, e-mail me",
    "…",
    "สวัสดีครับ",
)


CASES: list[tuple[str, list[int]]] = [
    ("quick", [0, 1]),
    ("QUICK fox", [0, 1]),
    ('"quick brown"', [0]),
    ('"brown quick"', []),
    ("“quick brown” hungry", [0]),
    ("hung*", [0]),
    ("hung", []),
    ('"quick br*"', [0]),
    ('"quick br"*', [0]),
    ("naive", [0]),
    ("isn't", [1]),
    ("is", [1]),
    ("quick -brown +fox | NOT", []),
    ("東京", [2]),
    ("京", [2]),
    ("行きま", [2]),
    ("京東", []),
    ("μαιος", [3]),
    ("STRASSE angstrom", [3]),
    ("اهلا وسهلا", [4]),
    ("한국", [5]),
    ("학교", []),
    ("नमस्ते", [6]),
    ("नमस", []),
    ("नमस*", [6]),
    ("🎉", [7]),
    ("$5", [7]),
    ("e-mail", [7]),
    ("ｅ－ｍａｉｌ", [7]),
    ('"mail me', [7]),
    ("สวัสดี", [9]),
    ("ครับ", [9]),
    ("…", []),
    ('" * ** - OR(', []),
    ("\x00", []),
    ("quick\x00fox", [0, 1]),
    ("", []),
    ("fox " * 3000, [0, 1]),
    (LINES[0] * 200, []),
    ("x" * 10_000, []),
    (" ".join(f"w{n}" for n in range(3000)), []),
    ("(" * 10_000, []),
    ('"' * 9_999, []),
    ("東" * 10_000, []),
]


async def test_words_phrases_and_beginnings(store: Store) -> None:
    """Of every script, however typed; nothing that people type is refused."""
    await said(store, "k", *LINES)
    for typed, found in CASES:
        assert await texts(store, typed) == [LINES[n] for n in found], typed[:50]


async def test_a_line_has_its_job_and_times(store: Store) -> None:
    """Newest transcript first, each from its beginning; pages are parts of the whole."""
    old = await said(store, "old", "one bee", "a wasp", "two bees", title="Old")
    new = await said(store, "new", "a bee and a bee", title="New")
    found = await search(store, "bee*")
    assert [(one.job_id, one.video_title, one.index, one.start_s, one.end_s) for one in found.lines] == [
        (new.id, "New", 0, 0.0, 1.0),
        (old.id, "Old", 0, 0.0, 1.0),
        (old.id, "Old", 2, 2.0, 3.0),
    ]
    pages = [await search(store, "bee*", limit=1, offset=at) for at in range(4)]
    assert [page.total for page in pages] == [3] * 4
    assert [one for page in pages for one in page.lines] == found.lines


async def test_long_queries_are_compared_to_the_end(store: Store) -> None:
    """Also the words that are not looked up in the index."""
    words = [f"word{n}" for n in range(60)]
    await said(store, "k", " ".join(words), " ".join(words[:-1]))
    for typed in (" ".join(words), '"' + " ".join(words) + '"', " ".join(reversed(words))):
        found = await search(store, typed)
        assert [one.index for one in found.lines] == [0]
    assert (await search(store, '"' + " ".join(reversed(words)) + '"')).total == 0


async def test_jobs_that_share_a_transcript_are_one_result(store: Store) -> None:
    """That of the newest job that the caller sees, until it is deleted; of the last one the index keeps nothing."""
    jobs = [await said(store, "shared", "a bee", user_id=user) for user in ("ada", "bob", "ada")]
    await said(store, "other", "a bee", user_id="bob")
    assert [one.job_id for one in (await search(store, "bee", user="ada")).lines] == [jobs[2].id]
    assert len((await search(store, "bee")).lines) == 2
    assert (await search(store, "bee", user="eve")).total == 0
    for left in (jobs[0].id, None):
        newest = (await search(store, "bee", user="ada")).lines[0].job_id
        await store.write(deletion.delete_job, newest, PLANS)
        assert [one.job_id for one in (await search(store, "bee", user="ada")).lines] == ([left] if left else [])
    assert [one.job_id for one in (await search(store, "bee", user="bob")).lines][1:] == [jobs[1].id]
    for one in (await search(store, "bee")).lines:
        await store.write(deletion.delete_job, one.job_id, PLANS)
    for table in (SEARCHED_LINES, SEARCHED_TRANSCRIPTS):
        assert not (await store.read(lambda conn, table=table: conn.execute(table.select()).all()))


async def test_corrected_words_are_found_and_the_others_are_not(store: Store) -> None:
    """For the job that has them; another job on the same recording keeps what was heard."""
    first = await said(store, "k", "the bee", "a wasp", "the end", user_id="ada", url="http://example.org/1")
    other = await said(store, "k", user_id="bob", url="http://example.org/2")
    await correct(store, first.id, 1, 1, retexted(line(1, "a wasp"), "a hornet"))
    assert [one.job_id for one in (await search(store, "hornet")).lines] == [first.id]
    assert [one.job_id for one in (await search(store, "wasp")).lines] == [other.id]
    assert [one.job_id for one in (await search(store, "bee")).lines] == [first.id, other.id]
    assert (await search(store, "wasp", user="ada")).total == 0
    await correct(store, first.id, 1, 1, line(1, "a"), line(1.5, "hornet or two"))
    assert [(one.index, one.start_s) for one in (await search(store, "hornet or")).lines] == [(2, 1.5)]
    assert [one.index for one in (await search(store, "end", user="ada")).lines] == [3]
    await correct(store, first.id, 2, 1)
    assert (await search(store, "hornet")).total == 0


async def test_copies_of_a_corrected_transcript_are_one_result_until_one_is_corrected(store: Store) -> None:
    """A later job on the same video takes corrections over."""
    first = await said(store, "k", "the bee", "a wasp", video_id=None)
    later = await said(store, "k")
    await correct(store, first.id, 0, 1, retexted(line(0, "the bee"), "the ant"))
    await store.write(transcript_copies.copy, first.id, later.id)
    assert [one.job_id for one in (await search(store, "ant")).lines] == [later.id]
    assert [one.job_id for one in (await search(store, "wasp")).lines] == [later.id]
    await correct(store, later.id, 1, 1, retexted(line(1, "a wasp"), "a fly"))
    assert [one.job_id for one in (await search(store, "ant")).lines] == [later.id, first.id]
    assert [one.job_id for one in (await search(store, "wasp")).lines] == [first.id]
    await store.write(deletion.delete_job, first.id, PLANS)
    assert [one.job_id for one in (await search(store, "ant")).lines] == [later.id]
    await store.write(deletion.delete_job, later.id, PLANS)
    assert not await store.read(lambda conn: conn.execute(SEARCHED_LINES.select()).all())


async def test_what_cuts_a_clip_is_not_found_in_place_of_its_job(store: Store) -> None:
    """Though it is newer, and has the words of before the job's correction; it is found if it alone has words."""
    first = await said(store, "k", "the bee", "a wasp")
    clip = await said(store, "k", clip_of=ClipOf(first.id, "A wasp"))
    assert [one.job_id for one in (await search(store, "bee")).lines] == [first.id]
    await correct(store, first.id, 1, 1, retexted(line(1, "a wasp"), "a hornet"))
    assert (await search(store, "wasp")).total == 0
    copied = await said(store, "k", clip_of=ClipOf(first.id, "A hornet"))
    await store.write(transcript_copies.copy, first.id, copied.id)
    assert [one.job_id for one in (await search(store, "hornet")).lines] == [first.id]
    for one in (clip, copied):
        await store.write(deletion.delete_job, one.id, PLANS)
    silent = (await store.write(moves.submit, new_job()))[0]
    only = await said(store, "k2", "a fly", clip_of=ClipOf(silent.id, "A fly"))
    assert [one.job_id for one in (await search(store, "fly")).lines] == [only.id]


async def test_lines_that_follow_a_corrected_beginning_are_found(store: Store) -> None:
    """When a cancelled job is corrected and run again: by its first key, and by another one."""
    job = await said(store, "k", "the bee", "a wasp")
    await correct(store, job.id, 0, 1, retexted(line(0, "the bee"), "the ant"))
    await add(store, "k", 2, "a bee at last")
    assert [one.index for one in (await search(store, "bee")).lines] == [2]
    await store.write(moves.retry, job.id)
    await store.write(moves.claim, job.id, PLANS)
    await store.write(start_stage, job.id, 2, "transcribe", "k2")
    await add(store, "k2", 0, "the bees", "a wasp", "some bees", "more bees")
    assert [one.text for one in (await search(store, "bees")).lines] == ["some bees", "more bees"]
    assert (await search(store, "bee")).total == 0


async def test_lines_with_speakers_are_found_instead_of_those_before(store: Store) -> None:
    """From the end of the stage that found them; of jobs without it, and of failed ones, the lines before are found."""
    plain = await said(store, "k", "a bee? no", title="Plain")
    job, _ = await store.write(moves.submit, new_job(options=ProcessingOptions(speakers=True), user_id="ada"))
    await store.write(moves.claim, job.id, PLANS)
    await store.write(start_stage, job.id, 1, "transcribe", "k")
    await store.write(start_stage, job.id, 1, "speakers", "s")
    spoken = [line(0, "a bee?").model_copy(update={"speaker": "Ann"}), line(1, "no")]
    pieces = [one.model_dump(mode="json") for one in spoken]
    await store.write(stage_log.add_pieces, "s", 0, pieces, [], are_lines=True)
    assert [(one.job_id, one.text) for one in (await search(store, "bee")).lines] == [(job.id, "a bee? no")]
    await store.write(stage_log.publish_pieces, job.id, 1, "speakers", published=2, events=[], artifacts=[])
    ended = {"cached": False, "seconds": 1.0, "artifacts": [], "warnings": [], "progress": 1.0, "eta_s": 0.0}
    await store.write(stage_log.finish_stage, job.id, 1, "speakers", **ended, job_values={}, renews_transcript=True)
    both = [(job.id, "a bee?", "Ann", 0), (plain.id, "a bee? no", None, 0)]
    found = await search(store, "bee")
    assert [(one.job_id, one.text, one.speaker, one.index) for one in found.lines] == both
    assert [(one.text, one.index) for one in (await search(store, "no", user="ada")).lines] == [("no", 1)]
    await store.write(moves.finish, job.id, 1, Cause.COMPLETE)
    await correct(store, job.id, 0, 2, *[one.model_copy(update={"speaker": "Bea"}) for one in spoken])
    assert [one.speaker for one in (await search(store, "bee")).lines] == ["Bea", None]
    await store.write(deletion.delete_job, job.id, PLANS)
    assert [one.job_id for one in (await search(store, "bee")).lines] == [plain.id]
    await store.write(deletion.delete_job, plain.id, PLANS)
    assert not await store.read(lambda conn: conn.execute(SEARCHED_LINES.select()).all())


async def test_many_results_are_counted_to_a_limit(store: Store) -> None:
    """Then the total is a lower bound, also of pages beyond it."""
    await said(store, "k", *["a bee"] * (COUNTED + 5))
    few = await search(store, "bee", limit=2)
    assert (few.total, few.exact) == (COUNTED, False)
    last = await search(store, "bee", limit=50, offset=COUNTED)
    assert (last.total, last.exact, len(last.lines)) == (COUNTED + 5, True, 5)
    assert (await search(store, "bee", limit=50, offset=10**9)).total == COUNTED + 5


async def test_results_are_those_of_a_comparison_of_all_lines(store: Store) -> None:
    """For queries of random words, phrases and beginnings, after random corrections and deletions."""
    chance = random.Random(7)
    vocabulary = ["bee", "bees", "été", "ete", "a", "of", "東京", "京都", "straße", "x"]

    def some(most: int) -> str:
        return " ".join(chance.choices(vocabulary, k=chance.randint(1, most)))

    jobs = [await said(store, f"k{n}", *[some(6) for _ in range(20)]) for n in range(6)]
    now = {job.id: [one.text for one in (await store.read(transcript_parts.read, job.id, PLANS)).lines] for job in jobs}
    for _ in range(12):
        job_id = chance.choice(list(now))
        first, removed = chance.randrange(len(now[job_id])), chance.randint(0, 2)
        removed = min(removed, len(now[job_id]) - first)
        put = [some(6) for _ in range(chance.randint(0, 2))]
        await correct(store, job_id, first, removed, *[line(first, text) for text in put])
        now[job_id][first : first + removed] = put
    await store.write(deletion.delete_job, jobs[0].id, PLANS)
    del now[jobs[0].id]
    for typed in [*vocabulary, *(f"{some(2)}*" for _ in range(10)), *(f'"{some(3)}"' for _ in range(10)), some(3)]:
        query = query_of(typed)
        expected = sorted(text for lines in now.values() for text in lines if query.holds(words_of(text)))
        found = await search(store, typed, limit=10_000)
        assert sorted(one.text for one in found.lines) == expected, typed
