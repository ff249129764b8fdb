"""Leases of the processes that share one database on jobs and stage keys.

A process renews its leases for as long as it lives. A lease that is not renewed in time expires: its holder counts as
dead, and another process continues the work.
"""

from dataclasses import dataclass
from enum import StrEnum

#: The default duration of a lease without renewal, milliseconds.
LEASE_MS = 15_000


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that runs jobs, and the duration of its leases in milliseconds."""

    worker_id: str
    lease_ms: int = LEASE_MS

    def until_ms(self, now_ms: int) -> int:
        """The expiry of a lease that is acquired or renewed at `now_ms`, Unix milliseconds."""
        return now_ms + self.lease_ms


#: A process without a name: it may run jobs only if no other process does.
UNNAMED = Holder("unnamed")


class LeaseKind(StrEnum):
    """The kind of what is leased: a running job, by its id, or a stage key."""

    JOB = "job"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease of a process on a job or key. It expires at `until_ms`, Unix milliseconds; renewal makes a new one."""

    kind: LeaseKind
    name: str
    worker_id: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class Held:
    """The leases of one process: attempts of jobs as (id, attempt), and stage keys."""

    jobs: frozenset[tuple[str, int]] = frozenset()
    keys: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.jobs or self.keys)

    def __or__(self, other: "Held") -> "Held":
        return Held(self.jobs | other.jobs, self.keys | other.keys)

    def __sub__(self, other: "Held") -> "Held":
        return Held(self.jobs - other.jobs, self.keys - other.keys)
