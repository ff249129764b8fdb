"""Records traces by the SDK of OpenTelemetry, and exports them by OTLP over HTTP."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SpanExportResult
from opentelemetry.trace import Span as SdkSpan
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.re import parse_env_headers
from structlog.contextvars import bound_contextvars

from app import __version__
from app.core.errors import JobFailure, Refusal
from app.core.settings import Settings
from app.core.trace_context import in_trace
from app.jobs.record import JobRecord
from app.ports.tracing import Span
from app.tracing.export import SpanExports, SpanQueue

#: Time for one request to the collector, seconds.
TIMEOUT_S = 5.0
_W3C = TraceContextTextMapPropagator()


class OtelSpan:
    """See `Span`."""

    def __init__(self, span: SdkSpan) -> None:
        self._span = span

    def name(self, name: str) -> None:
        """See `Span.name`."""
        self._span.update_name(name)

    def note(self, key: str, value: str | int | bool) -> None:
        """See `Span.note`."""
        self._span.set_attribute(key, value)

    def fail(self, reason: str) -> None:
        """See `Span.fail`."""
        self._span.set_status(Status(StatusCode.ERROR, reason))


class OtelTracer:
    """See `Tracer`. Spans are exported while `exports` is open. Log lines inside of a span carry its `trace_id`."""

    on = True

    def __init__(self, settings: Settings) -> None:
        queue = SpanQueue()
        resource = Resource.create(
            {
                "service.name": settings.otel_service_name,
                "service.version": __version__,
                "deployment.environment.name": settings.environment,
            }
        )
        provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        provider.add_span_processor(queue)
        self._tracer = provider.get_tracer("video-jobs", __version__)
        self.exports = SpanExports(queue, _exporter(settings))

    @contextmanager
    def request(self, method: str, traceparent: str | None) -> Iterator[Span]:
        """See `Tracer.request`."""
        facts = {"http.request.method": method}
        with self._span(method, SpanKind.SERVER, facts, _parent(traceparent)) as (span, carrier), in_trace(carrier):
            yield span

    @contextmanager
    def job(self, job: JobRecord, traceparent: str | None) -> Iterator[Span]:
        """See `Tracer.job`."""
        facts = {
            "job.id": job.id,
            "job.type": job.job_type.value,
            "job.attempt": job.attempt,
            "job.priority": job.priority,
        }
        name = f"job {job.job_type.value}"
        with self._span(name, SpanKind.CONSUMER, facts, _parent(traceparent)) as (span, _):
            yield span

    @contextmanager
    def stage(self, name: str) -> Iterator[Span]:
        """See `Tracer.stage`."""
        with self._span(f"stage {name}", SpanKind.INTERNAL, {"stage.name": name}) as (span, _):
            yield span

    @contextmanager
    def child(self, stage: str) -> Iterator[Span]:
        """See `Tracer.child`."""
        with self._span(f"child {stage}", SpanKind.CLIENT, {"stage.name": stage}) as (span, _):
            yield span

    @contextmanager
    def _span(
        self, name: str, kind: SpanKind, facts: Mapping[str, str | int], parent: Context | None = None
    ) -> Iterator[tuple[OtelSpan, str]]:
        """A span with its `traceparent`; without `parent` it is a part of the current one."""
        with self._tracer.start_as_current_span(
            name, parent, kind, attributes=facts, record_exception=False, set_status_on_exception=False
        ) as recorded:
            carrier: dict[str, str] = {}
            _W3C.inject(carrier)
            span = OtelSpan(recorded)
            try:
                with bound_contextvars(trace_id=f"{recorded.get_span_context().trace_id:032x}"):
                    yield span, carrier["traceparent"]
            except asyncio.CancelledError:
                span.note("cancelled", True)
                raise
            except Refusal:
                raise  # the client's doing
            except JobFailure as failure:
                span.fail(failure.code.value)
                raise
            except Exception as error:
                span.fail(type(error).__name__)
                raise


def takes_spans(settings: Settings) -> bool:
    """Whether the collector answers a request without spans as it should."""
    exporter = _exporter(settings)
    try:
        return exporter.export([]) is SpanExportResult.SUCCESS
    finally:
        exporter.shutdown()  # type: ignore[no-untyped-call]


def _exporter(settings: Settings) -> OTLPSpanExporter:
    return OTLPSpanExporter(
        endpoint=f"{settings.otel_exporter_otlp_endpoint}/v1/traces",
        headers=parse_env_headers(settings.otel_exporter_otlp_headers.get_secret_value(), liberal=True),
        timeout=TIMEOUT_S,
    )


def _parent(traceparent: str | None) -> Context:
    """The context of a trace; an empty one, in which a new trace begins, if there is none or it is malformed."""
    return _W3C.extract({"traceparent": traceparent} if traceparent else {}, Context())
