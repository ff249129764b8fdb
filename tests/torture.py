"""Kills parts of a cluster at random under load, by hand: `python -m tests.torture [--kills 200] [--jobs 400]`.

Two servers, three workers, Redis and PostgreSQL on this machine. Every part is killed with SIGKILL (PostgreSQL: ended
without a checkpoint) and started again with its data. It prints a table, and ends with 1 if a job did not end once, a
log has a gap, a finished stage ran again, or a process was left over.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from tests import postgres as databases
from tests.cluster import Cluster, marked, running_cluster
from tests.media import MediaShelf
from tests.postgres import DURABLE
from tests.programs import TEMPLATE, Program
from tests.redis import RedisServer
from tests.server import Server

FINAL = {"completed", "failed", "cancelled"}
#: Of so many jobs each kind has its share; the sleeping ones take time and no processor.
KINDS = ("nap",) * 7 + ("audio_extraction", "audio_extraction", "transcription")
#: Share of the jobs that are cancelled through a server at random.
CANCELS = 0.05
#: Children of a killed process must be gone within this time, seconds; all jobs must have ended within the other.
GONE_WITHIN_S, END_WITHIN_S = 5.0, 900.0


@dataclass
class Torture:
    """What was done, and what clients were answered."""

    cluster: Cluster
    chance: random.Random
    videos: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    jobs: dict[str, str] = field(default_factory=dict)  # id → the key of its own work
    cancelled: set[str] = field(default_factory=set)
    unanswered: int = 0
    cancels_unanswered: set[str] = field(default_factory=set)
    refused: Counter[int] = field(default_factory=Counter)
    orphans: int = 0

    def order(self) -> None:
        """Create a job through a server at random; it may be away."""
        server, chance = self._server(), self.chance
        kind, number = chance.choice(KINDS), len(self.jobs) + self.unanswered
        options: dict[str, Any] = {"audio_format": chance.choice(["wav", "mp3"])}
        if kind == "nap":
            options["prompt"] = f"n{number} {chance.randint(2, 8)} {chance.uniform(0.1, 0.5):.2f}"
        body = {
            "job_type": "audio_extraction" if kind == "nap" else kind,
            "video_id": chance.choice(self.videos),
            "priority": chance.randint(0, 10),
            "options": options,
        }
        answer = self._sent(server, "/api/v1/jobs", body)
        if answer is None:
            self.unanswered += 1
            time.sleep(0.1)
        elif answer.status_code == 201:
            job_id = answer.json()["id"]
            self.jobs[job_id] = options.get("prompt", "")
            if chance.random() < CANCELS:
                self.cancel(chance.choice(list(self.jobs)[-6:]))
        else:
            self.refused[answer.status_code] += 1

    def cancel(self, job_id: str) -> None:
        """Cancel a job through a server at random."""
        answer = self._sent(self._server(), f"/api/v1/jobs/{job_id}/cancel", {})
        if answer is None or answer.status_code == 503:
            self.cancels_unanswered.add(job_id)
        elif answer.status_code == 200:
            self.cancelled.add(job_id)

    def _server(self) -> Server:
        return self.chance.choice(self.cluster.servers)

    def _sent(self, server: Server, path: str, body: Any) -> httpx.Response | None:
        try:
            with server.client() as client:
                return client.post(path, json=body)
        except httpx.TransportError:
            return None

    def kill(self) -> None:
        """Kill a part, and start it again after a moment."""
        parts: list[Any] = [*self.cluster.servers, *self.cluster.workers, self.cluster.redis, self.cluster.postgres]
        victim = self.chance.choice(parts)
        self.kills[_kind(victim)] += 1
        old = victim.pid if isinstance(victim, Program) and victim.alive() else None
        victim.kill()
        time.sleep(self.chance.uniform(0.0, 1.0))
        if old is not None:
            self.orphans += len(_left_of(old))
        if isinstance(victim, Server):
            victim.launch_again()
        else:
            victim.start()

    def until_ended(self) -> dict[str, dict[str, Any]]:
        """Wait until all jobs have ended; returns those that have, by their id."""
        ended: dict[str, dict[str, Any]] = {}
        deadline = time.monotonic() + END_WITHIN_S
        with self.cluster.servers[0].client() as client:
            while len(ended) < len(self.jobs) and time.monotonic() < deadline:
                for job_id in self.jobs.keys() - ended.keys():
                    job = client.get(f"/api/v1/jobs/{job_id}").raise_for_status().json()
                    if job["status"] in FINAL:
                        ended[job_id] = job
                time.sleep(1)
        return ended


def _kind(part: Any) -> str:
    if isinstance(part, Program):
        return "server" if isinstance(part, Server) else "worker"
    return "Redis" if isinstance(part, RedisServer) else "PostgreSQL"


def _left_of(pid: int) -> list[int]:
    """Children that live on some seconds after their parent was killed."""
    deadline = time.monotonic() + GONE_WITHIN_S
    while (left := marked(f"-{pid}-")) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _faults(torture: Torture, jobs: dict[str, dict[str, Any]], logs: dict[str, list[dict[str, Any]]]) -> list[str]:
    """All that must not be."""
    faults = [f"{job_id} did not end" for job_id in torture.jobs.keys() - jobs.keys()]
    runs: Counter[tuple[str, ...]] = Counter()
    for job_id, job in jobs.items():
        events = logs[job_id]
        if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
            faults.append(f"{job_id}: seq has a gap")
        ends = [event for event in events if event["data"].get("status") in FINAL and "cause" in event["data"]]
        if len(ends) != 1:
            faults.append(f"{job_id}: ended {len(ends)} times")
        if job_id in torture.cancelled and job["status"] != "cancelled":
            faults.append(f"{job_id}: {job['status']}, though its cancel was acknowledged")
        if job["status"] == "cancelled" and job_id not in torture.cancelled | torture.cancels_unanswered:
            faults.append(f"{job_id}: cancelled by no request")
        if job["status"] == "failed":
            faults.append(f"{job_id}: failed: {job['error']}")
        runs.update(_finished(job, events))
    faults += [f"{key} ran {count} times to its end" for key, count in runs.items() if count > 1]
    if torture.orphans:
        faults.append(f"{torture.orphans} processes outlived their parent")
    return faults


def _finished(job: dict[str, Any], events: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The stages that the job ran to their end, told apart by all that their result depends on here."""
    options = job["options"]
    own = {"audio": options["audio_format"], "nap": options["prompt"] or ""}
    return [
        (job["video_id"], event["data"]["stage"], own.get(event["data"]["stage"], ""))
        for event in events
        if event["data"].get("stage_status") == "completed" and event["data"].get("cached") is False
    ]


