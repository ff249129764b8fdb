"""Lines about strangers: soon, with counts, and never many."""

from typing import Any

from app.core.incidents import EVERY_S, LARGEST, LINES, Incidents


class Log:
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def warning(self, event: str, **facts: Any) -> None:
        """A line."""
        self.lines.append({"event": event, **facts})


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def incidents() -> tuple[Incidents, Log, Clock]:
    """Fresh ones, with their log and clock."""
    log, clock = Log(), Clock()
    return Incidents(log, "refused", clock=clock), log, clock  # type: ignore[arg-type]


def test_the_first_is_logged_at_once_and_the_others_are_counted() -> None:
    """One line each EVERY_S seconds, with how many it stands for; the last ones too."""
    noted, log, clock = incidents()
    for _ in range(1000):
        noted.note("late", "192.0.2.1")
    assert log.lines == [{"event": "refused", "reason": "late", "address": "192.0.2.1", "count": 1}]
    clock.now = EVERY_S
    noted.flush()
    assert [line["count"] for line in log.lines] == [1, 999]
    clock.now = 3 * EVERY_S
    noted.flush()
    assert len(log.lines) == 2
    assert noted.counts == {"late": 1000}


def test_many_addresses_fill_neither_log_nor_memory() -> None:
    """The lines of a time have a bound; what is beyond it is counted all the same."""
    noted, log, clock = incidents()
    for number in range(5000):
        noted.note("late", f"192.0.2.{number}")
    assert len(log.lines) == LINES
    assert noted.counts["late"] == 5000
    for _ in range(3 * LARGEST // LINES):
        clock.now += EVERY_S
        noted.flush()
    assert sum(line["count"] for line in log.lines) == LARGEST
    noted.note("late", "198.51.100.1")
    assert log.lines[-1]["address"] == "198.51.100.1"
