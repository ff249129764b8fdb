"""Opening a database: its lock, its schema, its damage."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.core.errors import DatabaseInUse, DatabaseUnusable, NotFound
from app.db import flags, postgres_lock, queries, sqlite_checks
from app.db.access import driver_url, sqlite_file
from app.db.store import Store
from app.db.writer import StorageFailed
from tests.stores import open_store


async def test_a_second_server_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    """Two servers on one database would run jobs twice."""
    async with open_store(tmp_path):
        with pytest.raises(DatabaseInUse, match=r"process \d+"):
            async with open_store(tmp_path):
                pass
    async with open_store(tmp_path):
        pass


async def test_a_second_server_on_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    """Also where each has a DATA_DIR of its own; the first one's end frees the database."""
    url = postgres_url
    monkeypatch.setattr(postgres_lock, "TIMEOUT_S", 0.0)
    async with Store(url):
        with pytest.raises(DatabaseInUse, match="in use by another server"):
            async with Store(url):
                pass
    async with Store(url):
        pass


async def test_a_second_server_is_refused_though_it_comes_by_a_link(tmp_path: Path) -> None:
    """Two names of one file are one database; its log is looked after beside the real file."""
    link = tmp_path / "link" / "linked.db"
    link.parent.mkdir()
    link.symlink_to(tmp_path / "jobs.db")
    async with open_store(tmp_path):
        with pytest.raises(DatabaseInUse):
            async with Store(f"sqlite:///{link}"):
                pass
    async with Store(f"sqlite:///{link}") as store:
        await store.write(flags.set_flag, "queue", {})
        assert sqlite_file(f"sqlite:///{link}") == tmp_path / "jobs.db"
        assert (tmp_path / "jobs.db-wal").exists()


async def test_a_database_that_cannot_be_read_is_told_as_such(tmp_path: Path) -> None:
    """One that is out of reach (a server that starts anew) is no fault of whoever asks; what a query refuses is."""

    def out_of_reach(_: Connection) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    async with open_store(tmp_path) as store:
        with pytest.raises(StorageFailed, match=r"cannot be read: .*Connection refused") as failed:
            await store.read(out_of_reach)
        assert (failed.value.code, failed.value.status) == ("storage_failed", 503)
        with pytest.raises(NotFound):
            await store.read(queries.job, "nobody")


async def test_a_damaged_database_is_refused_with_a_way_out(tmp_path: Path) -> None:
    """Not a stack trace: what to do."""
    async with open_store(tmp_path):
        pass
    file = tmp_path / "jobs.db"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 20_000)
    with pytest.raises(DatabaseUnusable, match="backup"):
        async with open_store(tmp_path):
            pass


@pytest.mark.parametrize("whole_bytes", [sqlite_checks.WHOLE_BYTES, 0])
async def test_damage_to_a_single_page_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole_bytes: int
) -> None:
    """SQLite tells it in several. In a file that is too large to be read as a whole, the tables of jobs are."""
    monkeypatch.setattr(sqlite_checks, "WHOLE_BYTES", whole_bytes)
    async with open_store(tmp_path) as store:
        await store.write(flags.set_flag, "queue", {"note": "x" * 100})
        page = await store.read(
            lambda conn: conn.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_jobs_status_num'"
            ).scalar_one()
        )
    file = tmp_path / "jobs.db"
    content = bytearray(file.read_bytes())
    at = (page - 1) * 4096
    content[at : at + 4096] = bytes(4096)
    file.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match="The database is damaged") as refused:
        async with open_store(tmp_path):
            pass
    assert "\n" not in str(refused.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Somebody pointed DATABASE_URL at the wrong file."""
    (tmp_path / "jobs.db").write_text("not a database, but long enough to look like something " * 50)
    with pytest.raises(DatabaseUnusable):
        async with open_store(tmp_path):
            pass


@pytest.mark.parametrize(
    ("plain", "mapped"),
    [
        ("sqlite+aiosqlite:///./x.db", "sqlite:///./x.db"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://h/d", "postgresql+asyncpg://h/d"),
        ("postgres://u@db/jobs?sslmode=require", "postgresql+asyncpg://u@db/jobs?ssl=require"),
        ("postgresql+asyncpg://u@db/jobs", "postgresql+asyncpg://u@db/jobs"),
    ],
)
def test_urls_are_mapped_to_the_driver_that_is_used(plain: str, mapped: str) -> None:
    """People write what every tool takes."""
    assert driver_url(plain) == mapped