def _silences_s(logs: dict[str, list[dict[str, Any]]]) -> list[float]:
    """The longest time between two events of each job while it was at work, sorted: how long a death held it up."""
    found = []
    for events in logs.values():
        running, longest = False, 0.0
        for event, later in pairwise(events):
            running = event["data"].get("status", "processing" if running else "") == "processing"
            if running:
                longest = max(longest, _time_s(later) - _time_s(event))
        found.append(longest)
    return sorted(found)


def _time_s(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["ts"]).timestamp()


def _table(torture: Torture, jobs: dict[str, Any], logs: dict[str, Any], faults: list[str], seconds: float) -> str:
    silences_s = _silences_s(logs)
    rows: dict[str, Any] = {
        "kill -9": torture.kills.total(),
        **{f"  {name}": count for name, count in sorted(torture.kills.items())},
        "jobs acknowledged": len(torture.jobs),
        "requests that nobody answered": torture.unanswered,
        **{f"requests answered with {status}": count for status, count in sorted(torture.refused.items())},
        "cancels acknowledged": len(torture.cancelled),
        **{f"ended as {state}": n for state, n in sorted(Counter(job["status"] for job in jobs.values()).items())},
        "attempts": sum(job["attempt"] for job in jobs.values()),
        "events": sum(len(events) for events in logs.values()),
        "processes that outlived their parent": torture.orphans,
        "longest silence at work, p50, p99, max": _spread(silences_s),
        "seconds": round(seconds),
        "faults": len(faults),
    }
    return "\n".join(f"{name:42} {value:>20}" for name, value in rows.items())


def _spread(ordered: list[float]) -> str:
    if not ordered:
        return "none"
    return f"{ordered[len(ordered) // 2]:.1f} {ordered[int(len(ordered) * 0.99)]:.1f} {ordered[-1]:.1f} s"


def torture(folder: Path, *, kills: int, jobs: int, seed: int) -> int:
    """Run it in the folder; returns the exit code."""
    with databases.cluster(*DURABLE) as postgres, running_cluster(folder, postgres) as cluster:
        for _ in range(2):
            cluster.add_server()
        workers = [cluster.add_worker() for _ in range(3)]
        for worker in workers:
            worker.await_ready()
        done, shelf = Torture(cluster, random.Random(seed)), MediaShelf(folder)
        files = [*(shelf.talk_of(seconds=3 + n) for n in range(4)), *(shelf.video(seconds=1 + n) for n in range(4))]
        done.videos = [cluster.servers[0].upload(file) for file in files]
        began = time.monotonic()
        for number in range(kills):
            while len(done.jobs) < jobs * (number + 1) / kills:
                done.order()
            time.sleep(done.chance.uniform(0.0, 1.5))
            done.kill()
            if number % 20 == 19:
                print(f"{number + 1} kills, {len(done.jobs)} jobs, {time.monotonic() - began:.0f} s", flush=True)
        for server in cluster.servers:
            server.await_health()
        ended = done.until_ended()
        seconds = time.monotonic() - began
        logs = {job_id: cluster.servers[1].events(job_id) for job_id in done.jobs}
        cluster.stop()
        done.orphans += len(_left_of_any(cluster))
        faults = _faults(done, ended, logs)
        print(_table(done, ended, logs, faults, seconds))
        print("\n".join(faults))
        return 1 if faults else 0


def _left_of_any(cluster: Cluster) -> list[int]:
    return [pid for program in (*cluster.servers, *cluster.workers) for pid in _left_of(program.pid)]


def main() -> int:
    """Parse the command line, and run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--folder", type=Path, help="stays, with the logs of all parts; by default one that is removed")
    asked = parser.parse_args()
    try:
        if asked.folder is not None:
            asked.folder.mkdir(parents=True)
            return torture(asked.folder, kills=asked.kills, jobs=asked.jobs, seed=asked.seed)
        with tempfile.TemporaryDirectory(prefix="torture-") as folder:
            return torture(Path(folder), kills=asked.kills, jobs=asked.jobs, seed=asked.seed)
    finally:
        TEMPLATE.close()


if __name__ == "__main__":
    sys.exit(main())
