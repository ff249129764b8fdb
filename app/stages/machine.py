"""Fields of stages' inputs that depend on the machine that runs them, not on the job."""

from typing import Any

from app.core.settings import Settings
from app.jobs.record import JobRecord


def models_here(settings: Settings, _: JobRecord) -> dict[str, Any]:
    """The folder of learned models, and whether missing ones may be fetched to it."""
    return {"models_dir": str(settings.models_dir), "offline": settings.hf_hub_offline}


def fonts_here(settings: Settings, _: JobRecord) -> dict[str, Any]:
    """The folder of fonts for captions."""
    return {"fonts_dir": settings.caption_fonts_dir}
