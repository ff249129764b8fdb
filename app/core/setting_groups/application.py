"""Settings: how the application names itself and logs."""

from typing import Annotated

from pydantic import BaseModel

from app.core.setting_types import Level, Lower, setting


class ApplicationSettings(BaseModel):
    """How the application names itself and logs."""

    app_name: str = setting("Video Processing API", "Application", "Name shown in the API's pages and in logs")
    environment: Annotated[str, Lower] = setting(
        "development",
        "Application",
        "`development` logs lines for people; any other name (`production`, `test`) logs JSON lines",
        pattern=r"^[a-z][a-z0-9_-]{0,31}$",
    )
    debug: bool = setting(False, "Application", "Adds detail to logs and to /health; clients never see a stack trace")
    log_level: Level = setting(
        "INFO", "Application", "Least severe line that is logged: DEBUG, INFO, WARNING, ERROR, CRITICAL"
    )
