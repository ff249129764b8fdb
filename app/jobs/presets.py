"""Presets: named sets of job type, options and priority."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of job type, options and priority of a user; `user_id` None: of no user.

    `options` has those alone that were set, so that the type's defaults apply to the others. Times are Unix
    milliseconds.
    """

    id: str
    name: str
    job_type: str
    options: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 5
    user_id: str | None = None
    created_ms: int = 0
    updated_ms: int = 0
