"""Logs clients' offences with bounded output: grouped by reason and address, with counts."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from structlog.stdlib import BoundLogger

#: Seconds between two lines with the same reason and address, and the most lines in that time.
EVERY_S = 10.0
LINES = 20
#: Pairs of reason and address that are tracked at once.
LARGEST = 1024


@dataclass
class _Line:
    logged_at: float
    count: int = 0


class Incidents:
    """Logs the first offence of a reason and address at once, later ones as a count every EVERY_S seconds."""

    def __init__(self, log: BoundLogger, event: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._event = event
        self._clock = clock
        self._lines: dict[tuple[str, str], _Line] = {}
        self._began = clock()
        self._logged = 0
        #: Offences since the start, by reason.
        self.counts: Counter[str] = Counter()

    def note(self, reason: str, address: str) -> None:
        """Count one offence of `address`."""
        self.counts[reason] += 1
        known = self._lines.get((reason, address))
        if known is not None:
            known.count += 1
        elif len(self._lines) < LARGEST:
            self._lines[reason, address] = _Line(self._clock() - EVERY_S, 1)
        self.flush()

    def flush(self) -> None:
        """Log the counts that are due; call it regularly, so that the last ones are logged too."""
        now = self._clock()
        if now - self._began >= EVERY_S:
            self._began, self._logged = now, 0
        for (reason, address), line in list(self._lines.items()):
            if now - line.logged_at < EVERY_S or self._logged >= LINES:
                continue
            if line.count == 0:
                del self._lines[reason, address]
                continue
            self._log.warning(self._event, reason=reason, address=address, count=line.count)
            self._logged += 1
            line.logged_at, line.count = now, 0
