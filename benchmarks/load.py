"""A minute of load by wrk: jobs created and listed over 32 connections, 200 open sockets, real jobs at work.

The queue is bounded and requests are limited, so that both refusals appear. What was acknowledged is counted in the
database afterwards, and has to end; the server's memory is compared with that after a warm-up of the same kind.
"""

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.cli.demo import SAMPLE
from benchmarks.frame.figure import Figure
from benchmarks.frame.server import running

SECONDS, WARM_S, SOCKETS, CONNECTIONS, THREADS = 60, 15, 200, 32, 2
#: A limit that 32 connections exceed on any machine: most requests are refused, which has to cost little.
LIMITS = {"MAX_QUEUE_SIZE": "500", "RATE_LIMIT": os.environ.get("LOAD_RATE_LIMIT", "30/second")}
#: Sockets that are opened in a second, below the limit.
HANDSHAKES_PER_S = 15
#: Statuses that the API's description names for a create and a list.
DOCUMENTED = {200, 201, 429, 503}
#: How long acknowledged jobs may take to end after the load, seconds.
ENDING_S = 200
SCRIPT = """
local body = %s
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(args) count = {}; turn = 0 end
function request()
  turn = turn + 1
  if turn %% 2 == 0 then return wrk.format("GET", "/api/v1/jobs?limit=20") end
  return wrk.format("POST", "/api/v1/jobs", {["content-type"] = "application/json"}, body)
end
function response(status, headers, body)
  count[status] = (count[status] or 0) + 1
  text = ""
  for code, times in pairs(count) do text = text .. code .. "=" .. times .. " " end
end
function done(summary, latency, requests)
  for _, thread in ipairs(threads) do io.write("COUNTS " .. (thread:get("text") or "") .. "\\n") end
  io.write(string.format("LATENCY p50=%%d p99=%%d\\n", latency:percentile(50), latency:percentile(99)))
  local e = summary.errors
  io.write(string.format("ERRORS %%d\\n", e.connect + e.read + e.write + e.timeout))
end
"""


def run() -> Iterator[Figure]:
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed (apt-get install wrk)")
    with TemporaryDirectory(prefix="bench-") as name, running(Path(name), **LIMITS) as server:
        folder = Path(name)
        with httpx.Client(base_url=server.address, timeout=60) as client:
            with SAMPLE.open("rb") as film:
                video = client.post("/api/v1/videos", files={"file": ("talk.mp4", film)}).raise_for_status()
            order = {"video_id": video.json()["video_id"], "job_type": "transcription"}
            later = client.post("/api/v1/jobs", json=order | {"run_at": "2099-01-01T00:00:00Z"}).raise_for_status()
            jobs = [client.post("/api/v1/jobs", json=order).raise_for_status().json()["id"] for _ in range(3)]
            script = folder / "load.lua"
            script.write_text(SCRIPT % f"'{json.dumps(order)}'")
            with sockets(server.address, later.json()["id"]) as followers:
                counted = pressed(server.address, script, WARM_S)[0]
                settle(folder)
                warm = memory_mb(server.pid)
                created, latency, errors = pressed(server.address, script, SECONDS)
                settle(folder)
            open_at_end = followers["open"]
        after = memory_mb(server.pid)
        stored, ended = figures_of(folder)
    counted += created
    yield Figure("requests answered", sum(created.values()) / SECONDS, "1/s")
    yield Figure("latency p50", latency[0] / 1000, "ms")
    yield Figure("latency p99", latency[1] / 1000, "ms")
    note = ", ".join(f"{status}: {times}" for status, times in sorted(created.items()))
    yield Figure("answers that are not documented", _sum(created, DOCUMENTED), "answers", aim=0, note=note)
    yield Figure("connections that broke", errors, "connections", aim=0)
    yield Figure("acknowledged jobs that are lost", max(0, counted[201] + len(jobs) - stored), "jobs", aim=0)
    yield Figure("stored jobs that did not complete", stored - ended, "jobs", aim=0)
    yield Figure(
        "sockets that closed", SOCKETS - open_at_end, "sockets", aim=0, note=f"{followers['messages']} messages"
    )
    note = f"{warm:.0f} MB after {WARM_S} s of it, {after:.0f} MB after a minute more"
    yield Figure("the server's memory grew by", after - warm, "MB", note=f"{note}; caches of jobs fill meanwhile")


def _sum(counted: Counter[int], but: set[int]) -> int:
    return sum(times for status, times in counted.items() if status not in but)


def pressed(address: str, script: Path, seconds: int) -> tuple[Counter[int], tuple[int, int], int]:
    """What wrk counted: answers by status, latencies in microseconds (p50, p99), errors of connections."""
    command = [
        "wrk",
        f"-t{THREADS}",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "20s",
        "-s",
        str(script),
        address,
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    counted = Counter[int]()
    for status, times in re.findall(r"(\d+)=(\d+) ", " ".join(re.findall(r"COUNTS (.*)", told))):
        counted[int(status)] += int(times)
    latency = re.search(r"LATENCY p50=(\d+) p99=(\d+)", told)
    errors = re.search(r"ERRORS (\d+)", told)
    if latency is None or errors is None:
        raise RuntimeError(f"wrk printed no figures: {told}")
    return counted, (int(latency[1]), int(latency[2])), int(errors[1])


@contextmanager
def sockets(address: str, job_id: str) -> Iterator[dict[str, int]]:
    """SOCKETS open sockets, half of them on a waiting job and half on all jobs, read in a thread of their own."""
    seen = {"open": 0, "messages": 0}
    opened, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def follow(path: str) -> None:
        async with connect(address.replace("http", "ws") + path, max_size=None, compression=None) as socket:
            seen["open"] += 1
            if seen["open"] == SOCKETS:
                opened.set()
            try:
                async for _ in socket:
                    seen["messages"] += 1
            except ConnectionClosed:
                pass
            if not stop.is_set():
                seen["open"] -= 1

    async def all_of_them() -> None:
        paths = [f"/ws/{job_id}", "/ws/jobs/broadcast"] * (SOCKETS // 2)
        following = []
        for path in paths:
            following.append(asyncio.create_task(follow(path)))
            await asyncio.sleep(1 / HANDSHAKES_PER_S)
        await stop.wait()
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(all_of_them(),))
    thread.start()
    try:
        if not opened.wait(60):
            raise RuntimeError(f"only {seen['open']} of {SOCKETS} sockets opened")
        yield seen
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def settle(folder: Path) -> None:
    """Wait until every stored job has ended. Raises TimeoutError."""
    deadline = time.monotonic() + ENDING_S
    while time.monotonic() < deadline:
        stored, _ = figures_of(folder)
        if stored == _count(folder, "status IN ('completed', 'failed', 'cancelled')"):
            time.sleep(2)  # for what follows commits: messages, answers
            return
        time.sleep(0.5)
    raise TimeoutError("acknowledged jobs did not end")


def figures_of(folder: Path) -> tuple[int, int]:
    """The numbers of stored jobs and of completed ones."""
    return _count(folder, "status <> 'pending'"), _count(folder, "status = 'completed'")


def _count(folder: Path, condition: str) -> int:
    with closing(sqlite3.connect(f"file:{folder / 'jobs.db'}?mode=ro", uri=True)) as database:
        return int(database.execute(f"SELECT count(*) FROM jobs WHERE {condition}").fetchone()[0])


def memory_mb(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss / 2**20)
