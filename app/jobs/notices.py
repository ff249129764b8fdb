"""The line that a person is sent when a job has ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.jobs.states import JobState

#: Characters of a title and of a reason.
LONGEST_TITLE, LONGEST_REASON = 100, 200


@dataclass(frozen=True, slots=True)
class Notice:
    """A line, and whether it is good news."""

    text: str
    good: bool


def notice_of(facts: Mapping[str, Any]) -> Notice:
    """The line for the facts of a delivery: what it was, how it ended, how long it took from its creation on."""
    good = facts["status"] == JobState.COMPLETED.value
    link = (facts["url"] or "").partition("?")[0]  # what follows may be a signature
    title = facts["video_title"] or link or "Video"
    name = f"{_line(title, LONGEST_TITLE)} ({facts['job_type']}, {facts['id'][:8]})"
    if good:
        return Notice(f"{name} completed after {_duration(facts)}", good)
    error = facts["error"] or {}
    reason = f": {_line(error['message'], LONGEST_REASON)}" if error.get("message") else ""
    return Notice(f"{name} failed after {_duration(facts)}{reason}", good)


def _duration(facts: Mapping[str, Any]) -> str:
    seconds = max(0, (facts["completed_ms"] or facts["created_ms"]) - facts["created_ms"]) // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def _line(text: str, longest: int) -> str:
    """A text on one line, cut to a length."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
