"""What a search of everything said costs over 10,000 transcripts, and what it adds to storing a line.

Each transcript is of ten minutes, a line of six seconds: a million lines of a language of 50,000 words, some frequent,
most of them rare, as words are. Its lines take the place of those of one job that was really made, copied. SQLite
serves them, and a PostgreSQL, which is started here with a quarter of a gigabyte of buffers.
"""

import asyncio
import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import asyncpg

from app.cli.move_database import run_move
from app.core.words import words_of
from app.db import stage_log
from app.db.line_index import line_num
from app.db.store import Store
from benchmarks.frame.figure import Figure
from benchmarks.frame.http_load import load, request
from benchmarks.frame.pairs import CPU_US, P50_MS, Metric, Run, Side, pairs, quantile
from benchmarks.frame.population import COPIED, multiply
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.scale import one_job
from tests.postgres import blank_postgres, cluster

TRANSCRIPTS, LINES, WORDS = 10_000, 100, 12
LINE_S = 6
VOCABULARY = 50_000
#: Different lines; each is said in many transcripts.
DIFFERENT = 40_000
#: The aim, milliseconds.
AIM_MS = 50.0
P95_MS = Metric("ms", "lower", lambda run: quantile(run.latencies_ms, 0.95))
#: Searches a run, and lines that are stored in one.
SEARCHES, STORED = 40, 300
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


def run() -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        postgres = stack.enter_context(cluster("-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB")).url
        url = stack.enter_context(blank_postgres(postgres))
        language = Language()
        made = folder / "sqlite"
        made.mkdir()
        transcripts = prepare(made)
        run_move(f"sqlite:///{made / 'jobs.db'}", url)  # while it is small
        (folder / "postgres").mkdir()
        pool = [_Line(text) for text in language.said]
        _note("filling SQLite")
        fill_sqlite(made / "jobs.db", rows_of(transcripts, pool))
        _note("filling PostgreSQL")
        asyncio.run(fill_postgres(url, rows_of(transcripts, pool)))
        for name, where, settings in (
            ("SQLite", made, {}),
            ("PostgreSQL", folder / "postgres", {"DATABASE_URL": url}),
        ):
            with running(where, RETENTION_DAYS="0", **settings) as server:
                for what, typed in language.searches().items():
                    ours = Side("ours", _searches(server.address, server.pid, typed))
                    found = pairs(ours)
                    yield found.figure(f"{what}, {name}: p95", P95_MS, aim=AIM_MS)
                    yield found.figure(f"{what}, {name}: p50", P50_MS)
        for name, database in (("SQLite", f"sqlite:///{made / 'jobs.db'}"), ("PostgreSQL", url)):
            with asyncio.Runner() as runner:
                store = Store(database)
                runner.run(store.__aenter__())
                sides = [
                    Side(side, _stored(runner, store, language, are_lines=are_lines))
                    for side, are_lines in (("ours", True), ("not indexed", False))
                ]
                found = pairs(*sides)
                runner.run(store.__aexit__(None, None, None))
            yield found.figure(f"a line is stored, {name}", CPU_US, beside="not indexed", aim=1.5)


class Language:
    """Words of a made language, of which the nth is said as often as its number allows (Zipf)."""

    def __init__(self) -> None:
        self._chance = random.Random(18)
        made = dict[str, None]()
        while len(made) < VOCABULARY:
            made["".join(self._chance.choices(SYLLABLES, k=self._chance.randint(1, 5)))] = None
        self.words = sorted(made, key=len)
        self._weights = list(accumulate(1 / (n + 2) for n in range(VOCABULARY)))
        self.said = [self.line() for _ in range(DIFFERENT)]

    def line(self) -> str:
        """A line that somebody says."""
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=WORDS)).capitalize() + "."

    def searches(self) -> dict[str, Callable[[int], str]]:
        """What is searched, by words: the nth query of each kind."""
        words, said = self.words, [words_of(line) for line in self.said[:200]]
        return {
            "a rare word": lambda n: words[20_000 + n * 97 % 20_000],
            "a word of one line in a hundred": lambda n: words[80 + n % 40],
            "a word of every other line": lambda n: words[n % 3],
            "two words": lambda n: f"{words[100 + n % 50]} {words[500 + n]}",
            "a phrase": lambda n: f'"{" ".join(said[n % len(said)][2:5])}"',
            "the beginning of a word": lambda n: words[2000 + n * 31][:3] + "*",
            "nothing": lambda n: f"nowhere{n}",
        }


