"""The search of the job list: what is found, on both databases, and how it stays up to date."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, text

from app.db import creation, deletion, flags, job_texts, moves, queries, stage_log
from app.db.queries import JobFilter
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.record import JobRecord
from app.jobs.states import Cause, JobState
from tests.stages import PLANS
from tests.stores import listed, new_job, open_store


async def found(store: Store, search_text: str, **wanted: object) -> list[str]:
    """Titles of the jobs that a search finds, having checked that the number agrees, also in a bulk action."""
    chosen = JobFilter(text=search_text, **wanted)  # type: ignore[arg-type]
    jobs, total = await listed(store, chosen, limit=200, offset=0)
    assert total == len(jobs)
    assert sorted(await store.search(queries.job_ids, chosen)) == sorted(job.id for job in jobs)
    return [job.video_title or job.id for job in jobs]


TITLES = (
    "Über die STRASSE in İstanbul",
    "Ο δρόμος μας: ΟΔΟΣ",
    "Ёлка и чай",
    "Ｆｕｌｌ　Ｗｉｄｔｈ",
    "cafe\u0301 50 % off_now",
)


@pytest.fixture
async def filled(store: Store) -> Store:
    """A store with a job of each title."""
    for title in TITLES:
        await store.write(moves.submit, new_job(title=title))
    return store


@pytest.mark.parametrize(
    ("search_text", "title"),
    [
        *(("uber die straße", 0), ("ISTANBUL", 0), ("istanbul", 0), ("οδος", 1), ("ΔΡΟΜΟΣ", 1), ("елка", 2)),
        *(("full width", 3), ("CAFÉ", 4), ("50 %", 4), ("off_now", 4), ("  Café  50", 4)),
    ],
)
async def test_case_form_and_accents_make_no_difference(filled: Store, search_text: str, title: int) -> None:
    """In every script, on every database."""
    assert await found(filled, search_text) == [TITLES[title]]


@pytest.mark.parametrize(
    "search_text",
    ["%%", "_%_", "'", '"a" OR 1', "a*", "\\", "/", "\x00", "(", "-x", "NEAR(", "😀", "\u0301zzq", "x" * 5000],
)
async def test_nothing_that_people_type_is_refused(filled: Store, search_text: str) -> None:
    """No sign means anything but itself."""
    titles = await found(filled, search_text)
    assert titles == [] or search_text in ("\x00", "\\", "/")


async def test_all_fields_are_searched_and_credentials_are_not(store: Store) -> None:
    """Title, link as people read it, id, user; what is never shown is never found, nor is what spans two fields."""
    url = "https://ann:geheim@example.org/Gr%C3%B6%C3%9Fe/a%20b?sig=%FF%FE"
    plain = "https://example.org/watch/Gr%C3%B6%C3%9Fe"
    job, _ = await store.write(moves.submit, new_job(url=url, title="Talk", user_id="Łukasz"))
    other, _ = await store.write(moves.submit, new_job(url=plain, title="Other"))
    for search_text in ("talk", "lukasz", job.id[:13].upper(), "sig=%FF", "example.org/gr%C3%B6"):
        assert "Talk" in await found(store, search_text), search_text
    for search_text in ("watch/größe", plain, "WATCH/GROSSE"):
        assert await found(store, search_text) == ["Other"], search_text
    for search_text in ("geheim", "ann:", "talk https", other.id + " x"):
        assert await found(store, search_text) == [], search_text


async def test_a_search_keeps_to_the_other_filters_and_the_order(store: Store) -> None:
    """Together with status, type and user; pages and sorts as without it."""
    jobs: list[JobRecord] = []
    for n in range(6):
        job, _ = await store.write(
            moves.submit, new_job(title=f"Mars {n}", priority=n % 3, user_id="ann" if n < 4 else "bob")
        )
        jobs.append(job)
    await store.write(moves.cancel, jobs[0].id)
    assert await found(store, "mars", user_id="ann") == ["Mars 3", "Mars 2", "Mars 1", "Mars 0"]
    assert await found(store, "mars", user_id="ann", statuses=(JobState.QUEUED,)) == ["Mars 3", "Mars 2", "Mars 1"]
    page, total = await listed(store, JobFilter(text="MARS"), limit=2, offset=1, sort="-priority")
    assert [job.video_title for job in page] == ["Mars 2", "Mars 4"]
    assert total == 6


async def test_a_search_follows_the_job(store: Store) -> None:
    """A title that becomes known is found from then on; a deleted job is not."""
    job, _ = await store.write(moves.submit, new_job(url="https://example.org/x"))
    claimed = await store.write(moves.claim, job.id, PLANS)
    assert claimed is not None
    await store.write(
        stage_log.finish_stage,
        job.id,
        claimed.attempt,
        "fetch",
        cached=False,
        seconds=1.0,
        artifacts=[],
        warnings=[],
        progress=0.1,
        eta_s=None,
        job_values={"video_title": "Wasser auf dem Mars", "video_duration": 3.0},
    )
    assert await found(store, "WASSER") == ["Wasser auf dem Mars"]
    await store.write(moves.finish, job.id, claimed.attempt, Cause.COMPLETE)
    await store.write(deletion.delete_job, job.id, PLANS)
    assert await found(store, "wasser") == []
    assert await store.read(_count) == 0


async def test_a_job_is_found_by_its_content(store: Store) -> None:
    """Also after a change of the title; new content replaces the former, and no match spans lines."""
    job, _ = await store.write(moves.submit, new_job(title="Mars"))

    async def content(*lines: str) -> None:
        await store.write(lambda tx: job_texts.set_content(tx, {job.num: lines}))

    await content("Quarterly REPORT", "Straße 5", "Quarterly REPORT", " ")
    assert await found(store, "quarterly report") == await found(store, "STRASSE 5") == await found(store, "mars")
    assert await found(store, "report strasse") == []
    await store.write(lambda tx: job_texts.renew(tx, [replace(job, video_title="Wasser")]))
    assert await found(store, "wasser") == await found(store, "quarterly") == ["Mars"]  # the row has the old title
    assert await found(store, "mars") == []
    await content("Other words")
    assert await found(store, "other words") == await found(store, "wasser") == ["Mars"]
    assert await found(store, "quarterly") == []
    await content()
    assert await found(store, "words") == []
    await content("first", "x" * job_texts.MOST_CONTENT, "last")
    assert await found(store, "first") == ["Mars"]
    assert await found(store, "last") == []


def _count(conn: Connection) -> int:
    return int(conn.execute(text("SELECT count(*) FROM job_texts")).scalar_one())


def test_links_are_read_where_they_are_text() -> None:
    """Escapes of UTF-8 are read, others stay as they are."""
    assert job_texts.readable("a%20b%C3%A9") == "a bé"
    assert job_texts.readable("sig=%FF%20") == "sig=%FF%20"
    assert job_texts.readable("100%") == "100%"


async def test_the_rest_of_the_store_needs_no_search(store: Store) -> None:
    """A list without a text reads no texts: they may be missing."""
    await store.write(moves.submit, new_job(title="Mars"))
    await store.write(flags.set_flag, "queue", {})
    jobs, total = await listed(store, JobFilter(text="  \u0301 "), limit=10, offset=0)
    assert (len(jobs), total) == (1, 1)


async def test_texts_are_found_whether_they_are_indexed_or_wait(tmp_path: Path) -> None:
    """Also after changes and deletions on both sides of the border, and the index stays what its table says."""
    async with open_store(tmp_path) as store:
        jobs = [one[0] for one in await store.write(_many, 530) if isinstance(one, tuple)]
        assert (await store.read(_upto), jobs[529].num) == (500, 2)  # the one with a key is numbered first
        for job, title in ((jobs[0], "Wasser"), (jobs[520], "Feuer")):
            await store.write(lambda tx, job=job, title=title: job_texts.renew(tx, [replace(job, video_title=title)]))
        for search_text, wanted in (("wasser", 0), ("feuer", 520), ("number 499 of", 499), ("number 500 of", 500)):
            assert await store.search(queries.job_ids, JobFilter(text=search_text)) == [jobs[wanted].id]
        assert await store.search(queries.job_ids, JobFilter(text="number 0 of")) == []
        assert len(await store.search(queries.job_ids, JobFilter(text="number 5%20of"))) == 1
        for number in (1, 499, 500, 529):
            await store.write(moves.cancel, jobs[number].id)
            await store.write(deletion.delete_job, jobs[number].id, PLANS)
            assert await store.search(queries.job_ids, JobFilter(text=f"number {number} of")) == []
        plan = await store.read(_plan, JobFilter(text="number 5%20of").numbers())
        assert "SCAN job_texts" not in plan, plan
        more = await store.write(_many, 480)
        assert await store.read(_upto) > jobs[-1].num
        for index in (0, 479):
            job = more[index][0]
            assert job.id in await store.search(queries.job_ids, JobFilter(text=f"number {index} of"))
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        waiting = "DELETE FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed)"
        connection.execute(waiting)
        connection.execute("INSERT INTO job_trigrams (job_trigrams, rank) VALUES ('integrity-check', 1)")


def _many(tx: Transaction, count: int) -> list[Any]:
    """New jobs whose titles have their numbers; a few with keys, whose rows come before those of the others."""
    keys = {3: "a", count - 1: "b"}
    news = [new_job(title=f"Number {number} of all") for number in range(count)]
    return creation.create(
        tx,
        [
            replace(new, idempotency_key=keys[number] + str(count), request_hash="hash") if number in keys else new
            for number, new in enumerate(news)
        ],
    )


def _upto(conn: Connection) -> int:
    return int(conn.execute(text("SELECT upto FROM job_texts_indexed")).scalar_one())


def _plan(conn: Connection, query: Select[Any]) -> list[str]:
    """The steps of a query on SQLite."""
    compiled = query.compile(conn, compile_kwargs={"literal_binds": True})
    return [str(row[3]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
