"""Decides whether a service that has failed is tried: a circuit breaker as pure functions, without a clock.

A circuit is closed until a number of failures in a row opens it. When its time is over it is half open: one order at a
time tries the service. If that fails, the circuit opens for twice as long; if it succeeds, the circuit is closed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

#: How long the order that tries a half-open circuit keeps others off, ms: so long it may wait for its film.
PROBE_MS = 600_000
#: Longest time for which a circuit opens, ms.
LONGEST_OPEN_MS = 3_600_000


class CircuitState(StrEnum):
    """The state of a circuit at a time."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class CircuitPolicy:
    """`failures` in a row open a circuit, for `cooldown_ms` milliseconds at first."""

    failures: int
    cooldown_ms: int


@dataclass(frozen=True, slots=True)
class Circuit:
    """The circuit of one service. Times are Unix milliseconds.

    `open_until_ms` is set from when it opens until it is closed, `open_ms` how long it was opened for; the order that
    tries it has until `probe_until_ms`.
    """

    failures: int = 0
    open_until_ms: int | None = None
    open_ms: int = 0
    probe_until_ms: int | None = None

    def state(self, now_ms: int) -> CircuitState:
        """The state now."""
        if self.open_until_ms is None:
            return CircuitState.CLOSED
        return CircuitState.OPEN if now_ms < self.open_until_ms else CircuitState.HALF_OPEN

    def next_try_ms(self, now_ms: int) -> int:
        """When it may admit an order: now, or the end of what keeps orders off."""
        return max(now_ms, self.open_until_ms or 0, self.probe_until_ms or 0)

    def admitting(self, now_ms: int) -> "Circuit | None":
        """The circuit once it has admitted an order; None if it admits none now."""
        if self.open_until_ms is None:
            return self
        if self.next_try_ms(now_ms) > now_ms:
            return None
        return replace(self, probe_until_ms=now_ms + PROBE_MS)

    def failed(self, now_ms: int, policy: CircuitPolicy) -> "Circuit":
        """The circuit after a failure of the service."""
        failures = self.failures + 1
        if self.state(now_ms) is CircuitState.OPEN or (failures < policy.failures and self.open_until_ms is None):
            return replace(self, failures=failures)  # an order from before it opened changes nothing more
        open_ms = min(LONGEST_OPEN_MS, max(policy.cooldown_ms, 2 * self.open_ms))
        return Circuit(failures, now_ms + open_ms, open_ms)

    def answered(self) -> "Circuit":
        """The circuit after a refusal that is not the service's fault: it keeps other orders off no longer."""
        return replace(self, probe_until_ms=None)

    def succeeded(self) -> "Circuit":
        """The circuit after a success: closed, whatever it was."""
        return Circuit()
