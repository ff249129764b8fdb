"""The doctor looks at an installation on several machines: broker, database, workers, and what no worker does."""

from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from app import __version__
from app.cli.findings import Finding, Grade
from app.cli.machines_finding import machines, worker_findings
from app.core.settings import load_settings
from app.db import examination, folders, workers
from app.db.store import Store
from app.jobs.worker_processes import WorkerProcess
from app.storage.data_folder import DataFolder
from tests.current_schema import in_thread
from tests.redis import RedisServer

NOW_MS, LEASE_S = 1_800_000_000_000, 15.0
QUEUES = ("high_priority", "default", "low_priority")
ALL = {"download": 3, "transcribe": 1, "analyze": 1, "encode": 1}
WORKER = WorkerProcess("box-7-a", "box", 7, QUEUES, ALL, 2, __version__, NOW_MS, NOW_MS)
AWAY = "redis://:secret@127.0.0.1:1/0"


def _found(*known: WorkerProcess) -> list[Finding]:
    return list(worker_findings(known, lease_s=LEASE_S, now_ms=NOW_MS))


def test_one_process_has_no_other_machines() -> None:
    """Nothing is examined."""
    assert list(machines(load_settings())) == []


def test_what_the_engine_needs_is_named() -> None:
    """Before anything is tried."""
    (finding,) = machines(load_settings(engine="celery"))
    assert finding.grade is Grade.MISSING
    assert "PostgreSQL" in finding.detail


def test_a_worker_with_everything_is_right() -> None:
    """With its host, what it runs at once, and for whom."""
    (finding,) = _found(WORKER)
    assert finding.grade is Grade.OK
    assert finding.detail == (
        "box (process 7): 2 jobs; download × 3, transcribe × 1, analyze × 1, encode × 1; high_priority, default, "
        "low_priority"
    )


def test_what_no_living_worker_does_is_missing() -> None:
    """Also where a dead one did; each remedy names the option."""
    gone = replace(WORKER, worker_id="gone", host="gone", heartbeat_ms=NOW_MS - 16_000)
    fetcher = replace(WORKER, slots={"download": 3, "encode": 1}, queues=("default",))
    found = _found(fetcher, gone)
    assert [(one.name, one.grade) for one in found] == [
        ("worker", Grade.OK),
        ("workers", Grade.WARNING),
        *[("resources", Grade.MISSING)] * 2,
        *[("queues", Grade.MISSING)] * 2,
    ]
    assert "gone" in found[1].detail
    assert [one.remedy for one in found[2:]] == [
        "start one with --resources transcribe",
        "start one with --resources analyze",
        "start one with --queues high_priority",
        "start one with --queues low_priority",
    ]


def test_no_worker_another_release_and_another_clock_are_found() -> None:
    """Each says what to do."""
    (none,) = _found()
    assert (none.grade, none.remedy) == (Grade.MISSING, "start one: python main.py worker")
    (older,) = _found(replace(WORKER, version="0.1"))
    assert (older.grade, older.remedy) == (Grade.WARNING, "let all machines have the same release")
    _, ahead = _found(replace(WORKER, heartbeat_ms=NOW_MS + 60_000))
    assert (ahead.name, ahead.remedy) == ("clocks", "set the clocks by NTP")


def test_what_is_away_is_said_without_the_password() -> None:
    """Both, with the settings that lead there."""
    url = "postgresql://a:secret@127.0.0.1:1/b"
    settings = load_settings(engine="celery", celery_broker_url=AWAY, database_url=url)
    broker, database = machines(settings)
    assert (broker.name, broker.grade, database.name, database.grade) == (
        *("Redis", Grade.MISSING),
        *("PostgreSQL", Grade.MISSING),
    )
    assert "CELERY_BROKER_URL" in broker.remedy
    assert "DATABASE_URL" in database.remedy
    assert "secret" not in f"{broker}{database}"


async def _report(url: str) -> None:
    async with Store(url, shared=True) as store:
        await store.write(workers.report, replace(WORKER, started_ms=store.now_ms()), begins=True)


async def _deaf(*_: object) -> None:
    """Listens to nothing, as a pooler that gives each statement another connection."""


def test_a_whole_installation_is_examined(
    postgres_url: str, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notifications come through, and the worker is known. Where they do not, that is what is wrong."""
    in_thread(_report(postgres_url))
    settings = load_settings(engine="celery", celery_broker_url=redis_server.url, database_url=postgres_url)
    found = list(machines(settings))
    assert [(one.name, one.grade) for one in found] == [
        ("Redis", Grade.OK),
        ("PostgreSQL", Grade.OK),
        ("connections", Grade.OK),
        ("worker", Grade.OK),
    ]
    assert "delivers notifications" in found[1].detail
    monkeypatch.setattr(examination, "NOTIFIES_WITHIN_S", 0.1)
    monkeypatch.setattr(asyncpg.Connection, "add_listener", _deaf)
    assert {one.name: one.grade for one in machines(settings)}["PostgreSQL"] is Grade.MISSING


@pytest.mark.parametrize(
    ("same", "store", "grade", "says"),
    [
        (True, "", Grade.OK, "has the files of all machines"),
        (False, "file:///srv/store", Grade.OK, "this machine's own"),
        (False, "", Grade.MISSING, "not the folder that the other machines use"),
    ],
)
def test_it_is_said_whether_files_are_shared(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path, same: bool, store: str, grade: Grade, says: str
) -> None:
    """By the one folder, or by an object store; else jobs would miss files."""
    settings = load_settings(
        engine="celery",
        celery_broker_url=redis_server.url,
        database_url=postgres_url,
        data_dir=tmp_path / "data",
        storage_url=store,
    )
    own = DataFolder(settings).claim()
    in_thread(_join(postgres_url, own if same else "another"))
    (finding,) = (one for one in machines(settings) if one.name == "shared files")
    assert finding.grade is grade
    assert says in finding.detail


async def _join(url: str, folder_id: str) -> None:
    async with Store(url, shared=True) as store:
        await store.write(folders.join, folders.Folder(folder_id, "/srv/data"), store="")


def test_a_database_without_tables_needs_a_server(postgres_server: str, redis_server: RedisServer) -> None:
    """The doctor makes none."""
    url = f"{postgres_server}postgres"
    settings = load_settings(engine="celery", celery_broker_url=redis_server.url, database_url=url)
    assert list(machines(settings))[-1].remedy == "start a server: it makes the tables"
