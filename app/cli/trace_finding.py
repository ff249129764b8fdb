"""The doctor's examination of the collector of traces: it is sent a request without spans."""

from collections.abc import Iterator

from app.cli.findings import Finding, Grade
from app.core.errors import SettingsInvalid
from app.core.optional_packages import require
from app.core.settings import Settings

NAME = "traces"
REMEDY = "check OTEL_EXPORTER_OTLP_ENDPOINT (OTLP over HTTP, usually port 4318); until then spans are lost"


def traces(settings: Settings) -> Iterator[Finding]:
    """One finding; none without a collector."""
    place = settings.otel_exporter_otlp_endpoint
    if not place:
        return
    try:
        require("opentelemetry.exporter", of="it", requirements="requirements-telemetry.txt")
    except SettingsInvalid as error:
        yield Finding(NAME, Grade.MISSING, "the package is not installed", str(error).rpartition(": ")[2])
        return
    from app.tracing.otel import takes_spans

    taken = takes_spans(settings)
    detail = f"{place} takes spans" if taken else f"{place} takes no spans"
    yield Finding(NAME, Grade.OK if taken else Grade.WARNING, detail, "" if taken else REMEDY)
