"""Figures that are read at each scrape: the queue, workers, sockets, connections, the object store, providers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from prometheus_client import CollectorRegistry, Gauge

from app.api.queue_depth import QueueDepth
from app.live.hub import Hub
from app.ports.object_store import CopyStatus
from app.service.providers import ProviderReport, ProviderStatus
from app.service.queue_view import QueueStatus
from app.service.server_health import BrokerStatus


class Connections(Protocol):
    """The server's figures of its connections."""

    @property
    def cut_off(self) -> Mapping[str, int]:
        """The number of refused or ended connections since the start, by reason."""

    def __len__(self) -> int:
        """The number of open connections."""


class Gauges:
    """The gauges of one registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, what: str, *labels: str) -> Gauge:
            return Gauge(name, what, labels, registry=registry)

        self._depth = QueueDepth()
        registry.register(self._depth)
        self._read = gauge("database_read_seconds", "Time of the latest read of the queue's figures")
        self._workers = gauge("job_workers", "Workers by state", "state")
        self._hosts = gauge("job_host_workers", "Workers by machine and state", "host", "state")
        self._oldest = gauge("job_queue_oldest_seconds", "Time that the oldest queued job waits; 0 without one")
        self._broker_up = gauge("broker_up", "1 while the broker takes messages; none without a broker", "kind")
        self._resent = gauge("broker_resent", "Messages that were sent again since the start", "kind")
        self._paused = gauge("job_queue_paused", "1 while no jobs are taken")
        self._sockets = gauge("ws_connections", "Live followers, by channel", "channel")
        self._messages = gauge("ws_messages", "Messages to followers since the start, by what became of them", "fate")
        self._wrong_keys = gauge("api_wrong_keys", "Wrong API keys since the start")
        self._connections = gauge("http_connections", "Open connections, sockets included")
        self._cut_off = gauge(
            "http_connections_cut_off",
            "Connections and requests refused below the API since the start, by reason",
            "reason",
        )
        self._stored = gauge("object_store_files", "Files of the object store, by whether they are copied", "state")
        self._store_up = gauge("object_store_up", "1 while the object store takes copies", "place")
        self._providers = gauge("provider_health_status", "1 healthy, 0.5 degraded, 0 unhealthy", "provider")
        self._spent = gauge("provider_spent_today_usd", "What films cost since midnight, UTC", "provider")

    def set_queue(self, queue: QueueStatus, read_s: float) -> None:
        """Set the figures of the queue and its workers, which took so many seconds to read from the database."""
        self._read.set(read_s)
        self._depth.set(queue.by_status, queue.by_priority)
        for state in ("idle", "busy"):
            self._workers.labels(state).set(sum(worker.state == state for worker in queue.workers))
        self._hosts.clear()
        for host in {worker.host for worker in queue.workers}:
            for state in ("idle", "busy"):
                count = sum(worker.state == state for worker in queue.workers if worker.host == host)
                self._hosts.labels(host, state).set(count)
        self._paused.set(queue.paused)

    def set_oldest(self, waits_s: float) -> None:
        """Set for how long the oldest queued job waits, seconds."""
        self._oldest.set(waits_s)

    def set_broker(self, broker: BrokerStatus | None) -> None:
        """Set the figures of the broker of messages; None without one."""
        if broker is not None:
            self._broker_up.labels("redis").set(broker.down is None)
            self._resent.labels("redis").set(broker.resent)

    def set_live(self, hub: Hub) -> None:
        """Set the figures of sockets and their messages."""
        for channel, count in hub.connections().items():
            self._sockets.labels(channel).set(count)
        for fate in ("sent", "dropped", "spilled", "replayed"):
            self._messages.labels(fate).set(getattr(hub.traffic, fate))

    def set_network(self, connections: Connections | None, wrong_keys: int) -> None:
        """Set the figures of connections, None under a server that does not count them, and of wrong keys."""
        self._wrong_keys.set(wrong_keys)
        if connections is not None:
            self._connections.set(len(connections))
            for reason, count in connections.cut_off.items():
                self._cut_off.labels(reason).set(count)

    def set_providers(self, reports: Sequence[ProviderReport]) -> None:
        """Set the figures of the providers that are in use."""
        self._providers.clear()
        for report in reports:
            if report.status is not ProviderStatus.DISABLED:
                self._providers.labels(report.name).set(report.status.level)
                self._spent.labels(report.name).set(report.spent_usd)

    def set_copies(self, copies: CopyStatus | None) -> None:
        """Set the figures of the object store; None without one."""
        if copies is not None:
            self._store_up.labels(copies.place).set(copies.away is None)
            self._stored.labels("copied").set(copies.copied)
            self._stored.labels("waiting").set(copies.waiting)
