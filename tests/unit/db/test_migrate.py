"""Upgrades: from every schema that was ever released, all or nothing."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import DatabaseUnusable
from app.core.words import query_of
from app.db import deaths, deletion, job_parts, line_search, moves, queries, revisions, video_parts, videos
from app.db.store import Store
from app.jobs.leases import Holder
from app.jobs.states import JobState
from tests.schemas import FOLDER, restored
from tests.stages import PLANS
from tests.stores import listed, new_job, open_store

RELEASED = sorted(FOLDER.glob("*.sql"))
SCRIPTS = sorted((revisions.SCRIPTS / "versions").glob("*.py"))


def _rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def _shape(database: Path) -> dict[str, Any]:
    """Columns and indexes of every table, however the table came to be."""
    tables = [name for (name,) in _rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: (
            sorted(row[1:] for row in _rows(database, f"PRAGMA table_info({table})")),
            sorted(
                (unique, sorted(column for _, _, column in _rows(database, f"PRAGMA index_info('{name}')")))
                for _, name, unique, *_ in _rows(database, f"PRAGMA index_list({table})")
            ),
        )
        for table in tables
        if not table.startswith("sqlite_")
    }


def test_every_migration_was_released_with_a_database() -> None:
    """`python -m tests.schemas` writes it; without it nobody knows that old databases still open."""
    assert [file.stem for file in RELEASED] == [script.name.split("_")[0] for script in SCRIPTS]


@pytest.mark.parametrize("schema", RELEASED, ids=lambda schema: schema.stem)
async def test_a_database_of_every_release_comes_up_to_date(schema: Path, tmp_path: Path) -> None:
    """With the tables and indexes of a fresh one, and every row that it had."""
    restored(schema, tmp_path / "jobs.db")
    counts = "SELECT (SELECT count(*) FROM jobs), (SELECT count(*) FROM events), (SELECT count(*) FROM outputs)"
    before = _rows(tmp_path / "jobs.db", counts)
    (tmp_path / "fresh").mkdir()
    for folder in (tmp_path, tmp_path / "fresh"):
        async with open_store(folder):
            pass
    assert _shape(tmp_path / "jobs.db") == _shape(tmp_path / "fresh" / "jobs.db")
    assert _rows(tmp_path / "jobs.db", counts) == before
    assert _rows(tmp_path / "jobs.db", "SELECT version_num FROM alembic_version") == [(revisions.HEAD,)]


@pytest.mark.parametrize("schema", RELEASED, ids=lambda schema: schema.stem)
async def test_the_jobs_of_every_release_read_and_go_on(schema: Path, tmp_path: Path) -> None:
    """Results, logs and uploads are as they were; the next start takes up what was running; new jobs are taken."""
    restored(schema, tmp_path / "jobs.db")
    stood = dict(_rows(tmp_path / "jobs.db", "SELECT id, status FROM jobs"))
    assert set(stood.values()) == {state.value for state in JobState}
    async with open_store(tmp_path) as store:
        for job_id, status in stood.items():
            await _check(store, job_id, JobState(status))
        ran = await store.read(queries.job, next(i for i, status in stood.items() if status == "processing"))
        store.work_as(Holder(ran.worker_id or "fresh"))  # the same server's next life
        recovered = await store.write(deaths.recover, PLANS)
        assert [job.id for job in recovered] == [i for i, status in stood.items() if status == "processing"]
        queued = [job for job in await store.read(queries.waiting_jobs) if job.due_ms is None]
        assert await store.write(moves.claim, queued[0].id, PLANS) is not None
        await store.write(moves.submit, new_job())
        ended = next(i for i, status in stood.items() if status == "completed")
        assert await store.write(deletion.delete_job, ended, PLANS) is not None


async def _check(store: Store, job_id: str, status: JobState) -> None:
    parts = await store.read(job_parts.job_parts, job_id)
    assert parts.job.status is status
    events = await store.read(queries.events_of_job, job_id, after=0, limit=1000)
    assert [event.seq for event in events] == list(range(1, parts.job.last_seq + 1))
    if parts.job.video_id is not None:
        video = await store.read(queries.video, parts.job.video_id)
        assert (video.upload or video.blob) is not None
        assert video.upload == video.blob
    if status is JobState.COMPLETED:
        assert set(parts.outputs) == set(parts.stages)
        assert parts.segments
        assert parts.clips
        assert parts.artifacts
        assert parts.job.pinned
    if status is JobState.FAILED:
        assert (parts.job.error or {})["code"] == "no_audio"


async def test_jobs_from_before_are_found_and_keep_their_metadata(tmp_path: Path) -> None:
    """Texts of all jobs are folded at the upgrade; metadata of a megabyte leaves the row, small metadata stays."""
    database = tmp_path / "jobs.db"
    restored(RELEASED[0], database)
    large = {"note": "ü" * 300_000}
    with closing(sqlite3.connect(database)) as connection:
        ids = [job_id for (job_id,) in connection.execute("SELECT id FROM jobs ORDER BY num")]
        change = "UPDATE jobs SET video_title = ?, url = ?, meta = ? WHERE id = ?"
        connection.execute(change, ("Größe", "https://a:b@example.org/x", json.dumps(large), ids[0]))
        connection.execute(change, (None, "https://example.org/STRASSE", '{"a": 1}', ids[1]))
        connection.commit()
    async with open_store(tmp_path) as store:
        for search_text, found in (("GROSSE", ids[:1]), ("straße", ids[1:2]), ("example.org", ids[:2]), ("a:b", [])):
            assert await store.search(queries.job_ids, queries.JobFilter(text=search_text)) == found
        first, second = [await store.read(job_parts.job_parts, job_id) for job_id in ids[:2]]
        assert (first.meta, first.job.meta) == (large, None)
        assert (second.meta, second.job.meta) == ({"a": 1}, {"a": 1})
        _, total = await listed(store, queries.JobFilter(text=ids[2][:8]), limit=5, offset=0)
        assert total == 1


async def test_links_that_were_fetched_before_are_in_the_library(tmp_path: Path) -> None:
    """One for all jobs of a user with a link; a link that nobody has fetched is none."""
    database = tmp_path / "jobs.db"
    restored(FOLDER / "0029.sql", database)
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT id FROM jobs WHERE id IN (SELECT job_id FROM job_stages WHERE name = ? AND status = ?)"
        fetched = [job_id for (job_id,) in connection.execute(query, ("fetch", "completed"))]
        assert len(fetched) > 1
        link = "UPDATE jobs SET url = ?, source_identity = 'link', video_id = NULL, user_id = 'ann'"
        connection.execute(link, ("https://example.org/a.mp4",))
        connection.commit()
    async with open_store(tmp_path) as store:
        wanted = videos.VideoFilter(fetched=True, text="example.org")
        [one], total = await store.search(
            video_parts.page, wanted, limit=9, offset=0, jobs=9, stages=["fetch"], kinds=[]
        )
        assert (total, one.video.url, one.video.user_id) == (1, "https://example.org/a.mp4", "ann")
        assert {job.id for job in one.jobs} == set(fetched)
        assert "fetch" in one.made


async def test_transcripts_from_before_are_searched(tmp_path: Path) -> None:
    """Recorded ones, of which all jobs share one, and one that was corrected; the newest job comes first."""
    database = tmp_path / "jobs.db"
    restored(FOLDER / "0020.sql", database)
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT job_id, pieces.key, piece FROM job_stages JOIN pieces USING (key) WHERE name = 'transcribe'"
        job_id, key, piece = connection.execute(f"{query} AND idx = 0").fetchone()
        head = dict.fromkeys(_columns(database, "video_transcripts"), "x")
        head |= {"id": job_id, "key": key, "taken": 9, "taken_s": 9.0, "open": 0, "revision": 1}
        line = dict.fromkeys(_columns(database, "transcript_segments"), "[]")
        line |= {"transcript_id": job_id, "idx": 0, "start_time": 1.0, "end_time": 2.0, "text": "Öffne das Tor!"}
        for table, row in (("video_transcripts", head), ("transcript_segments", line)):
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", list(row.values()))
        count = "SELECT count(*) FROM job_stages WHERE name = 'transcribe' AND key = ? AND job_id <> ?"
        others = connection.execute(count, (key, job_id)).fetchone()[0]
        connection.commit()
    recorded = " ".join(json.loads(piece)["text"].split()[:3])
    async with open_store(tmp_path) as store:
        found = await store.search(line_search.find, query_of("offne tor"), user=None, limit=5, offset=0)
        assert [(one.job_id, one.start_s) for one in found.lines] == [(job_id, 1.0)]
        found = await store.search(line_search.find, query_of(f'"{recorded}"'), user=None, limit=5, offset=0)
        assert found.total == (1 if others else 0)
        await store.write(deletion.delete_job, job_id, PLANS)
        assert (await store.search(line_search.find, query_of("tor"), user=None, limit=5, offset=0)).total == 0


def _columns(database: Path, table: str) -> list[str]:
    return [row[1] for row in _rows(database, f"PRAGMA table_info({table})")]


async def test_share_links_from_before_are_pinned_to_their_clips(tmp_path: Path) -> None:
    """One to a clip follows it; one to a clip that is not there is to none."""
    restored(FOLDER / "0028.sql", tmp_path / "jobs.db")
    ((job_id, piece),) = _rows(
        tmp_path / "jobs.db",
        "SELECT job_id, piece FROM job_stages JOIN pieces USING (key) WHERE name = 'clips' AND published > 0 LIMIT 1",
    )
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as connection:
        new = "INSERT INTO shares (id, job_id, digest, sealed, clip, created_ms) VALUES (?, ?, ?, '', ?, 1)"
        for clip in (None, 0, 9):
            connection.execute(new, (str(clip), job_id, str(clip), clip))
        connection.commit()
    async with open_store(tmp_path):
        pass
    clip = json.loads(piece)
    span = (round(clip["start_s"] * 1000), round(clip["end_s"] * 1000))
    found = _rows(tmp_path / "jobs.db", "SELECT clip_start_ms, clip_end_ms FROM shares ORDER BY num")
    assert found == [(None, None), span, (None, None)]


async def test_a_database_without_leases_keeps_what_was_published(tmp_path: Path) -> None:
    """The count gets its name; a job that ran has no holder, so the next start puts it back."""
    database = tmp_path / "jobs.db"
    restored(FOLDER / "0004.sql", database)
    query = "SELECT job_id, name, {} FROM job_stages ORDER BY job_id, name"
    before = _rows(database, query.format("told"))
    assert any(count for _, _, count in before)
    async with open_store(tmp_path) as store:
        assert _rows(database, query.format("published")) == before
        store.work_as(Holder("fresh"))
        (left,) = await store.write(deaths.recover, PLANS, orderly=False)
        assert (left.status, left.attempt) == (JobState.QUEUED, 1)


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scripts with one more, `0099`, which the test writes; returns its file."""
    scripts = tmp_path / "migrations"
    shutil.copytree(revisions.SCRIPTS, scripts)
    monkeypatch.setattr(revisions, "SCRIPTS", scripts)
    monkeypatch.setattr(revisions, "HEAD", "0099")
    return scripts / "versions" / "0099_the_next_one.py"


