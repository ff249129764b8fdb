"""Leases: of the processes that share one database, which one works on a job or on a stage key, and until when.

A process renews its leases for as long as it lives. A lease that was not renewed in time has run out: its holder is
taken for dead, and another process goes on with the work.
"""

from dataclasses import dataclass
from enum import StrEnum

#: How long a lease lasts that is not renewed, milliseconds, where no setting says so.
LEASE_MS = 15_000


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that runs jobs, as it enters itself into leases of `lease_ms` milliseconds."""

    worker_id: str
    lease_ms: int = LEASE_MS

    def until_ms(self, now_ms: int) -> int:
        """When a lease runs out that is acquired or renewed at `now_ms`, Unix milliseconds."""
        return now_ms + self.lease_ms


#: A process that has not said who it is: it may run jobs where no other process does.
UNNAMED = Holder("unnamed")


class LeaseKind(StrEnum):
    """What is leased: a running job, by its id, or a stage key."""

    JOB = "job"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on what. It has run out once the clock is at `until_ms`, Unix milliseconds; renewed, it is another."""

    kind: LeaseKind
    name: str
    worker_id: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class Held:
    """Leases of one process: attempts of jobs as (id, attempt), and stage keys."""

    jobs: frozenset[tuple[str, int]] = frozenset()
    keys: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.jobs or self.keys)

    def __or__(self, other: "Held") -> "Held":
        return Held(self.jobs | other.jobs, self.keys | other.keys)

    def __sub__(self, other: "Held") -> "Held":
        return Held(self.jobs - other.jobs, self.keys - other.keys)
