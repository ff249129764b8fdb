"""Bounds the log lines of a job: a stage that never stops, or was taken over, must not fill the database with them.

States, lines of the transcript and results are never dropped.
"""

from collections.abc import Sequence

from app.jobs.events import LogLine
from app.jobs.stage_messages import Log, StageWarning

#: Most log lines of a job, over all its attempts.
MOST_LINES = 1000
#: Most warnings of one run of a stage.
MOST_WARNINGS = 100
#: Longest text in a line, code points; most fields of a line.
MOST_CHARACTERS, MOST_FIELDS = 2000, 20


class LogRoom:
    """How many log lines a job may still have, after the `used` ones that are stored. For one attempt."""

    def __init__(self, used: int) -> None:
        self._used = used
        self._is_told = False

    def admitted(self, lines: Sequence[LogLine]) -> list[LogLine]:
        """Those of the lines that are stored; behind the last one that fits, once, that further ones are dropped."""
        kept = list(lines[: max(0, MOST_LINES - self._used)])
        self._used += len(kept)
        if len(kept) < len(lines) and not self._is_told:
            self._is_told = True
            text = f"This job has {MOST_LINES} log lines; further ones are dropped."
            kept.append(LogLine(level="warning", message=text, stage=lines[len(kept)].stage, fields={}))
        return kept

    def give_back(self, lines: Sequence[LogLine]) -> None:
        """Count admitted lines as not stored."""
        told = bool(lines) and lines[-1].level == "warning"
        self._is_told = self._is_told and not told
        self._used -= len(lines) - told


def line_of(message: Log, stage: str) -> LogLine:
    """The log line of a stage's message, with texts and fields of bounded size."""
    fields = {
        _clipped(name): _clipped(value) if isinstance(value, str) else value
        for name, value in list(message.fields.items())[:MOST_FIELDS]
    }
    return LogLine(level="info", message=_clipped(message.message), stage=stage, fields=fields)


def clipped_warning(warning: StageWarning) -> StageWarning:
    """The warning with texts of bounded size."""
    return StageWarning(code=_clipped(warning.code), message=_clipped(warning.message))


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
