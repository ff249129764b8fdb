"""Settings: what is measured and who is notified."""

from pydantic import BaseModel

from app.core.setting_types import Span, setting


class MonitoringSettings(BaseModel):
    """What is measured and who is notified."""

    telemetry_days: Span = setting(
        7,
        "Monitoring",
        "How long measures of the server and of jobs are kept, ever coarser; 0 stores none",
        unit="days",
        le=366,
    )
