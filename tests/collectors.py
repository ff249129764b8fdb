"""A collector of traces on loopback: receives OTLP over HTTP and keeps the spans."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Received:
    """One span, with ids in hexadecimal."""

    name: str
    trace_id: str
    span_id: str
    parent_id: str
    facts: dict[str, str]
    error: str


@dataclass
class Collector:
    """The spans so far, and the headers of the latest request."""

    url: str
    spans: list[Received] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    service: str = ""

    def named(self, name: str) -> list[Received]:
        """The spans of a name."""
        return [span for span in self.spans if span.name == name]

    def take(self, body: bytes) -> None:
        """Keep the spans of a request."""
        for group in ExportTraceServiceRequest.FromString(body).resource_spans:
            names = {one.key: one.value.string_value for one in group.resource.attributes}
            self.service = names["service.name"]
            for span in (span for scope in group.scope_spans for span in scope.spans):
                facts = {one.key: one.value.string_value or str(one.value).strip() for one in span.attributes}
                ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
                failed = span.status.code == span.status.STATUS_CODE_ERROR
                self.spans.append(Received(span.name, *ids, facts, span.status.message if failed else ""))


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector for the duration of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/traces" and self.headers["Content-Type"] == "application/x-protobuf":
                collector.headers = {name.lower(): value for name, value in self.headers.items()}
                collector.take(body)
                self.send_response(200)
            else:
                self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector = Collector(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield collector
        finally:
            server.shutdown()
            thread.join()
