"""What the figures of /metrics were in an interval, for the telemetry: counts and means of it, gauges that changed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric

from app.jobs.telemetry import Component, Measure, Merge, tagged

#: Components by the beginnings of names.
COMPONENTS = {
    "api_": Component.API,
    "database_": Component.DATABASE,
    "http_": Component.API,
    "job_": Component.WORKER,
    "object_store_": Component.STORAGE,
    "process_": Component.SERVER,
    "provider_": Component.PROVIDER,
    "ws_": Component.LIVE,
}
#: Figures under a second name, or that say nothing after the process has ended.
LEFT_OUT = frozenset(
    {
        "job_completion_rate",
        *("process_max_fds", "process_open_fds", "process_start_time_seconds", "process_virtual_memory_bytes"),
    }
)
#: Figures that differ at every reading: they are measured only where something else is.
UNSTEADY = frozenset({"process_cpu_seconds", "process_resident_memory_bytes", "database_read_seconds"})
#: A gauge that stays the same is measured again after so long, milliseconds.
AGAIN_MS = 3_600_000
Key = tuple[str, str]


class IntervalFigures:
    """Reads a registry. `refresh` sets its gauges."""

    def __init__(self, registry: CollectorRegistry, refresh: Callable[[], Awaitable[None]]) -> None:
        self._registry = registry
        self._refresh = refresh
        self._totals: dict[Key, float] = {}
        self._gauges: dict[Key, tuple[float, int]] = {}

    async def measures(self, now_ms: int) -> Sequence[Measure]:
        """The measures since the last call; none if nothing happened. Calls must not overlap."""
        await self._refresh()
        return await asyncio.to_thread(self._read, now_ms)  # some milliseconds for hundreds of series

    def _read(self, now_ms: int) -> Sequence[Measure]:
        families = [family for family in self._registry.collect() if family.name not in LEFT_OUT]
        steady = [family for family in families if family.name not in UNSTEADY]
        found = [measure for family in steady for measure in self._of(family, now_ms)]
        if found:
            unsteady = [family for family in families if family.name in UNSTEADY]
            found += [measure for family in unsteady for measure in self._of(family, now_ms)]
        return found

    def _of(self, family: Metric, now_ms: int) -> Iterator[Measure]:
        match family.type:
            case "histogram":
                yield from self._histogram(family, now_ms)
            case "counter":
                yield from self._counter(family, now_ms)
            case _:
                yield from self._gauge(family, now_ms)

    def _counter(self, family: Metric, now_ms: int) -> Iterator[Measure]:
        for name, labels, value, *_ in family.samples:
            if name.endswith("_total") and (more := self._more(name, tagged(labels), value)):
                yield _measure(family.name, more, tagged(labels), now_ms, merge=Merge.SUM)

    def _histogram(self, family: Metric, now_ms: int) -> Iterator[Measure]:
        """The mean of the interval, with the count as its weight."""
        values = {(name, tagged(labels)): value for name, labels, value, *_ in family.samples if "le" not in labels}
        for (name, tags), value in values.items():
            if name.endswith("_count") and (count := self._more(name, tags, value)):
                total = f"{family.name}_sum"
                mean = self._more(total, tags, values[total, tags]) / count
                yield _measure(family.name, mean, tags, now_ms, weight=int(count))

    def _gauge(self, family: Metric, now_ms: int) -> Iterator[Measure]:
        for name, labels, value, *_ in family.samples:
            key = name, tagged(labels)
            before, at_ms = self._gauges.get(key, (0.0, now_ms))
            if key not in self._gauges or value != before or now_ms - at_ms >= AGAIN_MS:
                self._gauges[key] = value, now_ms
                if value or before:
                    yield _measure(family.name, value, key[1], now_ms)

    def _more(self, name: str, tags: str, total: float) -> float:
        """By how much a total has grown since the last call."""
        before, self._totals[name, tags] = self._totals.get((name, tags), 0.0), total
        return total - before


def _measure(name: str, value: float, tags: str, now_ms: int, *, weight: int = 1, merge: Merge = Merge.MEAN) -> Measure:
    component = next((one for start, one in COMPONENTS.items() if name.startswith(start)), Component.SERVER)
    return Measure(component, name, value, tags, now_ms, weight=weight, merge=merge)
