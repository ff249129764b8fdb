"""Settings: sockets that follow jobs."""

from pydantic import BaseModel

from app.core.setting_types import Limit, setting


class LiveSettings(BaseModel):
    """Sockets that follow jobs."""

    ws_heartbeat_seconds: Limit = setting(15, "Live", "Time between two heartbeats on a socket", unit="s")
    ws_idle_seconds: Limit = setting(
        120, "Live", "Time after which a socket that neither takes nor answers anything is closed", unit="s"
    )
    ws_outbox_messages: int = setting(
        256,
        "Live",
        "Messages waiting for one socket before it falls back to the event log",
        unit="messages",
        ge=8,
        le=65536,
    )
