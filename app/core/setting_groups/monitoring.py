"""Settings: what is measured and who is notified."""

from pydantic import BaseModel, SecretStr

from app.core.setting_types import EndpointUrl, NotifyUrls, Span, setting


class MonitoringSettings(BaseModel):
    """What is measured and who is notified."""

    telemetry_days: Span = setting(
        7,
        "Monitoring",
        "How long measures of the server and of jobs are kept, ever coarser; 0 stores none",
        unit="days",
        le=366,
    )
    notify_urls: NotifyUrls = setting(
        SecretStr(""),
        "Monitoring",
        "Services that send a person a line when a job is completed or fails: URLs as Apprise writes them, with blanks "
        "between, as in ntfy://topic (pip install -r requirements-notify.txt)",
    )
    otel_exporter_otlp_endpoint: EndpointUrl = setting(
        "",
        "Monitoring",
        "Collector of traces, by OTLP over HTTP, as in http://localhost:4318; empty: nothing is traced "
        "(pip install -r requirements-telemetry.txt)",
    )
    otel_exporter_otlp_headers: SecretStr = setting(
        SecretStr(""), "Monitoring", "What the collector needs in its headers, as `name=value,name=value`"
    )
    otel_service_name: str = setting("video-jobs", "Monitoring", "Name of this server in traces", min_length=1)
