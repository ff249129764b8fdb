"""Figures for Prometheus: a registry per application, fed by events and read at each scrape."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.api.methods import METHODS
from app.api.wrong_keys import Guesses
from app.jobs.events import JobMoved, StoredEvent, status_of
from app.jobs.states import TERMINAL, Cause, JobState
from app.live.hub import Hub
from app.ports.object_store import CopyStatus
from app.service.queue_view import QueueStatus

#: Upper bounds of the histograms, seconds: a response takes milliseconds, a job up to hours.
ANSWER_BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
#: Methods that are labels; a client can invent others.
KNOWN_METHODS = frozenset({*METHODS, "OPTIONS"})
JOB_BUCKETS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)


class Connections(Protocol):
    """The server's figures of its connections."""

    @property
    def cut_off(self) -> Mapping[str, int]:
        """The number of refused or ended connections since the start, by reason."""

    def __len__(self) -> int:
        """The number of open connections."""


class Metrics:
    """The counters and gauges. `observe` receives the store's events; the other values are read at each scrape."""

    def __init__(self, guesses: Guesses) -> None:
        self.registry = CollectorRegistry()
        self._guesses = guesses
        self._began_ms: dict[str, int] = {}
        self._completion = Counter(
            "job_completion", "Jobs that ended, by how they ended", ["status"], registry=self.registry
        )
        self._completion_rate = Counter(
            "job_completion_rate", "The same as job_completion under its older name", ["status"], registry=self.registry
        )
        self._processing = Histogram(
            "job_processing_time_seconds",
            "Time from the start of an attempt to its end",
            ["status"],
            buckets=JOB_BUCKETS_S,
            registry=self.registry,
        )
        self._depth = Gauge("job_queue_depth", "Jobs by state", ["status"], registry=self.registry)
        self._workers = Gauge("job_workers", "Workers by state", ["state"], registry=self.registry)
        self._paused = Gauge("job_queue_paused", "1 while no jobs are taken", registry=self.registry)
        self._answers = Histogram(
            "api_request_duration_seconds",
            "Time from a request to the start of its answer",
            ["method", "route", "status"],
            buckets=ANSWER_BUCKETS_S,
            registry=self.registry,
        )
        self._sockets = Gauge("ws_connections", "Live followers, by channel", ["channel"], registry=self.registry)
        self._messages = Gauge(
            "ws_messages",
            "Messages to followers since the start, by what became of them",
            ["fate"],
            registry=self.registry,
        )

        self._wrong_keys = Gauge("api_wrong_keys", "Wrong API keys since the start", registry=self.registry)
        self._connections = Gauge("http_connections", "Open connections, sockets included", registry=self.registry)
        self._cut_off = Gauge(
            "http_connections_cut_off",
            "Connections and requests refused below the API since the start, by reason",
            ["reason"],
            registry=self.registry,
        )

        self._stored = Gauge(
            "object_store_files",
            "Files of the object store, by whether they are copied",
            ["state"],
            registry=self.registry,
        )
        self._store_up = Gauge(
            "object_store_up", "1 while the object store takes copies", ["place"], registry=self.registry
        )

    def observe(self, events: Sequence[StoredEvent]) -> None:
        """Count the ends of attempts and jobs in these events."""
        for event in events:
            status = status_of(event.event)
            if status is None:
                continue
            if isinstance(event.event, JobMoved) and event.event.cause is Cause.CLAIM:
                self._began_ms[event.job_id] = event.ts_ms
            elif status != JobState.PROCESSING and event.job_id in self._began_ms:
                seconds = (event.ts_ms - self._began_ms.pop(event.job_id)) / 1000
                self._processing.labels(status).observe(seconds)
            if status in TERMINAL:
                self._completion.labels(status).inc()
                self._completion_rate.labels(status).inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one response."""
        self._answers.labels(method, route, str(status)).observe(seconds)

    def exposition(
        self, queue: QueueStatus, hub: Hub, connections: Connections | None, copies: CopyStatus | None
    ) -> bytes:
        """All figures in Prometheus' text format.

        `connections` is None under a server that does not count them, `copies` without an object store.
        """
        if copies is not None:
            self._store_up.labels(copies.place).set(copies.away is None)
            self._stored.labels("copied").set(copies.copied)
            self._stored.labels("waiting").set(copies.waiting)
        self._wrong_keys.set(self._guesses.wrong)
        if connections is not None:
            self._connections.set(len(connections))
            for reason, count in connections.cut_off.items():
                self._cut_off.labels(reason).set(count)
        for status, count in queue.by_status.items():
            self._depth.labels(status).set(count)
        for state in ("idle", "busy"):
            self._workers.labels(state).set(sum(worker.state == state for worker in queue.workers))
        self._paused.set(queue.paused)
        for channel, count in hub.connections().items():
            self._sockets.labels(channel).set(count)
        for fate in ("sent", "dropped", "spilled", "replayed"):
            self._messages.labels(fate).set(getattr(hub.traffic, fate))
        return generate_latest(self.registry)
