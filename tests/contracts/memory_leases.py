"""Leases in memory, of processes that share one: the second implementation of the port."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from app.jobs.leases import Held, Holder, Lease, LeaseKind


@dataclass
class Ground:
    """What all processes see: leases by kind and name, and the attempts of the jobs that run.

    `refused` is set when one was refused a key that another has.
    """

    now_ms: Callable[[], int]
    leases: dict[tuple[LeaseKind, str], Lease] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    refused: asyncio.Event = field(default_factory=asyncio.Event)


class MemoryLeases:
    """The leases of one process on a ground. There is no await between a look and what follows from it."""

    def __init__(self, ground: Ground, holder: Holder) -> None:
        self._ground = ground
        self._holder = holder

    def claim(self, job_id: str) -> None:
        """Run a job: what a queue does when it gives one out."""
        self._ground.attempts[job_id] = self._ground.attempts.get(job_id, 0) + 1
        self._ground.leases[LeaseKind.JOB, job_id] = self._fresh(LeaseKind.JOB, job_id)

    def end(self, job_id: str) -> None:
        """The attempt has ended, whoever ended it."""
        del self._ground.leases[LeaseKind.JOB, job_id]

    def _fresh(self, kind: LeaseKind, name: str) -> Lease:
        return Lease(kind, name, self._holder.worker_id, self._holder.until_ms(self._ground.now_ms()))

    def _own(self) -> list[Lease]:
        return [lease for lease in self._ground.leases.values() if lease.worker_id == self._holder.worker_id]

    async def acquire(self, key: str) -> Lease:
        """Lease a stage key, or learn who has it."""
        held = self._ground.leases.get((LeaseKind.KEY, key))
        if held is not None and held not in self._own() and held.until_ms > self._ground.now_ms():
            self._ground.refused.set()
            return held
        self._ground.leases[LeaseKind.KEY, key] = self._fresh(LeaseKind.KEY, key)
        return self._ground.leases[LeaseKind.KEY, key]

    async def release(self, key: str) -> None:
        """End the lease on a key."""
        if self._ground.leases.get((LeaseKind.KEY, key)) in self._own():
            del self._ground.leases[LeaseKind.KEY, key]

    async def renew(self, keys: Collection[str]) -> Held:
        """Extend the leases on all jobs and on these keys."""
        own = [lease for lease in self._own() if lease.kind is LeaseKind.JOB or lease.name in keys]
        for lease in own:
            until_ms = self._holder.until_ms(self._ground.now_ms())
            self._ground.leases[lease.kind, lease.name] = replace(lease, until_ms=until_ms)
        jobs = ((lease.name, self._ground.attempts[lease.name]) for lease in own if lease.kind is LeaseKind.JOB)
        return Held(frozenset(jobs), frozenset(lease.name for lease in own if lease.kind is LeaseKind.KEY))

    async def others(self) -> Sequence[Lease]:
        """Leases of other processes."""
        own = self._own()
        return sorted((x for x in self._ground.leases.values() if x not in own), key=lambda lease: lease.until_ms)

    async def lease_on(self, kind: LeaseKind, name: str) -> Lease | None:
        """Who holds a job or a key."""
        return self._ground.leases.get((kind, name))