STEP = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0099", "{before}", None, None
def upgrade():
    op.create_table("fresh", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("jobs") as batch:
        batch.add_column(sa.Column("mood", sa.String(), nullable=False, server_default="calm"))
    op.execute("UPDATE jobs SET mood = 'angry'")
    {last}
"""


@pytest.mark.parametrize("last", ["op.execute('UPDATE nowhere SET x = 1')", "raise KeyError('mood')"])
async def test_an_upgrade_that_fails_half_way_leaves_everything_as_it_was(
    tmp_path: Path, next_release: Path, last: str
) -> None:
    """Tables, rows and version; the line says so and what to do. The release from before still opens it."""
    database = tmp_path / "jobs.db"
    restored(RELEASED[-1], database)
    before = _shape(database), _rows(database, "SELECT * FROM jobs")
    next_release.write_text(STEP.format(before=RELEASED[-1].stem, last=last))
    with pytest.raises(DatabaseUnusable, match=rf"as it was, at schema {RELEASED[-1].stem}\b") as refused:
        async with open_store(tmp_path):
            pass
    assert "\n" not in str(refused.value)
    assert (_shape(database), _rows(database, "SELECT * FROM jobs")) == before
    assert _rows(database, "SELECT version_num FROM alembic_version") == [(RELEASED[-1].stem,)]


async def test_an_upgrade_that_works_is_there_at_once(tmp_path: Path, next_release: Path) -> None:
    """The same step without its fault."""
    restored(RELEASED[-1], tmp_path / "jobs.db")
    next_release.write_text(STEP.format(before=RELEASED[-1].stem, last="pass"))
    async with open_store(tmp_path):
        pass
    assert set(_rows(tmp_path / "jobs.db", "SELECT mood FROM jobs")) == {("angry",)}


async def test_a_database_of_a_newer_release_is_refused_in_one_line(tmp_path: Path) -> None:
    """It names both schemas, and is not touched."""
    async with open_store(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseUnusable, match=rf"newer release \(schema 9999, this one knows {revisions.HEAD}\)"):
        async with open_store(tmp_path):
            pass
    assert _rows(tmp_path / "jobs.db", "SELECT version_num FROM alembic_version") == [("9999",)]


def test_head_is_the_newest_script() -> None:
    """The constant that spares Alembic's import is kept up to date."""
    assert SCRIPTS[-1].name.split("_")[0] == revisions.HEAD
