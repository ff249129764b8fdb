"""Reports the health of the editor's backend."""

from typing import Any, Literal

from app.api.dependencies import HealthDep, Json, SettingsDep, StoreDep
from app.api.health import database
from app.api.ownership import Shows, shows
from app.api.policy import PolicyRouter
from app.api.v1.schemas.base import Outgoing, Time
from app.api.v1.times import iso
from app.core.clock import unix_ms

router = PolicyRouter(prefix="/api", tags=["health"])


class DatabaseHealth(Outgoing):
    """The database, and whether it takes changes."""

    type: Literal["sqlite", "postgresql"]
    ok: bool


class BackendHealth(Outgoing):
    """Whether the backend works."""

    status: Literal["ok", "down"]
    timestamp: Time
    cloud_storage: bool
    database: DatabaseHealth


@router.get(
    "/health", response_model=BackendHealth, responses={503: {"model": BackendHealth, "description": "A part is down"}}
)
@shows(Shows.COMMON)
async def read_health(parts: HealthDep, settings: SettingsDep, store: StoreDep) -> Any:
    """Whether the server works, which database it has, and whether finished files are copied to a cloud."""
    alive = parts.alive()
    found = await database(store, writes=alive["database"])
    good = all(alive.values()) and found["status"] == "ok"
    body = {
        "status": "ok" if good else "down",
        "timestamp": iso(unix_ms()),
        "cloud_storage": parts.copies() is not None,
        "database": {
            "type": "sqlite" if settings.database_url.startswith("sqlite") else "postgresql",
            "ok": found["status"] == "ok",
        },
    }
    return Json(body, 200 if good else 503)
