"""Figures for Prometheus: a registry per application, fed by events and read at each scrape."""

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

from app.api.gauges import Connections, Gauges
from app.api.methods import METHODS
from app.api.wrong_keys import Guesses
from app.jobs.events import JobMoved, StageMoved, StoredEvent
from app.jobs.record import StageState
from app.jobs.states import TERMINAL, Cause, JobState
from app.live.hub import Hub
from app.service.providers import Providers
from app.service.queue_view import QueueView
from app.service.server_health import ServerHealth

#: Upper bounds of the histograms, seconds: a response takes milliseconds, a job up to hours.
ANSWER_BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
#: Methods that are labels; a client can invent others.
KNOWN_METHODS = frozenset({*METHODS, "OPTIONS"})
STAGE_BUCKETS_S = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
JOB_BUCKETS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)


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
        for status in TERMINAL:  # a rate needs the zero before the first
            self._completion.labels(status)
            self._completion_rate.labels(status)
        self._processing = self._seconds(
            "job_processing_time_seconds", "Time from the start of an attempt to its end", ["status"], JOB_BUCKETS_S
        )
        self._stages = self._seconds(
            "job_stage_seconds",
            "Time that a stage worked, without those whose output was recorded",
            ["stage"],
            STAGE_BUCKETS_S,
        )
        self._answers = self._seconds(
            "api_request_duration_seconds",
            "Time from a request to the start of its answer",
            ["method", "route", "status"],
            ANSWER_BUCKETS_S,
        )
        self._gauges = Gauges(self.registry)
        ProcessCollector(registry=self.registry)

    def _seconds(self, name: str, what: str, labels: Sequence[str], buckets_s: Sequence[float]) -> Histogram:
        return Histogram(name, what, labels, buckets=buckets_s, registry=self.registry)

    def observe(self, events: Sequence[StoredEvent]) -> None:
        """Count the ends of stages, attempts and jobs in these events."""
        for event in events:
            match event.event:
                case StageMoved():
                    self._observe_stage(event.event)
                case JobMoved(cause=Cause.CLAIM):
                    self._began_ms[event.job_id] = event.ts_ms
                case JobMoved(status=status):
                    self._observe_job(event, status)
                case _:
                    pass

    def _observe_job(self, event: StoredEvent, status: JobState) -> None:
        """Count the end of an attempt, and of the job."""
        if status is not JobState.PROCESSING and event.job_id in self._began_ms:
            seconds = (event.ts_ms - self._began_ms.pop(event.job_id)) / 1000
            self._processing.labels(status).observe(seconds)
        if status in TERMINAL:
            self._completion.labels(status).inc()
            self._completion_rate.labels(status).inc()

    def _observe_stage(self, event: StageMoved) -> None:
        if event.stage_status is StageState.COMPLETED and not event.cached and event.work_s is not None:
            self._stages.labels(event.stage).observe(event.work_s)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one response."""
        self._answers.labels(method, route, str(status)).observe(seconds)

    async def refresh(
        self,
        queue_view: QueueView,
        providers: Providers,
        hub: Hub,
        connections: Connections | None,
        health: ServerHealth,
    ) -> None:
        """Set the gauges. `connections` is None under a server that does not count them."""
        began = time.perf_counter()
        queue = await queue_view.status()
        self._gauges.set_queue(queue, time.perf_counter() - began)
        self._gauges.set_oldest(await queue_view.oldest_waiting_s())
        self._gauges.set_providers(await providers.reports(None))
        self._gauges.set_live(hub)
        self._gauges.set_network(connections, self._guesses.wrong)
        self._gauges.set_copies(health.copies())
        self._gauges.set_broker(health.broker())

    def exposition(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
