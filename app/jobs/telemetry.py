"""Telemetry in plain Python: what was measured, of which part of the server, and how measures are put together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Component(StrEnum):
    """The part of the server that a measure is about."""

    API = "api"
    DATABASE = "database"
    LIVE = "live"
    PROVIDER = "provider"
    SERVER = "server"
    STORAGE = "storage"
    WORKER = "worker"


class Merge(StrEnum):
    """What several measures of a metric are together: their sum, or their mean, weighted."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Measure:
    """A value at a time, Unix milliseconds. `tags` is JSON, as `tagged` makes it; equal tags are one series.

    `weight` is the number of values that a mean stands for. With `job_id` it is of one job, else of the whole server.
    """

    component: str
    metric: str
    value: float
    tags: str
    ts_ms: int
    job_id: str | None = None
    weight: int = 1
    merge: Merge = Merge.MEAN


def tagged(tags: Mapping[str, str]) -> str:
    """Tags as text, equal for equal tags."""
    return json.dumps(dict(tags), sort_keys=True, separators=(",", ":"))