class _Line:
    """A line with its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = " ".join(words_of(text))


#: Rows of `pieces` and of `searched_lines` for a transcript.
Rows = tuple[list[tuple[str, int, str]], list[tuple[int, str]]]


def prepare(folder: Path) -> list[tuple[int, str]]:
    """Make a database with TRANSCRIPTS without lines in the folder; their numbers and keys."""
    one_job(folder)
    database = folder / "jobs.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for table in ("pieces", "searched_lines", "searched_transcripts"):
            db.execute(f"DELETE FROM {table}")
    multiply(database, TRANSCRIPTS, [table for table in COPIED if table not in ("pieces", "events")])
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        query = "SELECT jobs.num, key FROM job_stages JOIN jobs ON jobs.id = job_id WHERE name = 'transcribe'"
        transcripts = [(num, key) for num, key in db.execute(f"{query} ORDER BY num")]
        db.executemany("INSERT INTO searched_transcripts (num, key) VALUES (?, ?)", transcripts)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return transcripts


def rows_of(transcripts: Sequence[tuple[int, str]], pool: Sequence[_Line]) -> Iterator[Rows]:
    """The rows of each transcript, of lines of the pool."""
    chance = random.Random(4)
    for num, key in transcripts:
        lines = list(enumerate(chance.choices(pool, k=LINES)))
        pieces = [(key, index, _piece(index, line.text)) for index, line in lines]
        yield pieces, [(line_num(num, index), line.words) for index, line in lines]


def fill_sqlite(database: Path, rows: Iterator[Rows]) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("BEGIN")
        for pieces, lines in rows:
            db.executemany("INSERT INTO pieces (key, idx, piece) VALUES (?, ?, ?)", pieces)
            db.executemany("INSERT INTO searched_lines (num, words) VALUES (?, ?)", lines)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def fill_postgres(url: str, rows: Iterator[Rows]) -> None:
    connection = await asyncpg.connect(url)
    index = await connection.fetchval("SELECT pg_get_indexdef('ix_searched_lines_vector'::regclass)")
    await connection.execute("DROP INDEX ix_searched_lines_vector")  # it is built at once, which is faster
    for pieces, lines in rows:
        await connection.copy_records_to_table("pieces", records=pieces, columns=["key", "idx", "piece"])
        await connection.copy_records_to_table("searched_lines", records=lines, columns=["num", "words"])
    await connection.execute(index)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def _piece(index: int, text: str) -> str:
    start_s = index * LINE_S
    return json.dumps({"start_s": start_s, "end_s": start_s + LINE_S, "text": text, "confidence": 0.9, "words": []})


def _searches(address: str, pid: int, typed: Callable[[int], str]) -> Callable[[], Run]:
    """A run of searches, one after the other."""

    def measured() -> Run:
        paths = (f"/api/v1/search?limit=50&q={quote(typed(n))}" for n in range(SEARCHES))
        with metered(pid) as meter:
            found = load(address, (request("GET", path) for path in paths), connections=1)
        return meter.run(SEARCHES, found.latencies_ms)

    return measured


def _stored(runner: asyncio.Runner, store: Store, language: Language, *, are_lines: bool) -> Callable[[], Run]:
    """A run of lines that are committed one by one, as they are recognised."""

    def measured() -> Run:
        key, pieces = f"transcribe-{random.random()}", [json.loads(_piece(n, language.line())) for n in range(STORED)]
        began_s, cpu_s = time.perf_counter(), time.process_time()
        runner.run(_store(store, key, pieces, are_lines=are_lines))
        return Run(STORED, time.perf_counter() - began_s, time.process_time() - cpu_s)

    return measured


async def _store(store: Store, key: str, pieces: Sequence[dict[str, object]], *, are_lines: bool) -> None:
    for index, piece in enumerate(pieces):
        await store.write(stage_log.add_pieces, key, index, [piece], [], are_lines=are_lines)


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
