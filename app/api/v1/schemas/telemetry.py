"""Telemetry: what was measured."""

from app.api.v1.schemas.base import Id, Outgoing, Time


class MeasureView(Outgoing):
    """A measured value. `tags` tell series of a metric apart; `job_id` is None for the whole server."""

    component: str
    metric: str
    value: float
    tags: dict[str, str]
    job_id: Id | None
    ts: Time


class TelemetryPage(Outgoing):
    """Measures, newest first."""

    items: list[MeasureView]
