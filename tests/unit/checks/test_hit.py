"""Hits become findings."""

from app.checks.hit import Hit, numbered


def _hit(rule: str, start_s: float | None) -> Hit:
    return Hit(rule, "silence", "info", start_s, start_s, "Silence.", "3 s", "sound")


def test_findings_are_in_order_of_time_and_numbered_by_rule() -> None:
    """What is about the whole comes first."""
    found = numbered([_hit("b", 5.0), _hit("a", 7.0), _hit("b", 1.0), _hit("c", None)])
    assert [(one.id, one.start_s) for one in found] == [("c-1", None), ("b-1", 1.0), ("b-2", 5.0), ("a-1", 7.0)]
