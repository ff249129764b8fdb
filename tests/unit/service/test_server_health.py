"""What the server knows of its own parts."""

from types import SimpleNamespace
from typing import Any

from app.service.server_health import ServerHealth
from app.stages.stage import ChildKind


def test_only_children_that_hold_models_are_named_as_loaded_models() -> None:
    """Media children stay as long, but with code alone, as those that use services of others."""
    children = [SimpleNamespace(kind=kind, pid=number) for number, kind in enumerate(ChildKind)]
    unused: Any = None
    pool: Any = SimpleNamespace(children=lambda: children)
    health = ServerHealth(unused, unused, unused, pool, folder_lost=lambda: None)
    assert [kind for kind, _ in health.children()] == ["media", "speech", "text", "vision", "remote"]
    assert [kind for kind, _ in health.model_holders()] == ["speech", "text", "vision"]
