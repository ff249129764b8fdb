"""Generates the page's module about stages and job types, which the page does not define itself."""

import json
from typing import Final

from app.api.v1.plan_view import plan_view
from app.stages.registry import Registry

#: Its path below `/static`.
PLAN_MODULE: Final = "model/plan_data.js"


def plan_module(stages: Registry) -> str:
    """Generate the module's code."""
    return f"/** What `GET /api/v1/plan` answers. */\nexport const PLAN = {json.dumps(plan_view(stages), indent=1)};\n"
