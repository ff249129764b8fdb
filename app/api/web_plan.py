"""The module of the page that says what jobs do, written by the server: the page knows no stage by itself."""

import json
from typing import Final

from app.api.v1.plan_view import plan_view
from app.stages.registry import Registry

#: Where it is, below `/static`.
PLAN_MODULE: Final = "model/plan_data.js"


def plan_module(stages: Registry) -> str:
    """Its code."""
    return f"/** What `GET /api/v1/plan` answers. */\nexport const PLAN = {json.dumps(plan_view(stages), indent=1)};\n"
