"""Searches made to take long: what is looked for nearly matches everywhere in very long links."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.schemas import FOLDER, restored
from tests.server import Server

pytestmark = pytest.mark.slow
#: A job for each link of 4,000 letters, as one client can post them; and what is never in any, but nearly.
JOBS, LINK, NEARLY = 4000, "https://example.org/" + "a" * 3900, "a" * 199 + "b"
SEARCHES = 40


def _filled(database: Path) -> None:
    """A database of the first release with many jobs that have ended."""
    restored(FOLDER / "0001.sql", database)
    with closing(sqlite3.connect(database)) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(jobs)")][1:]
        kept = dict(
            zip(
                names,
                connection.execute(f"SELECT {','.join(names)} FROM jobs WHERE status = 'cancelled'").fetchone(),
                strict=True,
            )
        )
        rows = (
            [*(kept | {"id": f"00000000-0000-4000-8000-{n:012}", "url": LINK, "source_identity": LINK}).values()]
            for n in range(JOBS)
        )
        connection.executemany(f"INSERT INTO jobs ({','.join(names)}) VALUES ({','.join('?' * len(names))})", rows)
        connection.commit()


def test_long_searches_hold_nobody_up(tmp_path: Path) -> None:
    """Forty at once: the server stays ready, lists are answered, and every search ends with an answer."""
    _filled(tmp_path / "jobs.db")
    with (
        Server(tmp_path) as server,
        ThreadPoolExecutor(SEARCHES) as threads,
    ):

        def search(number: int) -> httpx.Response:
            with server.client() as client:
                return client.get("/api/v1/jobs", params={"q": f"{NEARLY}{number:02}"[-200:]}, timeout=120)

        searches = [threads.submit(search, number) for number in range(SEARCHES)]
        with server.client() as client:
            ready = {client.get("/health/ready").status_code}
            while not all(one.done() for one in searches):
                ready.add(client.get("/health/ready").status_code)
                assert ready == {200}
                page = client.get("/api/v1/jobs", params={"limit": 1}).raise_for_status().json()
                assert page["total"] > JOBS
        for answer in (one.result() for one in searches):
            if answer.status_code == 200:
                assert answer.json()["total"] == 0
            else:
                assert answer.status_code == 503
                assert answer.json()["code"] in ("search_timeout", "searches_busy")
                assert int(answer.headers["Retry-After"]) > 0
